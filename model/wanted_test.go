package model_test

import (
	"testing"

	"pgregory.net/rapid"

	"tradedesk/model"
	"tradedesk/model/value"
)

func TestWantedFits(t *testing.T) {
	s := &model.Supplier{Products: []string{"Argan oils, cosmetic", "olive cream"}, HS: []value.HS{"151590"}}
	for _, test := range []struct {
		hs      value.HS
		product string
		want    model.Fit
	}{
		{"15159011", "", model.Fit{Percent: 100, HS: "151590"}},
		{"151530", "", model.Fit{Percent: 80, HS: "1515"}},
		{"150920", "", model.Fit{Percent: 30, HS: "15"}},
		{"", "cosmetic argan oil", model.Fit{Percent: 100, Words: "argan cosmetic oil", Exact: true}},
		{"", "Argan oil", model.Fit{Percent: 80, Words: "argan oil"}},
		{"150920", "olive oil", model.Fit{Percent: 30, HS: "15"}}, // one word of each product
		{"", "the", model.Fit{}},
		{"", "", model.Fit{}},
	} {
		if got := model.WantedOf(test.hs, test.product).Fits(s); got != test.want {
			t.Errorf("%s %q: got %+v, want %+v", test.hs, test.product, got, test.want)
		}
	}
}

// One supplier with one product offers what all suppliers, being that one, offer.
func TestWantedFitsAsOffers(t *testing.T) {
	words := rapid.SliceOfN(rapid.SampledFrom([]string{"argan", "Oils", "huile", "d'olive", "الزيت", "زيت", "for", "premium", "é", "12", "gas"}), 0, 5)
	name := func(t *rapid.T, label string) (out string) {
		for _, word := range words.Draw(t, label) {
			out += word + rapid.SampledFrom([]string{" ", ", ", "-"}).Draw(t, "between")
		}
		return out
	}
	codes := rapid.SampledFrom([]value.HS{"", "15", "1515", "151530", "15153011", "150920", "03"})
	rapid.Check(t, func(t *rapid.T) {
		s := &model.Supplier{Products: []string{name(t, "offered")}, HS: []value.HS{codes.Draw(t, "code offered")}}
		hs, product := codes.Draw(t, "code"), name(t, "product")
		offers := new(model.Offers)
		offers.Add(s)
		want, _ := offers.Fits(hs, product)
		if got := model.WantedOf(hs, product).Fits(s); got.Percent != want {
			t.Fatalf("%s %q of %v: %+v, want %d", hs, product, s.Products, got, want)
		}
	})
}
