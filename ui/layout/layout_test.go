package layout

import (
	"testing"

	"pgregory.net/rapid"
)

// Boxes tile the screen whatever its size, and mirroring moves them only.
func TestBoxesTileTheScreen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, h := rapid.IntRange(0, 300).Draw(t, "w"), rapid.IntRange(0, 100).Draw(t, "h")
		s, r := Of(w, h, LeftToRight), Of(w, h, RightToLeft)
		if s.Small != (w < MinWidth || h < MinHeight) {
			t.Fatalf("%dx%d small: %v", w, h, s.Small)
		}
		if s.Small {
			return
		}
		if s.Header.H+s.Above.H+s.Body.H+s.Below.H+s.Footer.H != h {
			t.Fatal("the lines do not add up")
		}
		if s.Wide && s.List.W+s.Rule.W+s.Detail.W != w {
			t.Fatal("the columns do not add up")
		}
		for _, pair := range [][2]Box{{s.List, r.List}, {s.Rule, r.Rule}, {s.Detail, r.Detail}} {
			if pair[0].W != pair[1].W || pair[0].X+pair[0].W != w-pair[1].X {
				t.Fatalf("%+v is mirrored to %+v", pair[0], pair[1])
			}
		}
		for _, b := range []Box{s.Center(40, 10), s.Center(500, 500), s.Top(100, h-4)} {
			if b.X < 0 || b.Y < 0 || b.X+b.W > w || b.Y+b.H > h {
				t.Fatalf("%+v is not on a screen of %dx%d", b, w, h)
			}
		}
	})
}

func TestJoinPutsPiecesWhereTheyStand(t *testing.T) {
	left, right := Piece{Box{0, 0, 1, 2}, []string{"a", "b"}}, Piece{Box{1, 0, 1, 2}, []string{"c", "d"}}
	for _, got := range [][]string{Join(left, right), Join(right, left)} {
		if len(got) != 2 || got[0] != "ac" || got[1] != "bd" {
			t.Errorf("got %q", got)
		}
	}
}

func TestDirections(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{LeftToRight.Line("a", "b"), "ab"}, {RightToLeft.Line("a", "b"), "ba"},
		{LeftToRight.Start("a", 3), "a  "}, {RightToLeft.Start("a", 3), "  a"},
		{LeftToRight.End("a", 3), "  a"}, {RightToLeft.End("a", 3), "a  "},
		{LeftToRight.Figures("1.5", 5), "  1.5"}, {RightToLeft.Figures("1.5", 5), "  1.5"},
		{LeftToRight.Spread("a", "b", 4), "a  b"}, {RightToLeft.Spread("a", "b", 4), "b  a"},
		{LeftToRight.Spread("abc", "de", 4), "abc "},
		{LeftToRight.Inset(1, "a", 4), " a  "}, {RightToLeft.Inset(1, "a", 4), "  a "},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}
