package typeset

import (
	"strings"
	"testing"

	"tradedesk/model/text/bidi"
)

// shown gives the runes of a line as they are seen from left to right.
func shown(s *Setter, text string, base bidi.Base) string {
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
		base       bidi.Base
		want       string
	}{
		{"English", "Argan oil (bio)", bidi.LTR, "Argan oil (bio)"},
		{"a number behind Arabic and Latin behind it", "ABC زيت 123 def", bidi.LTR, "ABC 123 تيز def"},
		{"a telephone number in Arabic", "هاتف: +212 539-12-34-56", bidi.RTL, "+212 539-12-34-56 :فتاه"},
		{"a date in Arabic", "في 2026-11-29", bidi.RTL, "2026-11-29 يف"},
		{"an amount in Arabic", "1,234.50 درهم", bidi.RTL, "مهرد 1,234.50"},
		{"a Latin name in brackets", "شركة (Dar Atlas) للتجارة", bidi.RTL, "ةراجتلل )Dar Atlas( ةكرش"}, // whose glyphs are mirrored,
		{"a range is read from the right", "من 10-15 يوم", bidi.RTL, "موي 15-10 نم"},
		{"a place that is named in Latin letters first", "CIF جبل علي", bidi.AnyRTL, "يلع لبج CIF"},
		{"no Arabic at all", "Agadir (MA).", bidi.AnyRTL, "Agadir (MA)."},
		{"Arabic in English", "Buyer شركة النور Ltd", bidi.LTR, "Buyer رونلا ةكرش Ltd"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := shown(s, tt.text, tt.base); got != tt.want {
				t.Errorf("%q is seen as %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}
