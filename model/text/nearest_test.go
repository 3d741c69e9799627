package text

import "testing"

func TestNearest(t *testing.T) {
	candidates := []string{"country", "company", "contact", "stage", "score", "due_at"}
	for word, want := range map[string]string{
		"contry": "country", "COUNTRY": "country", "cuontry": "country", "stag": "stage", "compa": "company", "due": "due_at",
		"xyzzy": "", "co": "", "": "", "q": "",
	} {
		if got, ok := Nearest(word, candidates); got != want || ok != (want != "") {
			t.Errorf("%q: got %q %t, want %q", word, got, ok, want)
		}
	}
}
