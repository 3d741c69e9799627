package ui

import (
	"fmt"
	"testing"

	"tradedesk/model"
	"tradedesk/model/value"
)

// The main screens in French: what is cut, and whether columns hold its longer words.
func TestGoldenFrench(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {200, 50}} {
		name := fmt.Sprintf("fr-%dx%d", size[0], size[1])
		at := func(t *testing.T, records []model.Record, pressed ...string) *driver {
			d := startAt(t, newFake(records...), size[0], size[1], "fr")
			d.pressed(pressed...)
			return d
		}
		t.Run("lead-"+name, func(t *testing.T) { at(t, frenchRecords(), "2", "enter").golden("lead-" + name) })
		t.Run("rfq-"+name, func(t *testing.T) { at(t, comparedRecords(), "4", "enter").golden("rfq-" + name) })
		t.Run("compare-"+name, func(t *testing.T) { at(t, comparedRecords(), "4", "=").golden("compare-" + name) })
		t.Run("agenda-"+name, func(t *testing.T) { at(t, dueRecords(), "5").golden("agenda-" + name) })
		t.Run("form-"+name, func(t *testing.T) { at(t, frenchRecords(), "2", "e").golden("form-" + name) })
	}
}

func frenchRecords() []model.Record {
	return []model.Record{
		&model.Lead{Head: model.Head{ID: idOf(1), UpdatedAt: value.At(testNow)}, Company: "Épicerie Fine du Rhône SARL", Contact: "Inès Lambert", Email: "ines@epiceriefine-rhone.fr",
			Country: "FR", City: "Lyon", Language: "fr", Product: "Huile d’olive vierge extra", HS: "150920", Quantity: "12500.5", Unit: "KGM",
			TargetPrice: "6.35", Currency: "EUR", Incoterm: "DAP", Stage: model.LeadContacted, Source: "SIAL", ReceivedAt: value.At(testNow.AddDate(0, 0, -2)), Tags: []string{"bio"}, Owner: "salma"},
	}
}
