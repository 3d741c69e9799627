package ui

import (
	"errors"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/value"
)

const fairLine = "salma benali coop tifawin agadir argan 500kg +212 661-234567"

func siam() *model.Event {
	return &model.Event{Head: model.Head{ID: idOf(800)}, Name: "SIAM 2026", Starts: "2026-11-23", Ends: "2026-11-28", Tags: []string{"siam-2026"}}
}

// atFair is at the fair of today.
func atFair(t *testing.T, fake *fakeDesk, w, h int) *driver {
	t.Helper()
	d := startAt(t, fake, w, h, "en")
	d.pressed("6")
	d.sees("SIAM 2026 · captured 0")
	return d
}

func (d *fakeDesk) lastLead(t *testing.T) *model.Lead {
	t.Helper()
	d.mu.Lock()
	defer d.mu.Unlock()
	for i := len(d.records) - 1; i >= 0; i-- {
		if l, ok := d.records[i].(*model.Lead); ok {
			return l
		}
	}
	t.Fatal("there is no lead")
	return nil
}

func TestFairShowsWhatItUnderstands(t *testing.T) {
	for _, size := range [][2]int{{60, 16}, {80, 24}, {120, 36}, {200, 50}} {
		fake := newFake(siam())
		d := atFair(t, fake, size[0], size[1])
		d.typed(fairLine)
		d.exact()
		d.sees("Lead > ", "contact Salma Benali", "company Coop Tifawin", "city Agadir", "quantity 500 kg", "enter save")
		if size[0] >= 80 {
			d.sees("wants argan", "phone +212 6 61 23 45 67", "country Morocco")
		}
		d.pressed("enter")
		d.exact()
		d.sees("captured 1 · not yet synced 1", "✓ Coop Tifawin captured · ctrl+z undo", "Lead > name, company, city")
		l := fake.lastLead(t)
		if l.Contact != "Salma Benali" || l.Event != idOf(800) || l.Custom["captured"] != fairLine || len(l.Tags) != 1 || l.Tags[0] != "siam-2026" {
			t.Errorf("captured %s", model.EncodeJSON(l))
		}
		d.pressed("ctrl+z")
		d.sees("taken back: capture Coop Tifawin", "captured 0")
	}
}

// The line is free for the next contact before the desk has answered, and no key is
// lost meanwhile.
func TestFairNeverWaits(t *testing.T) {
	fake := newFake(siam())
	d := atFair(t, fake, 80, 24)
	fake.gate.Lock()
	for _, name := range []string{"ahmed", "khalid", "hassan"} {
		for _, r := range name + " 12 t" {
			d.send(tea.KeyPressMsg{Code: r, Text: string(r)})
		}
		d.press("enter")
	}
	for _, r := range "omar" {
		d.send(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
	d.sees("Lead > omar")
	fake.gate.Unlock()
	d.idle()
	d.sees("captured 3", "Lead > omar", "Ahmed", "Khalid", "Hassan")
}

func TestFairKeepsALineThatTheDeskRefuses(t *testing.T) {
	fake := newFake(siam())
	d := atFair(t, fake, 80, 24)
	d.typed("ahmed 12 t")
	fake.fail = desk.ErrFull
	d.pressed("enter")
	d.sees("the disk is full", "Lead > ahmed 12 t")
	fake.fail = nil
	d.pressed("enter")
	d.sees("captured 1")
}

func TestFairSuppliers(t *testing.T) {
	fake := newFake(siam())
	d := atFair(t, fake, 100, 30)
	d.typed("coop tifawin argan")
	d.pressed("f4")
	d.sees("Supplier > coop tifawin argan")
	d.pressed("enter")
	d.sees("captured 1", "Coop Tifawin")
	d.pressed("f4")
	d.typed("supplier: Atlas Oils")
	d.sees("Supplier > ")
	d.pressed("enter")
	d.sees("captured 2")
	for _, want := range []string{"Coop Tifawin", "Atlas Oils"} {
		found := false
		for _, r := range fake.records {
			if s, ok := r.(*model.Supplier); ok && s.Name == want && s.Tags[0] == "siam-2026" {
				found = true
			}
		}
		if !found {
			t.Errorf("there is no supplier %s with the event's tag", want)
		}
	}
}

func TestFairAttachesToWhatIsThere(t *testing.T) {
	tifawin := &model.Supplier{Head: model.Head{ID: idOf(1)}, Name: "Coopérative Tifawin", City: "Agadir", Country: "MA", Email: "contact@tifawin.example"}
	fake := newFake(siam(), tifawin, &model.Lead{Head: model.Head{ID: idOf(2)}, Company: "Atlas Huiles", City: "Agadir", Country: "MA", Phone: "+212661234567", Stage: model.LeadNew})
	d := atFair(t, fake, 120, 30)
	d.typed("salma benali coopérative tifawin agadir")
	d.sees("≈ possibly the same as  Coopérative Tifawin", "tab attaches", "tab attach")
	d.pressed("tab")
	d.sees("attached to Coopérative Tifawin", "Lead > name, company")
	_, r := fake.find(idOf(1))
	if s := r.(*model.Supplier); s.Contact != "Salma Benali" || len(s.Tags) != 1 || s.Tags[0] != "siam-2026" || s.Email != tifawin.Email {
		t.Errorf("attached %s", model.EncodeJSON(s))
	}
	noted := false
	for _, r := range fake.records {
		if msg, ok := r.(*model.Message); ok && msg.Thread == idOf(1) && msg.Body == "salma benali coopérative tifawin agadir" {
			noted = true
		}
	}
	if !noted {
		t.Error("the line is no note in the thread")
	}
	// The same number is surer, and comes first; shift+tab goes to the next.
	d.typed("coopérative tifawin agadir 0661234567")
	d.sees("certainly the same as  Atlas Huiles")
	first := d.lines()[rowWith(d, "tab attaches")]
	if !strings.Contains(first, "Atlas Huiles") {
		t.Errorf("tab is for %q", first)
	}
	d.send(tea.KeyPressMsg{Code: tea.KeyTab, Mod: tea.ModShift})
	if next := d.lines()[rowWith(d, "tab attaches")]; !strings.Contains(next, "Coopérative Tifawin") {
		t.Errorf("then tab is for %q", next)
	}
}

func TestFairCorrectsTheLast(t *testing.T) {
	fake := newFake(siam())
	d := atFair(t, fake, 100, 30)
	d.typed("salma benali coop tifawin argan 500kg")
	d.pressed("enter")
	// What was edited elsewhere since stays.
	l := fake.lastLead(t)
	edited := *l
	edited.Owner = "karim"
	fake.add(&edited)
	d.idle()
	d.pressed("up")
	d.sees("Correct Lead > salma benali coop tifawin argan 500kg")
	for range len("500kg") {
		d.send(tea.KeyPressMsg{Code: tea.KeyBackspace})
	}
	d.typed("800kg inezgane")
	d.pressed("enter")
	d.sees("Coop Tifawin corrected", "captured 1")
	if l = fake.lastLead(t); l.Quantity != "800" || l.City != "Inezgane" || l.Owner != "karim" || l.Custom["captured"] != "salma benali coop tifawin argan 800kg inezgane" {
		t.Errorf("corrected %s", model.EncodeJSON(l))
	}
	// An erased correction is none: the next line is a new contact.
	d.pressed("up")
	d.pressed("ctrl+u")
	d.typed("ahmed 12 t")
	d.sees("Lead > ahmed")
	d.seesNot("Correct")
	d.pressed("enter")
	d.sees("captured 2")
	d.typed("half")
	d.pressed("up")
	d.sees("something is typed")
}

func TestFairPastedBadge(t *testing.T) {
	fake := newFake(siam())
	d := atFair(t, fake, 120, 30)
	d.send(tea.PasteMsg{Content: "MECARD:N:Salma Benali;;"})
	d.idle()
	d.sees("contact Salma Benali", "company Coop Tifawin", "phone +212 6 61 23 45 67")
	d.pressed("enter")
	if l := fake.lastLead(t); l.Contact != "Salma Benali" || l.Company != "Coop Tifawin" || l.Phone != "+212661234567" {
		t.Errorf("captured %s", model.EncodeJSON(l))
	}
	// A scanner types the badge and enter.
	d.typed("MECARD:N:Omar;;")
	d.pressed("enter")
	d.sees("Lead > name: Omar, company: Coop Tifawin")
	d.pressed("enter")
	d.sees("captured 2")
	// What is no card stays as it was pasted.
	d.send(tea.PasteMsg{Content: "BIZCARD:broken"})
	d.idle()
	d.sees("Lead > BIZCARD:broken")
}

func TestFairBrowsesWithOneHand(t *testing.T) {
	fake := newFake(siam())
	d := atFair(t, fake, 80, 24)
	for _, name := range []string{"ahmed", "khalid"} {
		d.typed(name + " 12 t")
		d.pressed("enter")
	}
	d.pressed("down")
	d.sees("enter open", "e correct")
	if d.current() != "Khalid" {
		t.Errorf("the first row is %s", d.current())
	}
	d.pressed("up")
	d.sees("Lead > name, company")
	d.typed("omar")
	d.pressed("esc", "t", "esc", "2")
	d.sees("[2 Leads")
	d.pressed("6")
	d.sees("omar")
}

func TestFairChoosesTheEvent(t *testing.T) {
	past := &model.Event{Head: model.Head{ID: idOf(801)}, Name: "SIAL 2025", Starts: "2025-10-01", Ends: "2025-10-05"}
	fake := newFake(past)
	d := startAt(t, fake, 80, 24, "en")
	d.pressed("6")
	d.sees("Which fair?", "a new one", "SIAL 2025")
	d.pressed("0")
	d.typed("SIAM Meknès 2026")
	d.pressed("enter")
	d.sees("SIAM Meknès 2026 · captured 0")
	d.typed("ahmed 12 t")
	d.pressed("enter")
	l := fake.lastLead(t)
	_, r := fake.find(l.Event)
	if e, ok := r.(*model.Event); !ok || e.Name != "SIAM Meknès 2026" || e.Starts != "2026-11-24" || l.Tags[0] != "siam-meknes-2026" || l.Source != e.Name {
		t.Errorf("captured %s at %v", model.EncodeJSON(l), r)
	}
}

func TestFairOfAnotherDayIsNotChosen(t *testing.T) {
	for _, tt := range []struct {
		starts, ends, day string
		want              bool
	}{
		{"2026-11-23", "2026-11-28", "2026-11-28", true}, {"2026-11-23", "2026-11-28", "2026-11-29", false},
		{"2026-11-23", "", "2026-11-30", true}, {"2026-11-23", "", "2026-12-01", false},
		{"2026-11-25", "", "2026-11-24", false}, {"", "", "2026-11-24", false},
	} {
		e := siam()
		e.Starts, e.Ends = dateOf(tt.starts), dateOf(tt.ends)
		if got := lasts(e, dateOf(tt.day)); got != tt.want {
			t.Errorf("%+v: %v", tt, got)
		}
	}
}

func TestFairDraftComesBackAfterAKill(t *testing.T) {
	fake := newFake(siam())
	d := atFair(t, fake, 100, 30)
	d.typed("salma benali  coop tif")
	d.pause()
	d.sees("draft kept")
	if n := len(fake.drafts); n != 1 || fake.drafts[0].Fields[0].Text != "salma benali  coop tif" {
		t.Fatalf("drafts: %+v", fake.drafts)
	}
	d.typed("awin ")
	d.seesNot("draft kept")
	d.pause()
	if n := len(fake.drafts); n != 1 || fake.drafts[0].Fields[0].Text != "salma benali  coop tifawin " {
		t.Fatalf("drafts: %+v", fake.drafts)
	}

	again := killed(d)
	again.sees("You were writing", "SIAM 2026", "salma benali coop tifawin")
	again.pressed("enter")
	again.sees("SIAM 2026 · captured 0", "Lead > salma benali  coop tifawin")
	again.typed("agadir")
	again.pressed("enter")
	again.sees("captured 1")
	if len(fake.drafts) != 0 {
		t.Errorf("saving left %+v", fake.drafts)
	}
	if l := fake.lastLead(t); l.Company != "Coop Tifawin" || l.City != "Agadir" {
		t.Errorf("captured %s", model.EncodeJSON(l))
	}
}

func TestFairSaysWhenADraftCannotBeKept(t *testing.T) {
	fake := newFake(siam())
	d := atFair(t, fake, 100, 30)
	fake.noDrafts = errors.New("1 2 3")
	d.typed("ahmed")
	d.pause()
	d.sees("keeping what is typed: 1 2 3")
}

func dateOf(s string) value.Date { return value.Date(s) }
