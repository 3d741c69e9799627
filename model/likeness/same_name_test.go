package likeness_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tradedesk/model/likeness"
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
		if got := likeness.SameName(test.a, test.b); got != test.same {
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
		if likeness.SameName(a, b) != likeness.SameName(b, a) {
			t.Fatalf("%q and %q are the same one way alone", a, b)
		}
		if text.Name(a) != "" && !likeness.SameName(a, a) {
			t.Fatalf("%q is not called as itself", a)
		}
	})
}
