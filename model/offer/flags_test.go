package offer_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tradedesk/model"
	"tradedesk/model/offer"
	"tradedesk/model/value"
)

func flagsOf(t testing.TB, o *model.Offer) string {
	t.Helper()
	flags, err := offer.Flags(o, nil)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, f := range flags {
		out = append(out, strings.TrimSpace(fmt.Sprintf("%s %d %s", f.Warning, f.Line, f.Short)))
	}
	return strings.Join(out, ", ")
}

func TestFlags(t *testing.T) {
	for _, tt := range []struct {
		name   string
		terms  value.Terms
		prices map[int]value.Decimal
		want   string
	}{
		{"by its terms", "5%", nil, ""},
		{"above its terms", "5%", map[int]value.Decimal{1: "4.50"}, ""},
		{"less than agreed", "5%", map[int]value.Decimal{1: "4.10"}, "below_commission 0 50.00 USD"},
		{"one line at a loss", "5%", map[int]value.Decimal{1: "3.90", 2: "2.00"}, "below_cost 1 50.00 USD"},
		{"all of it at a loss", "5%", map[int]value.Decimal{1: "3.90"}, "below_cost 0 40.00 USD, below_cost 1 50.00 USD"},
		{"given away", "", map[int]value.Decimal{1: "0", 2: "0"}, "below_cost 0 2200.00 USD, below_cost 1 2000.00 USD, below_cost 2 200.00 USD"},
		{"at cost", "", map[int]value.Decimal{1: "4.00"}, ""},
		{"the supplier pays", "5%, included", nil, ""},
		{"the supplier pays, at a loss", "5%, included", map[int]value.Decimal{2: "0.90"}, "below_cost 0 20.00 USD, below_cost 2 20.00 USD"},
	} {
		o := priced(t, tt.terms, line("500", "2000.00"), line("200", "200.00"))
		if err := offer.SetPrices(o, tt.prices); err != nil {
			t.Fatal(err)
		}
		if got := flagsOf(t, o); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
	alone := priced(t, "", line("500", "2000.00"))
	if err := offer.SetPrices(alone, map[int]value.Decimal{1: "3.99"}); err != nil {
		t.Fatal(err)
	}
	if got := flagsOf(t, alone); got != "below_cost 0 5.00 USD" {
		t.Errorf("one line alone: %q", got)
	}
	typed := &model.Offer{Currency: "USD", Total: "100.00", Lines: []model.OfferLine{{Product: "samples", Amount: "100.00"}}}
	if got := flagsOf(t, typed); got != "cost_unknown 1" {
		t.Errorf("without a cost: %q", got)
	}
}

// Costs that rose since an offer was made are told when the buyer pays less than they are now.
func TestFlagsOfCostsThatRose(t *testing.T) {
	var r offer.Request
	o, err := drafted(t, "5%", func(given *offer.Request) { r = *given })
	if err != nil {
		t.Fatal(err)
	}
	now := func(price value.Decimal) string {
		r.Quotes[0].Lines[0].Tiers = []model.Tier{{From: "1", Price: price}}
		flags, err := offer.Flags(o, r.Costings(o))
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(flags)
	}
	if got := now("4.00"); got != "[]" {
		t.Errorf("as it was: %s", got)
	}
	if got := now("4.20"); got != "[]" {
		t.Errorf("a little more: %s", got)
	}
	if got := now("4.50"); got != "[{below_cost_now 0 140.00 USD}]" {
		t.Errorf("much more: %s", got)
	}
}

// Of a quote that was deleted meanwhile nobody knows what it would cost by now.
func TestFlagsOfADeletedQuote(t *testing.T) {
	var r offer.Request
	o, err := drafted(t, "5%", func(given *offer.Request) { r = *given })
	if err != nil {
		t.Fatal(err)
	}
	r.Quotes[0].Deleted = true
	if flags, err := offer.Flags(o, r.Costings(o)); err != nil || len(flags) > 0 {
		t.Errorf("%v, %v", flags, err)
	}
}

// An offer loses money where it has the flag, and nowhere else.
func TestFlagsAreWhereMoneyIsLost(t *testing.T) {
	amount := rapid.Map(rapid.IntRange(1, 1_000_000), func(cents int) value.Decimal {
		return value.Decimal(fmt.Sprintf("%d.%02d", cents/100, cents%100))
	})
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 4).Draw(t, "lines")
		o := &model.Offer{Currency: "EUR", Commission: "3%"}
		for range n {
			o.Lines = append(o.Lines, model.OfferLine{Product: "oil", Quantity: "1", Unit: "KGM", Cost: amount.Draw(t, "cost"), Price: amount.Draw(t, "price")})
		}
		if err := offer.Settle(o); err != nil {
			t.Fatal(err)
		}
		flags, err := offer.Flags(o, nil)
		if err != nil {
			t.Fatal(err)
		}
		whole := false
		for _, f := range flags {
			if f.Short.Amount.Sign() <= 0 {
				t.Fatalf("%+v is short of nothing", f)
			}
			whole = whole || f.Warning == offer.BelowCost && f.Line == 0
		}
		if whole != (o.Earned.Sign() < 0) {
			t.Fatalf("earned %s, flags %v", o.Earned, flags)
		}
	})
}

// A deal below its costs owes nobody a commission and is not paid.
func TestBookOfALoss(t *testing.T) {
	for due, want := range map[value.Decimal]offer.State{"-301.36": offer.StateLoss, "0.00": offer.StateNone, "": offer.StateNone, "10.00": offer.StateOpen} {
		b, err := offer.BookOf(&model.Deal{Currency: "USD", CommissionDue: due})
		if err != nil || b.State != want {
			t.Errorf("a commission of %q is %q, %v, want %q", due, b.State, err, want)
		}
	}
	if got, err := offer.ParseAmount("1.230", "USD"); err == nil {
		t.Errorf("1.230 is taken for %s", got)
	}
	if _, err := offer.ParseAmount("12.505", "USD"); err == nil || !strings.HasSuffix(err.Error(), "write 12505") {
		t.Errorf("12.505: %v", err)
	}
	if got, err := offer.ParseAmount("1.230 TND", "TND"); err != nil || got != "1.230" {
		t.Errorf("a dinar has thousandths: %s, %v", got, err)
	}
}
