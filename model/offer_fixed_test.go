package model

import "testing"

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
