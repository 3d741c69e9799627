package ui

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/value"
)

// outboxDesk is a desk with the messages of postedRecords, those that wait in its outbox.
func outboxDesk(t *testing.T, w, h int) *driver {
	t.Helper()
	fake := newFake(postedRecords()...)
	for i, state := range []desk.LetterState{desk.LetterQueued, desk.LetterFailed, desk.LetterUnsure} {
		m := fake.records[slices.IndexFunc(fake.records, func(r model.Record) bool { return r.Header().ID == idOf(41+i) })].(*model.Message)
		l := desk.Outgoing{ID: m.ID, Thread: m.Thread, To: m.To, Subject: m.Subject, State: state, Failure: m.Failure, Tries: i + 1, Queued: m.At}
		if state == desk.LetterQueued {
			l.NextTry = value.At(testNow)
		}
		fake.sync.outbox = append(fake.sync.outbox, l)
	}
	d := startAt(t, fake, w, h, "en")
	d.m.o.Sends = true
	return d
}

func TestGoldenOutbox(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 36}, {200, 50}} {
		name := fmt.Sprintf("%dx%d", size[0], size[1])
		t.Run(name, func(t *testing.T) {
			d := outboxDesk(t, size[0], size[1])
			d.pressed("g", "b", "space")
			d.golden("outbox-" + name)
		})
	}
}

// Each state says why it is not sent and what becomes of it, and has its keys.
func TestOutboxKeys(t *testing.T) {
	for i, test := range []struct {
		sees string
		keys map[string]desk.LetterOrder // what is ordered
	}{
		{"tried once · tried again by itself at", map[string]desk.LetterOrder{"r": {Do: desk.SendLetter}, "x": {Do: desk.CancelLetter}}},
		{"550 no such user", map[string]desk.LetterOrder{"r": {Do: desk.SendLetter}, "x": {Do: desk.CancelLetter}}},
		{"look into your mail account, then m", map[string]desk.LetterOrder{"r n": {}, "r s": {Do: desk.SendLetter, Knows: true}, "x": {Do: desk.CancelLetter}, "m w": {Do: desk.LetterWent}}},
	} {
		for keys, want := range test.keys {
			d := outboxDesk(t, 120, 36)
			d.pressed("g", "b")
			for range i {
				d.pressed("j")
			}
			d.sees(test.sees)
			for _, key := range strings.Fields(keys) {
				d.pressed(key)
			}
			var all []desk.LetterOrder
			if want.ID = idOf(41 + i); want.Do != "" {
				all = append(all, want)
			}
			if got := d.letters(); !slices.Equal(got, all) {
				t.Errorf("%s on message %d ordered %+v, want %+v", keys, i, got, all)
			}
		}
	}
}

// Several that are marked are sent together; what may have been sent is left.
func TestOutboxSendsWhatIsMarked(t *testing.T) {
	d := outboxDesk(t, 120, 36)
	d.pressed("g", "b", "*", "r")
	want := []desk.LetterOrder{{ID: idOf(41), Do: desk.SendLetter}, {ID: idOf(42), Do: desk.SendLetter}, {ID: idOf(40), Do: desk.SendLetter}}
	if got := d.letters(); !slices.Equal(got, want) {
		t.Errorf("ordered %+v, want %+v", got, want)
	}
	d.sees("3 messages in the outbox · 1 left: what may have been sent is sent again one by one")
}

// A draft that is given up is deleted, and undo brings it back.
func TestOutboxDeletesADraft(t *testing.T) {
	d := outboxDesk(t, 120, 36)
	d.pressed("g", "b", "end")
	d.sees("□ draft 1", "r sends it, x deletes it")
	d.pressed("x")
	d.sees("1 draft deleted")
	d.seesNot("□ draft")
	d.pressed("u")
	d.sees("□ draft 1")
	if got := d.letters(); len(got) > 0 {
		t.Errorf("ordered %+v", got)
	}
}

// A desk that does not know how to send says so, and an empty list that it is empty.
func TestOutboxSaysWhyNot(t *testing.T) {
	d := outboxDesk(t, 80, 24)
	d.m.o.Sends = false
	d.pressed("g", "b", "r")
	d.sees("mail.send in config.toml does not say how to send")
	d = startAt(t, newFake(), 80, 24, "en")
	d.m.starting = false
	d.pressed("g", "b")
	d.sees("All that was written is sent.")
	d.pressed("r")
	d.sees("no message is listed")
}

// What the outbox was told is what u takes back, and not what was done before it.
func TestUndoTakesTheLastOrderBack(t *testing.T) {
	d := outboxDesk(t, 120, 36)
	order := func(i int, do desk.LetterDo) desk.LetterOrder { return desk.LetterOrder{ID: idOf(i), Do: do} }
	undone := func() int { return d.fake.count("Undo") }
	d.pressed("g", "b", "x")
	d.sees("message is a draft again · u undo")
	d.pressed("u")
	d.sees("1 message in the outbox")
	d.pressed("u")
	want := []desk.LetterOrder{order(41, desk.CancelLetter), order(41, desk.SendLetter), order(41, desk.CancelLetter)}
	if got := d.letters(); !slices.Equal(got, want) || undone() != 0 {
		t.Errorf("ordered %+v, want %+v, and %d undone", got, want, undone())
	}
	d.pressed("m", "w", "u")
	d.sees("is not taken back")
	d.pressed("u")
	if undone() != 1 {
		t.Errorf("the desk took %d actions back, want one", undone())
	}
}
