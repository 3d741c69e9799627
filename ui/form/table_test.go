package form

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"tradedesk/model"
	"tradedesk/ui/layout"
)

const twoLines = `[{"hs":"151590","product":"argan oil","quantity":"500","target_price":"43.00","unit":"KGM"},{"product":"amlou","quantity":"1.5","unit":"TNE"}]`

func newTable(t testing.TB, kind model.Kind, field, value string) *Table {
	t.Helper()
	f, ok := model.SchemaOf(kind).Field(field)
	if !ok {
		t.Fatalf("%s has no %s", kind, field)
	}
	o := TableOptions{
		Title: "Lines", Kind: kind, Field: f, Value: json.RawMessage(value), Choose: Completions(model.New(kind), "en"),
		Parse: model.ParseContext{Now: time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC), Home: "MA"},
	}
	if field == "tiers" {
		o.Check = func(elements json.RawMessage) *CellError {
			var tiers []model.Tier
			if err := json.Unmarshal(elements, &tiers); err != nil {
				t.Fatal(err)
			}
			if wrong := model.CheckTiers(tiers); wrong != nil {
				return &CellError{wrong.Index, wrong.Part, wrong.Err}
			}
			return nil
		}
		o.Hints = func(elements json.RawMessage) []string {
			var tiers []model.Tier
			if err := json.Unmarshal(elements, &tiers); err != nil {
				t.Fatal(err)
			}
			hints := make([]string, len(tiers))
			for i, from := range model.CheaperTiers(tiers) {
				hints[i] = from.String()
			}
			return hints
		}
	}
	table := NewTable(o)
	table.SetSize(76, 14)
	return table
}

func strokes(t testing.TB, table *Table, names ...string) TableResult {
	t.Helper()
	var r TableResult
	for _, name := range names {
		r = table.Update(press(name))
		tableBox(t, table)
	}
	return r
}

func write(t testing.TB, table *Table, text string) {
	t.Helper()
	for _, r := range text {
		table.Update(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
	tableBox(t, table)
}

func tableBox(t testing.TB, table *Table) {
	t.Helper()
	lines := table.Lines()
	if len(lines) != table.h {
		t.Fatalf("%d lines, want %d", len(lines), table.h)
	}
	for i, line := range lines {
		if w := ansi.StringWidth(line); w != table.w {
			t.Fatalf("line %d is %d cells, want %d: %q", i, w, table.w, ansi.Strip(line))
		}
	}
}

func shownOf(table *Table) string { return ansi.Strip(table.View()) }

func TestTableKeepsWhatItIsGiven(t *testing.T) {
	table := newTable(t, model.KindRFQ, "lines", twoLines)
	if table.Dirty() {
		t.Error("nothing was typed, and yet it is dirty")
	}
	if r := strokes(t, table, "ctrl+s"); !r.Done || string(r.Elements) != twoLines {
		t.Errorf("got %s, want %s", r.Elements, twoLines)
	}
	for _, text := range []string{"argan oil", "151590", "500  ", "KGM", "43.00", "amlou", "1.5"} {
		if !strings.Contains(shownOf(table), text) {
			t.Errorf("%q is not to be seen:\n%s", text, shownOf(table))
		}
	}
}

func TestTableAddsReordersAndDeletes(t *testing.T) {
	table := newTable(t, model.KindRFQ, "lines", twoLines)
	strokes(t, table, "down", "down")
	write(t, table, "rose water")
	strokes(t, table, "tab", "tab")
	write(t, table, "1,5 t")
	strokes(t, table, "tab", "esc", "alt+up", "alt+up")
	r := strokes(t, table, "ctrl+s")
	want := `[{"product":"rose water","quantity":"1.5","unit":"TNE"},` + twoLines[1:]
	if !r.Done || string(r.Elements) != want {
		t.Fatalf("got %s, want %s", r.Elements, want)
	}
	strokes(t, table, "ctrl+x", "ctrl+x", "ctrl+x", "ctrl+x")
	if r := strokes(t, table, "ctrl+s"); !r.Done || r.Elements != nil {
		t.Errorf("an empty table gives %s, want nothing", r.Elements)
	}
}

func TestTableOffersChoices(t *testing.T) {
	table := newTable(t, model.KindRFQ, "lines", "")
	write(t, table, "argan oil")
	strokes(t, table, "tab")
	write(t, table, "sardines")
	if !strings.Contains(shownOf(table), "1604") {
		t.Fatalf("no heading is offered:\n%s", shownOf(table))
	}
	strokes(t, table, "enter")
	if r := strokes(t, table, "ctrl+s"); !r.Done || !strings.Contains(string(r.Elements), `"hs":"`) {
		t.Errorf("got %s", r.Elements)
	}
}

func TestTableSaysWhatIsWrong(t *testing.T) {
	table := newTable(t, model.KindRFQ, "lines", twoLines)
	strokes(t, table, "tab", "tab")
	write(t, table, "x")
	if r := strokes(t, table, "ctrl+s"); r.Done || table.row != 0 || table.col != 2 {
		t.Errorf("saved %t with the cursor at %d, %d", r.Done, table.row, table.col)
	}
	if !strings.Contains(shownOf(table), "! ") || !strings.Contains(shownOf(table), "form.refused") {
		t.Errorf("it is not said what is wrong:\n%s", shownOf(table))
	}
	strokes(t, table, "backspace")
	if r := strokes(t, table, "ctrl+s"); !r.Done {
		t.Errorf("what was put right is not saved:\n%s", shownOf(table))
	}
	// A line with a quantity alone names nothing.
	table = newTable(t, model.KindRFQ, "lines", "")
	strokes(t, table, "tab", "tab")
	write(t, table, "5")
	if r := strokes(t, table, "ctrl+s"); r.Done || table.col != 0 {
		t.Errorf("saved %t with the cursor in column %d", r.Done, table.col)
	}
}

func TestTiersGrow(t *testing.T) {
	table := newTable(t, model.KindQuote, "tiers", `[{"from":"500","price":"4.20"},{"from":"1000","price":"3.95"},{"from":"5000","price":"3.60"}]`)
	if !strings.Contains(shownOf(table), "4557") {
		t.Errorf("it is not said from where 5,000 cost less:\n%s", shownOf(table))
	}
	strokes(t, table, "down", "down", "down")
	write(t, table, "100")
	strokes(t, table, "tab")
	write(t, table, "5")
	if r := strokes(t, table, "ctrl+s"); r.Done || table.row != 3 || table.col != 0 {
		t.Errorf("tiers that fall are saved: %t, the cursor at %d, %d", r.Done, table.row, table.col)
	}
	strokes(t, table, "ctrl+x")
	if r := strokes(t, table, "ctrl+s"); !r.Done {
		t.Error("tiers that grow are not saved")
	}
	if err := errors.Unwrap(&CellError{Err: errors.ErrUnsupported}); !errors.Is(err, errors.ErrUnsupported) {
		t.Error("a cell's error hides its cause")
	}
}

func TestTableAsksBeforeItThrowsAway(t *testing.T) {
	table := newTable(t, model.KindRFQ, "lines", twoLines)
	if r := strokes(t, table, "esc"); !r.Cancelled {
		t.Error("a table in which nothing was typed asks")
	}
	write(t, table, "x")
	if r := strokes(t, table, "esc"); r.Cancelled || !strings.Contains(shownOf(table), "form.discard") {
		t.Error("what was typed is thrown away unasked")
	}
	if r := strokes(t, table, "esc"); !r.Cancelled {
		t.Error("esc again does not leave")
	}
}

// Whatever is typed, at any size and in both directions, the box is filled exactly,
// and what can be saved reads back as itself.
func TestTableLaws(t *testing.T) {
	keys := []string{"tab", "shift+tab", "up", "down", "alt+up", "alt+down", "ctrl+x", "enter", "esc", "ctrl+s", "ctrl+space", "backspace", "5", "k", "ب", "é", ";", "\"", "space"}
	rapid.Check(t, func(rt *rapid.T) {
		table := newTable(t, model.KindRFQ, "lines", rapid.SampledFrom([]string{"", twoLines, "[]", "null"}).Draw(rt, "value"))
		table.o.Direction = rapid.SampledFrom([]layout.Direction{layout.LeftToRight, layout.RightToLeft}).Draw(rt, "direction")
		table.SetSize(rapid.IntRange(48, 120).Draw(rt, "w"), rapid.IntRange(5, 30).Draw(rt, "h"))
		for _, key := range rapid.SliceOfN(rapid.SampledFrom(keys), 0, 40).Draw(rt, "keys") {
			r := table.Update(press(key))
			tableBox(t, table)
			if !r.Done || r.Elements == nil {
				continue
			}
			again := newTable(t, model.KindRFQ, "lines", string(r.Elements))
			if back := again.save(); string(back.Elements) != string(r.Elements) {
				rt.Fatalf("%s reads back as %s", r.Elements, back.Elements)
			}
		}
	})
}

func TestFormOpensItsTable(t *testing.T) {
	q := &model.Quote{RFQ: model.ID{1}, Tiers: []model.Tier{{From: "1", Price: "36.50"}}}
	f := newForm(t, q, "currency", "tiers", "place")
	send(t, f, "tab")
	if !f.onTable() || !strings.Contains(ansi.Strip(f.View()), "1 36.50") {
		t.Fatalf("the tiers are not to be seen:\n%s", ansi.Strip(f.View()))
	}
	send(t, f, "enter")
	if !f.InTable() {
		t.Fatal("enter does not open the table")
	}
	send(t, f, "down", "5", "0", "0", "tab", "3", "4", "ctrl+s")
	if f.InTable() || f.Focused() != "place" {
		t.Errorf("the table is open: %t, the cursor in %s", f.InTable(), f.Focused())
	}
	r := send(t, f, "ctrl+s")
	if !r.Done || string(r.Set["tiers"]) != `[{"from":"1","price":"36.50"},{"from":"500","price":"34"}]` {
		t.Errorf("got %s", r.Set["tiers"])
	}
	// What was typed before the table opened goes into it, and esc leaves the field.
	f = newForm(t, q, "tiers")
	send(t, f, "7")
	if !f.InTable() || !f.Dirty() {
		t.Error("a digit does not open the table")
	}
	send(t, f, "esc", "esc")
	if f.InTable() || f.Dirty() {
		t.Error("esc twice does not leave the table as it was")
	}
}

func TestFormPointsToARecord(t *testing.T) {
	supplier := model.ID{6: 0x70, 8: 0x80, 15: 7}
	q := &model.Quote{RFQ: model.ID{1}}
	var choices []Choice
	field, _ := model.SchemaOf(model.KindQuote).Field("supplier")
	f := New(Options{Fields: []model.Field{field}, Record: q, Complete: func(model.Field, string) []Choice { return choices }})
	f.SetSize(60, 20)
	send(t, f, "T", "i")
	if r := send(t, f, "ctrl+s"); r.Done || !strings.Contains(ansi.Strip(f.View()), "form.choose_one") {
		t.Errorf("a text that is no record is saved: %t\n%s", r.Done, ansi.Strip(f.View()))
	}
	// Choices that come later than what is typed offer themselves.
	choices = []Choice{{Value: "Tifawin", Label: "MA", ID: supplier}}
	f.Offer()
	if r := send(t, f, "enter", "ctrl+s"); !r.Done || string(r.Set["supplier"]) != `"`+supplier.String()+`"` {
		t.Errorf("got %s", r.Set["supplier"])
	}
	// A record is shown by its name; with another text it is no longer meant.
	q.Supplier = supplier
	f = New(Options{Fields: []model.Field{field}, Record: q, Name: func(model.ID) string { return "Tifawin" }})
	f.SetSize(60, 20)
	if !strings.Contains(ansi.Strip(f.View()), "Tifawin") || f.Dirty() {
		t.Errorf("the name is not shown:\n%s", ansi.Strip(f.View()))
	}
	if r := send(t, f, "x", "ctrl+s"); r.Done {
		t.Error("the record stays although its name was changed")
	}
	if r := send(t, f, "backspace", "ctrl+s"); !r.Done || len(r.Set) != 0 {
		t.Errorf("the name again gives %s", r.Set)
	}
	if r := send(t, f, "ctrl+u", "ctrl+s"); !r.Done || string(r.Set["supplier"]) != "null" {
		t.Errorf("an empty field gives %s", r.Set["supplier"])
	}
}

func TestLongTextIsTakenOut(t *testing.T) {
	f := newForm(t, lead(), "company", "message")
	if _, ok := f.Long(); ok {
		t.Error("a line is taken for a text of many lines")
	}
	f.Focus("message")
	if text, ok := f.Long(); !ok || !strings.HasPrefix(text, "Bonjour,\n") {
		t.Errorf("got %q, %t", text, ok)
	}
	f.SetLong("Merci.\n\nMarie")
	if r := send(t, f, "ctrl+s"); !r.Done || string(r.Set["message"]) != `"Merci.\n\nMarie"` {
		t.Errorf("got %s", r.Set["message"])
	}
}
