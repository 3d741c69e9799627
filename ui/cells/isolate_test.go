package cells

import "testing"

// A no-break space of French behind an Arabic name stays between it and its colon.
func TestSafeKeepsSpacesBesideIsolates(t *testing.T) {
	name := Isolate("مؤسسة", ByLetters)
	if got, want := Safe("Ville de "+name+"\u00a0: tranché"), "Ville de "+name+" : tranché"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
