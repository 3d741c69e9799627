package model

import (
	"encoding/json"
	"testing"
)

func TestOfferThatWentOutStays(t *testing.T) {
	o := &Offer{Stage: OfferSent, Place: "New York", Incoterm: "CIF"}
	for name, tt := range map[string]struct {
		set  Set
		want string
	}{
		"a place with its term": {Set{"place": []byte(`"Boston"`), "incoterm": []byte(`"CIF"`)}, "place"},
		"a price":               {Set{"total": []byte(`"1.00"`)}, "total"},
		"what becomes of it":    {Set{"stage": []byte(`"accepted"`), "reason": []byte(`"x"`), "owner": []byte(`"nadia"`)}, ""},
		"the same again":        {Set{"place": []byte(`"New York"`)}, ""},
	} {
		got := ""
		if wrong := ChangesFixed(o, tt.set); wrong != nil {
			got = wrong.Field
		}
		if got != tt.want {
			t.Errorf("%s: field %q is fixed, want %q", name, got, tt.want)
		}
	}
	o.Stage = OfferDraft
	if wrong := ChangesFixed(o, Set{"place": []byte(`"Boston"`)}); wrong != nil {
		t.Errorf("a draft: %v", wrong)
	}
}

func TestAQuoteStaysAsItWasGiven(t *testing.T) {
	q := &Quote{Stage: QuoteReceived, Currency: "EUR", Unit: "KGM", Tiers: []Tier{{From: "1", Price: "4.10"}}}
	for set, wrong := range map[string]bool{
		`{"tiers":[{"from":"1","price":"4.00"}]}`: true, `{"valid_until":"2027-01-01"}`: true, `{"currency":"USD","tiers":[{"from":"1","price":"4.10"}],"unit":"KGM"}`: true,
		`{"notes":"by phone"}`: false, `{"stage":"shortlisted"}`: false, `{"currency":"EUR"}`: false, `{"deleted":true}`: false,
	} {
		var given Set
		if err := json.Unmarshal([]byte(set), &given); err != nil {
			t.Fatal(err)
		}
		if got := ChangesFixed(q, given); (got != nil) != wrong {
			t.Errorf("%s: %v", set, got)
		}
		draft := *q
		draft.Stage = QuoteDraft
		if got := ChangesFixed(&draft, given); got != nil {
			t.Errorf("a draft, %s: %v", set, got)
		}
	}
}
