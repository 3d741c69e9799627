package reference

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tradedesk/model/text"
)

func TestAliasTokens(t *testing.T) {
	for in, want := range map[string]string{
		"casa":                             "@MACAS",
		"الدار البيضاء":                    "@MACAS",
		"Zone industrielle, Casablanca":    "@MACAS",
		"Laâyoune":                         "@laayoune",
		"ميناء العيون":                     "@laayoune",
		"Tanger Med Export":                "@MAPTM @MATNG",
		"tanja":                            "@MATNG",
		"طنجة":                             "@MATNG",
		"Kénitra Agrumes":                  "@MANNA @citrus",
		"قنيطرة":                           "@MANNA",
		"huile d'olive vierge":             "@olive-oil @oil @olive",
		"زيت الزيتون":                      "@olive-oil @oil @olive",
		"Olive Oils":                       "@olive-oil @olive @oil",
		"والزيتون":                         "@olive",
		"fishmeal":                         "@fish-meal",
		"دقيق السمك":                       "@fish-meal @flour @fish",
		"Maroc":                            "@MA",
		"the Kingdom of Morocco":           "@MA",
		"المملكة المغربية":                 "@MA",
		"United Kingdom / Royaume-Uni":     "@GB",
		"UK":                               "@GB",
		"Londres":                          "@GBLON",
		"القاهرة، مصر":                     "@EGCAI @EG",
		"Le Caire":                         "@EGCAI",
		"الجزائر":                          "@DZ @DZALG",
		"South Sudan":                      "@SS",
		"facture n° 12":                    "@invoice",
		"فاتورة":                           "@invoice",
		"phosphates":                       "@phosphate",
		"dattes Mejhoul":                   "@date-fruit",
		"Dates":                            "@date-fruit",
		"due date":                         "",
		"FAS, contact us, de l'eau, a man": "",
		"cas, argano, olivetti":            "",
		"":                                 "",
		"the de la":                        "",
	} {
		tokens := AliasTokens(text.Fold(in))
		if got := strings.Join(tokens, " "); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestAliasesTakeTheLongest(t *testing.T) {
	folded := text.Fold("huile d'olive de Kénitra, Tanger Med")
	var got []string
	for _, a := range Aliases(folded) {
		got = append(got, folded[a.From:a.To]+" "+strings.Join(a.Tokens, " "))
	}
	want := []string{"huile d'olive @olive-oil", "kenitra @MANNA", "tanger med @MAPTM"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAliasKeys(t *testing.T) {
	eachLine("aliases", 2, func(f []string) {
		key := f[0]
		if len(splitNames(f[1])) == 0 {
			t.Errorf("%s has no name", key)
		}
		if strings.ToUpper(key) == key {
			if _, ok := PlaceByCode(key); !ok {
				t.Errorf("%s is no UN/LOCODE", key)
			}
		} else if strings.ToLower(key) != key || len(key) == 2 {
			t.Errorf("%s may be taken for a country or a place", key)
		}
		for _, name := range splitNames(f[1]) {
			if len(AliasTokens(text.Fold(strings.TrimPrefix(name, "=")))) == 0 {
				t.Errorf("%s: nothing is found by %q", key, name)
			}
		}
	})
}

func TestAliasLaws(t *testing.T) {
	names := []string{"casa", "olive", "oil", "huile", "d'olive", "زيت", "الزيتون", "tanger", "med", "south", "sudan", "new", "guinea", ",", "de", "x"}
	rapid.Check(t, func(t *rapid.T) {
		folded := text.Fold(rapid.OneOf(rapid.String(), rapid.Map(rapid.SliceOf(rapid.SampledFrom(names)), func(w []string) string {
			return strings.Join(w, " ")
		})).Draw(t, "text"))
		all, at := AliasTokens(folded), 0
		for _, a := range Aliases(folded) {
			if a.From < at || a.To <= a.From || a.To > len(folded) {
				t.Fatalf("%q: %+v behind %d", folded, a, at)
			}
			at = a.To
			if !slices.ContainsFunc(a.Tokens, func(token string) bool { return slices.Contains(all, token) }) {
				t.Fatalf("%q: %v is typed, and the record has %v", folded, a.Tokens, all)
			}
		}
	})
}

func BenchmarkAliasTokens(b *testing.B) {
	folded := text.Fold("Ets Karkoubi Frères, clementines from Berkane, calibre 3, huile d'olive, Casablanca, Morocco, karkoubi@example.com")
	AliasTokens(folded)
	b.SetBytes(int64(len(folded)))
	b.ReportAllocs()
	for b.Loop() {
		AliasTokens(folded)
	}
}
