package answer

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tradedesk/model"
	"tradedesk/model/value"
)

func oils() *model.RFQ {
	return &model.RFQ{Lines: []model.Line{
		{Product: "Argan oil", HS: "151590", Quantity: "1000", Unit: "KGM"},
		{Product: "rose water", Quantity: "500", Unit: "LTR"},
		{Product: "Prickly pear seed oil", HS: "151590"},
	}}
}

func at(from, price value.Decimal) []model.Tier { return []model.Tier{{From: from, Price: price}} }

func TestLinesFindTheirPlace(t *testing.T) {
	tests := []struct {
		name string
		line Line
		want string // the product of the RFQ's line, or why it is on none
	}{
		{"it says its line", Line{Answers: "2", Product: "argan oil"}, "rose water"},
		{"its number, of the same goods", Line{Number: "3", Product: "prickly pear seed oil", HS: "15159099"}, "Prickly pear seed oil"},
		{"its HS code and its name, of two with the code", Line{HS: "1515", Product: "oil of argan"}, "Argan oil"},
		{"its name without accents and case", Line{Product: "ARGAN OIL"}, "Argan oil"},
		{"words of its name", Line{Product: "organic rose water"}, "rose water"},
		{"words of two names", Line{Product: "oil"}, "no such product"},
		{"nothing", Line{}, "names no product"},
		{"other goods", Line{Product: "saffron"}, "no such product"},
		{"a number that counts further", Line{Number: "9", Product: "saffron"}, "no such product"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			test.line.Tiers = at("1", "10")
			q, left := Answer{Lines: []Line{test.line}}.On(oils())
			got := ""
			for _, l := range q.Lines {
				got += l.Product
			}
			for _, l := range left {
				got += l.Why.Error()
			}
			if !strings.Contains(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestOneLineOfPrices(t *testing.T) {
	rfq := &model.RFQ{Lines: []model.Line{{Product: "argan oil", HS: "151590"}}}
	a := Answer{Terms: model.Quote{Place: "Agadir"}, Lines: []Line{
		{Product: "Huile d'argan", Tiers: at("2000", "150"), Unit: "KGM", Currency: "MAD", MOQ: "500"},
		{Product: "Huile d'argan", Tiers: at("500", "160"), Unit: "KGM", Currency: "MAD"},
		{Product: "Huile d'argan", Tiers: at("500", "170"), Unit: "KGM", Currency: "MAD"},
		{Product: "Huile d'argan", Tiers: at("500", "17"), Unit: "KGM", Currency: "EUR"},
		{Product: "Huile d'argan"},
	}}
	q, left := a.On(rfq)
	want := []model.Tier{{From: "500", Price: "160"}, {From: "2000", Price: "150"}}
	if !slices.Equal(q.Tiers, want) || q.Unit != "KGM" || q.Currency != "MAD" || q.MOQ != "500" || q.Place != "Agadir" || len(q.Lines) != 0 {
		t.Errorf("got %s", model.EncodeJSON(q))
	}
	if len(left) != 3 || left[0].Why != errTwice || !strings.Contains(left[1].Why.Error(), "one currency") || left[2].Why != errNoPrice {
		t.Errorf("left %v", left)
	}
	if _, left := (Answer{Lines: []Line{{Product: "saffron", HS: "091020", Tiers: at("1", "9")}}}).On(rfq); len(left) != 1 {
		t.Error("goods of another heading went in")
	}
}

// A line is on the quote or left, never both and never neither, and the quote is sound.
func TestNothingIsLost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var a Answer
		for i := range rapid.IntRange(0, 6).Draw(t, "lines") {
			price := value.Decimal(fmt.Sprint(100 + i))
			a.Lines = append(a.Lines, Line{
				Answers: rapid.SampledFrom([]string{"", "", "1", "4", "x"}).Draw(t, "answers"), Number: rapid.SampledFrom([]string{"", "1", "2"}).Draw(t, "number"),
				Product: rapid.SampledFrom([]string{"", "argan oil", "oil", "rose water", "tea"}).Draw(t, "product"),
				HS:      rapid.SampledFrom([]value.HS{"", "1515", "151590", "0902"}).Draw(t, "hs"), Unit: rapid.SampledFrom([]value.Unit{"KGM", "LTR"}).Draw(t, "unit"),
				Tiers: at(rapid.SampledFrom([]value.Decimal{"1", "10", "0"}).Draw(t, "from"), price),
			})
		}
		rfq := oils()
		rfq.Lines = rfq.Lines[:rapid.IntRange(0, 3).Draw(t, "asked")]
		q, left := a.On(rfq)
		prices := len(q.Tiers)
		if model.CheckTiers(q.Tiers) != nil {
			t.Fatalf("tiers %v", q.Tiers)
		}
		for _, l := range q.Lines {
			if prices += len(l.Tiers); model.CheckTiers(l.Tiers) != nil {
				t.Fatalf("tiers %v", l.Tiers)
			}
		}
		if prices+len(left) != len(a.Lines) {
			t.Fatalf("%d lines: %d prices and %d left", len(a.Lines), prices, len(left))
		}
	})
}

func TestGoodsThatAreNotAskedForHaveNoSayInTheCurrency(t *testing.T) {
	rfq := &model.RFQ{Lines: []model.Line{{Product: "argan oil"}, {Product: "rose water"}}}
	q, left := Answer{Lines: []Line{
		{Product: "amlou", Tiers: at("1", "9"), Currency: "EUR"},
		{Product: "argan oil", Tiers: at("1", "5.10"), Currency: "USD"},
		{Product: "rose water", Tiers: at("1", "3")},
	}}.On(rfq)
	if q.Currency != "USD" || len(q.Lines) != 1 || q.Lines[0].Product != "argan oil" {
		t.Errorf("got %s", model.EncodeJSON(q))
	}
	if len(left) != 2 || left[0].Why != errNotAsked || !strings.Contains(left[1].Why.Error(), "names no currency, and other lines are in USD") {
		t.Errorf("left %v", left)
	}
}
