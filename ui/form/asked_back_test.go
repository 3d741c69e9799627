package form

import (
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tradedesk/model"
	"tradedesk/model/value"
)

func asking(f *Form) *Form {
	f.parse.Typed = true
	return f
}

func askingTable(t testing.TB, kind model.Kind, field, elements string) *Table {
	table := newTable(t, kind, field, elements)
	table.o.Parse.Typed = true
	return table
}

// A quantity that could be a thousand times another is asked back under its field.
func TestQuantitiesAreAskedBack(t *testing.T) {
	for typed, hint := range map[string]string{"1.000": "write 1000 or 1.00", "12,500": "write 12500 or 12.50", "1.250 t": "write 1250 or 1.25", "1,000 kg": "write 1000 or 1.00"} {
		f := asking(newForm(t, &model.Lead{}, "quantity", "unit"))
		send(t, f, strings.Split(typed, "")...)
		if r := send(t, f, "ctrl+s"); r.Done || !strings.Contains(f.inputs[0].err, hint) {
			t.Errorf("%q: saved %t, said %q, want %q", typed, r.Done, f.inputs[0].err, hint)
		}
		table := askingTable(t, model.KindRFQ, "lines", "")
		write(t, table, "argan oil")
		strokes(t, table, "tab", "tab")
		write(t, table, typed)
		if r := strokes(t, table, "ctrl+s"); r.Done || !strings.Contains(table.wrong, hint) {
			t.Errorf("%q in a table: saved %t, said %q, want %q", typed, r.Done, table.wrong, hint)
		}
	}
	table := askingTable(t, model.KindQuote, "tiers", "")
	write(t, table, "1.000")
	strokes(t, table, "tab")
	write(t, table, "3.950")
	if r := strokes(t, table, "ctrl+s"); r.Done || !strings.Contains(table.wrong, "write 1000 or 1.00") {
		t.Errorf("a tier from 1.000 on: saved %t, said %q", r.Done, table.wrong)
	}
}

// Rows that were put aside half typed are asked about when they are taken up, and when the
// form is saved without a look at them.
func TestDraftRowsAreAskedBack(t *testing.T) {
	f := asking(newForm(t, &model.RFQ{}, "lines"))
	f.Retype([]Text{{Field: "lines", Text: `[{"product":"argan oil","quantity":"1.000","unit":"kg"}]`}})
	if r := send(t, f, "ctrl+s"); r.Done {
		t.Errorf("a draft with 1.000 is saved as %s", r.Set["lines"])
	}
	f = asking(newForm(t, &model.RFQ{}, "lines"))
	f.Retype([]Text{{Field: "lines", Text: `[{"product":"argan oil","quantity":"1.000","unit":"kg"}]`}})
	send(t, f, "enter", "ctrl+s")
	if !f.InTable() || !strings.Contains(shownOf(f.table), "1.000") {
		t.Errorf("the row is not asked about as it was typed:\n%s", shownOf(f.table))
	}
}

// What a form shows of a record is typed over, or a row beside it is, and stays the number
// that it is, in every language of the interface.
func TestShownNumbersStay(t *testing.T) {
	number := rapid.Map(rapid.StringMatching(`[1-9][0-9]{0,3}(\.[0-9]{1,4}|\.[0-9]{3}|\.[0-9]00)?`), func(s string) value.Decimal { return value.Decimal(s) })
	rapid.Check(t, func(rt *rapid.T) {
		quantity := number.Draw(rt, "quantity")
		lead := &model.Lead{Quantity: quantity, Unit: "KGM"}
		for _, lang := range []string{"en", "fr", "ar"} {
			f := asking(newForm(t, lead, "quantity", "unit"))
			f.lang = lang
			shown := f.inputs[0].value()
			f.Retype([]Text{{Field: "quantity", Text: " " + shown}}) // it counts as typed
			send(t, f, "tab")
			if got := f.SoFar().(*model.Lead).Quantity; f.inputs[0].err != "" || got.Cmp(quantity) != 0 {
				rt.Fatalf("%s: %s is shown as %q, which is %s, %s", lang, quantity, shown, got, f.inputs[0].err)
			}
			line := model.Line{Product: "argan oil", Quantity: quantity, Unit: "KGM", Pack: value.Packing("12.250 KGM, gross " + string(quantity) + " kg")}
			held, err := json.Marshal([]model.Line{line})
			if err != nil {
				rt.Fatal(err)
			}
			table := askingTable(t, model.KindRFQ, "lines", string(held))
			table.o.Lang = lang
			strokes(t, table, "down")
			write(t, table, "rose water")
			r := strokes(t, table, "ctrl+s")
			var lines []model.Line
			if !r.Done || json.Unmarshal(r.Elements, &lines) != nil || len(lines) != 2 {
				rt.Fatalf("%s: beside %s a line is not saved: %q", lang, held, table.wrong)
			}
			if got := lines[0]; got.Quantity.Cmp(quantity) != 0 || got.Pack.Parts().Gross.Cmp(quantity) != 0 {
				rt.Fatalf("%s: %s became %+v", lang, held, got)
			}
		}
	})
}
