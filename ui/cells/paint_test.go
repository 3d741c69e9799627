package cells

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestPaint(t *testing.T) {
	for _, tt := range []struct{ name, line, want string }{
		{"Latin is left alone", "Nord Foods (US)", "Nord Foods (US)"},
		{"a word is joined, from the right", Isolate("شركة", ByLetters), "ﺔﻛﺮﺷ"},
		{"a column is as wide as it was", Fit("شركة", 6) + "|", "ﺔﻛﺮﺷ  |"},
		{"lam and alef are one, and their blank stands at the end", Fit("لا", 4) + "|", "ﻻ   |"},
		{"and at the end of a word", FitEnd("سلام", 6) + "|", "   ﻡﻼﺳ|"},
		{"digits behind a column of Arabic stay there", Fit("شركة", 5) + Fit("12", 4) + "US", "ﺔﻛﺮﺷ 12  US"},
		{"parts of a line stand from the left in an English line", Fit(Isolate("شركة", ByLetters)+" · MA · 500 kg", 22) + "|", "ﺔﻛﺮﺷ · MA · 500 kg    |"},
		{"brackets turn with their text", Isolate("شركة (النور)", ByLetters), "(ﺭﻮﻨﻟﺍ) ﺔﻛﺮﺷ"},
		{"a number of telephone is not turned", Isolate("هاتف +212 539-12-34-56", ByLetters), "+212 539-12-34-56 ﻒﺗﺎﻫ"},
		{"an amount stays from the left in an Arabic sentence", Isolate("السعر 1 749,31 EUR/t، 5 %", FromRight), "5 % ،1 749,31 EUR/t " + "ﺮﻌﺴﻟﺍ"},
		{"an Arabic sentence with a Latin name", Isolate("حُفظ Nord (US).", FromRight), ".Nord (US) ﻆﻔﺣ" + "ُ"},
		{"a cursor behind a ligature is one cell", fromRight + "لا" + "\x1b[7m \x1b[m" + endIsolate, " \x1b[7m \x1b[mﻻ"},
		{"a cursor on the alef of a ligature is on it", fromRight + "ل" + "\x1b[7mا\x1b[m" + endIsolate, " \x1b[7mﻻ\x1b[m"},
		{"texts from the right beside each other stand as their line does", Placed(Isolate("با", FromRight) + Isolate("لك", FromRight)), "ﺎﺑﻚﻟ"},
		{"and so within a text from the right", Within(FromRight, Isolate("با", FromRight)+Isolate("لك", FromRight)), "ﻚﻟﺎﺑ"},
		{"marks stay on their letters", Isolate("محمّد", ByLetters), "ﺪ" + "ﻤّ" + "ﺤ" + "ﻣ"},
		{"a style goes with its letters", "\x1b[1m" + Isolate("با", ByLetters) + "\x1b[m c", "\x1b[1m" + "ﺎﺑ" + "\x1b[m c"},
		{"what is marked within a word stays joined", fromRight + "با" + "\x1b[7mب" + "\x1b[m" + endIsolate, "\x1b[7m" + "ﺏ" + "\x1b[m" + "ﺎﺑ"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := ByDesk.Paint(tt.line); got != tt.want {
				t.Errorf("%q is painted %q, want %q", tt.line, got, tt.want)
			}
		})
	}
}

func TestPaintForOthers(t *testing.T) {
	line := Fit("شركة النور", 12) + "12"
	if got, want := ByTerminal.Paint(line), "\u202bالنور\u202c\u200e \u202bشركة\u202c\u200e  12"; got != want {
		t.Errorf("for a terminal with an order of its own: %q, want %q", got, want)
	}
	if got, want := ByNobody.Paint(line), "شركة النور  12"; got != want {
		t.Errorf("as it is stored: %q, want %q", got, want)
	}
}

// mixture draws texts of both directions, with all that has an order.
func mixture() *rapid.Generator[string] {
	return rapid.StringOfN(rapid.SampledFrom([]rune("abلاشركمِّ12٣ ()-,·«世🙂é")), 0, 40, -1)
}

// TestPaintKeepsCells: a painted line is as wide as it was, has no code, and is painted once.
func TestPaintKeepsCells(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var line strings.Builder
		for range rapid.IntRange(1, 4).Draw(t, "columns") {
			text := mixture().Draw(t, "text")
			w := rapid.IntRange(0, 30).Draw(t, "w")
			switch rapid.IntRange(0, 3).Draw(t, "how") {
			case 0:
				line.WriteString(Fit(text, w))
			case 1:
				line.WriteString("\x1b[1m" + FitEnd(text, w) + "\x1b[m")
			case 2:
				line.WriteString(Isolate(text+Isolate(mixture().Draw(t, "inside"), ByLetters), FromRight))
			case 3:
				for _, l := range Wrap(text, w, 2) {
					line.WriteString(l)
				}
			}
		}
		for _, o := range []Order{ByDesk, ByTerminal, ByNobody} {
			once := o.Paint(line.String())
			if Width(once) != Width(line.String()) {
				t.Fatalf("%q is %d cells, painted %q %d", line.String(), Width(line.String()), once, Width(once))
			}
			if strings.ContainsAny(once, "\u2066\u2067\u2068\u2069\u202d") {
				t.Fatalf("%q has codes", once)
			}
			if seen := o.seen(line.String()); o.seen(seen) != seen {
				t.Fatalf("%q is seen as %q, then as %q", line.String(), seen, o.seen(seen))
			}
		}
	})
}

// TestCutsCloseIsolates: however a text is cut or broken, what stands behind it is not in it.
func TestCutsCloseIsolates(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := Isolate(mixture().Draw(t, "text")+Isolate(mixture().Draw(t, "inside"), ByLetters)+mixture().Draw(t, "behind"), FromRight)
		w := rapid.IntRange(2, 30).Draw(t, "w")
		lines := append(Wrap(text, w, rapid.IntRange(0, 3).Draw(t, "max")), Cut(text, w), Fit(text, w), FitEnd(text, w))
		for _, line := range lines {
			if len(open(line)) != 0 || Width(line) > w {
				t.Fatalf("%q in %d cells: %q", text, w, line)
			}
		}
	})
}

func TestCutIsAtTheEndOfItsText(t *testing.T) {
	if got, want := ByDesk.Paint(Cut(Isolate("شركة النور", ByLetters), 6)+"|"), "…ﺔﻛﺮﺷ|"; strings.ReplaceAll(got, " ", "") != want {
		t.Errorf("cut to %q, want %q", got, want)
	}
	if got, want := ByDesk.Paint(Wrap("شركة النور للتجارة", 11, 1)[0]), "…ﺭﻮﻨﻟﺍ ﺔﻛﺮﺷ"; got != want {
		t.Errorf("wrapped to %q, want %q", got, want)
	}
}

// TestOverOrdered: what is laid over a line covers the cells that are seen there.
func TestOverOrdered(t *testing.T) {
	base := []string{Fit("شركة النور", 10) + "end"}
	ByDesk.Over(base, []string{"##"}, 0, 0)
	if got, want := ByDesk.Paint(Isolate("│"+base[0]+"│", FromRight)), "│##ﻨﻟﺍ ﺔﻛﺮﺷend│"; got != want {
		t.Errorf("put into a line from the right: got %q, want %q", got, want)
	}
	if got, want := ByDesk.Paint(base[0]), "##ﻨﻟﺍ ﺔﻛﺮﺷend"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestSafeKeepsIsolates: words about data keep it apart, and nothing else that is invisible.
func TestSafeKeepsIsolates(t *testing.T) {
	name := Isolate("شركة النور", ByLetters)
	for in, want := range map[string]string{
		name + " → won": name + " → won", "saved  " + name + " .\x1b[2J": "saved " + name + " .[2J",
		"a\u2067b": "ab", "a\u2069b\u2067c": "abc", "\u202ea" + name: "a" + name,
		"offer\u2067\u2066.pdf\u2069\u2066.exe\u2069\u2069": "offer.pdf.exe", name + "\u2067\u2066a\u2069\u2066b\u2069\u2069": "شركة النورab",
		strings.Repeat("\u2067", 9000) + "a" + strings.Repeat("\u2069", 9000): "a",
	} {
		if got := Safe(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
	if got, want := ByDesk.Paint(Fit(Safe(name+" → won"), 20)), "ﺭﻮﻨﻟﺍ ﺔﻛﺮﺷ → won    "; got != want {
		t.Errorf("painted %q, want %q", got, want)
	}
}
