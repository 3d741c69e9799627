package terms

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"tradedesk/model/text"
)

func TestWords(t *testing.T) {
	tests := []struct {
		text string
		want []string
	}{
		{"", nil},
		{"huile d'argan, 5 l", []string{"huile", "d", "argan", "5", "l"}},
		{"ali.b@fes-oil.ma", []string{"ali", "b", "fes", "oil", "ma"}},
		{"+212 539-12-34-56", []string{"212", "539", "12", "34", "56"}},
		{"1.234,50", []string{"1", "234", "50"}},
		{"msku1234567 20ft", []string{"msku1234567", "1234567", "20ft", "20"}},
		{"a1b22", []string{"a1b22", "1", "22"}},
		{"زيت اركان٬ طنجه", []string{"زيت", "اركان", "طنجه"}},
		{"\xffa\xffb", []string{"a", "b"}},
	}
	for _, tt := range tests {
		if got := slices.Collect(Words(tt.text)); !slices.Equal(got, tt.want) {
			t.Errorf("%q: %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestWordsAreBounded(t *testing.T) {
	if got := len(slices.Collect(Words(strings.Repeat("a1 ", 2*MaxWords)))); got != MaxWords {
		t.Errorf("%d words of a long text", got)
	}
	long := slices.Collect(Words(strings.Repeat("ش", 500)))
	if len(long) != 1 || len(long[0]) > MaxWord || !utf8.ValidString(long[0]) {
		t.Errorf("a long word: %q", long)
	}
}

// What is typed is cut into words as what is searched was: so each word is found again.
func TestWordsOfAWordAreItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		for word := range Words(text.Fold(rapid.String().Draw(t, "text"))) {
			if again := slices.Collect(Words(word)); len(again) == 0 || again[0] != word || len(word) > MaxWord {
				t.Fatalf("%q becomes %q", word, again)
			}
		}
	})
}
