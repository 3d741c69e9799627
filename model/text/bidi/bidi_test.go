package bidi

import (
	"bufio"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// The levels and the order are those of Unicode's own tests of the algorithm.
func TestLevelsAsUnicode(t *testing.T) {
	file, err := os.Open("testdata/bidi.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	lines, cases := bufio.NewScanner(file), 0
	for lines.Scan() {
		fields := strings.Split(lines.Text(), ";")
		if len(fields) < 5 || fields[0][0] == '#' {
			continue
		}
		cases++
		base := map[string]Base{"0": LTR, "1": RTL, "2": FirstStrong}[fields[1]]
		got := Levels(runesOf(t, fields[0]), base, nil)
		var seen []int // what has a level is seen
		for i, want := range strings.Fields(fields[3]) {
			if want == "x" {
				continue
			}
			seen = append(seen, i)
			if want != strconv.Itoa(int(got[i])) {
				t.Fatalf("%s in direction %s: level of rune %d is %d, want %s", fields[0], fields[1], i, got[i], want)
			}
		}
		if fields[4] != "" {
			var order []string
			for _, at := range Order(at(got, seen)) {
				order = append(order, strconv.Itoa(seen[at]))
			}
			if strings.Join(order, " ") != fields[4] {
				t.Fatalf("%s in direction %s: in the order %s, want %s", fields[0], fields[1], order, fields[4])
			}
		}
	}
	if err := lines.Err(); err != nil || cases < 4000 {
		t.Fatalf("%d cases, %v", cases, err)
	}
}

func at(levels []uint8, places []int) (out []uint8) {
	for _, i := range places {
		out = append(out, levels[i])
	}
	return out
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

// TestOrderIsAPermutation: whatever a line holds, each of its characters stands at one place.
func TestOrderIsAPermutation(t *testing.T) {
	letter := rapid.SampledFrom([]rune{'a', 'ب', '1', '٢', ' ', '(', ')', '-', ',', '$', '́', IsolateLTR, IsolateRTL, IsolateFirst, EndIsolate, 0x202e, '\t'})
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SliceOfN(letter, 0, 300).Draw(t, "text")
		base := rapid.SampledFrom([]Base{LTR, RTL, FirstStrong, AnyRTL}).Draw(t, "base")
		levels := Levels(text, base, Measured(text))
		order := Order(levels)
		slices.Sort(order)
		for i, place := range order {
			if i != place {
				t.Fatalf("%q: %v", string(text), order)
			}
		}
	})
}

// TestIsolatesStandAlone: what is in an isolate has the order that it has alone, and what is
// around it that which it has around a sign.
func TestIsolatesStandAlone(t *testing.T) {
	letter := rapid.SampledFrom([]rune{'a', 'ب', '1', '٢', ' ', '(', ')', '-', ',', '$'})
	rapid.Check(t, func(t *rapid.T) {
		inside := rapid.SliceOfN(letter, 1, 20).Draw(t, "inside")
		before := rapid.SliceOfN(letter, 0, 20).Draw(t, "before")
		after := rapid.SliceOfN(letter, 0, 20).Draw(t, "after")
		begin, base, strong, deeper := IsolateLTR, LTR, 'z', uint8(2)
		if rapid.Bool().Draw(t, "rtl") {
			begin, base, strong, deeper = IsolateRTL, RTL, 'ي', 0
		}
		whole := slices.Concat(before, []rune{begin}, inside, []rune{EndIsolate}, after, []rune{'z'})
		around := slices.Concat(before, []rune{'!'}, after, []rune{'z'})
		got, alone, outer := Levels(whole, LTR, nil), Levels(append(inside, strong), base, nil), Levels(around, LTR, nil)
		first := len(before) + 1
		for i := range inside {
			if got[first+i] != alone[i]+deeper {
				t.Fatalf("%q: %v, alone %v", string(whole), got, alone)
			}
		}
		for i := range after {
			if got[first+len(inside)+1+i] != outer[len(before)+1+i] {
				t.Fatalf("%q: %v, around a sign %v", string(whole), got, outer)
			}
		}
	})
}

func TestFigures(t *testing.T) {
	for _, tt := range []struct {
		text string
		want []string
	}{
		{"هاتف +212 539-12-34-56 الآن", []string{"+212 539-12-34-56"}},
		{"(0539) 12 34 56", []string{"(0539) 12 34 56"}},
		{"2026-11-29 و 29/11/2026", []string{"2026-11-29", "29/11/2026"}},
		{"من 10-15 يوم", nil},
		{"1,234.50", []string{"1,234.50"}},
		{"(250 غرام)", nil},
		{"150 000,00", []string{"150 000,00"}},
		{"", nil},
	} {
		if got := within(tt.text, Figures); !slices.Equal(got, tt.want) {
			t.Errorf("%q: %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestMeasured(t *testing.T) {
	for _, tt := range []struct {
		text string
		want []string
	}{
		{"السعر 749,31 EUR/t الآن", []string{"749,31 EUR/t"}},
		{"خصم 5 %", []string{"5 %"}},
		{"من 500kg إلى 2 t", []string{"500kg", "2 t"}},
		{"الطلب RFQ-2026-27T4JGS", nil},
		{"OF-2026-6516", nil},
	} {
		if got := within(tt.text, Measured); !slices.Equal(got, tt.want) {
			t.Errorf("%q: %q, want %q", tt.text, got, tt.want)
		}
	}
}

func within(text string, find func([]rune) []Span) (found []string) {
	runes := []rune(text)
	for _, s := range find(runes) {
		found = append(found, string(runes[s.Start:s.End]))
	}
	return found
}
