package ui

import (
	"errors"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/value"
)

func TestInboxShowsListAndDetail(t *testing.T) {
	d := start120(t, newFake(someLeads(60)...))
	d.exact()
	d.sees("[1 Inbox 60]", "60 to judge", "reply promised within 24 h", "▌   18  Ж000", "500", "Wants", "Ы", "« Ъ Ъ »", "23 h left", "23 Nov",
		"enter open", "y qualify", "u undo", "/ search", "? keys")
	d.pressed("end")
	if d.current() != "Ж059" {
		t.Fatalf("the end is %s", d.current())
	}
	d.sees("! 36 h late")
	d.send(tea.WindowSizeMsg{Width: 80, Height: 24})
	d.idle()
	d.exact()
	d.seesNot("« Ъ Ъ »")
	d.sees("▌   17  Ж059")
	d.pressed("enter")
	d.exact()
	d.sees("« Ъ Ъ »", "Wants")
	d.pressed("esc")
	d.sees("▌   17  Ж059")
}

// The next lead is under the cursor before the desk has answered.
func TestDecisionBringsTheNextLead(t *testing.T) {
	fake := newFake(someLeads(20)...)
	d := start120(t, fake)
	d.pressed("down", "down")
	fake.gate.Lock()
	d.press("y")
	if d.current() != "Ж003" {
		t.Errorf("with the decision under way the cursor is on %s", d.current())
	}
	d.press("y", "y")
	if d.current() != "Ж005" {
		t.Errorf("after three decisions the cursor is on %s", d.current())
	}
	fake.gate.Unlock()
	d.idle()
	if d.current() != "Ж005" {
		t.Errorf("after the answers the cursor is on %s", d.current())
	}
	d.sees("[1 Inbox 17]", "17 to judge", "✓ Ж004 → qualified · u undo")
	for i, want := range map[int]model.Stage{1: model.LeadNew, 2: model.LeadQualified, 3: model.LeadQualified, 4: model.LeadQualified, 5: model.LeadNew} {
		if got := fake.lead(i).Stage; got != want {
			t.Errorf("lead %d is %s, want %s", i, got, want)
		}
	}
	d.pressed("u")
	d.sees("taken back: move Ж004 to qualified", "18 to judge")
	if d.current() != "Ж004" {
		t.Errorf("after undo the cursor is on %s", d.current())
	}
	d.pressed("u", "u", "u")
	d.sees("nothing to take back", "20 to judge")
	d.pressed("ctrl+r")
	d.sees("done again: move Ж002 to qualified")
}

func TestKeysAreTakenWhileTheDeskIsSlow(t *testing.T) {
	fake := newFake(someLeads(60)...)
	d := start120(t, fake)
	fake.gate.Lock() // from here on the desk answers nothing
	d.press("down", "down", "down")
	if d.current() != "Ж003" {
		t.Errorf("the cursor is on %s", d.current())
	}
	d.press("y", "space", "x")
	d.sees("because", "spam")
	d.press("esc", "/", "Ж", "0")
	d.sees("Search everything", "> Ж0")
	d.press("esc", "2", "?")
	d.sees("Keys of this place")
	d.press("esc", "ctrl+p", "i", "m")
	d.sees("Palette", "> im")
	d.press("esc", "1", "c")
	d.sees("New lead")
	d.exact()
	d.press("esc")
	fake.gate.Unlock()
	d.idle()
	if got := fake.lead(3).Stage; got != model.LeadQualified {
		t.Errorf("the lead is %s", got)
	}
}

func TestReasons(t *testing.T) {
	fake := newFake(someLeads(5)...)
	d := start120(t, fake)
	d.pressed("X")
	d.sees("lost: a new lead is junk")
	d.pressed("x")
	d.sees("Ж000: junk, because", "not our products")
	d.pressed("2")
	d.sees("Ж000 → junk (not our products)")
	if l := fake.lead(0); l.Stage != model.LeadJunk || l.Reason != "not our products" {
		t.Errorf("got %s because %q", l.Stage, l.Reason)
	}
	d.pressed("x", "0", "enter")
	d.sees("write something")
	d.typed("bad q")
	d.pressed("enter")
	if l := fake.lead(1); l.Reason != "bad q" {
		t.Errorf("the typed reason is %q", l.Reason)
	}
	if d.quit {
		t.Error("a q in a text field quit")
	}
}

func TestBulkIsOneActionAndOneUndo(t *testing.T) {
	fake := newFake(someLeads(10)...)
	fake.records[1].(*model.Lead).Stage = model.LeadContacted
	d := start120(t, fake)
	d.pressed("2", "home", "*")
	d.sees("● 10 selected")
	d.pressed("s")
	d.sees("Move 10 leads to")
	d.pressed("esc", "x", "1")
	d.sees("Move 9 leads to junk?", "enter yes", "esc no")
	d.pressed("1")
	d.sees("Move 9 leads to junk?")
	d.pressed("esc")
	if fake.count("Do") != 0 {
		t.Fatal("what was not confirmed was done")
	}
	// Chosen with enter, it wants another key than that, and all of the screen says which.
	d.pressed("x", "enter")
	d.sees("Move 9 leads to junk?", "y yes")
	d.seesNot("enter yes")
	d.pressed("enter")
	d.sees("Move 9 leads to junk?")
	if fake.count("Do") != 0 {
		t.Fatal("the key that asked was taken for the answer")
	}
	d.pressed("esc")
	d.pressed("x", "1", "enter")
	if fake.count("Do") != 1 {
		t.Errorf("%d actions for one decision", fake.count("Do"))
	}
	d.sees("9 leads → junk (spam) · 1 left as it was · u undo")
	d.pressed("u")
	if fake.lead(0).Stage != model.LeadNew || fake.lead(9).Stage != model.LeadNew {
		t.Error("one undo did not take back all")
	}
}

func TestSnooze(t *testing.T) {
	fake := newFake(someLeads(5)...)
	d := start120(t, fake)
	d.pressed("z")
	d.sees("Put off Ж000 until", "later today", "Tue 24 Nov 13:00", "Mon 30 Nov 09:00")
	d.pressed("2")
	d.sees("put off until Wed 25 Nov 09:00", "4 to judge")
	d.pressed("z", "0")
	d.typed("2020-01-01T00:00:00Z")
	d.pressed("enter")
	d.sees("! this moment is past")
	d.pressed("esc")
	if fake.lead(1).SnoozedUntil != 0 {
		t.Error("a moment that is past was taken")
	}
}

func TestAssignTagAndNote(t *testing.T) {
	fake := newFake(someLeads(3)...)
	d := start120(t, fake)
	d.pressed("a")
	d.typed("8")
	d.pressed("enter")
	d.sees("Ж000 given to 78")
	d.pressed("t")
	d.typed("a b, a")
	d.pressed("enter", "t")
	d.typed("c -a")
	d.pressed("enter")
	if l := fake.lead(0); l.Owner != "78" || strings.Join(l.Tags, " ") != "b c" {
		t.Errorf("owner %q tags %q", l.Owner, l.Tags)
	}
	d.sees("#b #c")
	d.pressed("m")
	d.typed("Э 1")
	d.pressed("enter")
	d.sees("✎ note", "Э 1", "thread · 1 entry")
}

func TestFormsKeepWhatWasTyped(t *testing.T) {
	fake := newFake(someLeads(3)...)
	d := start120(t, fake)
	d.pressed("e")
	d.sees("Edit Ж000")
	d.typed("1")
	d.pressed("ctrl+c")
	if d.quit {
		t.Fatal("ctrl+c threw away what was typed")
	}
	d.sees("Edit Ж000 is not saved", "keep it as a draft and leave")
	d.pressed("2")
	fake.fail = desk.ErrConflict
	d.pressed("ctrl+s")
	d.sees("Edit Ж000", "save again to have yours")
	fake.fail = errors.New("1 2 3")
	d.pressed("ctrl+s")
	d.sees("Edit Ж000", "! 1 2 3")
	fake.fail = nil
	d.pressed("ctrl+s")
	d.seesNot("Edit Ж000")
	d.sees("✓ Ж000 saved")
	if got := fake.lead(0).Company; got != "Ж0001" {
		t.Errorf("the company is %q", got)
	}
}

func TestCreateAndDelete(t *testing.T) {
	fake := newFake(someLeads(3)...)
	d := start120(t, fake)
	d.pressed("3")
	d.sees("No suppliers yet.", "c  Add a record")
	d.pressed("c")
	d.sees("New supplier")
	d.pressed("ctrl+s")
	d.sees("nothing was typed")
	d.pressed("c")
	d.typed("Я 5")
	d.pressed("ctrl+s")
	d.sees("✓ Я 5 added", "[3 Suppliers 1]")
	d.pressed("d")
	d.sees("Я 5 deleted", "No suppliers yet.")
	d.pressed("u")
	d.sees("[3 Suppliers 1]")
}

func TestNextStep(t *testing.T) {
	fake := newFake(append(someLeads(3), &model.Supplier{Head: model.Head{ID: idOf(900)}, Name: "Я 5"})...)
	d := start120(t, fake)
	d.pressed("space", "space", "n")
	d.sees("Next step of 2 leads")
	d.typed("Б 1")
	d.pressed("ctrl+s")
	d.sees("Plan the next step of 2 leads?")
	d.pressed("esc")
	d.sees("Next step of 2 leads", "Б 1")
	d.pressed("ctrl+s", "enter")
	if fake.lead(0).NextAction != "Б 1" || fake.lead(1).NextAction != "Б 1" || fake.lead(2).NextAction != "" {
		t.Error("the next step is not on the two that were selected")
	}
	d.pressed("3", "n")
	d.typed("Б 2")
	d.pressed("ctrl+s")
	d.sees("next step of Я 5 kept")
	found := false
	for _, r := range fake.records {
		if task, ok := r.(*model.Task); ok && task.About == idOf(900) && task.Title == "Б 2" {
			found = true
		}
	}
	if !found {
		t.Error("no task about the supplier was made")
	}
}

func TestFilter(t *testing.T) {
	fake := newFake(someLeads(6)...)
	fake.records[2].(*model.Lead).Stage = model.LeadWon
	d := start120(t, fake)
	d.pressed("f")
	d.sees("filter: the inbox shows new leads only")
	d.pressed("2", "f")
	d.sees("Show which stage?", "all stages", "won")
	d.pressed("7")
	d.sees("only won · 1 record")
	if d.current() != "Ж002" {
		t.Errorf("the cursor is on %s", d.current())
	}
	d.pressed("esc")
	d.sees("6 records")
	d.pressed("3", "f")
	d.sees("these records have no stages")
}

func TestRefusedActionsSayWhy(t *testing.T) {
	fake := newFake(&model.Lead{Head: model.Head{ID: idOf(1)}, Company: "Ж", Stage: model.LeadWon})
	d := start120(t, fake)
	d.pressed("2", "y")
	d.sees("qualify: a lead is qualified from new or contacted")
	d.pressed("s")
	d.sees("this stage is final")
	d.seesNot("y qualify")
	if fake.count("Do") != 0 {
		t.Error("the desk was asked all the same")
	}
}

func TestFailurePutsTheRowBack(t *testing.T) {
	fake := newFake(someLeads(3)...)
	d := start120(t, fake)
	fake.fail = desk.ErrFull
	d.pressed("y")
	d.sees("✗ move Ж000 to qualified: the disk is full", "Ж000", "3 to judge")
}

func TestNewsKeepsTheRowInItsPlace(t *testing.T) {
	fake := newFake(someLeads(60)...)
	d := start120(t, fake)
	d.pressed("down", "down")
	before := d.lines()[5]
	late := someLeads(1)[0].(*model.Lead)
	late.ID = model.NewIDs(func() time.Time { return testNow.Add(time.Second) }, nil).New()
	late.Company, late.Quantity, late.Port, late.Email, late.TargetPrice, late.Currency = "Ф", "90000", "MACAS", "x@x.example", "9", "EUR"
	fake.add(late)
	d.idle()
	d.sees("61 to judge", "1 new above")
	if after := d.lines()[5]; after != before {
		t.Errorf("the row moved:\n%s\n%s", before, after)
	}
	d.pressed("home")
	d.sees("Ф")
	d.seesNot("1 new above")
}

func TestArabicKeyboard(t *testing.T) {
	fake := newFake(someLeads(5)...)
	d := start120(t, fake)
	d.pressed("غ") // on the key of y
	if fake.lead(0).Stage != model.LeadQualified {
		t.Error("the key of y on an Arabic keyboard did nothing")
	}
	d.send(tea.KeyPressMsg{Code: 'η', Text: "η", BaseCode: 'u'})
	d.idle()
	if fake.lead(0).Stage != model.LeadNew {
		t.Error("a key that says its place on a Latin keyboard did nothing")
	}
}

func TestHostileDataIsOnlyText(t *testing.T) {
	evil := "\x1b]0;x\x07\x1b[2JЖ\u202e\u2066\u009b31m\r\n\tЖ"
	lead := &model.Lead{Head: model.Head{ID: idOf(1)}, Company: evil, Contact: evil, Product: evil, Message: strings.Repeat(evil+"\n", 400),
		Reason: evil, Owner: evil, Tags: []string{evil}, City: evil, Source: evil, NextAction: evil, Stage: model.Stage(evil),
		Custom: map[string]string{evil: evil}}
	lead.Stage = model.LeadNew
	note := &model.Message{Head: model.Head{ID: idOf(2)}, Thread: idOf(1), Direction: model.DirectionIn, From: evil, Subject: evil, Body: evil, At: value.At(testNow)}
	d := start120(t, newFake(lead, note))
	check := func(what string) {
		d.exact()
		for _, bad := range []string{"\x1b]", "\x1b[2J", "\u202e", "\u2066", "\u009b", "\r", "\t", "\a"} {
			if strings.Contains(d.m.content(), bad) {
				t.Fatalf("%s: %q reached the screen", what, bad)
			}
		}
	}
	check("inbox")
	for _, key := range []string{"x", "z", "e", "n", "s", "/"} {
		d.pressed(key)
		check(key)
		d.pressed("esc", "esc")
	}
	d.pressed("/")
	d.typed("Ж")
	check("search")
	d.pressed("enter", "end", "y")
	check("after a decision")
}
