package ui

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"tradedesk/model"
	"tradedesk/model/value"
)

// tradeLeads makes leads of three countries, the newest last.
func tradeLeads(n int) []model.Record {
	records := someLeads(n)
	for i, r := range records {
		l := r.(*model.Lead)
		l.Company = fmt.Sprintf("Ж%03d", (i*7)%n)
		l.Country = []value.Country{"CA", "US", "FR"}[i%3]
		l.Owner = []string{"", "7"}[i%2]
	}
	return records
}

// nextRun is the same desk in another run of the program.
func nextRun(fake *fakeDesk) *fakeDesk {
	again := newFake(fake.records...)
	again.settings = fake.settings
	return again
}

func firstRows(d *driver, n int) string {
	var out []string
	for _, row := range d.m.page().list.Visible()[:n] {
		out = append(out, row.Title)
	}
	return strings.Join(out, " ")
}

func TestSortMenuAndItsMemory(t *testing.T) {
	fake := newFake(tradeLeads(20)...)
	d := start120(t, fake)
	d.pressed("2", "S")
	d.sees("Sort by", "newest first", "as it is now", "Score", "Company")
	d.pressed("2")
	if got := firstRows(d, 3); got != "Ж000 Ж001 Ж002" {
		t.Errorf("by company: %s", got)
	}
	d.sees("Name▲", "▲ Company")
	d.exact()
	d.pressed("S")
	d.sees("once more turns it")
	d.pressed("enter")
	if got := firstRows(d, 3); got != "Ж019 Ж018 Ж017" {
		t.Errorf("turned: %s", got)
	}
	d.sees("Name▼")
	// Another run at the same desk remembers it; the other pages are as they were.
	again := start120(t, nextRun(fake))
	again.pressed("2")
	if got := firstRows(again, 2); got != "Ж019 Ж018" {
		t.Errorf("another run shows %s", got)
	}
	again.pressed("1")
	again.sees("score, then oldest")
}

func TestFilterIsTypedWithCompletion(t *testing.T) {
	fake := newFake(tradeLeads(30)...)
	fake.uncounted = true
	d := start120(t, fake)
	d.pressed("2", `\`)
	d.sees("Show only", "a field, or a word of the name")
	d.typed("cou")
	d.sees("▌ country", "Country")
	d.pressed("tab")
	d.sees("> country", "a comparison", "is, or has")
	d.pressed("tab")
	d.typed("us,c")
	d.sees("a value, several with commas", "Canada")
	d.typed("a owner=")
	d.sees("▌ me", "7")
	d.pressed("tab")
	d.sees("> country=us,ca owner=me")
	d.exact()
	d.pressed("enter")
	d.sees(`\ country=us,ca owner=me`, "10 records")
	if fake.count("Count") != 1 {
		t.Errorf("the rows were counted %d times", fake.count("Count"))
	}
	d.pressed("esc")
	d.sees("30 records")
	d.seesNot("country=us")
	d.pressed(`\`)
	d.typed("contry=us")
	d.pressed("enter")
	d.sees("! there is no field contry; did you mean country?", "Show only")
	d.pressed("esc", `\`)
	d.typed("country=CA ж00")
	d.pressed("enter")
	d.sees("records", `\ country=CA ж00`)
	d.pressed(`\`)
	d.typed("owner=nobody")
	d.pressed("enter")
	d.sees("No record fits the filter.", "esc")
}

func TestSavedFilters(t *testing.T) {
	fake := newFake(tradeLeads(30)...)
	d := start120(t, fake)
	d.pressed("2", ";")
	d.sees("no filter is saved")
	for i, name := range []string{"Ю", "Я"} {
		d.pressed(`\`)
		if i > 0 {
			for range 20 {
				d.send(tea.KeyPressMsg{Code: tea.KeyBackspace})
			}
		}
		d.typed([]string{"country=us", "owner=me"}[i])
		d.pressed("ctrl+s")
		d.sees("A name for")
		d.typed(name)
		d.pressed("enter")
		d.sees("filter " + name + " saved")
	}
	again := start120(t, nextRun(fake))
	again.pressed("2", ";")
	again.sees("Saved filters", "1  Ю  10 · country=us", "2  Я  15 · owner=me")
	again.pressed("1")
	again.sees(`\ country=us`, "10 records")
	again.pressed(";", "down")
	again.send(tea.KeyPressMsg{Code: tea.KeyDelete})
	again.idle()
	again.sees("filter Я deleted", "1  Ю  10 ·")
	again.seesNot("2  Я")
	again.pressed("esc", "3", ";") // another kind has its own
	again.sees("no filter is saved")
}

// everything selects more than is held, and has the desk change it.
func TestEverythingIsChangedByTheDesk(t *testing.T) {
	const n = maxPicked + 200
	fake := newFake(tradeLeads(n)...)
	d := start120(t, fake)
	d.pressed("2", "*")
	d.sees("● 5,200 selected")
	d.pressed("down", "space")
	d.sees("● 5,199 selected")
	lists := fake.count("List")
	d.pressed("y")
	d.sees("Move 5,199 leads to qualified?", "enter yes", "esc no")
	if fake.count("DoWhere") != 0 {
		t.Fatal("it was done unasked")
	}
	d.pressed("y") // the key that asked
	d.sees("this key asked; press enter to do it")
	d.pressed("enter")
	d.sees("✓ 5,199 records changed: move 5,199 leads to qualified · u undo")
	if fake.count("DoWhere") != 1 || fake.count("List")-lists > 4 {
		t.Errorf("%d bulk actions, %d readings of the list", fake.count("DoWhere"), fake.count("List")-lists)
	}
	if l := fake.lead(n - 2); l.Stage != model.LeadNew {
		t.Errorf("the row that was let go is %s", l.Stage)
	}
	d.pressed("u")
	if l := fake.lead(1); l.Stage != model.LeadNew {
		t.Error("one undo did not take all back")
	}
	d.pressed("*", "m")
	d.sees("at most 5,000 records")
}

func TestEditAll(t *testing.T) {
	fake := newFake(tradeLeads(5)...)
	fake.records[3].(*model.Lead).City = "Щ"
	d := start120(t, fake)
	d.pressed("E")
	d.sees("edit all: nothing is selected")
	d.pressed("2", "home", "space", "space", "E")
	d.sees("Edit 2 leads", "ctrl+x empty it in all")
	for d.m.top().(*formOverlay).form.Focused() != "city" {
		d.pressed("tab")
	}
	d.pressed("ctrl+x")
	d.sees("(emptied in all)")
	for d.m.top().(*formOverlay).form.Focused() != "source" {
		d.pressed("tab")
	}
	d.typed("Ъ")
	d.pressed("ctrl+s")
	d.sees("Edit 2 leads?")
	d.pressed("enter")
	for i, want := range map[int][2]string{4: {"", "Ъ"}, 3: {"", "Ъ"}, 2: {"", "Ю"}} {
		if l := fake.lead(i); l.City != want[0] || l.Source != want[1] || l.Product != "Щ" {
			t.Errorf("lead %d: city %q, source %q, product %q", i, l.City, l.Source, l.Product)
		}
	}
	if fake.count("Do") != 1 {
		t.Errorf("%d actions", fake.count("Do"))
	}
}

func TestRangeOfRows(t *testing.T) {
	d := start120(t, newFake(someLeads(20)...))
	d.pressed("v", "down", "down")
	d.sees("◦")
	d.pressed("v")
	d.sees("● 3 selected")
	d.pressed("esc", "v", "down", "x", "1")
	d.sees("Move 2 leads to junk?")
	d.pressed("esc", "esc", "v", "esc")
	d.seesNot("◦", "selected ·")
}

// What can be done with a list is found by its name; moving about in it is not.
func TestPaletteFindsWhatNarrowsAList(t *testing.T) {
	d := start120(t, newFake(someLeads(3)...))
	for typed, want := range map[string]string{"narrow": "Show only what fits", "saved": "Pick a saved filter", "sort": "Sort by a field", "range": "Begin a range"} {
		d.pressed("ctrl+p")
		d.typed(typed)
		d.sees(want)
		d.seesNot("One row up")
		d.pressed("esc")
	}
}

// A list of any length asks the desk for little: what a key costs does not depend
// on how many records there are.
func TestNarrowedListCostsLittle(t *testing.T) {
	fake := newFake(tradeLeads(3000)...)
	fake.uncounted = true
	d := start120(t, fake)
	d.pressed("2", `\`)
	d.typed("country=us")
	lists, counts := fake.count("List"), fake.count("Count")
	d.pressed("enter", "end", "home", "pgdown", "pgdown", "down")
	if n := fake.count("List") - lists; n > 8 {
		t.Errorf("%d readings for six keys", n)
	}
	if n := fake.count("Count") - counts; n != 1 {
		t.Errorf("%d counts, want one", n)
	}
	d.sees("1,000 records")
	// The first rows are there before the count is.
	fake.gate.Lock()
	d.press(";", "S", "1")
	fake.gate.Unlock()
	d.idle()
	d.exact()
}
