package value

import "testing"

func TestIncotermNames(t *testing.T) {
	for _, rule := range Incoterms() {
		seen := map[string]bool{}
		for _, lang := range []string{"en", "fr", "ar"} {
			name := rule.Name(lang)
			if name == string(rule) || name == "" || seen[name] {
				t.Errorf("%s is %q in %s", rule, name, lang)
			}
			seen[name] = true
		}
		if rule.Name("en-XA") != rule.Name("en") || rule.Name("de") != rule.Name("en") || rule.Name("fr-MA") != rule.Name("fr") {
			t.Errorf("%s: a language without names does not fall back", rule)
		}
	}
	if got := Incoterm("XXX").Name("fr"); got != "XXX" {
		t.Errorf("got %q", got)
	}
}
