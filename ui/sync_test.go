package ui

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/refusal"
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

// What comes in above the cursor does not put another line under it.
func TestSyncPageKeepsItsCursor(t *testing.T) {
	fake := linked()
	d := startAt(t, fake, 120, 36, "en")
	d.pressed("8", "down", "down")
	fake.mu.Lock()
	c := fake.sync.conflicts[0]
	c.Record = &model.Lead{Head: model.Head{ID: idOf(9)}, Company: "Casa del Mar SL"}
	fake.sync.conflicts = append([]desk.Conflicted{c}, fake.sync.conflicts...)
	fake.sync.status.Conflicts = 3
	fake.sync.status.Exchanges = append([]desk.Exchange{{Call: "pull", At: testNow}}, fake.sync.status.Exchanges...)
	fake.mu.Unlock()
	news := func() {
		d.send(lightRestedMsg{of(d.m.session)})
		fake.publish(desk.News{Sync: true})
		d.idle()
	}
	news()
	d.sees("Casa del Mar SL")
	d.pressed("enter")
	d.sees("مؤسسة الخليج للأغذية · Tags")
	d.pressed("esc", "down", "down", "down", "down", "down", "down", "down")
	d.sees("▌ 09:57:00")
	fake.mu.Lock()
	fake.sync.status.Exchanges = append([]desk.Exchange{{Call: "push", At: testNow.Add(time.Second)}}, fake.sync.status.Exchanges...)
	fake.mu.Unlock()
	news()
	d.sees("10:00:01", "▌ 09:57:00")
}

// The page says of attached files why they wait, in the language.
func TestTheSyncPageSaysWhyFilesWait(t *testing.T) {
	for language, says := range map[string][]string{
		"en": {"6 files wait: the server has no room left for them", "1 file waits: they are damaged on this machine"},
		"fr": {"6 fichiers attendent\u00a0: le serveur n’a plus de place", "1 fichier attend\u00a0: ils sont abîmés"},
	} {
		fake := linked()
		fake.sync.status.Files = []desk.FilesWait{
			{Count: 6, Error: "English", Why: &refusal.Told{Code: "files.full"}}, {Count: 1, Error: "English", Why: &refusal.Told{Code: "files.damaged"}},
		}
		d := startAt(t, fake, 120, 36, language)
		d.pressed("8")
		d.sees(says...)
	}
}

// The list of desks is read again after a call that failed, after the server was away, and as
// somebody else.
func TestTheListOfDesksIsReadAgain(t *testing.T) {
	fake := linked()
	fake.sync.unlisted = desk.ErrOffline
	d := startAt(t, fake, 120, 36, "en")
	d.pressed("8")
	calls := func() int {
		fake.mu.Lock()
		defer fake.mu.Unlock()
		return fake.calls["Devices"]
	}
	happens := func(what string, want int, change func(*fakeSync)) {
		t.Helper()
		fake.mu.Lock()
		change(&fake.sync)
		fake.mu.Unlock()
		d.send(lightRestedMsg{of(d.m.session)})
		fake.publish(desk.News{Sync: true})
		d.idle()
		if got := calls(); got != want {
			t.Errorf("%s: asked %d times, want %d", what, got, want)
		}
	}
	happens("nothing was heard since it failed", 1, func(*fakeSync) {})
	happens("the next call", 2, func(s *fakeSync) {
		s.unlisted = nil
		s.status.Exchanges = append([]desk.Exchange{{Call: "pull", At: testNow.Add(time.Second)}}, s.status.Exchanges...)
	})
	happens("it is known", 2, func(s *fakeSync) {
		s.status.Exchanges = append([]desk.Exchange{{Call: "pull", At: testNow.Add(time.Minute)}}, s.status.Exchanges...)
	})
	happens("the server is away", 2, func(s *fakeSync) { s.status.Online = false })
	happens("it is back", 3, func(s *fakeSync) { s.status.Online = true })
	happens("another login", 4, func(s *fakeSync) { s.status.Device = idOf(77).String() })
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

	fake = linked()
	second := fake.sync.quarantine[0]
	second.N = 9
	fake.sync.quarantine = append(fake.sync.quarantine, second)
	d = startAt(t, fake, 120, 36, "en")
	d.pressed("8", "R")
	if len(fake.sync.retried) != 0 {
		t.Errorf("sent again from another line: %v", fake.sync.retried)
	}
	d.pressed("down", "down", "down", "R")
	if !slices.Equal(fake.sync.retried, []uint64{7, 9}) {
		t.Errorf("all sent again: %v", fake.sync.retried)
	}
	d.sees("All changes that the server did not take are sent again")
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

// Why a call failed is said in the language of the screens.
func TestFailedCallsInFrench(t *testing.T) {
	fake := linked()
	fake.sync.status.Exchanges[2].Why = &refusal.Told{Code: "sync.nobody_there", Parts: refusal.Parts{"Host": "desk.example"}}
	d := startAt(t, fake, 140, 40, "fr")
	d.pressed("8")
	d.sees("rien ne répond à desk.example")
	d.seesNot("did not answer")
}
