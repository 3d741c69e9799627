package ui

import (
	"testing"

	"tradedesk/ui/cells"
	"tradedesk/ui/layout"
)

// TestPartsFollowTheirLine: a Latin part of an Arabic line stands where its turn is, with its
// signs on their own side.
func TestPartsFollowTheirLine(t *testing.T) {
	for text, want := range map[string]string{
		joined(" · ", "Frutas S.A.", "تفاوض"):             "ﺽﻭﺎﻔﺗ · Frutas S.A.",
		joined(" · ", "CIF New York", "USD", "أسعار صرف"): "ﻑﺮﺻ ﺭﺎﻌﺳﺃ · USD · CIF New York",
		joined(" · ", "CIF New York", "USD"):              "CIF New York · USD",
		filled(layout.RightToLeft, "▮", "▯", 3, 5):        "▯▯▮▮▮",
		filled(layout.LeftToRight, "▮", "▯", 3, 5):        "▮▮▮▯▯",
	} {
		if got := cells.ByDesk.Paint(cells.Isolate(text, cells.FromRight)); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
