package model_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tradedesk/model"
	"tradedesk/model/modeltest"
	"tradedesk/model/text"
)

func TestSameName(t *testing.T) {
	for _, test := range []struct {
		a, b string
		same bool
	}{
		{"Karkoubi", "الكرقوبي", true},
		{"Karkoubi", "شركة الكرقوبي للتوزيع", true},
		{"qarqoubi sarl", "Ets Karkoubi Frères", true},
		{"الكرقوبي", "Ets Karkoubi Frères", true},
		{"Mohammed Benabdellah", "محمد بن عبد الله", true},
		{"Benjelloun", "بن جلون", true},
		{"Nord Foods", "Nord Foods Inc", true},
		{"Nord Foods", "Foods Nord Trading", true},
		{"Nord Foo", "Nord Foods", true},
		{"Coopérative Argane", "Cooperative Argan", true},
		{"Atlas", "ATLAS SARL", true},
		{"Fès Export", "فاس Export", true},

		{"Nord", "Nord Foods", false},
		{"Nord Foods", "Sud Foods", false},
		{"Karkoubi Oils", "Karkoubi Textiles", false},
		{"Coopérative T", "Coopérative Argane", false},
		{"Sudan", "Sedan", false},
		{"Agro 2000", "Agro 2001", false},
		{"Casa", "Case", false},
		{"Argan", "Organic", false},
		{"", "Nord", false},
		{"SARL", "SARL", true},
	} {
		if got := model.SameName(test.a, test.b); got != test.same {
			t.Errorf("%q, %q: %v", test.a, test.b, got)
		}
	}
}

// A name is the same as itself, and whichever is said first.
func TestSameNameLaws(t *testing.T) {
	name := rapid.Custom(func(t *rapid.T) string {
		words := rapid.SliceOfN(rapid.SampledFrom(strings.Fields("Karkoubi الكرقوبي Qarqoubi Nord Foods Frères SARL للتوزيع Ben جلون Jelloun 2000 2001 K 日本橋")), 0, 4)
		return strings.Join(words.Draw(t, "words"), " ")
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := name.Draw(t, "a"), name.Draw(t, "b")
		if model.SameName(a, b) != model.SameName(b, a) {
			t.Fatalf("%q and %q are the same one way alone", a, b)
		}
		if text.Name(a) != "" && !model.SameName(a, a) {
			t.Fatalf("%q is not called as itself", a)
		}
	})
}

// Whatever two records share that makes them certainly the same is found under the other
// kind, too.
func TestWithIdentity(t *testing.T) {
	kinds := []model.Kind{model.KindLead, model.KindSupplier, model.KindContact}
	rapid.Check(t, func(t *rapid.T) {
		r := modeltest.Record(rapid.SampledFrom(kinds).Draw(t, "kind")).Draw(t, "record")
		certain := func(r model.Record) (keys []string) {
			for _, k := range model.DuplicateKeys(r) {
				if k.Level == model.Certain {
					keys = append(keys, k.Key)
				}
			}
			return keys
		}
		for _, kind := range kinds {
			as := model.WithIdentity(kind, r)
			if as.Kind() != kind || strings.Join(certain(as), " ") != strings.Join(certain(r), " ") {
				t.Fatalf("as %s: %v, want %v", as.Kind(), certain(as), certain(r))
			}
		}
	})
	if model.WithIdentity(model.KindLead, &model.RFQ{}) != nil {
		t.Error("an RFQ has an identity")
	}
}
