package ui

import (
	"strings"
	"testing"

	"tradedesk/model"
)

// A watch that ends, as when another program takes the desk over, begins again.
func TestWatchBeginsAgain(t *testing.T) {
	fake := newFake(someLeads(6)...)
	d := start120(t, fake)
	d.m.stop()
	d.until(func() bool { return d.m.stop == nil })
	d.send(rewatchMsg{of: of(d.m.session)})
	d.idle()
	fake.add(&model.Lead{Head: model.Head{ID: idOf(77)}, Company: "Ф", Stage: model.LeadNew})
	d.idle()
	d.sees("7 to judge")
}

func TestSearchOpensARecord(t *testing.T) {
	supplier := &model.Supplier{Head: model.Head{ID: idOf(900)}, Name: "Яблоко 5", Products: []string{"Щ"}}
	contact := &model.Contact{Head: model.Head{ID: idOf(901)}, Name: "Яков 6"}
	d := start120(t, newFake(append(someLeads(40), supplier, contact)...))
	d.pressed("/")
	d.typed("Яб")
	d.sees("1 record", "Supplier", "Яблоко 5")
	if !strings.Contains(d.m.content(), d.m.theme.Found.Apply("Яб")) {
		t.Errorf("the matched letters are not marked: %q", d.m.content())
	}
	d.pressed("enter")
	d.sees("[3 Suppliers 1]", "Яблоко 5")
	d.pressed("/")
	d.typed("Як")
	d.pressed("enter")
	d.sees("[Contacts 1]", "Яков 6")
	d.pressed("esc", "1", "/")
	d.typed("Ж")
	d.sees("40 records")
	d.pressed("down", "down", "enter")
	d.sees("[2 Leads 40]", "Ж002")
	d.pressed("esc")
	if d.quit {
		t.Error("esc quit")
	}
}

func TestPalette(t *testing.T) {
	fake := newFake(someLeads(5)...)
	d := start120(t, fake)
	d.pressed("ctrl+p")
	d.sees("Palette", "Qualify: the lead is worth working on", "Lost: the lead was real and is gone, with the reason (a new lead is junk")
	d.typed("qualfy")
	d.pressed("enter")
	if fake.lead(0).Stage != model.LeadQualified {
		t.Error("the palette did not do what was chosen")
	}
	d.pressed("f2")
	d.typed("Ж003")
	d.sees("Lead       Ж003")
	d.pressed("enter")
	if d.current() != "Ж003" {
		t.Errorf("the cursor is on %s", d.current())
	}
}

// An action is found without the accents of its name.
func TestPaletteFolds(t *testing.T) {
	d := startAt(t, newFake(someLeads(5)...), 120, 30, "fr")
	d.pressed("ctrl+p")
	d.typed("etape")
	d.sees("▌ s           Passer à une autre étape")
	d.pressed("ctrl+u")
	d.typed("defaire")
	d.sees("▌ u           Défaire la dernière action")
}

func TestGoingAbout(t *testing.T) {
	d := start120(t, newFake(someLeads(5)...))
	for keys, want := range map[string]string{"g s": "[3 Suppliers]", "g r": "[4 RFQs]", "2": "[2 Leads 5]", "g i": "[1 Inbox 5]"} {
		d.pressed(strings.Fields(keys)...)
		d.sees(want)
	}
	d.press("g")
	d.sees("g l leads")
	d.pressed("w")
	d.sees("mean nothing here")
	d.pressed("1", "tab")
	if !d.m.page().inside {
		t.Error("tab did not go to the detail")
	}
	d.pressed("q")
	if !d.quit {
		t.Error("q did not quit")
	}
}

// The help of the search shows each key with what it does there.
func TestHelpOfTheSearch(t *testing.T) {
	d := start120(t, newFake(someLeads(3)...))
	d.pressed("/", "f1")
	d.sees("Keys of this place", "In the search", "ctrl+p  alt+↑       The search before", "  ↑                   Mark the one above")
	d.pressed("esc")
	d.sees("Search everything")
}
