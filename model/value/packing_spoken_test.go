package value

import "testing"

func TestPackingSpoken(t *testing.T) {
	p, err := ParsePacking("carton, 12 kg, 40 x 30 x 40 cm, gross 17.5 kg")
	if err != nil {
		t.Fatal(err)
	}
	for lang, want := range map[Language]string{
		"en": "carton, 12 kg, 0.4 × 0.3 × 0.4 m, gross 17.5 kg",
		"fr": "carton, 12 kg, 0,4 × 0,3 × 0,4 m, brut 17,5 kg",
		"":   "carton, 12 kg, 0.4 × 0.3 × 0.4 m, gross 17.5 kg",
	} {
		if got := p.Spoken(lang); got != want {
			t.Errorf("in %q: %q, want %q", lang, got, want)
		}
	}
	if got := Packing("").Spoken("en"); got != "" {
		t.Errorf("nothing is %q", got)
	}
	if got := Packing("gross 5 kg").Spoken("ar"); got != "الوزن الإجمالي 5 kg" {
		t.Errorf("a part alone is %q", got)
	}
}
