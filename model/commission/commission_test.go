package commission

import (
	"testing"

	"github.com/cockroachdb/apd/v3"
	"pgregory.net/rapid"

	"tradedesk/model/value"
)

func usd(amount value.Decimal) value.Money { return value.Money{Amount: amount, Currency: "USD"} }

var sliding = Terms{Brackets: []Bracket{{"10000", "5"}, {"50000", "3"}, {"", "1.5"}}}

func TestOn(t *testing.T) {
	for _, tt := range []struct {
		name   string
		terms  Terms
		amount value.Money
		units  value.Decimal
		want   value.Decimal
	}{
		{"a percentage", Terms{Percent: "2.5"}, usd("49364.90"), "", "1234.12"},
		{"brackets", sliding, usd("18000.00"), "", "740.00"},
		{"all brackets", sliding, usd("64321.55"), "", "1914.82"},
		{"the end of a bracket", sliding, usd("10000"), "", "500.00"},
		{"an amount a unit", Terms{PerUnit: "0.015"}, usd("1"), "333", "5.00"},
		{"a percentage and an amount a unit", Terms{Percent: "1", PerUnit: "0.10"}, usd("1000"), "50", "15.00"},
		{"the floor", Terms{Percent: "1", Floor: "250"}, usd("1000"), "", "250.00"},
		{"the cap", Terms{Percent: "10", Cap: "400"}, usd("9000"), "", "400.00"},
		{"between floor and cap", Terms{Percent: "10", Floor: "100", Cap: "400"}, usd("2000"), "", "200.00"},
		{"three places", Terms{Percent: "2.5"}, value.Money{Amount: "1000.5", Currency: "TND"}, "", "25.013"},
		{"no places", Terms{Percent: "2.5"}, value.Money{Amount: "1001", Currency: "JPY"}, "", "25"},
		{"nothing agreed", Terms{}, usd("100"), "", "0.00"},
	} {
		got, err := tt.terms.On(tt.amount, tt.units)
		if err != nil || got.Total != (value.Money{Amount: tt.want, Currency: tt.amount.Currency}) {
			t.Errorf("%s: %s, %v, want %s", tt.name, got.Total, err, tt.want)
		}
	}
}

func TestOnRefuses(t *testing.T) {
	for name, terms := range map[string]Terms{
		"no number":                {Percent: "x"},
		"less than nothing":        {Percent: "-1"},
		"disordered brackets":      {Brackets: []Bracket{{"100", "5"}, {"50", "3"}}},
		"an endless first bracket": {Brackets: []Bracket{{"", "5"}, {"50", "3"}}},
		"a cap below the floor":    {Percent: "1", Floor: "10", Cap: "5"},
		"units that are not there": {PerUnit: "1"},
	} {
		if got, err := terms.On(usd("100"), ""); err == nil {
			t.Errorf("%s: %v, want a refusal", name, got)
		}
	}
}

func TestSplit(t *testing.T) {
	got, err := Split(usd("1234.12"), []value.Decimal{"60", "40"})
	if err != nil || got[0] != usd("740.47") || got[1] != usd("493.65") {
		t.Errorf("1,234.12 by 60 and 40 = %v, %v", got, err)
	}
}

func TestMarginAndMarkup(t *testing.T) {
	if got, err := AtMargin(usd("18000.00"), "5"); err != nil || got != usd("18947.37") {
		t.Errorf("a margin of 5 %% sells at %s, %v", got, err)
	}
	if got, err := AtMarkup(usd("18000.00"), "5"); err != nil || got != usd("18900.00") {
		t.Errorf("5 %% on top sells at %s, %v", got, err)
	}
	if got, err := AtMargin(usd("1"), "100"); err == nil {
		t.Errorf("a margin of 100 %% sells at %s, want a refusal", got)
	}
}

func number(t *rapid.T, label string) value.Decimal {
	return value.Decimal(rapid.StringMatching(`[1-9][0-9]{0,7}(\.[0-9]{1,4})?`).Draw(t, label))
}

func anyTerms(t *rapid.T) Terms {
	var terms Terms
	if rapid.Bool().Draw(t, "percent") {
		terms.Percent = value.Decimal(rapid.StringMatching(`[0-9](\.[0-9]{1,3})?`).Draw(t, "rate"))
	}
	if rapid.Bool().Draw(t, "unit") {
		terms.PerUnit = value.Decimal(rapid.StringMatching(`0\.[0-9]{1,4}`).Draw(t, "per unit"))
	}
	if rapid.Bool().Draw(t, "sliding") {
		terms.Brackets = sliding.Brackets
	}
	switch rapid.IntRange(0, 2).Draw(t, "bound") {
	case 1:
		terms.Floor = number(t, "floor")
	case 2:
		terms.Cap = number(t, "cap")
	}
	return terms
}

// TestPartsAddUp holds that a commission is the sum of its parts, to the last minor
// unit, between its floor and its cap.
func TestPartsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		terms := anyTerms(t)
		currency := rapid.SampledFrom([]value.Currency{"USD", "TND", "JPY"}).Draw(t, "currency")
		got, err := terms.On(value.Money{Amount: number(t, "amount"), Currency: currency}, number(t, "units"))
		if err != nil {
			t.Fatal(err)
		}
		sum := new(apd.Decimal)
		for _, p := range got.Parts {
			n, err := p.Amount.Amount.Big()
			if err != nil {
				t.Fatal(err)
			}
			if _, err := decimals.Add(sum, sum, n); err != nil {
				t.Fatal(err)
			}
		}
		if total, _ := got.Total.Amount.Big(); sum.Cmp(total) != 0 {
			t.Fatalf("%+v: parts add up to %s, the total is %s", terms, sum.Text('f'), got.Total)
		}
	})
}

// TestMoreEarnsMore holds that no commission falls when the amount grows.
func TestMoreEarnsMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		terms, low, high := anyTerms(t), number(t, "low"), number(t, "high")
		if low.Cmp(high) > 0 {
			low, high = high, low
		}
		less, err := terms.On(usd(low), "10")
		if err != nil {
			t.Fatal(err)
		}
		more, err := terms.On(usd(high), "10")
		if err != nil {
			t.Fatal(err)
		}
		if less.Total.Amount.Cmp(more.Total.Amount) > 0 {
			t.Fatalf("%+v: %s earns %s, %s earns %s", terms, low, less.Total, high, more.Total)
		}
	})
}
