package desk

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"tradedesk/model"
)

func TestParseSearch(t *testing.T) {
	names := map[any]string{SearchWord: "word", SearchPhrase: "phrase", SearchFilter: "filter", SearchBroken: "broken"}
	for line, want := range map[string]string{
		`argan kind:lead -tag:siam`:           "word:argan filter:kind:lead filter:-tag:siam",
		`"huile d'argan" event:SIAM`:          `phrase:"huile d'argan" filter:event:SIAM`,
		`kind: kind:boat owner:me بلد:المغرب`: "broken:kind: broken:kind:boat filter:owner:me filter:بلد:المغرب",
		`http://a 10:30 Re:`:                  "word:http://a word:10:30 word:Re:",
		``:                                    "",
	} {
		var got []string
		end := 0
		for _, p := range ParseSearch(line, "salma", time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)) {
			if p.From != end {
				t.Errorf("%q: a part begins at %d, not at %d", line, p.From, end)
			}
			if end = p.To; p.Kind != SearchBlank {
				got = append(got, fmt.Sprintf("%s:%s", names[p.Kind], line[p.From:p.To]))
			}
		}
		if strings.Join(got, " ") != want || end != len(line) {
			t.Errorf("%q: got %q, want %q", line, got, want)
		}
	}
}

func TestSearchKinds(t *testing.T) {
	for line, want := range map[string][]model.Kind{
		"argan":                        nil,
		"argan kind:lead,rfq":          {model.KindLead, model.KindRFQ},
		"kind:lead event:SIAM":         {model.KindLead, model.KindEvent},
		"kind:deal value:>10kUSD":      {model.KindDeal, model.KindRate},
		"event:SIAM":                   nil,
		"kind:supplier -kind:supplier": {},
		"argan kind:boat":              nil,
	} {
		got := SearchKinds(line, "salma", time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC))
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) || (got == nil) != (want == nil) {
			t.Errorf("%q: got %v, want %v", line, got, want)
		}
	}
}
