package likeness

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"tradedesk/model/text"

	"pgregory.net/rapid"
)

// Winkler's own examples (1990), in hundredths.
func TestJaroWinkler(t *testing.T) {
	tests := []struct {
		a, b string
		want int
	}{
		{"martha", "marhta", 96}, {"dwayne", "duane", 84}, {"dixon", "dicksonx", 81}, {"atlas", "atlas", 100}, {"abc", "xyz", 0},
		{"", "a", 0}, {"", "", 0}, {"a", "a", 100}, {"محمد", "محمود", 95},
	}
	for _, test := range tests {
		if got := Words(test.a, test.b); got != test.want {
			t.Errorf("%s, %s: %d, want %d", test.a, test.b, got, test.want)
		}
	}
}

func TestJaroWinklerIsAShareAndSymmetric(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.StringMatching(`[ab]{0,8}`).Draw(t, "a"), rapid.StringMatching(`[ab]{0,8}`).Draw(t, "b")
		got := Words(a, b)
		if got < 0 || got > 100 || got != Words(b, a) || (a == b && a != "") != (got == 100) {
			t.Fatalf("%q, %q: %d; the other way %d", a, b, got, Words(b, a))
		}
	})
}

func TestNameSimilarity(t *testing.T) {
	tests := []struct {
		a, b string
		same bool
	}{
		{"Nord Foods Inc", "nord foods", true},
		{"Nord Foods", "Foods Nord", true},
		{"Nord Foods", "Nord Food", true},
		{"Nord Foods", "Nord Foods Trading International", true},
		{"Soft Tech", "Softtech", true},
		{"Coopérative Argane", "Cooperative Argan", true},
		{"تعاونية أركان", "تعاونية اركان", true},
		{"Atlas", "Atlanta", false},
		{"Nord Foods", "Sud Foods", false},
		{"Nord Foods", "Nord Metals", false},
		{"AB", "AB Sahara Mining", false},
		{"", "Nord", false},
		{"شركة الكرقوبي", "Karkoubi", false},
		{"Company 0000112 Trading", "Company 0000012 Trading", false},
		{"Company 0000112 Trading", "Compny 0000112 Trading", true},
		{"Agro 2000", "Agro2000", true},
		{"Sahara Agro 2000", "Sahara Agro", true},
		{"Agro 2000 Lot 7", "7 Lot Agro 2000", true},
		{"Agro 2000 Maroc", "Agro 2001 Maroc", false},
		{"Agro ٢٠٠٠", "Agro 2000", true},
		{"Unit 11", "Unit 1", false},
	}
	for _, test := range tests {
		got, back := Names(test.a, test.b), Names(test.b, test.a)
		if (got >= OneName) != test.same || got != back {
			t.Errorf("%q, %q: %d, the other way %d; the same is %t", test.a, test.b, got, back, test.same)
		}
	}
}

func TestNameSkeletonKeepsDigits(t *testing.T) {
	for _, test := range []struct {
		a, b string
		same bool
	}{
		{"company 0000112", "company 0000012", false},
		{"agro 2000", "agro 200", false},
		{"agro2000", "agro200", false},
		{"attlas 2000", "atlas 2000", true},
		{"freres", "frres", true},
	} {
		if got := Skeleton(test.a) == Skeleton(test.b); got != test.same {
			t.Errorf("%q, %q: %q and %q", test.a, test.b, Skeleton(test.a), Skeleton(test.b))
		}
	}
}

var someText = rapid.StringOf(rapid.OneOf(rapid.RuneFrom([]rune("abeyAZ019 -.,'éßاويى٢")), rapid.Rune()))

func TestNameSkeletonIsOfWordsInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := strings.Fields(text.Name(someText.Draw(t, "name")))
		want := make([]string, len(words))
		for i, word := range words {
			want[i] = string(appendBones(nil, []byte(word)))
			if utf8.RuneCountInString(word) > 3 && strings.Count(want[i], "0") != strings.Count(word, "0") {
				t.Fatalf("%q lost digits: %q", word, want[i])
			}
		}
		slices.Sort(want)
		if got := Skeleton(strings.Join(words, " ")); got != strings.Join(want, " ") {
			t.Fatalf("%q: %q, want %q", words, got, want)
		}
	})
}
