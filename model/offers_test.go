package model_test

import (
	"testing"

	"pgregory.net/rapid"

	"tradedesk/model"
	"tradedesk/model/modeltest"
	"tradedesk/model/value"
)

func TestOffersFits(t *testing.T) {
	offers := offersOf(
		&model.Supplier{Products: []string{"Argan oil", "Huile d'olive vierge"}, HS: []value.HS{"151590", "1509"}},
		&model.Supplier{Products: []string{"زيت الأركان"}},
	)
	tests := []struct {
		hs      value.HS
		product string
		percent int
		matched string
	}{
		{"151590", "", 100, "HS 151590"},
		{"151530", "", 80, "HS 1515"},
		{"150920", "", 80, "HS 1509"},
		{"1509", "", 80, "HS 1509"},
		{"152000", "", 30, "HS 15"},
		{"15", "", 30, "HS 15"},
		{"8703", "", 0, ""},
		{"", "ARGAN OILS", 100, "argan oil"},
		{"", "olive huile vierge", 100, "huile olive vierge"},
		{"", "olive oil", 80, "oil olive"},
		{"", "palm oil", 20, "oil"},
		{"", "premium argan oil", 100, "argan oil"},
		{"8703", "argan oil", 100, "argan oil"},
		{"152000", "palm oil", 30, "HS 15"},
		{"", "زيت أركان", 100, "اركان زيت"},
		{"", "cars", 0, ""},
		{"", "", 0, ""},
	}
	for _, test := range tests {
		percent, matched := offers.Fits(test.hs, test.product)
		said := matched.What
		if matched.Code == model.SightHS {
			said = "HS " + said
		}
		if percent != test.percent || said != test.matched {
			t.Errorf("%s %q: %d %q, want %d %q", test.hs, test.product, percent, said, test.percent, test.matched)
		}
	}
	if percent, _ := (*model.Offers)(nil).Fits("151590", "argan"); percent != 0 {
		t.Errorf("nobody offers, but it fits %d", percent)
	}
}

func TestOffersFollowSuppliers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		supplier := modeltest.Record(model.KindSupplier)
		stay, gone := supplier.Draw(t, "stays").(*model.Supplier), supplier.Draw(t, "goes").(*model.Supplier)
		only := offersOf(stay)
		both := offersOf(stay, gone)
		both.Remove(gone)
		for _, s := range []*model.Supplier{stay, gone} {
			for _, hs := range append(s.HS, "") {
				for _, product := range append(s.Products, "") {
					got, gotWhat := both.Fits(hs, product)
					want, wantWhat := only.Fits(hs, product)
					if got != want || gotWhat != wantWhat {
						t.Fatalf("%s %q: %d %q after one left, %d %q without it", hs, product, got, gotWhat, want, wantWhat)
					}
				}
			}
		}
	})
}
