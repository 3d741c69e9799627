package ui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/value"
	"tradedesk/ui/keys"
)

// goTo moves the cursor in the detail to the part on whose first line a text stands.
func (d *driver) goTo(text string) {
	d.t.Helper()
	for range 60 {
		p := d.m.page()
		drawn := d.m.drawnOf(p)
		if at, on := p.item(drawn); on && strings.Contains(ansi.Strip(drawn.lines[at.first]), text) {
			return
		}
		d.pressed("down")
	}
	d.t.Fatalf("the cursor never comes to %q:\n%s", text, d.screen())
}

func TestDetailOfAnRFQ(t *testing.T) {
	d := rfqDesk(t, 120, 44)
	d.pressed("4")
	d.sees("Argan 2026 → Nord", "2 invited, 1 quoted", "closes in 4 d (28 Nov)", "CIF Montreal CAMTR · USD",
		"2 lines", "  500     kg      43.5", "   12.25  kg       9", "36.50 EUR/kg · EXW · received", "no quote yet", "☐ Call Tifawin", "thread · 4 entries")
	// Everything stands in time order.
	last := -1
	for _, text := range []string{"« from Tifawin", "◆ Quote v1", "◇ Sample", "✎ note salma"} {
		at := strings.Index(d.screen(), text)
		if at <= last {
			t.Errorf("%q stands at %d, after %d:\n%s", text, at, last, d.screen())
		}
		last = at
	}
	d.exact()
}

func TestDetailOfASupplier(t *testing.T) {
	d := rfqDesk(t, 120, 44)
	d.pressed("3", "end")
	d.sees("Tifawin", "Morocco · Agadir", "t@tifawin.example", "151590  Fixed vegetable fats", "ECOCERT", "200 kg", "9,000 kg", "21 d",
		"EXW, FOB · Agadir MAAGA · EUR", "4.5  ★★★★☆", "1 contact", "Salma Benali", "1 quote", "Argan 2026", "v1 · received",
		"36.50 EUR/kg", "invited to 1 RFQ", "1 sample", "shipped")
}

// The cursor goes over every part, and enter opens it.
func TestPartsOfADetail(t *testing.T) {
	d := rfqDesk(t, 80, 24)
	d.pressed("4", "enter")
	for _, part := range []struct{ text, opens string }{
		{"Lead  ", "Marie"}, {"Tifawin", "Products"}, {"◆ Quote", "prices"}, {"◇ Sample", "requested → agreed → [shipped]"},
		{"« from", "Our offer"}, {"☐ Call", "! by Tue 24 Nov"},
	} {
		d.pressed("4", "enter")
		d.goTo(part.text)
		d.sees("enter open")
		d.pressed("enter")
		d.sees(part.opens)
		d.exact()
	}
}

func TestStepsReachBothEnds(t *testing.T) {
	d := rfqDesk(t, 80, 24)
	d.pressed("4", "enter")
	for range 60 {
		d.pressed("down")
	}
	d.sees("▌")
	if at, _ := d.m.target(); at.row.ID != idOf(7) {
		t.Errorf("the last part is %+v, want the newest note", at)
	}
	for range 60 {
		d.pressed("up")
	}
	if p := d.m.page(); p.scroll != 0 || p.on.row.ID != idOf(1) {
		t.Errorf("scrolled by %d on %+v, want the top and the lead", p.scroll, p.on)
	}
	d.pressed("pgdown")
	if at, on := d.m.target(); !on || at.row.ID == idOf(1) {
		t.Error("the cursor stays behind when a page is turned")
	}
	d.pressed("esc")
	if _, on := d.m.target(); on || !d.m.page().inside {
		t.Error("esc does not let the part go first")
	}
}

func TestOlderMessagesComeAsOneScrolls(t *testing.T) {
	records := threadRecords()
	for i := range 130 {
		records = append(records, &model.Message{Head: model.Head{ID: idOf(1000 + i)}, Thread: idOf(4), Direction: model.DirectionNote,
			Body: fmt.Sprintf("old %03d", i), At: value.At(testNow.Add(-time.Duration(500-i) * time.Hour))})
	}
	d := startAt(t, newFake(records...), 120, 40, "en")
	d.pressed("4", "enter", "end")
	if got := len(d.m.page().details[idOf(4)].Thread); got != desk.ThreadLimit {
		t.Fatalf("%d messages are read at first, want %d", got, desk.ThreadLimit)
	}
	d.sees("old 129")
	upTo := func(n int) {
		t.Helper()
		for range 400 {
			if got := len(d.m.page().details[idOf(4)].Thread); got >= n {
				break
			}
			d.pressed("up")
		}
	}
	upTo(desk.ThreadLimit + 1)
	// The next page comes above the message that the cursor was at, which stays in sight.
	if got := len(d.m.page().details[idOf(4)].Thread); got != 2*desk.ThreadLimit {
		t.Errorf("%d messages after one page more, want %d", got, 2*desk.ThreadLimit)
	}
	d.sees("▌")
	upTo(132)
	if got := len(d.m.page().details[idOf(4)].Thread); got != 132 {
		t.Errorf("%d messages are there after scrolling up, want all 132", got)
	}
	// News reads again as much as was there.
	d.fake.add(&model.Message{Head: model.Head{ID: idOf(2000)}, Thread: idOf(4), Direction: model.DirectionNote, Body: "fresh", At: value.At(testNow)})
	d.idle()
	if got := len(d.m.page().details[idOf(4)].Thread); got != 133 {
		t.Errorf("%d messages after news, want 133", got)
	}
	d.pressed("home", "down", "down")
	if got := d.fake.count("List"); got > 12 {
		t.Errorf("%d lists were read: going down over the place of older messages must read none", got)
	}
}

func TestPartsAreRefusedWithReasons(t *testing.T) {
	d := rfqDesk(t, 120, 44)
	d.pressed("4", "enter")
	d.goTo("Lead  ")
	d.pressed("d")
	d.sees("this is a record of its own")
	d.pressed("x")
	d.sees("only a task is done")
	d.pressed("w")
	d.sees("only a file is saved")
	d.goTo("✎ note")
	d.pressed("s")
	d.sees("these records have no stages")
	for _, place := range []string{"place.rfq_part", "place.record_part", "place.lead_part"} {
		if keys.PlaceOf(place).Name != place {
			t.Errorf("there is no %s", place)
		}
	}
}
