package query

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"tradedesk/model/text"
)

func TestOtherLayouts(t *testing.T) {
	for typed, want := range map[string]string{
		"'k[m": "طنجة", "'K[m": "طنجة", ".dj,k": "زيتون", // US
		"ùk^,": "طنجة", ":dj;k": "زيتون", // French
		"شقلشى": "argan", "فشىلثق": "tanger", // US
		"ضقلضى": "argan", // French
	} {
		if got := OtherLayouts(typed); want != "" && !slices.Contains(got, want) {
			t.Errorf("%q: %q, want %q among them", typed, got, want)
		}
	}
	for _, typed := range []string{"", "a", "ز", "450", "tanja طن", "؟!"} {
		if got := OtherLayouts(typed); got != nil {
			t.Errorf("%q: %q, want nothing", typed, got)
		}
	}
	// لا is one key, or two.
	if got := OtherLayouts("لاهل"); !slices.Contains(got, "big") || !slices.Contains(got, "ghig") {
		t.Errorf("got %q, want big and ghig", got)
	}
}

// What was typed on the wrong layout comes back as it was meant.
func TestLayoutsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		meant := rapid.StringMatching(`[a-z]{2,10}`).Draw(t, "meant")
		for name, keys := range map[string][]string{"US": qwertyKeys, "French": azertyKeys} {
			if wrong := rekey(meant, keys, arabicKeys); !slices.Contains(OtherLayouts(wrong), meant) && rekeyed(wrong, meant) {
				t.Fatalf("%s: %q is typed %q, which gives %q", name, meant, wrong, OtherLayouts(wrong))
			}
		}
		arabic := rapid.StringMatching(`[دجحخهعغفقثصضطكمنتلبيسش]{2,10}`).Draw(t, "arabic")
		for name, keys := range map[string][]string{"US": qwertyKeys, "French": azertyKeys} {
			wrong := rekey(arabic, arabicKeys, keys)
			got := OtherLayouts(wrong)
			if latin := text.Fold(wrong); len(latin) > 1 && got != nil && !slices.Contains(got, arabic) {
				t.Fatalf("%s: %q is typed %q, which gives %q", name, arabic, wrong, got)
			}
		}
	})
}

// rekeyed: with both b and gh in a line only all of one is guessed.
func rekeyed(wrong, meant string) bool {
	return !(slices.Contains([]rune(meant), 'b') && len(meant) > 0 && containsGH(meant)) && wrong != meant
}

func containsGH(s string) bool {
	for i := 1; i < len(s); i++ {
		if s[i-1:i+1] == "gh" {
			return true
		}
	}
	return false
}
