package keys

import "testing"

func TestMirrored(t *testing.T) {
	bound, err := New(Catalogue(), map[ID][]string{ComparePart: {"right"}})
	if err != nil {
		t.Fatal(err)
	}
	mirrored, err := bound.Mirrored()
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[ID]string{ComparePart: "left", ComparePrevPart: "right", CompareDown: "down", Lines: "l"} {
		a, ok := mirrored.Action(id)
		if !ok || a.Keys[0] != want {
			t.Errorf("%s is on %q, want %q first", id, a.Keys, want)
		}
	}
	if a, _ := bound.Action(ComparePart); a.Keys[0] != "right" {
		t.Errorf("those of a screen from the left are %q now", a.Keys)
	}
}
