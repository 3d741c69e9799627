package query

import (
	"testing"

	"tradedesk/model"
	"tradedesk/model/value"
)

// An amount in a currency is compared with what a record is worth in it: a euro is 1.1
// dollars, 10.8 dirhams and 165 yen here, and nobody knows what it is in pounds.
func TestAmountsAreComparedInACurrency(t *testing.T) {
	is := func(amount value.Decimal, currency value.Currency) model.Excerpt {
		return model.Excerpt{Kind: model.KindDeal, Amount: amount, Currency: currency}
	}
	for _, test := range []struct {
		line string
		e    model.Excerpt
		want bool
	}{
		{"value:>10k", is("10001", "JPY"), true}, // in its own currency
		{"value:>10kUSD", is("10001", "USD"), true},
		{"value:>10kUSD", is("10000", "USD"), false},
		{"value:>10kUSD", is("9100", "EUR"), true},
		{"value:>10kUSD", is("9090", "EUR"), false},
		{"value:>10kUSD", is("100000", "MAD"), true},
		{"value:>10kUSD", is("98000", "MAD"), false},
		{"value:>10kUSD", is("1000000", "GBP"), false}, // no rate
		{"value:>10kUSD", is("1000000", ""), false},
		{"value:>10kUSD", is("", "USD"), false},
		{"-value:>10kUSD", is("1000000", "GBP"), true},
		{"value:<=10kUSD", is("9090.91", "EUR"), true}, // 10,000.001, which is 10,000.00 to the cent
		{"value:10kUSD", is("9090.91", "EUR"), true},
		{"value:100k..110kMAD", is("10000", "EUR"), true},
		{"value:100k..110kMAD", is("10000", "USD"), false},
		{"value:>1.5mJPY", is("9091", "EUR"), true},
		{"value:>9GBP", is("10", "GBP"), true}, // without a rate
		{"value:>9GBP", is("1000", "EUR"), false},
		{"value:>10k currency:usd", is("10001", "EUR"), false},
		{"value:>10k currency:usd", is("10001", "USD"), true},
		{`value:>"10kUSD",none`, is("", ""), true},
	} {
		if got := reader().Parse(test.line).Matches(test.e, nil); got != test.want {
			t.Errorf("%q of %s %s: %v", test.line, test.e.Amount, test.e.Currency, got)
		}
	}
}

// Rates are read for lines that ask for them alone.
func TestRatesAreReadWhenTheyAreAskedFor(t *testing.T) {
	r := reader()
	r.Rates = nil
	if q := r.Parse("value:>10k argan"); len(q.Problems) > 0 || q.Filters[0].Converts() {
		t.Errorf("%+v", q)
	}
	q := r.Parse("value:>10keur")
	if len(q.Problems) != 1 || q.Problems[0].Code != CodeRates || !q.Filters[0].Converts() {
		t.Errorf("%+v", q.Problems)
	}
	if !q.Matches(model.Excerpt{Amount: "10001", Currency: "EUR"}, nil) {
		t.Error("what is in the currency is not compared")
	}
}
