package ui

import (
	"slices"
	"strings"
	"testing"

	"tradedesk/model"
	"tradedesk/model/cost"
	"tradedesk/model/value"
)

// comparedRecords are an RFQ for 10,000 kg with the quotes of the worked numbers, one
// that lacks its freight and one that nobody can buy so little of.
func comparedRecords() []model.Record {
	lane := &model.Lane{Head: model.Head{ID: idOf(20)}, Name: "Agadir – New York", FromCountry: "MA", ToPort: "USNYC", Mode: cost.Sea, Insurance: "0.35", VAT: "0",
		Source: "forwarder", Date: "2026-04-01", Duties: []model.Duty{{HS: "1515", Rate: "3.2"}}}
	for leg, amount := range map[cost.Leg]value.Money{
		cost.Inland: {Amount: "900", Currency: "EUR"}, cost.ExportClearance: {Amount: "0", Currency: "EUR"}, cost.OriginTerminal: {Amount: "350", Currency: "EUR"},
		cost.Freight: {Amount: "2600", Currency: "USD"}, cost.DestinationTerminal: {Amount: "480", Currency: "USD"}, cost.OnCarriage: {Amount: "650", Currency: "USD"},
		cost.ImportClearance: {Amount: "125", Currency: "USD"}, cost.Fees: {Amount: "0", Currency: "USD"},
	} {
		lane.Legs = append(lane.Legs, model.Charge{Leg: leg, Amount: amount.Amount, Currency: amount.Currency})
	}
	quote := func(i, supplier int, term value.Incoterm, currency value.Currency, tiers ...model.Tier) *model.Quote {
		return &model.Quote{Head: model.Head{ID: idOf(i)}, RFQ: idOf(4), Supplier: idOf(supplier), Currency: currency, Incoterm: term, Place: "Agadir",
			Tiers: tiers, Unit: "KGM", LeadDays: 7 * (i - 4), Stage: model.QuoteReceived}
	}
	return []model.Record{
		&model.RFQ{Head: model.Head{ID: idOf(4)}, Title: "Argan 2026", Buyer: "Nord", Stage: model.RFQQuoting, Currency: "USD", Incoterm: value.CIF, Port: "USNYC",
			Lines: []model.Line{{Product: "argan oil", HS: "151530", Quantity: "10000", Unit: "KGM"}}},
		&model.Supplier{Head: model.Head{ID: idOf(2)}, Name: "Tifawin", Country: "MA"},
		&model.Supplier{Head: model.Head{ID: idOf(3)}, Name: "Argania", Country: "MA"},
		&model.Supplier{Head: model.Head{ID: idOf(12)}, Name: "Vigo Oils", Country: "ES"},
		&model.Supplier{Head: model.Head{ID: idOf(13)}, Name: "Large Mill", Country: "MA"},
		quote(5, 3, value.FOB, "USD", model.Tier{From: "1", Price: "4.95"}),
		quote(6, 2, value.EXW, "EUR", model.Tier{From: "1", Price: "4.10"}),
		quote(7, 12, value.FOB, "USD", model.Tier{From: "1", Price: "2"}),
		quote(8, 13, value.FOB, "USD", model.Tier{From: "20000", Price: "3"}),
		lane,
		&model.Rate{Head: model.Head{ID: idOf(21)}, Date: "2026-04-13", Source: "ECB", Base: cost.Base, Rates: []model.ExchangeRate{{Currency: "USD", Units: "1.1684"}}},
	}
}

func comparing(t *testing.T, w, h int, lang string) *driver {
	t.Helper()
	d := startAt(t, newFake(comparedRecords()...), w, h, lang)
	d.pressed("4", "=")
	return d
}

func TestQuotesAreCompared(t *testing.T) {
	d := comparing(t, 120, 36, "en")
	d.sees("CIF New York · USD · 10,000 kg", "Tifawin", "5.2166", "Argania", "5.2301", "≥2.0000", "unknown: freight, insurance", "10,000 kg below the minimum")
	screen := d.screen()
	for i, before := range []string{"Tifawin", "Argania", "Vigo Oils"} {
		after := []string{"Argania", "Vigo Oils", "Large Mill"}[i]
		if strings.Index(screen, before) > strings.Index(screen, after) {
			t.Errorf("%s does not stand before %s:\n%s", before, after, screen)
		}
	}
	d.exact()
	d.sees("argan oil: 10,000 kg × 4.10 = 41,000.00 EUR", "lane Agadir – New York forwarder", "1 EUR = 1.1684 USD, ECB")
	d.pressed("enter")
	d.sees("inland carriage: 900 EUR for the shipment × 1 = 1,051.56 USD")
	d.pressed("enter", "enter", "enter")
	d.sees("51,964.90 ÷ (1 − 1.10 × 0.35 %) − 51,964.90 = 200.84 USD")
	d.pressed("left", "j", "j")
	d.sees("freight: no lane fits")
	d.pressed("esc")
	d.seesNot("5.2166")
}

// The help lies over the comparison, which is there again when it closes.
func TestAComparisonSaysItsKeys(t *testing.T) {
	d := comparing(t, 80, 24, "en")
	d.sees("? keys")
	d.pressed("?")
	d.sees("In a comparison of quotes", "Keep the exchange rates with the quotes")
	d.pressed("esc")
	d.sees("5.2166")
}

// TestWhatIfChangesNothing tries freight, duty, a rate, a term and quantities out.
func TestWhatIfChangesNothing(t *testing.T) {
	d := comparing(t, 120, 36, "en")
	ask := func(key, text string) {
		d.pressed(key)
		d.typed(text)
		d.pressed("enter")
	}
	ask("i", "DDP")
	d.sees("DDP New York", "5.5000")
	ask("d", "0")
	d.sees("if duty 0 %", "5.3421")
	ask("f", "3000 USD")
	d.sees("if freight 3,000 USD", "5.3822")
	d.pressed("x")
	d.sees("CIF New York", "5.2166")
	ask("r", "USD:1.2")
	d.sees("if 1 EUR = 1.2 USD", "5.3506")
	d.sees("argan oil: 10,000 kg × 4.10") // Tifawin is second now, and still under the cursor
	d.pressed("F")
	d.sees("a rate is tried out")
	d.pressed("x")
	ask("n", "10000; 20000")
	d.sees("10,000 kg", "20,000 kg", "5.2166", "5.0128")
	ask("n", "; 0")
	d.sees("want more than 0")
	d.pressed("esc")
	if q := get[*model.Quote](d, 6); len(q.Rates) > 0 || q.Freight != "" {
		t.Errorf("the quote was changed: %+v", q)
	}
}

func TestRatesAreFrozen(t *testing.T) {
	d := comparing(t, 120, 36, "en")
	d.pressed("F")
	d.sees("the rates are kept with the quotes")
	if q := get[*model.Quote](d, 6); len(q.Rates) != 1 || q.Rates[0] != (model.ExchangeRate{Currency: "USD", Units: "1.1684", Date: "2026-04-13", Source: "ECB"}) {
		t.Errorf("kept %+v", q.Rates)
	}
	d.pressed("u")
}

// TestComparisonFitsItsScreen draws at every size, and follows what is written.
func TestComparisonFitsItsScreen(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 36}, {200, 50}} {
		d := comparing(t, size[0], size[1], "en")
		d.sees("Tifawin", "5.2166", "≥2.0000")
		d.exact()
		for range comparedParts {
			d.pressed("enter")
			d.exact()
		}
	}
	d := startAt(t, newFake(threadRecords()...), 80, 24, "en")
	d.pressed("4", "=")
	d.sees("Landed cost")
	d.exact()
}

// A quantity that nobody sells is called with its unit all the same.
func TestQuantitiesHaveTheirUnit(t *testing.T) {
	d := startAt(t, newFake(slices.DeleteFunc(comparedRecords(), func(r model.Record) bool {
		q, ok := r.(*model.Quote)
		return ok && q.Supplier != idOf(13)
	})...), 120, 36, "en")
	d.pressed("4", "=")
	d.sees("USD · 10,000 kg")
	d.pressed("n")
	d.typed("100; 20000")
	d.pressed("enter")
	d.sees("100 kg", "20,000 kg")
}
