package ui

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/value"
	"tradedesk/ui/cells"
	"tradedesk/ui/layout"
)

func TestLightSaysHowTheDeskStands(t *testing.T) {
	server := func(change func(*desk.Status)) desk.Status {
		st := desk.Status{Server: "https://desk.example", State: desk.StateIdle}
		change(&st)
		return st
	}
	for want, st := range map[string]desk.Status{
		"○ offline":            server(func(*desk.Status) {}),
		"● online":             server(func(st *desk.Status) { st.Online = true }),
		"○ offline · 47 queue": server(func(st *desk.Status) { st.Pending = 47 }),
		"⟳ 120/4,000 · 85/s": server(func(st *desk.Status) {
			st.Online, st.Running = true, &desk.SyncProgress{Done: 120, Total: 4000, PerSec: 85}
		}),
		"● server full · 9 queued":                server(func(st *desk.Status) { st.Online, st.State, st.Pending = true, desk.StateFull, 9 }),
		"○ logged out · 2 queued":                 server(func(st *desk.Status) { st.State, st.Pending = desk.StateLoggedOut, 2 }),
		"● online · ⚠ 1 conflict · 3 quarantined": server(func(st *desk.Status) { st.Online, st.Conflicts, st.Quarantined = true, 1, 3 }),
	} {
		fake := newFake()
		fake.sync.status = st
		d := startAt(t, fake, 200, 50, "en")
		d.sees(want)
	}
	d := startAt(t, newFake(), 200, 50, "en")
	d.seesNot("offline", "online", "queued")
}

// Where there is no room for words, signs say as much: something to be done by a person, values
// to be decided on, changes that were not taken, and how many wait.
func TestLightOfANarrowScreen(t *testing.T) {
	for want, change := range map[string]func(*desk.Status){
		" ○ 47 ":    func(st *desk.Status) { st.Pending = 47 },
		" ●! 9 ":    func(st *desk.Status) { st.Online, st.State, st.Pending = true, desk.StateFull, 9 },
		" ● ⚠2 ✗3 ": func(st *desk.Status) { st.Online, st.Conflicts, st.Quarantined = true, 2, 3 },
		" ⟳ 1/4 ✗1 ": func(st *desk.Status) {
			st.Online, st.Quarantined, st.Running = true, 1, &desk.SyncProgress{Done: 1, Total: 4}
		},
	} {
		fake := newFake()
		fake.sync.status = desk.Status{Server: "https://desk.example", State: desk.StateIdle}
		change(&fake.sync.status)
		d := startAt(t, fake, 80, 24, "en")
		d.sees(want)
	}
}

// While much is on its way the desk has news more often than a person can read.
func TestLightIsReadAFewTimesASecond(t *testing.T) {
	fake := linked()
	d := startAt(t, fake, 200, 50, "en")
	news := func() {
		fake.mu.Lock()
		fake.sync.status.Running = &desk.SyncProgress{Done: fake.sent, Total: 4000}
		fake.publish(desk.News{Sync: true})
		fake.mu.Unlock()
		d.idle()
	}
	lists, before := fake.count("List"), fake.count("Status")
	for range 20 {
		news()
	}
	if got := fake.count("Status") - before; got != 1 {
		t.Fatalf("the status was read %d times without a rest", got)
	}
	d.send(lightRestedMsg{of(d.m.session)})
	d.idle()
	if got := fake.count("Status") - before; got != 2 {
		t.Errorf("after the rest the status was read %d times in all", got)
	}
	d.sees("⟳ 19/4,000")
	if fake.count("List") != lists {
		t.Error("news of the server alone read the list again")
	}
}

func TestSyncPageSettlesConflicts(t *testing.T) {
	fake := linked()
	d := startAt(t, fake, 120, 36, "en")
	d.pressed("8")
	d.sees("changes wait to be sent", "salma · broker", "2 records with conflicts", "Nord Foods Inc", "Quote Tifawin · CIF", "not allowed for your role", "2,400", "fair laptop")
	d.pressed("enter")
	d.sees("Phone", "+1 514-555-0101", "+1 514-555-0199", "karim", "1 of 2")
	d.pressed("t")
	if len(fake.sync.resolved) != 1 || fake.sync.resolved[0].Field != "phone" || string(fake.sync.resolved[0].Value) != `"+15145550199"` {
		t.Fatalf("resolved: %+v", fake.sync.resolved)
	}
	// The next field came by itself: a key that comes at once is not for it.
	d.sees("Luc decides")
	d.press("m")
	d.idle()
	if len(fake.sync.resolved) != 1 {
		t.Fatalf("a key settled what had just come up: %+v", fake.sync.resolved)
	}
	d.pressed("b")
	if len(fake.sync.resolved) != 2 || fake.sync.resolved[1].Field != "message" || fake.sync.resolved[1].Take != desk.TakeBoth {
		t.Fatalf("resolved: %+v", fake.sync.resolved)
	}
	d.seesNot("Nord Foods Inc ·", "Luc decides")
}

func TestConflictIsWritten(t *testing.T) {
	fake := linked()
	fake.sync.status.Seq = 41
	d := startAt(t, fake, 120, 36, "en")
	d.pressed("8", "enter", "b")
	if len(fake.sync.resolved) != 0 {
		t.Fatal("two phones were joined")
	}
	d.pressed("e")
	comesIn(fake, 57)
	d.pressed("ctrl+u")
	d.typed("+212661234567")
	d.pressed("ctrl+s")
	if len(fake.sync.resolved) != 1 || fake.sync.resolved[0].Take != desk.TakeValue || string(fake.sync.resolved[0].Value) != `"+212661234567"` {
		t.Fatalf("resolved: %+v\n%s", fake.sync.resolved, d.screen())
	}
	if base := fake.sync.resolved[0].Base; base == nil || *base != 41 {
		t.Errorf("it was written having seen %v, want 41", base)
	}
}

// A value that comes in while a field is settled stands beside, and is to be decided on.
func TestConflictThatGrowsWhileItIsSettled(t *testing.T) {
	fake := linked()
	d := startAt(t, fake, 120, 36, "en")
	d.pressed("8", "enter")
	fake.mu.Lock()
	phone := &fake.sync.conflicts[0].Fields[0]
	phone.Values = append(phone.Values, desk.ConflictValue{Value: []byte(`"+15145550177"`), By: "lena", At: value.At(testNow), Seq: fake.sync.status.Seq + 1})
	fake.mu.Unlock()
	d.pressed("t")
	d.sees("Phone", "+1 514-555-0177", "another value came in")
	comesIn(fake, fake.sync.status.Seq+1)
	fake.publish(desk.News{By: "lena", Records: []model.ID{idOf(1)}, Kinds: []model.Kind{model.KindLead}, Sync: true})
	d.idle()
	d.pressed("t")
	if len(fake.sync.resolved) != 2 || *fake.sync.resolved[0].Base >= *fake.sync.resolved[1].Base {
		t.Fatalf("resolved: %+v\n%s", fake.sync.resolved, d.screen())
	}
	d.seesNot("+1 514-555-0177")
}

// A deletion and an answer that had not seen each other are told apart in words.
func TestConflictOfADeletion(t *testing.T) {
	fake := linked()
	c := fake.sync.conflicts[0]
	c.Fields = []desk.FieldConflict{{Field: model.FieldDeleted, Values: []desk.ConflictValue{
		{Value: raw(true), By: fake.Me(), Own: true}, {Value: raw(nil), By: "karim"},
	}}}
	fake.sync.conflicts = []desk.Conflicted{c}
	d := startAt(t, fake, 120, 36, "en")
	d.pressed("8")
	d.sees("Deletion")
	d.pressed("enter")
	d.sees("Delete it", "Keep it: it was changed or written about")
	d.seesNot("true", "(cleared)")
}

// A record with values to be decided between says so itself.
func TestARecordSaysWhatIsToBeDecided(t *testing.T) {
	fake := linked()
	c := fake.sync.conflicts[0]
	d := startAt(t, fake, 160, 44, "en")
	d.pressed(map[model.Kind]string{model.KindLead: "2", model.KindSupplier: "3", model.KindRFQ: "4"}[c.Record.Kind()], "home")
	for range 20 {
		if e, _ := d.m.page().current(); e.ID == c.Record.Header().ID {
			break
		}
		d.seesNot("to be decided")
		d.pressed("down")
	}
	d.sees("⚠ ", d.m.registerName(c.Fields[0].Field), "written by people who were apart")
	d.exact()
}

// A desk that is not connected does not say that it is, or that all is in step.
func TestWhatTheSyncPageSaysWithoutAConnection(t *testing.T) {
	for says, st := range map[string]desk.Status{
		"Connected; changes wait to be sent": {Online: true, Pending: 1, Mode: desk.SyncAutomatic},
		"Changes wait to be sent":            {Pending: 1, Mode: desk.SyncAutomatic},
		"Changes wait until you sync":        {Pending: 1, Mode: desk.SyncManual},
		"Nothing waits to be sent":           {Mode: desk.SyncManual},
		"In step with the server":            {Online: true, Mode: desk.SyncManual},
	} {
		fake := linked()
		st.Server, st.State = "https://desk.example", desk.StateIdle
		fake.sync.status = st
		d := startAt(t, fake, 120, 36, "en")
		d.pressed("8")
		d.sees(" " + says)
	}
}

// Lines of an RFQ stand one below the other, those marked that the other side does not have.
func TestConflictOfLines(t *testing.T) {
	fake := linked()
	c := fake.sync.conflicts[0]
	c.Record = &model.RFQ{Head: model.Head{ID: c.Record.Header().ID}, Title: "Oils"}
	line := func(product, quantity string) map[string]string {
		return map[string]string{"product": product, "quantity": quantity, "unit": "KGM"}
	}
	c.Fields = []desk.FieldConflict{{Field: "lines", Values: []desk.ConflictValue{
		{Value: raw([]any{line("argan oil", "700"), line("olive oil", "300")}), By: fake.Me(), Own: true},
		{Value: raw([]any{line("argan oil", "500"), line("olive oil", "300")}), By: "karim"},
	}}}
	fake.sync.conflicts = []desk.Conflicted{c}
	d := startAt(t, fake, 120, 36, "en")
	d.pressed("8", "enter")
	d.sees("≠ argan oil 700 KGM", "≠ argan oil 500 KGM", "  olive oil 300 KGM")
	d.seesNot("≠ olive oil", "product")
	d.exact()
}

// Where it is known what both had seen, what comes of both is shown, and one key takes it.
func TestConflictOfDifferentLines(t *testing.T) {
	lines := func(argan, olive string) []byte {
		return raw([]any{
			map[string]string{"product": "argan oil", "quantity": argan, "unit": "KGM"}, map[string]string{"product": "olive oil", "quantity": olive, "unit": "KGM"},
		})
	}
	for _, width := range []int{80, 200} {
		fake := linked()
		c := fake.sync.conflicts[0]
		c.Record = &model.RFQ{Head: model.Head{ID: c.Record.Header().ID}, Title: "Oils"}
		c.Fields = []desk.FieldConflict{{Field: "lines", Seen: lines("500", "300"), Values: []desk.ConflictValue{
			{Value: lines("700", "300"), By: fake.Me(), Own: true}, {Value: lines("500", "200"), By: "karim"},
		}}}
		fake.sync.conflicts = []desk.Conflicted{c}
		d := startAt(t, fake, width, 24, "en")
		d.pressed("8", "enter")
		d.sees("≠ argan oil 500 KGM", "both together (enter)", "≠ argan oil 700 KGM", "≠ olive oil 200 KGM")
		d.exact()
		d.pressed("enter")
		if len(fake.sync.resolved) != 1 || fake.sync.resolved[0].Take != desk.TakeBoth {
			t.Fatalf("at %d resolved: %+v", width, fake.sync.resolved)
		}
	}
}

// third adds what a third person wrote to the first conflict.
func third(fake *fakeDesk) {
	phone := &fake.sync.conflicts[0].Fields[0]
	phone.Values = append(phone.Values, desk.ConflictValue{Value: []byte(`"+15145550177"`), By: "lena", At: value.At(testNow)})
}

// What three people wrote can be read, and taken, on a screen that has room for three side
// by side, for two, and for one.
func TestConflictOfThree(t *testing.T) {
	for _, size := range []struct{ w, h int }{{60, 16}, {80, 24}, {120, 36}} {
		for _, keys := range []string{"right t", "2 t", "left t", "2 1 l t", "٢ t"} {
			fake := linked()
			third(fake)
			d := startAt(t, fake, size.w, size.h, "en")
			d.pressed("8", "enter")
			d.sees("you, ", "+1 514-555-0101")
			if size.w == 60 {
				d.sees("4 more lines below")
				d.pressed("down", "down", "down", "down")
			}
			d.sees("▌ theirs · 1 of 2", "karim, ", "+1 514-555-0199")
			pressed := strings.Fields(keys)
			d.pressed(pressed[:len(pressed)-1]...)
			d.sees("▌ theirs · 2 of 2", "lena, ", "+1 514-555-0177")
			d.exact()
			d.pressed("t")
			if len(fake.sync.resolved) != 1 || string(fake.sync.resolved[0].Value) != `"+15145550177"` {
				t.Fatalf("%s at %d resolved: %+v", keys, size.w, fake.sync.resolved)
			}
		}
	}
}

// A digit of a value that there is not marks nothing; of two values nothing is to be marked.
func TestConflictHasNoSuchValue(t *testing.T) {
	fake := linked()
	d := startAt(t, fake, 120, 36, "en")
	d.pressed("8", "enter", "right")
	d.sees("there is one other value only")
	third(fake)
	d.m.stale()
	d.idle()
	d.pressed("3", "0", "9")
	d.sees("▌ theirs · 1 of 2")
}

// An undo does not bring a conflict back, and does not say that it does.
func TestUndoOfADecisionSaysWhatItPutsBack(t *testing.T) {
	fake := linked()
	d := startAt(t, fake, 80, 24, "en")
	d.pressed("8", "enter", "t")
	d.pressed("u")
	d.sees("the value from before is back, not the conflict (tradedesk history)")
	d.exact()
}

// Who wrote none of the values takes none as his own.
func TestConflictAmongOthers(t *testing.T) {
	fake := linked()
	phone := &fake.sync.conflicts[0].Fields[0]
	for i := range phone.Values {
		phone.Values[i].Own = false
	}
	d := startAt(t, fake, 80, 24, "en")
	d.pressed("8", "enter")
	d.sees("▌ theirs · 1 of 2", "theirs · 2 of 2")
	d.pressed("m")
	d.sees("none of the values was written here")
	if len(fake.sync.resolved) != 0 {
		t.Fatalf("resolved: %+v", fake.sync.resolved)
	}
}

// A key that was on its way to what the field was is not for what it is now.
func TestConflictWhoseValuesChange(t *testing.T) {
	fake := linked()
	d := startAt(t, fake, 80, 24, "en")
	d.pressed("8", "enter")
	fake.mu.Lock()
	fake.sync.conflicts[0].Fields[0].Values[0].Value = []byte(`"+15145550144"`)
	fake.mu.Unlock()
	fake.publish(desk.News{By: "karim", Records: []model.ID{idOf(1)}, Kinds: []model.Kind{model.KindLead}, Sync: true})
	d.m.pages[syncPage].scene.stale()
	d.idle()
	d.sees("+1 514-555-0144", "the values are others now")
	d.press("t")
	d.idle()
	if len(fake.sync.resolved) != 0 {
		t.Fatalf("a key took what had just come up: %+v", fake.sync.resolved)
	}
	d.pressed("t")
	if len(fake.sync.resolved) != 1 || string(fake.sync.resolved[0].Value) != `"+15145550144"` {
		t.Fatalf("resolved: %+v", fake.sync.resolved)
	}
}

func TestConflictThatIsRefusedStaysOpen(t *testing.T) {
	fake := linked()
	fake.fail = errors.New("the disk is away")
	d := startAt(t, fake, 120, 36, "en")
	d.pressed("8", "enter", "m")
	d.sees("the disk is away", "+1 514-555-0199")
}

func TestQuarantineIsRetriedOrGivenUp(t *testing.T) {
	fake := linked()
	d := startAt(t, fake, 120, 36, "en")
	d.pressed("8", "down", "down", "down")
	d.sees("Ask an owner for another role")
	d.pressed("x")
	d.sees("Give up the change")
	d.pressed("esc")
	if len(fake.sync.dropped) != 0 {
		t.Fatal("it was given up without a yes")
	}
	d.pressed("x", "y")
	if len(fake.sync.dropped) != 1 || fake.sync.dropped[0] != 7 {
		t.Fatalf("given up: %v", fake.sync.dropped)
	}
	d.seesNot("not allowed for your role")

	fake = linked()
	d = startAt(t, fake, 120, 36, "en")
	d.pressed("8", "down", "down", "down", "r")
	if len(fake.sync.retried) != 1 || fake.sync.retried[0] != 7 {
		t.Errorf("sent again: %v", fake.sync.retried)
	}
}

func TestQuarantineIsExportedAndItsRecordOpened(t *testing.T) {
	fake := linked()
	fake.records = append(fake.records, &model.Quote{Head: model.Head{ID: idOf(3)}, Place: "Agadir", Stage: model.QuoteReceived})
	d := startAt(t, fake, 120, 36, "en")
	d.m.o.Dir = t.TempDir()
	d.pressed("8", "end")
	d.m.pages[syncPage].scene.(*syncScene).lines.at = 3
	d.pressed("w")
	d.sees("not-taken-2026-11-24.ndjson")
	d.pressed("enter")
	written, err := os.ReadFile(filepath.Join(d.m.o.Dir, "not-taken-2026-11-24.ndjson"))
	if err != nil || strings.Count(string(written), "\n") != 1 || !strings.Contains(string(written), `"reason":"agents do not award quotes"`) {
		t.Errorf("written %q, %v", written, err)
	}
	d.pressed("o")
	d.sees("Agadir")
	if e, _ := d.m.page().current(); e.ID != idOf(3) {
		t.Errorf("opened %+v", e)
	}
	d.pressed("8", "home", "o")
	if e, _ := d.m.page().current(); e.ID != idOf(1) {
		t.Errorf("opened %+v", e)
	}
}

func TestSyncNowAndMode(t *testing.T) {
	fake := linked()
	d := startAt(t, fake, 120, 36, "en")
	d.pressed("8", "s")
	if fake.sync.synced != 1 {
		t.Fatalf("synced %d times", fake.sync.synced)
	}
	d.sees("3 fetched, 2 sent")
	d.pressed("a", "2")
	d.sees("only when told")
	if fake.sync.status.Mode != desk.SyncManual {
		t.Errorf("the mode is %s", fake.sync.status.Mode)
	}
	lonely := startAt(t, newFake(siam()), 80, 24, "en")
	lonely.pressed("8", "s")
	lonely.sees("This desk knows no server", "g c connects")
}

func TestGoldenSync(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 36}, {200, 50}} {
		for _, way := range []layout.Direction{layout.LeftToRight, layout.RightToLeft} {
			at := fmt.Sprintf("%dx%d", size[0], size[1])
			d := startAt(t, linked(), size[0], size[1], "en")
			d.m.screen = layout.Of(size[0], size[1], way)
			d.pressed("8")
			d.golden("sync-" + at)
			d.pressed("down", "enter")
			d.golden("conflict-" + at)
			d.pressed("esc", "down", "enter")
			d.golden("conflict-list-" + at)
			d.pressed("esc", "down")
			d.golden("quarantine-" + at)
		}
	}
}

// What people wrote while apart, in Arabic as the terminal gets it: a Latin name in the title,
// money, and names and texts from the right.
func TestGoldenArabicConflict(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 36}, {200, 50}} {
		fake := linked()
		third(fake)
		nord := &fake.sync.conflicts[0]
		money := func(amount, currency string) []byte {
			return raw(map[string]string{"target_price": amount, "currency": currency})
		}
		nord.Fields[1] = desk.FieldConflict{Field: "target_price+currency", Values: []desk.ConflictValue{
			{Value: money("12.50", "AED"), By: fake.Me(), At: value.At(testNow), Own: true}, {Value: money("1250.75", "USD"), By: "كريم", At: value.At(testNow)},
		}}
		gulf := &fake.sync.conflicts[1]
		gulf.Fields = append(gulf.Fields, desk.FieldConflict{Field: "message", Values: []desk.ConflictValue{
			{Value: raw("اتصل به بعد الساعة 14:00 (Marie)."), By: fake.Me(), At: value.At(testNow), Own: true}, {Value: raw("Nord Foods يطلب 500 kg حتى 15 يناير"), By: "karim", At: value.At(testNow)},
		}})
		at := fmt.Sprintf("%dx%d", size[0], size[1])
		d := startAt(t, fake, size[0], size[1], "ar")
		d.m.order = cells.ByDesk
		d.pressed("8")
		d.golden("sync-ar-" + at)
		d.pressed("enter", "left")
		d.golden("conflict-ar-" + at)
		d.pressed("tab")
		d.golden("conflict-money-ar-" + at)
		d.pressed("esc", "down", "down", "down", "enter")
		d.golden("conflict-text-ar-" + at)
	}
}
