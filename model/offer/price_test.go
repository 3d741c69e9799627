package offer_test

import (
	"errors"
	"testing"

	"github.com/cockroachdb/apd/v3"
	"pgregory.net/rapid"

	"tradedesk/model"
	"tradedesk/model/offer"
	"tradedesk/model/value"
)

func priced(t *testing.T, terms value.Terms, lines ...model.OfferLine) *model.Offer {
	t.Helper()
	o := &model.Offer{Currency: "USD", Commission: terms, Lines: lines}
	if err := offer.Price(o); err != nil {
		t.Fatal(err)
	}
	return o
}

func line(quantity, cost value.Decimal) model.OfferLine {
	return model.OfferLine{Product: "argan oil", Quantity: quantity, Unit: "KGM", Cost: cost}
}

func TestPrice(t *testing.T) {
	for _, tt := range []struct {
		name                 string
		terms                value.Terms
		quantity, cost       value.Decimal
		total, earned, price value.Decimal
	}{
		{"a margin", "margin 5%", "5000", "18000.00", "18947.37", "947.37", "3.789474"},
		{"on top", "5%", "5000", "18000.00", "18900.00", "900.00", "3.78"},
		{"a percentage of a landed cost", "2.5%", "10000", "49364.90", "50599.02", "1234.12", "5.059902"},
		{"brackets", "5% to 10000, 3% to 50000, 1.5%", "5000", "18000.00", "18740.00", "740.00", "3.748"},
		{"all brackets", "5% to 10000, 3% to 50000, 1.5%", "1000", "64321.55", "66236.37", "1914.82", "66.23637"},
		{"an amount a unit", "0.10 per unit", "500", "2000.00", "2050.00", "50.00", "4.10"},
		{"a floor", "1%, floor 250", "100", "1000.00", "1250.00", "250.00", "12.50"},
		{"a cap", "10%, cap 400", "100", "9000.00", "9400.00", "400.00", "94.00"},
		{"a margin with a cap", "margin 5%, cap 500", "5000", "18000.00", "18500.00", "500.00", "3.70"},
		{"included", "5%, included", "5000", "18000.00", "18000.00", "900.00", "3.60"},
		{"nothing", "", "5000", "18000.00", "18000.00", "0.00", "3.60"},
	} {
		o := priced(t, tt.terms, line(tt.quantity, tt.cost))
		if o.Total != tt.total || o.Earned != tt.earned || o.Lines[0].Price != tt.price {
			t.Errorf("%s: total %s, earned %s, price %s, want %s, %s, %s", tt.name, o.Total, o.Earned, o.Lines[0].Price, tt.total, tt.earned, tt.price)
		}
	}
}

// A commission of the whole offer lies on its lines by what they cost, one per unit by
// their quantities.
func TestPriceOfSeveralLines(t *testing.T) {
	o := priced(t, "1%, 0.10 per unit", line("100", "1000.00"), line("300", "500.00"))
	if o.Lines[0].Amount != "1020.00" || o.Lines[1].Amount != "535.00" || o.Earned != "55.00" {
		t.Errorf("got %s and %s, earned %s", o.Lines[0].Amount, o.Lines[1].Amount, o.Earned)
	}
}

func TestPriceRefuses(t *testing.T) {
	for name, o := range map[string]*model.Offer{
		"no lines":        {Currency: "USD"},
		"an unknown cost": {Currency: "USD", Lines: []model.OfferLine{{Product: "dates", Quantity: "1"}}},
		"two units per unit": {Currency: "USD", Commission: "1 per unit", Lines: []model.OfferLine{
			line("1", "5"), {Product: "rose water", Quantity: "1", Unit: "LTR", Cost: "5"},
		}},
	} {
		if err := offer.Price(o); err == nil {
			t.Errorf("%s: %+v", name, o)
		}
	}
	if err := offer.Price(&model.Offer{}); !errors.Is(err, offer.ErrNoLines) {
		t.Errorf("got %v", err)
	}
}

func TestSettleAndCheck(t *testing.T) {
	o := priced(t, "5%", line("5000", "18000.00"))
	if err := offer.Check(o); err != nil {
		t.Errorf("what was worked out does not add up: %v", err)
	}
	o.Lines[0].Price = "3.80"
	if err := offer.Check(o); err == nil {
		t.Error("a price that does not fit its amount passes")
	}
	if err := offer.Settle(o); err != nil || o.Total != "19000.00" || o.Earned != "1000.00" {
		t.Errorf("total %s, earned %s, %v", o.Total, o.Earned, err)
	}
}

func number(t *rapid.T, label string) value.Decimal {
	return value.Decimal(rapid.StringMatching(`[1-9][0-9]{0,5}(\.[0-9]{2})?`).Draw(t, label))
}

// TestOffersAddUp holds, of any offer, that its lines add up to its total, that the
// total is the cost and what is earned, and that each price times its quantity is its
// amount.
func TestOffersAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := &model.Offer{Currency: rapid.SampledFrom([]value.Currency{"USD", "TND", "JPY"}).Draw(t, "currency")}
		o.Commission = rapid.SampledFrom([]value.Terms{
			"", "2.5%", "margin 7.5%", "0.03 per unit", "1%, 0.10 per unit", "5% to 10000, 3% to 50000, 1.5%", "2%, floor 250", "9%, cap 120", "margin 3%, floor 99",
		}).Draw(t, "terms")
		for range rapid.IntRange(1, 6).Draw(t, "lines") {
			cost := number(t, "cost")
			if o.Currency == "JPY" {
				cost = value.Decimal(rapid.StringMatching(`[1-9][0-9]{2,7}`).Draw(t, "yen"))
			}
			o.Lines = append(o.Lines, line(number(t, "quantity"), cost))
		}
		if err := offer.Price(o); err != nil {
			t.Fatal(err)
		}
		if err := offer.Check(o); err != nil {
			t.Fatalf("%+v: %v", o, err)
		}
		rest := add(t, o.Earned)
		for _, l := range o.Lines {
			rest = add(t, rest, l.Cost)
		}
		if rest.Cmp(o.Total) != 0 {
			t.Fatalf("cost and earnings are %s, the total %s", rest, o.Total)
		}
	})
}

func add(t *rapid.T, amounts ...value.Decimal) value.Decimal {
	sum := new(apd.Decimal)
	for _, amount := range amounts {
		n, err := amount.Big()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := apd.BaseContext.WithPrecision(60).Add(sum, sum, n); err != nil {
			t.Fatal(err)
		}
	}
	return value.DecimalOf(sum)
}
