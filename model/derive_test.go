package model_test

import (
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"tradedesk/model"
	"tradedesk/model/modeltest"
	"tradedesk/model/value"
)

func TestTitle(t *testing.T) {
	tests := []struct {
		record model.Record
		want   string
	}{
		{&model.Lead{Company: "Nord", Contact: "Ingrid", Product: "oil"}, "Nord"},
		{&model.Lead{Contact: "Ingrid", Email: "i@nord.no"}, "Ingrid"},
		{&model.Lead{Email: "i@nord.no", Phone: "+4722"}, "i@nord.no"},
		{&model.Lead{Product: "oil"}, "oil"},
		{&model.Lead{}, ""},
		{&model.Supplier{Name: "Atlas", Contact: "Amina"}, "Atlas"},
		{&model.Contact{Name: "Amina", Company: "Atlas"}, "Amina"},
		{&model.Contact{Company: "Atlas"}, "Atlas"},
		{&model.RFQ{Title: "Argan for Nord", Buyer: "Nord"}, "Argan for Nord"},
		{&model.RFQ{Lines: []model.Line{{Product: "argan oil"}, {HS: "1509"}, {Product: "rose water"}}}, "argan oil, rose water"},
		{&model.Quote{Reference: "Q-7"}, "Q-7"},
		{&model.Quote{Incoterm: "FOB", Place: "Tanger Med"}, "FOB Tanger Med"},
		{&model.Message{Subject: "Re: argan", Body: "x"}, "Re: argan"},
		{&model.Message{Body: "\n first line \nsecond"}, "first line"},
		{&model.Task{Title: "call"}, "call"},
		{&model.Event{Name: "SIAL"}, "SIAL"},
		{&model.Deal{Title: "20 t argan", Buyer: "Nord"}, "20 t argan"},
		{&model.Sample{Product: "argan oil", TrackingNo: "1Z"}, "argan oil"},
		{&model.Tag{Name: "fair"}, "fair"},
		{model.New("shipment"), ""},
	}
	for _, test := range tests {
		if got := model.Title(test.record); got != test.want {
			t.Errorf("%T: got %q, want %q", test.record, got, test.want)
		}
	}
	long := model.Title(&model.Tag{Name: strings.Repeat("é", 500)})
	if utf8.RuneCountInString(long) != 120 || !strings.HasSuffix(long, "…") {
		t.Errorf("a long title is %d runes: %q", utf8.RuneCountInString(long), long)
	}
}

func TestExcerptOfLead(t *testing.T) {
	lead := bestLead()
	lead.ID, lead.CreatedAt = model.ID{7}, 5
	lead.DueAt, lead.SnoozedUntil, lead.RepliedAt, lead.Owner, lead.Tags, lead.NextAction = 1, 2, 3, "amina", []string{"fair"}, "call"
	got := model.ExcerptOf(lead, model.ScoreContext{Now: nine})
	want := model.Excerpt{
		ID: model.ID{7}, Kind: model.KindLead, Title: "Nord Foods Inc", Detail: "Argan oil", Country: "US", Quantity: "20000", Unit: "KGM",
		Amount: "104000", Currency: "USD", Stage: "contacted", Score: 75, ScoredAt: value.At(nine), At: value.At(nine),
		DueAt: 1, Snoozed: 2, RepliedAt: 3, Owner: "amina", Tags: []string{"fair"}, Next: "call", Also: "Ingrid Berg United States ingrid@nordfoods.com +14155552671",
		TitleCells: 14, DetailCells: 9,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestExcerptOf(t *testing.T) {
	head := model.Head{CreatedAt: 1000}
	tests := []struct {
		name   string
		record model.Record
		check  func(e model.Excerpt) bool
	}{
		{"a lead that asks for nothing shows its words", &model.Lead{Head: head, Message: "hello\nthere"}, func(e model.Excerpt) bool { return e.Detail == "hello" && e.At == 1000 }},
		{"a supplier shows its products", &model.Supplier{Products: []string{"a", "b"}, MOQ: "5", Unit: "TNE"}, func(e model.Excerpt) bool { return e.Detail == "a, b" && e.Quantity == "5" && e.Unit == "TNE" }},
		{"a contact shows the firm", &model.Contact{Name: "x", Title: "buyer", Company: "Nord"}, func(e model.Excerpt) bool { return e.Detail == "buyer, Nord" }},
		{"an RFQ sums its lines", &model.RFQ{Currency: "EUR", Lines: []model.Line{{Quantity: "10", TargetPrice: "4.20"}, {Quantity: "1", TargetPrice: "3"}}}, func(e model.Excerpt) bool { return e.Amount == "45" && e.Currency == "EUR" && e.Quantity == "" }},
		{"an RFQ with an unknown price has no sum", &model.RFQ{Lines: []model.Line{{Quantity: "10", TargetPrice: "4.20"}, {Quantity: "1"}}}, func(e model.Excerpt) bool { return e.Amount == "" }},
		{"an RFQ of one line shows its quantity", &model.RFQ{Lines: []model.Line{{Quantity: "10", Unit: "TNE"}}}, func(e model.Excerpt) bool { return e.Quantity == "10" && e.Unit == "TNE" }},
		{"a quote for a hundred shows what one costs", &model.Quote{Currency: "EUR", BaseQuantity: "100", Tiers: []model.Tier{{From: "1", Price: "495"}}}, func(e model.Excerpt) bool { return e.Amount == "4.95" }},
		{"a quote for three shows what one costs", &model.Quote{Currency: "EUR", BaseQuantity: "3", Tiers: []model.Tier{{From: "1", Price: "10"}}}, func(e model.Excerpt) bool { return e.Amount == "3.333333333" }},
		{"a quote shows its first price", &model.Quote{Currency: "EUR", Tiers: []model.Tier{{From: "1", Price: "4.20"}}}, func(e model.Excerpt) bool { return e.Amount == "4.20" }},
		{"a message shows when it was sent", &model.Message{Head: head, At: 500, Subject: "s", Body: "b\nc"}, func(e model.Excerpt) bool { return e.At == 500 && e.Detail == "b" }},
		{"a task is due", &model.Task{DueAt: 9}, func(e model.Excerpt) bool { return e.DueAt == 9 }},
		{"a task that is done is not due", &model.Task{DueAt: 9, DoneAt: 8}, func(e model.Excerpt) bool { return e.DueAt == 0 }},
		{"an event shows its place", &model.Event{Venue: "Parc", City: "Meknès"}, func(e model.Excerpt) bool { return e.Detail == "Parc, Meknès" }},
		{"a deal shows its amount", &model.Deal{Amount: "5", Currency: "EUR", SignedAt: 3}, func(e model.Excerpt) bool { return e.Amount == "5" && e.At == 3 }},
		{"a sample shows its stage", &model.Sample{Stage: "shipped", Carrier: "DHL", TrackingNo: "1"}, func(e model.Excerpt) bool { return e.Stage == "shipped" && e.Detail == "DHL 1" }},
		{"a deleted record says so", &model.Tag{Head: model.Head{Deleted: true}}, func(e model.Excerpt) bool { return e.Deleted }},
		{"an unknown kind has a head", &model.Unknown{Head: head, Name: "shipment"}, func(e model.Excerpt) bool { return e.Kind == "shipment" && e.At == 1000 }},
	}
	for _, test := range tests {
		if e := model.ExcerptOf(test.record, model.ScoreContext{Now: nine}); !test.check(e) {
			t.Errorf("%s: got %+v", test.name, e)
		}
	}
}

func TestSearchText(t *testing.T) {
	lead := &model.Lead{Company: "Nord Foods", Contact: "Ingrid", Product: "argan oil", City: "Fès", Email: "i@nord.no", Phone: "+4722", Tags: []string{"fair", "hot"}}
	got := model.SearchText(lead)
	if want := "Nord Foods Ingrid argan oil Fès i@nord.no +4722 fair hot"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := model.SearchText(&model.Lead{Country: "MA", Company: "x"}); !strings.Contains(got, "Morocco") {
		t.Errorf("got %q, want the country's name in it", got)
	}
}

func TestSearchTextLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := modeltest.AnyRecord().Draw(t, "record")
		got := model.SearchText(r)
		if n := utf8.RuneCountInString(got); n > 400 {
			t.Fatalf("%d runes", n)
		}
		if title := strings.Join(strings.Fields(model.Title(r)), " "); !strings.HasPrefix(got, title) {
			t.Fatalf("%q does not begin with the title %q", got, title)
		}
		if strings.Contains(got, "\n") {
			t.Fatalf("more than one line: %q", got)
		}
	})
}

func TestExcerptFrom(t *testing.T) {
	quote := &model.Quote{Supplier: model.ID{1}, Reference: "Q-7", Incoterm: "EXW", Place: "Agadir"}
	e := model.ExcerptOf(quote, model.ScoreContext{})
	if got := model.ExcerptFrom(e, quote, "Tifawin"); got.Title != "Tifawin" || got.Detail != "Q-7 · EXW Agadir" || got.TitleCells != 7 || got.DetailCells != 16 {
		t.Errorf("got %+v", got)
	}
	if got := model.ExcerptFrom(e, quote, ""); got.Title != "Q-7" {
		t.Errorf("without a name it is called %q", got.Title)
	}
	sample := &model.Sample{Supplier: model.ID{1}, Product: "oil", Carrier: "DHL"}
	if got := model.ExcerptFrom(model.ExcerptOf(sample, model.ScoreContext{}), sample, "Tifawin"); got.Title != "oil" || got.Detail != "Tifawin · DHL" || model.SupplierOf(sample) != (model.ID{1}) {
		t.Errorf("got %+v", got)
	}
}
