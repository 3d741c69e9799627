package text

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestName(t *testing.T) {
	for in, want := range map[string]string{
		"S.A.R.L. Karkoubi & Frères":     "karkoubi freres",
		"Ets Karkoubi Frères SARL AU":    "karkoubi freres",
		"Établissements Karkoubi, S.A":   "karkoubi",
		"شركة الكرقوبي للتوزيع ش.م.م":    "الكرقوبي للتوزيع",
		"مؤسسة النور ذ.م.م":              "النور",
		"J. P. Morgan & Co.":             "jp morgan",
		"JP Morgan and Company":          "jp morgan",
		"Müller und Söhne GmbH & Co. KG": "muller sohne",
		"The Gap, Inc.":                  "gap",
		"Foo sp. z o.o.":                 "foo",
		"Al Noor FZ-LLC":                 "al noor",
		"Foo Ltd. Şti.":                  "foo",
		"Iberia Frutas, S.L.":            "iberia frutas",
		"Distribuidora X, S.A. de C.V.":  "distribuidora x",
		"Grimes, Madden and Huff":        "grimes madden huff",
		"Fruta S. A. P. I. de C. V.":     "fruta",
		"Volvo AB":                       "volvo",
		"Dubai Foods F.Z.E.":             "dubai foods",
		"SARL":                           "sarl",
		"Co. Ltd":                        "co",
		"Group SA Trading":               "group sa trading",
		"3M Company":                     "3m",
		"…":                              "",
	} {
		if got := Name(in); got != want {
			t.Errorf("Name(%q) = %q, want %q", in, got, want)
		}
	}
}

func checkName(t interface{ Fatalf(string, ...any) }, s string) {
	key := Name(s)
	if again := Name(key); again != key {
		t.Fatalf("Name(%q) = %q, and once more %q", s, key, again)
	}
	if strings.TrimSpace(key) != key || strings.Contains(key, "  ") {
		t.Fatalf("Name(%q) = %q: stray spaces", s, key)
	}
}

func TestNameIsIdempotent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOf(rapid.SampledFrom([]string{
			"SARL", "AU", "S.A.", "Ltd", "&", "and", "Atlas", "J.", "P", "شركة", "ش.م.م", "the", "co", "النور", "sp", "z", "o", "3",
		})).Draw(t, "words")
		checkName(t, strings.Join(words, rapid.SampledFrom([]string{" ", ", ", "-"}).Draw(t, "between")))
		checkName(t, hostile.Draw(t, "any"))
	})
}

func BenchmarkName(b *testing.B) {
	Name("é")
	b.ReportAllocs()
	for b.Loop() {
		sink = Name("Ets Karkoubi Frères SARL AU")
	}
}
