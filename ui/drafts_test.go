package ui

import (
	"context"
	"testing"

	tea "charm.land/bubbletea/v2"

	"tradedesk/model"
)

// pause lets the pauses pass that are waited for.
func (d *driver) pause() {
	d.t.Helper()
	for _, what := range d.m.drafters() {
		if what.drafting().timing {
			d.send(draftPauseMsg{of(d.m.session), what})
		}
	}
	d.idle()
}

// killed starts the desk again after a program that did nothing more.
func killed(d *driver) *driver {
	d.t.Helper()
	d.m.stop()
	size := d.m.screen.Size
	return startAt(d.t, d.fake, size.W, size.H, "en")
}

// left does what leaving does, and waits for its writes.
func (d *driver) left() {
	d.m.keepUnsaved()
	d.m.work.Writing(func(context.Context) (tea.Msg, error) { return nil, nil })()
}

func TestFormDraftComesBackAsItWasTyped(t *testing.T) {
	fake := newFake(someLeads(3)...)
	d := start120(t, fake)
	d.pressed("e", "ctrl+u")
	d.typed("Ж new")
	d.pressed("down", "down", "ctrl+u")
	d.typed("not an addr")
	d.pause()
	if len(fake.drafts) != 1 {
		t.Fatalf("%d drafts", len(fake.drafts))
	}

	again := killed(d)
	again.sees("You were writing", "Edit Ж000", "Ж new · not an addr")
	again.pressed("enter")
	again.sees("Edit Ж000", "not an addr")
	f := again.m.top().(*formOverlay)
	if texts := f.form.Texts(); len(texts) != 2 || texts[0].Text != "Ж new" || f.form.Focused() != "email" || f.form.CursorAt() != len("not an addr") {
		t.Errorf("%+v, the cursor in %s at %d", f.form.Texts(), f.form.Focused(), f.form.CursorAt())
	}
	again.pressed("ctrl+u")
	again.typed("a@b.example")
	again.pressed("ctrl+s")
	again.sees("Ж000 saved")
	if l := fake.lead(0); l.Company != "Ж new" || l.Email != "a@b.example" {
		t.Errorf("saved %s", model.EncodeJSON(l))
	}
	if len(fake.drafts) != 0 {
		t.Errorf("saving left %+v", fake.drafts)
	}
}

func TestNewRecordDraft(t *testing.T) {
	fake := newFake(someLeads(1)...)
	d := start120(t, fake)
	d.pressed("3", "c")
	d.typed("Я 5")
	d.pressed("esc")
	d.sees("not saved, kept as a draft: New supplier · g u goes on")
	d.seesNot("ctrl+s save")
	d.pressed("g", "u")
	d.sees("You were writing", "New supplier", "Я 5")
	d.pressed("enter")
	d.sees("New supplier", "Я 5", "ctrl+s save")
	d.pressed("ctrl+s")
	d.sees("Я 5 added")
	if len(fake.drafts) != 0 {
		t.Errorf("saving left %+v", fake.drafts)
	}
}

func TestUntouchedPlacesLeaveNoDraft(t *testing.T) {
	fake := newFake(someLeads(2)...)
	d := start120(t, fake)
	d.pressed("e", "esc", "m", "esc", "a", "esc", "c", "esc")
	d.pressed("e")
	d.typed("x")
	d.pause()
	d.send(tea.KeyPressMsg{Code: tea.KeyBackspace})
	d.pause()
	d.pressed("esc", "g", "u")
	d.sees("there are no drafts")
	if len(fake.drafts) != 0 || fake.count("PutDraft") != 1 {
		t.Errorf("%d drafts, %d were put", len(fake.drafts), fake.count("PutDraft"))
	}
}

func TestNoteDraft(t *testing.T) {
	fake := newFake(someLeads(2)...)
	d := start120(t, fake)
	d.pressed("down", "m")
	d.typed("call on thursday")
	d.pause()
	again := killed(d)
	again.sees("Note on Ж001", "call on thursday")
	again.pressed("enter")
	again.sees("> call on thursday")
	again.pressed("enter")
	again.sees("note on Ж001 kept")
	if len(fake.drafts) != 0 {
		t.Errorf("saving left %+v", fake.drafts)
	}
	// Another question cannot be asked again, but its words are there.
	again.pressed("t")
	again.typed("fair bio")
	again.pause()
	third := killed(again)
	third.pressed("enter")
	third.sees("fair bio")
}

func TestDraftsAreThrownAwayAndBroughtBack(t *testing.T) {
	fake := newFake(someLeads(2)...)
	d := start120(t, fake)
	for _, text := range []string{"1 one", "2 two"} {
		d.pressed("3", "c")
		d.typed(text)
		d.pressed("esc")
	}
	d.pressed("g", "u")
	d.sees("1 one", "2 two")
	d.pressed("x")
	if len(fake.drafts) != 1 {
		t.Fatalf("%d drafts", len(fake.drafts))
	}
	d.pressed("u")
	if len(fake.drafts) != 2 {
		t.Errorf("%d drafts after bringing back", len(fake.drafts))
	}
	d.pressed("x", "x")
	d.sees("there are no drafts")
	d.pressed("esc")
}

func TestLeavingWithUnsavedWorkAsks(t *testing.T) {
	start := func() (*driver, *fakeDesk) {
		fake := newFake(someLeads(2)...)
		d := start120(t, fake)
		d.pressed("e")
		d.typed("x")
		d.pressed("ctrl+c")
		d.sees("Edit Ж000 is not saved")
		if d.quit {
			t.Fatal("it left without asking")
		}
		return d, fake
	}
	d, _ := start()
	d.pressed("esc")
	d.sees("ctrl+s save")
	d.pressed("ctrl+c", "2")
	if d.quit {
		t.Error("it left though one stays")
	}

	for name, keys := range map[string][]string{"chosen": {"1"}, "a second ctrl+c": {"ctrl+c"}} {
		d, fake := start()
		d.pressed(keys...)
		d.left()
		if !d.quit || len(fake.drafts) != 1 {
			t.Errorf("%s: left %v with %d drafts", name, d.quit, len(fake.drafts))
		}
	}

	d, fake := start()
	d.pause()
	d.pressed("3")
	d.left()
	if !d.quit || len(fake.drafts) != 0 {
		t.Errorf("thrown away: left %v with %d drafts", d.quit, len(fake.drafts))
	}
}

// A form has its values, its errors, its choices and its cursor at every size,
// below the smallest too.
func TestFormsSurviveResize(t *testing.T) {
	d := start120(t, newFake(someLeads(2)...))
	d.pressed("e", "down", "down", "ctrl+u")
	d.typed("no address")
	d.pressed("down", "down", "ctrl+u")
	d.typed("m")
	f := d.m.top().(*formOverlay)
	before := f.text()
	d.sees("! e-mail address", "MO  Macao")
	for w := 1; w < 210; w += 7 {
		for h := 1; h < 60; h += 5 {
			d.send(tea.WindowSizeMsg{Width: w, Height: h})
			d.exact()
		}
	}
	d.send(tea.WindowSizeMsg{Width: 30, Height: 8})
	d.pressed("x", "enter", "esc")
	d.send(tea.WindowSizeMsg{Width: 120, Height: 30})
	if f.text() != before || f.form.Focused() != "country" || f.form.CursorAt() != 1 {
		t.Errorf("%q became %q, the cursor in %s", before, f.text(), f.form.Focused())
	}
	d.sees("! e-mail address", "▌ Country       m", "MO  Macao")
}

func TestDraftThatComesLateIsOnlySaid(t *testing.T) {
	fake := newFake(someLeads(2)...)
	d := start120(t, fake)
	d.pressed("3", "c")
	d.typed("Я 5")
	d.pressed("esc")
	late := start120(t, newFake())
	late.m.toast.keys = 1
	late.send(draftsMsg{of: of(late.m.session), drafts: fake.drafts})
	late.sees("you were writing New supplier: Я 5 · g u goes on")
	late.seesNot("throw away")
}

func TestLinesDraft(t *testing.T) {
	rfq := &model.RFQ{Head: model.Head{ID: idOf(901)}, Title: "Э 7", Stage: model.RFQOpen, Lines: []model.Line{{Product: "Щ", Quantity: "500", Unit: "KGM"}}}
	fake := newFake(rfq)
	d := start120(t, fake)
	d.pressed("4", "l", "down")
	d.typed("Ы 5oo")
	d.pause()
	again := killed(d)
	again.sees("You were writing")
	again.pressed("enter")
	again.sees("Щ", "Ы 5oo")
	again.pressed("ctrl+s")
	if got := fake.rfq(901).Lines; len(got) != 2 || got[1].Product != "Ы 5oo" || got[0].Quantity != "500" {
		t.Errorf("saved %+v", got)
	}
	if len(fake.drafts) != 0 {
		t.Errorf("saving left %+v", fake.drafts)
	}
}

func (d *fakeDesk) rfq(i int) *model.RFQ {
	d.mu.Lock()
	defer d.mu.Unlock()
	_, r := d.find(idOf(i))
	return r.(*model.RFQ)
}
