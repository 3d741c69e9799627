package ui

import (
	"encoding/json"
	"reflect"
	"testing"

	"tradedesk/model"
)

// A quote for an RFQ with several lines is typed in a row for each of them.
func TestQuoteIsTypedLineByLine(t *testing.T) {
	d := rfqDesk(t, 120, 40)
	d.pressed("4", "p")
	d.typed("argan")
	d.pressed("enter", "enter")
	d.sees("Quote for Argan 2026 · Lines", "500 kg argan oil", "12.25 kg amlou", "Price or tiers", "Price for", "Lead time")
	d.typed("4.20; 3.95")
	d.pressed("tab")
	d.pressed("ctrl+s")
	d.sees(`! 1 Price or tiers: “4.20”: want QUANTITY:PRICE`)
	for range 10 {
		d.pressed("backspace")
	}
	d.typed("100:4.20; 50:3.95")
	d.pressed("ctrl+s")
	d.sees("! 1 Price or tiers: tier 2, quantity: must be more than the tier before begins with")
	for range len("50:3.95") {
		d.pressed("backspace")
	}
	d.typed("500:3.95")
	d.pressed("down")
	d.typed("9.10")
	d.pressed("tab")
	d.sees("1:9.10")
	d.pressed("tab")
	d.typed("5")
	d.pressed("tab", "tab")
	d.typed("30")
	d.pressed("ctrl+s")
	d.sees("argan oil 100:4.20, 500:3.95 KGM; amlou 1:9.10 KGM 5 30")
	d.pressed("ctrl+s")
	d.sees("Argania · Argan 2026 kept")
	quotes := made[*model.Quote](d)
	if len(quotes) != 1 {
		t.Fatalf("%d quotes were made", len(quotes))
	}
	tiers := []model.Tier{{From: "100", Price: "4.20"}, {From: "500", Price: "3.95"}}
	want := []model.QuoteLine{
		{Product: "argan oil", HS: "151590", Tiers: tiers, Unit: "KGM"},
		{Product: "amlou", Tiers: []model.Tier{{From: "1", Price: "9.10"}}, Unit: "KGM", MOQ: "5", LeadDays: 30},
	}
	q := quotes[0]
	if !reflect.DeepEqual(q.Lines, want) || !reflect.DeepEqual(q.Tiers, tiers) || q.Unit != "KGM" || q.MOQ != "" {
		t.Errorf("got %s", model.EncodeJSON(q))
	}
}

// A draft that was not given yet is edited line by line, too.
func TestDraftQuoteIsEditedLineByLine(t *testing.T) {
	records := threadRecords()
	records[4].(*model.Quote).Stage = model.QuoteDraft
	d := startAt(t, newFake(records...), 120, 44, "en")
	d.pressed("4", "enter")
	d.goTo("◆ Quote")
	d.pressed("e")
	d.sees("argan oil 1:36.50 KGM 200")
	for range 10 {
		if d.m.top().(*formOverlay).form.Focused() == "lines" {
			break
		}
		d.pressed("tab")
	}
	d.pressed("enter", "down")
	d.typed("9")
	d.pressed("ctrl+s", "ctrl+s")
	q := get[*model.Quote](d, 5)
	if len(q.Lines) != 2 || q.Lines[1].Product != "amlou" || q.Lines[1].Tiers[0].Price != "9" || q.Tiers[0].Price != "36.50" || q.MOQ != "200" || q.Stage != model.QuoteDraft {
		t.Errorf("got %s", model.EncodeJSON(q))
	}
}

// Whatever a newer version knows of a quote and of its lines is in its next version too.
func TestNextVersionKeepsWhatIsNotKnown(t *testing.T) {
	records := threadRecords()
	before := records[4].(*model.Quote)
	before.Stage = model.QuoteReceived
	const lines = `[{"grade":"A","product":"amlou","tiers":[{"from":"1","price":"9"}],"unit":"KGM"},` +
		`{"hs":"151590","organic":true,"product":"Argan oil","tiers":[{"from":"1","price":"36"}]},` +
		`{"product":"rose water","tiers":[{"from":"1","price":"4"}]}]`
	before.Extra = map[string]json.RawMessage{"lines": json.RawMessage(lines), "colour": json.RawMessage(`"amber"`)}
	d := startAt(t, newFake(records...), 120, 44, "en")
	d.pressed("4", "enter")
	d.goTo("◆ Quote")
	d.pressed("e", "tab")
	d.sees("rose water")
	d.pressed("enter")
	d.sees("500 kg argan oil        1:36", "12.25 kg amlou          1:9", "rose water              1:4")
	d.pressed("backspace")
	d.typed("7")
	d.pressed("ctrl+s", "ctrl+s")
	quotes := made[*model.Quote](d)
	if len(quotes) != 1 {
		t.Fatalf("%d quotes were made", len(quotes))
	}
	const want = `[{"hs":"151590","organic":true,"product":"Argan oil","tiers":[{"from":"1","price":"37"}]},` +
		`{"grade":"A","product":"amlou","tiers":[{"from":"1","price":"9"}],"unit":"KGM"},` +
		`{"product":"rose water","tiers":[{"from":"1","price":"4"}]}]`
	q := quotes[0]
	if got := string(model.FieldValue(q, "lines")); got != want || string(q.Extra["colour"]) != `"amber"` {
		t.Errorf("got %s\nof %s", got, model.EncodeJSON(q))
	}
	if len(q.Tiers) != 1 || q.Tiers[0].Price != "37" {
		t.Errorf("the first line's price is %v", q.Tiers)
	}
}
