package typeset

import (
	"bufio"
	"os"
	"strconv"
	"strings"
	"testing"
)

// The levels are those of Unicode's own test of the algorithm.
func TestLevelsAsUnicode(t *testing.T) {
	file, err := os.Open("testdata/bidi.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	lines, cases := bufio.NewScanner(file), 0
	for lines.Scan() {
		fields := strings.Split(lines.Text(), ";")
		if len(fields) < 5 {
			continue
		}
		cases++
		base := map[string]Base{"0": LTR, "1": RTL, "2": FirstStrong}[fields[1]]
		got := levels(runesOf(t, fields[0]), base, nil)
		for i, want := range strings.Fields(fields[3]) {
			if want != "x" && want != strconv.Itoa(int(got[i])) {
				t.Fatalf("%s in direction %s: level of rune %d is %d, want %s", fields[0], fields[1], i, got[i], want)
			}
		}
	}
	if err := lines.Err(); err != nil || cases < 1000 {
		t.Fatalf("%d cases, %v", cases, err)
	}
}

func runesOf(t *testing.T, hex string) []rune {
	t.Helper()
	var out []rune
	for _, code := range strings.Fields(hex) {
		n, err := strconv.ParseUint(code, 16, 32)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, rune(n))
	}
	return out
}

// shown gives the runes of a line as they are seen from left to right.
func shown(s *Setter, text string, base Base) string {
	var out strings.Builder
	for _, g := range s.Line(text, Style{Size: 10 * Point, Base: base}).Glyphs {
		out.WriteString(g.Text)
	}
	return out.String()
}

func TestMixedLines(t *testing.T) {
	s, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, text string
		base       Base
		want       string
	}{
		{"English", "Argan oil (bio)", LTR, "Argan oil (bio)"},
		{"a number behind Arabic and Latin behind it", "ABC زيت 123 def", LTR, "ABC 123 تيز def"},
		{"a telephone number in Arabic", "هاتف: +212 539-12-34-56", RTL, "+212 539-12-34-56 :فتاه"},
		{"a date in Arabic", "في 2026-11-29", RTL, "2026-11-29 يف"},
		{"an amount in Arabic", "1,234.50 درهم", RTL, "مهرد 1,234.50"},
		{"a Latin name in brackets", "شركة (Dar Atlas) للتجارة", RTL, "ةراجتلل )Dar Atlas( ةكرش"}, // whose glyphs are mirrored,
		{"a range is read from the right", "من 10-15 يوم", RTL, "موي 15-10 نم"},
		{"a place that is named in Latin letters first", "CIF جبل علي", AnyRTL, "يلع لبج CIF"},
		{"no Arabic at all", "Agadir (MA).", AnyRTL, "Agadir (MA)."},
		{"Arabic in English", "Buyer شركة النور Ltd", LTR, "Buyer رونلا ةكرش Ltd"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := shown(s, tt.text, tt.base); got != tt.want {
				t.Errorf("%q is seen as %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}
