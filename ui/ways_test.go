package ui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"tradedesk/model"
)

func TestNumbersBeforeKeys(t *testing.T) {
	d := start120(t, newFake(someLeads(400)...))
	d.press("5", "j")
	d.idle()
	if d.current() != "Ж005" {
		t.Errorf("5j is on %s", d.current())
	}
	d.press("1", "2")
	d.sees(" 12  ")
	d.press("G")
	d.idle()
	if d.current() != "Ж011" {
		t.Errorf("12G is on %s", d.current())
	}
	d.press("3", "0", "0", "G")
	d.idle()
	if d.current() != "Ж299" {
		t.Errorf("300G is on %s", d.current())
	}
	d.press("1", "5", "0", "k")
	d.idle()
	if d.current() != "Ж149" {
		t.Errorf("150k is on %s", d.current())
	}
	d.press("2", "0", "g", "g")
	d.idle()
	if d.current() != "Ж019" {
		t.Errorf("20gg is on %s", d.current())
	}
	d.press("3", "space")
	d.idle()
	d.sees("● 3 selected")
	d.press("1", "5", "y")
	d.sees("qualify takes no number")
	d.press("1", "5", "esc")
	d.idle()
	d.sees("● 3 selected") // esc took the number back, and nothing else
	// A digit alone is the page, after a pause or with a key that takes no number.
	d.pressed("esc", "2")
	d.sees("[2 Leads")
	d.press("1", "?")
	d.idle()
	d.sees("[1 Inbox", "Keys of this place")
}

func TestRepeat(t *testing.T) {
	fake := newFake(someLeads(8)...)
	d := start120(t, fake)
	d.pressed(".")
	d.sees("there is no decision to repeat yet")
	d.pressed("x", "2", ".", ".")
	for i := range 3 {
		if l := fake.lead(i); l.Stage != model.LeadJunk || l.Reason != "not our products" {
			t.Errorf("lead %d is %s because %q", i, l.Stage, l.Reason)
		}
	}
	d.pressed("t")
	d.typed("Ш")
	d.pressed("enter", "down", "space", "space", ".")
	d.sees("Tag 2 leads?")
	d.pressed("enter")
	tagged := 0
	for i := range 8 {
		if l := fake.lead(i); len(l.Tags) == 1 {
			tagged++
		}
	}
	if tagged != 3 {
		t.Errorf("%d leads are tagged, want 3", tagged)
	}
}

func TestMarksLeadBack(t *testing.T) {
	fake := newFake(append(someLeads(300), &model.Supplier{Head: model.Head{ID: idOf(900)}, Name: "Я 5"})...)
	d := start120(t, fake)
	d.pressed("down", "B", "a")
	d.sees("Ж001 is mark a")
	d.pressed("3", "B", "1", "end", "1", "'")
	d.sees("Go to which mark?", "a", "Lead  Ж001", "1", "Supplier  Я 5")
	d.exact()
	d.pressed("a")
	if d.current() != "Ж001" {
		t.Errorf("mark a is on %s", d.current())
	}
	again := start120(t, nextRun(fake))
	again.pressed("'", "1")
	if again.current() != "Я 5" {
		t.Errorf("mark 1 of another run is on %s", again.current())
	}
	again.pressed("'", "z")
	again.sees("there is no mark z")
	again.pressed("'")
	again.send(tea.KeyPressMsg{Code: tea.KeyDelete})
	again.sees("forget which letter?")
	again.pressed("1", "'", "1")
	again.sees("there is no mark 1")
}

func TestJumpsGoBackAndForward(t *testing.T) {
	d := start120(t, newFake(append(someLeads(300), &model.Supplier{Head: model.Head{ID: idOf(900)}, Name: "Я 5"})...))
	back, forward := tea.KeyPressMsg{Code: tea.KeyBackspace}, tea.KeyPressMsg{Code: tea.KeyRight, Mod: tea.ModAlt}
	d.send(back)
	d.sees("there is nowhere to go")
	d.pressed("down", "down", "end", "3")
	for _, want := range []string{"Ж299", "Ж002"} {
		d.send(back)
		d.idle()
		if d.current() != want {
			t.Fatalf("back is on %s, want %s", d.current(), want)
		}
	}
	for _, want := range []string{"Ж299", "Я 5"} {
		d.send(forward)
		d.idle()
		if d.current() != want {
			t.Fatalf("forward is on %s, want %s", d.current(), want)
		}
	}
	d.send(forward)
	d.sees("there is nowhere to go")
}

func TestMacroPlaysWhenAllIsDone(t *testing.T) {
	fake := newFake(someLeads(30)...)
	d := start120(t, fake)
	d.pressed("Q")
	d.sees("Record under which letter?")
	d.pressed("a")
	d.sees("● a")
	d.pressed("t")
	d.typed("Ш")
	d.pressed("enter", "y", "Q")
	d.sees("a has 4 keys; @a plays them")
	d.seesNot("● a")
	d.press("5", "@", "a")
	d.idle()
	d.sees("macro a played")
	for i := range 6 {
		if l := fake.lead(i); l.Stage != model.LeadQualified || len(l.Tags) != 1 {
			t.Errorf("lead %d is %s with tags %q", i, l.Stage, l.Tags)
		}
	}
	if l := fake.lead(6); l.Stage != model.LeadNew {
		t.Error("it was played too often")
	}
	// Another run has it, and @@ plays the last one again.
	again := start120(t, nextRun(fake))
	again.pressed("@", "a", "@", "@")
	if l := again.fake.lead(7); l.Stage != model.LeadQualified || again.fake.lead(8).Stage != model.LeadNew {
		t.Errorf("lead 7 is %s", l.Stage)
	}
}

func TestMacroStopsAtTheFirstRefusal(t *testing.T) {
	fake := newFake(someLeads(10)...)
	d := start120(t, fake)
	d.pressed("2", "home", "Q", "b", "y", "down", "Q")
	fake.records[6].(*model.Lead).Stage = model.LeadJunk
	d.pressed("ctrl+l")
	d.press("9", "@", "b")
	d.idle()
	d.sees("macro b stopped at key 1: qualify: a lead is qualified from new or contacted")
	if fake.lead(7).Stage != model.LeadQualified || fake.lead(5).Stage != model.LeadNew {
		t.Errorf("leads 7 and 5 are %s and %s", fake.lead(7).Stage, fake.lead(5).Stage)
	}
	// It plays no other macro, and a page's digit is played as the page.
	d.pressed("Q", "c", "3", "Q")
	d.pressed("1", "@", "c")
	d.sees("[3 Suppliers")
	d.pressed("Q", "d", "@")
	d.sees("a macro plays no other macro")
	d.pressed("Q")
	// What a person presses meanwhile breaks it off.
	fake.gate.Lock()
	d.press("@", "b", "down")
	d.sees("macro b broken off")
	fake.gate.Unlock()
	d.idle()
}

func TestMouse(t *testing.T) {
	fake := newFake(someLeads(60)...)
	d := start120(t, fake)
	if d.m.View().MouseMode != tea.MouseModeCellMotion {
		t.Error("the mouse is not asked for")
	}
	click := func(x, y int) {
		d.send(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft})
		d.idle()
	}
	click(10, 8)
	if d.current() != "Ж004" || d.m.page().inside {
		t.Errorf("the click is on %s", d.current())
	}
	click(10, 8)
	if !d.m.page().inside {
		t.Error("a double click did not open")
	}
	click(10, 6)
	d.send(tea.MouseWheelMsg{X: 10, Y: 10, Button: tea.MouseWheelDown})
	if d.current() != "Ж005" {
		t.Errorf("the wheel is on %s", d.current())
	}
	click(strings.Index(d.lines()[0], "2 Leads"), 0)
	d.sees("[2 Leads 60]")
	click(strings.Index(d.lines()[3], "Name"), 3)
	d.sees("Name▲")
	last := d.lines()[29]
	click(len([]rune(last[:strings.Index(last, "palette")])), 29)
	d.sees("Palette")
	d.pressed("esc", "x")
	_, box := d.m.top().draw(d.m)
	click(box.X+5, box.Y+3)
	d.sees("→ junk (not our products)")
	d.pressed("g", "m")
	d.sees("the mouse is off")
	if d.m.View().MouseMode != tea.MouseModeNone {
		t.Error("the mouse is still asked for")
	}
}
