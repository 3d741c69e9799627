package value

import "testing"

func TestParsePacking(t *testing.T) {
	for in, want := range map[string]Packing{
		"carton, 12 pcs, 40 x 30 x 25 cm, gross 14.6 kg": "CT, 12 H87, 0.4 x 0.3 x 0.25 m, gross 14.6 kg",
		"gross 14,6 kg; 0.40×0.30×0.25":                  "0.4 x 0.3 x 0.25 m, gross 14.6 kg",
		"14 kg":                                          "14 KGM",
		"400*300*250 mm, brut 2 t":                       "0.4 x 0.3 x 0.25 m, gross 2000 kg",
		"drum":                                           "DR",
	} {
		got, err := ParsePacking(in)
		if err != nil || got != want {
			t.Errorf("ParsePacking(%q) = %q, %v, want %q", in, got, err, want)
		}
		if again, err := ParsePacking(string(got)); err != nil || again != got {
			t.Errorf("ParsePacking(%q) = %q, %v", got, again, err)
		}
	}
	for _, in := range []string{"", "12", "40 x 30 cm", "gross 5 L", "-5 kg", "0 x 1 x 1 m", "x x x"} {
		if got, err := ParsePacking(in); err == nil {
			t.Errorf("ParsePacking(%q) = %q, want a refusal", in, got)
		}
	}
	if parts := Packing("CT, 12 H87, 0.4 x 0.3 x 0.25 m, gross 14.6 kg").Parts(); parts.Unit != "CT" || parts.Holds != (Quantity{"12", "H87"}) || parts.Length != "0.4" || parts.Gross != "14.6" {
		t.Errorf("parts %+v", parts)
	}
}

func FuzzPacking(f *testing.F) {
	for _, s := range []string{"carton, 12 pcs, 40 x 30 x 25 cm, gross 14.6 kg", "0.40×0.30×0.25", "brut 2 t; 14 kg", "x, ;"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { checkText(t, s, ParsePacking, Packing.String) })
}
