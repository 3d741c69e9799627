package query

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestOneEdit(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"argan", "argan", false}, {"argan", "arga", true}, {"argan", "aragn", true}, {"argan", "argen", true}, {"argan", "sargan", true},
		{"argan", "organic", false}, {"ab", "ba", true}, {"aab", "aba", true}, {"abc", "cba", false}, {"", "a", true}, {"", "", false}, {"a", "b", true}, {"", "ab", false},
		{"é", "è", true}, {"اب", "با", true}, {"زيتون", "زتون", true}, {"زيتون", "زتين", false}, {"طنجه", "طنحه", true},
	} {
		if got := OneEdit(tt.a, tt.b); got != tt.want || OneEdit(tt.b, tt.a) != tt.want {
			t.Errorf("%q and %q: %t, want %t both ways", tt.a, tt.b, got, tt.want)
		}
	}
}

// edited makes every word that is one edit from a word, of an alphabet.
func edited(word, alphabet []rune) map[string]bool {
	all := map[string]bool{}
	add := func(parts ...[]rune) { all[string(slices.Concat(parts...))] = true }
	for i := range len(word) + 1 {
		for _, r := range alphabet {
			add(word[:i], []rune{r}, word[i:])
			if i < len(word) {
				add(word[:i], []rune{r}, word[i+1:])
			}
		}
		if i < len(word) {
			add(word[:i], word[i+1:])
		}
		if i+1 < len(word) {
			add(word[:i], []rune{word[i+1], word[i]}, word[i+2:])
		}
	}
	delete(all, string(word))
	return all
}

func TestOneEditIsWhatEditsMake(t *testing.T) {
	alphabet := []rune("abcéاب")
	words := rapid.Map(rapid.SliceOfN(rapid.SampledFrom(alphabet), 0, 6), func(r []rune) string { return string(r) })
	rapid.Check(t, func(t *rapid.T) {
		a, b := words.Draw(t, "a"), words.Draw(t, "b")
		all := edited([]rune(a), alphabet)
		if OneEdit(a, b) != all[b] {
			t.Fatalf("%q and %q: %t, want %t", a, b, OneEdit(a, b), all[b])
		}
		dictionary := map[string]int{b: 1}
		for one := range all {
			dictionary[one] = len(dictionary)
		}
		delete(dictionary, a)
		if got := Meant(a, maps.All(dictionary), len(dictionary)); utf8.RuneCountInString(a) >= minMeant {
			for _, s := range got {
				delete(dictionary, s.Word)
			}
			delete(dictionary, b)
			if len(dictionary) > 0 {
				t.Fatalf("%q: these are not found: %v", a, dictionary)
			}
		}
	})
}

func TestMeant(t *testing.T) {
	dictionary := map[string]int{"argan": 90, "organ": 3, "arkan": 40, "organic": 500, "jargon": 7, "tanger": 20, "tangier": 5, "ar": 9}
	for word, want := range map[string]string{
		"argen": "[{argan 90}]", "aragn": "[{argan 90}]", "aran": "[{argan 90} {arkan 40}]", "argan": "[]", "ab": "[]", "": "[]", "tangeir": "[{tanger 20} {tangier 5}]",
	} {
		if got := fmt.Sprint(Meant(word, maps.All(dictionary), 2)); got != want {
			t.Errorf("%q: %s, want %s", word, got, want)
		}
	}
	if got := Meant("argen", maps.All(dictionary), 0); got != nil {
		t.Errorf("none asked for: %v", got)
	}
}

func BenchmarkMeant(b *testing.B) {
	words := make([]string, 0, 500_000)
	state := uint64(1)
	for range cap(words) {
		word := make([]byte, 0, 14)
		state = state*6364136223846793005 + 1442695040888963407
		for n, left := 3+state>>60, state; n > 0; n-- {
			word = append(word, byte('a'+left%26))
			left = left/26 ^ state>>17
		}
		words = append(words, string(word))
	}
	dictionary := func(yield func(string, int) bool) {
		for i, w := range words {
			if !yield(w, i) {
				return
			}
		}
	}
	for _, word := range []string{"argan", "clementine", "sardines"} {
		b.Run(word, func(b *testing.B) {
			for b.Loop() {
				Meant(word, dictionary, 5)
			}
			b.ReportMetric(float64(b.N)*float64(len(words))/b.Elapsed().Seconds()/1e6, "Mwords/s")
		})
	}
}
