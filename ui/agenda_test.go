package ui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"tradedesk/model"
	"tradedesk/model/value"
)

// dueRecords are due from before today to next month; testNow is a Tuesday, 10:00.
func dueRecords() []model.Record {
	in := func(d time.Duration) value.Instant { return value.At(testNow.Add(d)) }
	return []model.Record{
		&model.Lead{Head: model.Head{ID: idOf(1)}, Company: "Nord", Stage: model.LeadQualified, NextAction: "send the offer", DueAt: in(-26 * time.Hour)},
		&model.Task{Head: model.Head{ID: idOf(2)}, Title: "Call Lindqvist", About: idOf(1), DueAt: in(-time.Hour)},
		&model.Task{Head: model.Head{ID: idOf(3)}, Title: "Book the stand", DueAt: in(4 * time.Hour)},
		&model.RFQ{Head: model.Head{ID: idOf(4)}, Title: "Argan for Nord", Stage: model.RFQOpen, Deadline: "2026-11-25"},
		&model.Lead{Head: model.Head{ID: idOf(5)}, Company: "Gulf", Stage: model.LeadNew, SnoozedUntil: in(72 * time.Hour), ReceivedAt: in(-30 * time.Hour)},
		&model.Quote{Head: model.Head{ID: idOf(6)}, RFQ: idOf(4), Reference: "T-17", Stage: model.QuoteReceived, ValidUntil: "2026-12-24"},
	}
}

func TestAgendaByDay(t *testing.T) {
	d := start120(t, newFake(dueRecords()...))
	d.sees("5 Agenda 2")
	d.pressed("5")
	d.exact()
	var days []string
	for _, line := range d.lines()[3:] {
		if line = strings.TrimSpace(strings.Split(line, "│")[0]); line != "" {
			days = append(days, strings.Join(strings.Fields(line), " "))
		}
	}
	want := []string{
		"Overdue", "▌ ! 23 Nov next step Nord send the offer",
		"Today · Tue 24 Nov", "! 09:00 task Call Lindqvist", "14:00 task Book the stand",
		"Tomorrow · Wed 25 Nov", "all day RFQ closes Argan for Nord",
		"Fri 27 Nov", "10:00 comes back Gulf",
		"Later", "24 Dec quote ends T-17",
	}
	for i, line := range want {
		if i >= len(days) || days[i] != line {
			t.Fatalf("line %d is not %q:\n%s", i, line, strings.Join(days, "\n"))
		}
	}
	d.sees("6 due · 2 by now · 1 reply promised", "soonest first")
	d.pressed("S")
	d.seesNot("Sort by")
}

func TestAgendaDoneAndPutOff(t *testing.T) {
	fake := newFake(dueRecords()...)
	d := start120(t, fake)
	d.pressed("5", "x")
	if l := fake.lead(1); l.NextAction != "" || !l.DueAt.IsZero() {
		t.Errorf("the step is still there: %+v", l)
	}
	d.sees("✓ done: Nord · u undo")
	if d.current() != "Call Lindqvist" {
		t.Errorf("the cursor is on %s", d.current())
	}
	d.pressed("p")
	if got, want := fake.task(2).DueAt, value.At(testNow.Add(23*time.Hour)); got != want {
		t.Errorf("put off to %s, want %s", got, want)
	}
	d.pressed("u", "u")
	if l := fake.lead(1); l.NextAction != "send the offer" {
		t.Errorf("undo left %+v", l)
	}
	// Of several rows of several kinds those that pass by themselves stay.
	d.pressed("home", "*", "x")
	d.sees("Finish what is due of 4 records?")
	d.pressed("enter")
	d.sees("done: 4 records")
	d.pressed("esc")
	d.sees("Argan for Nord", "T-17")
	d.pressed("home", "x")
	d.sees("pass by themselves")
}

func TestAgendaGoesToTheRecord(t *testing.T) {
	d := start120(t, newFake(dueRecords()...))
	d.pressed("5", "down", "enter")
	d.sees("[2 Leads 2]")
	if d.current() != "Nord" {
		t.Errorf("the task opens %s", d.current())
	}
	d.pressed("5", "end", "enter")
	d.sees("[4 RFQs 1]")
	if d.current() != "Argan for Nord" {
		t.Errorf("the quote opens %s", d.current())
	}
}

func TestAgendaOfOffersAndCertificates(t *testing.T) {
	records := dueRecords()
	records[3].(*model.RFQ).Invited = []model.ID{idOf(7)}
	ends := []model.CertificateDate{{Certificate: "HACCP", Until: "2026-12-10"}, {Certificate: "ISO 22000", Until: "2027-03-31"}}
	records = append(records,
		&model.Supplier{Head: model.Head{ID: idOf(7)}, Name: "Tifawin", Products: []string{"argan oil"}, CertificatesUntil: ends},
		&model.Supplier{Head: model.Head{ID: idOf(8)}, Name: "Unasked", CertificatesUntil: ends},
		&model.Offer{Head: model.Head{ID: idOf(9)}, Number: "OFF-2026-4K7M2QX", Version: 1, RFQ: idOf(4), Buyer: "Nord Foods", Stage: model.OfferSent, ValidUntil: "2026-11-28"})
	d := start120(t, newFake(records...))
	d.sees("5 Agenda 2")
	d.pressed("5")
	d.sees("Sat 28 Nov", "offer ends", "Nord Foods", "10 Dec", "certificate", "Tifawin", "HACCP")
	d.seesNot("Unasked", "ISO 22000")
	d.exact()
	d.pressed("end", "up", "x")
	d.sees("pass by themselves")
	d.pressed("enter")
	d.sees("[3 Suppliers 2]")
	if d.current() != "Tifawin" {
		t.Errorf("the certificate opens %s", d.current())
	}
	d.pressed("5", "end", "up", "up", "enter")
	d.sees("OFF-2026-4K7M2QX → Nord Foods")
}

func TestAgendaOfReplies(t *testing.T) {
	fake := newFake(dueRecords()...)
	d := start120(t, fake)
	d.pressed("5", "f")
	d.sees("1 reply promised · 1 late", "! 04:00", "reply", "Gulf")
	d.pressed("p")
	d.sees("a promise is kept or late")
	d.pressed("x")
	if fake.lead(5).RepliedAt.IsZero() {
		t.Error("the reply is not noted")
	}
	d.sees("No reply is owed.")
	d.pressed("f")
	d.sees("Book the stand")
}

func TestReminderWhenSomethingComesDue(t *testing.T) {
	fake := newFake(dueRecords()...)
	d := start120(t, fake)
	now := testNow
	d.m.o.Now = func() time.Time { return now }
	d.send(minuteMsg{})
	d.idle()
	d.seesNot("due now")
	now = testNow.Add(4*time.Hour + time.Minute)
	d.send(minuteMsg{})
	d.idle()
	d.sees("due now: task · Book the stand")
	d.send(minuteMsg{})
	d.idle()
	if n := strings.Count(d.screen(), "due now"); n != 1 {
		t.Errorf("%d reminders of one thing", n)
	}
}

// The cursor is in sight and never on a heading, however many headings there are.
func TestAgendaCursorIsInSight(t *testing.T) {
	var records []model.Record
	for i := range 300 {
		records = append(records, &model.Task{Head: model.Head{ID: idOf(i)}, Title: fmt.Sprintf("Task %03d", i),
			DueAt: value.At(testNow.Add(time.Duration(i/2) * 7 * time.Hour))})
	}
	d := startAt(t, newFake(records...), 60, 16, "en")
	d.pressed("5")
	for i := range 320 {
		name := fmt.Sprintf("Task %03d", min(i, 299))
		if d.current() != name {
			t.Fatalf("after %d downs the cursor is on %s", i, d.current())
		}
		if !strings.Contains(d.lines()[rowWith(d, "▌")], name) {
			t.Fatalf("the cursor is not on %s:\n%s", name, d.screen())
		}
		d.exact()
		d.pressed("down")
	}
	for i := 299; i > 0; i-- {
		d.send(tea.KeyPressMsg{Code: tea.KeyUp})
		if rowWith(d, "▌") < 0 {
			t.Fatalf("the cursor is out of sight:\n%s", d.screen())
		}
	}
}

func rowWith(d *driver, text string) int {
	for i, line := range d.lines() {
		if strings.Contains(line, text) {
			return i
		}
	}
	return -1
}

func (d *fakeDesk) task(i int) *model.Task {
	d.mu.Lock()
	defer d.mu.Unlock()
	_, r := d.find(idOf(i))
	return r.(*model.Task)
}

// A year is said of days that are far away only: 3 January is no riddle in December.
func TestDatesSayTheYearWhenFarAway(t *testing.T) {
	d := start120(t, newFake())
	for _, c := range []struct {
		days        int
		long, short string
	}{
		{0, "24 Nov", "24 Nov"},
		{40, "3 Jan", "3 Jan"},
		{-179, "29 May", "29 May"},
		{-180, "28 May 2026", "May 2026"},
		{395, "24 Dec 2027", "Dec 2027"},
	} {
		at := testNow.AddDate(0, 0, c.days)
		if long, short := d.m.date(at), d.m.shortDate(at); long != c.long || short != c.short {
			t.Errorf("in %d days: %q and %q, want %q and %q", c.days, long, short, c.long, c.short)
		}
	}
}

// A long agenda is not counted as it is listed: it is counted after it is shown.
func TestLongAgendaIsCounted(t *testing.T) {
	fake := newFake(dueRecords()...)
	fake.uncounted = true
	d := start120(t, fake)
	d.pressed("5")
	d.sees("6 due · 2 by now")
}
