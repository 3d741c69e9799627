package ui

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/value"
	"tradedesk/ui/keys"
	"tradedesk/ui/layout"
)

// The page lists what waits: which record, since how long, what is done to it; enter opens it.
func TestSyncPageListsWhatWaits(t *testing.T) {
	fake := linked()
	d := startAt(t, fake, 120, 36, "en")
	d.pressed("8")
	for _, says := range [][]string{
		{"Lead Nord Foods Inc", " 2 d ", "Sun 22 Nov 08:00", "salma", "City, Quantity, Unit"}, {"مؤسسة الخليج للأغذية", " 5 h ", "new"},
		{"Supplier Coopérative Tifawin", " 18 m ", "كريم", "merged into another"}, {"Task Call Marie", " 20 s ", "deleted"},
	} {
		if !slices.ContainsFunc(d.lines(), func(line string) bool {
			return !slices.ContainsFunc(says, func(text string) bool { return !strings.Contains(line, text) })
		}) {
			t.Errorf("no line has %q:\n%s", says, d.screen())
		}
	}
	for _, key := range []string{"enter", "o"} {
		d.pressed("8", "home", "down", "down", "down", "down", key)
		if e, _ := d.m.page().current(); e.ID != idOf(1) {
			t.Errorf("%s opened %+v", key, e)
		}
	}
}

// What has no word is no field that people see.
func TestDeedsAreSaidInWords(t *testing.T) {
	d := startAt(t, linked(), 80, 24, "en")
	for want, q := range map[string]desk.Queued{
		"City, Tags":            {Does: desk.DeedEdit, Fields: []string{"city", "merged_into", "no_such", "tags"}},
		"took another in, Tags": {Does: desk.DeedEdit, Fields: []string{"merged_from", "tags"}},
		"changed":               {Does: desk.DeedEdit, Fields: []string{"no_such"}},
		"new":                   {Does: desk.DeedCreate, Fields: []string{"city"}},
		"deleted":               {Does: desk.DeedDelete, Fields: []string{"deleted"}},
		"brought back":          {Does: desk.DeedRestore, Fields: []string{"deleted"}},
		"merged into another":   {Does: desk.DeedMerge, Fields: []string{"deleted", "merged_into"}},
	} {
		q.Kind = model.KindLead
		if got := d.m.deed(q); got != want {
			t.Errorf("%+v is said as %q, want %q", q, got, want)
		}
	}
}

// With a server that has all of it nothing waits, and the page has no such part.
func TestSyncPageWithoutAQueue(t *testing.T) {
	fake := linked()
	fake.many(0)
	d := startAt(t, fake, 120, 36, "en")
	d.pressed("8")
	d.sees("In quarantine", "Last exchanges")
	d.seesNot("Waits to be sent")
}

// tab goes from part to part, so that exchanges and devices are near below much that waits.
func TestSyncPageGoesFromPartToPart(t *testing.T) {
	fake := linked()
	fake.many(10_000)
	d := startAt(t, fake, 80, 24, "en")
	d.pressed("8", "home")
	for _, on := range []string{"Quote Tifawin", "Lead Buyer 00001", "09:57:00", "office", "Lead Nord Foods Inc"} {
		d.pressed("tab")
		d.sees("▌ " + on)
	}
	for _, on := range []string{"office", "09:57:00", "Lead Buyer 00001"} {
		d.pressed("shift+tab")
		d.sees("▌ " + on)
	}
}

// What was sent meanwhile leaves the page, though no record was changed by it.
func TestSyncPageFollowsTheQueue(t *testing.T) {
	fake := linked()
	d := startAt(t, fake, 120, 36, "en")
	d.pressed("8")
	d.sees("Call Marie")
	fake.mu.Lock()
	fake.sync.queue, fake.sync.status.Pending = fake.sync.queue[:1], 1
	fake.mu.Unlock()
	d.send(lightRestedMsg{of(d.m.session)})
	fake.publish(desk.News{Sync: true})
	d.idle()
	d.seesNot("Call Marie")
	d.sees("City, Quantity, Unit")
}

// Of much that waits the page has the oldest and says how many there are beside; all of it is
// one key away, and is read as one goes through it.
func TestAllThatWaits(t *testing.T) {
	fake := linked()
	fake.sync.conflicts, fake.sync.quarantine = nil, nil
	fake.many(10_000)
	d := startAt(t, fake, 120, 36, "en")
	d.pressed("8", "home")
	d.sees("Buyer 00001", "Buyer 00009", "and 9,991 more; enter lists all", "Last exchanges", "fair laptop")
	d.seesNot("Buyer 00010")
	for range 9 {
		d.press("down")
	}
	d.pressed("enter")
	d.sees("10,000 changes, the oldest first", "▌ Lead Buyer 00001", "Buyer 00020")
	before := fake.count("Queue")
	d.pressed("end")
	d.sees("▌ Lead Buyer 10000")
	d.pressed("home")
	d.sees("▌ Lead Buyer 00001")
	for range 400 {
		d.pressed("pgdown")
	}
	d.sees("▌ Lead Buyer 10000")
	for range 30 {
		d.pressed("up")
	}
	d.sees("▌ Lead Buyer 09970")
	if got := fake.count("Queue") - before; got > 110 {
		t.Errorf("the queue was read %d times, want about once for %d changes", got, queueChunk)
	}
	d.pressed("enter")
	if e, _ := d.m.page().current(); e.ID != idOf(1) {
		t.Errorf("opened %+v", e)
	}
}

// Whatever is sent, written and pressed meanwhile, the list is a part of the queue in its
// order, the cursor in sight, and who goes on arrives at either end.
func TestTheQueueIsWalkedWhileItMoves(t *testing.T) {
	moves := map[string]keys.ID{
		"down": keys.QueueDown, "up": keys.QueueUp, "pgdown": keys.QueuePageDown, "pgup": keys.QueuePageUp, "home": keys.QueueFirst, "end": keys.QueueLast,
	}
	rapid.Check(t, func(r *rapid.T) {
		fake := linked()
		fake.many(rapid.IntRange(0, 1500).Draw(r, "waits"))
		o := &queueOverlay{}
		look := func() {
			for side, q, due := o.next(); due; side, q, due = o.next() {
				o.outdated, o.jump = false, false
				page, _ := fake.Queue(t.Context(), q)
				o.take(side, page)
			}
			o.lines.window(len(o.rows), 20)
		}
		look()
		for range rapid.IntRange(1, 25).Draw(r, "steps") {
			switch does := rapid.SampledFrom([]string{"sent", "written", "sent again", "down", "up", "pgdown", "pgup", "home", "end"}).Draw(r, "does"); does {
			case "sent":
				fake.sync.queue = fake.sync.queue[rapid.IntRange(0, min(len(fake.sync.queue), 700)).Draw(r, "how many"):]
				o.outdated = true
			case "written":
				fake.sync.queue = append(fake.sync.queue, desk.Queued{N: last(fake.sync.queue) + 1})
				o.outdated = true
			case "sent again": // a server that was restored does not have it any more
				if len(fake.sync.queue) > 0 && fake.sync.queue[0].N > 1 {
					n := fake.sync.queue[0].N
					fake.sync.queue = append([]desk.Queued{{N: n - 1}}, fake.sync.queue...)
				}
				o.outdated = true
			default:
				for range rapid.IntRange(1, 30).Draw(r, "times") {
					o.do(nil, moves[does])
					look()
				}
			}
			look()
			part(r, fake.sync.queue, o)
		}
		for key, want := range map[keys.ID]int{keys.QueueLast: len(fake.sync.queue) - 1, keys.QueueFirst: 0} {
			o.do(nil, key)
			look()
			if len(fake.sync.queue) > 0 && o.rows[o.lines.at].N != fake.sync.queue[want].N {
				r.Errorf("%s is change %d, want %d", key, o.rows[o.lines.at].N, fake.sync.queue[want].N)
			}
		}
	})
}

// last is the counter of the latest change, or of one that is sent.
func last(queue []desk.Queued) uint64 {
	if n := len(queue); n > 0 {
		return queue[n-1].N
	}
	return 2000
}

// part holds what the list has against what waits.
func part(r *rapid.T, all []desk.Queued, o *queueOverlay) {
	if o.total != len(all) || len(o.rows) > queueWindow || (len(o.rows) == 0) != (len(all) == 0) {
		r.Fatalf("%d are held, %d are said to wait, %d do", len(o.rows), o.total, len(all))
	}
	if len(all) == 0 {
		return
	}
	from := slices.IndexFunc(all, func(q desk.Queued) bool { return q.N == o.rows[0].N })
	if from < 0 || !slices.EqualFunc(o.rows, all[from:from+len(o.rows)], func(a, b desk.Queued) bool { return a.N == b.N }) {
		r.Fatalf("what is held from change %d on is no part of the queue", o.rows[0].N)
	}
	if from > 0 && !o.before || from+len(o.rows) < len(all) && !o.behind {
		r.Fatalf("of %d the %d from %d on are held, and nothing says that there are others", len(all), len(o.rows), from)
	}
	if at := o.lines.at; at < 0 || at >= len(o.rows) || at < o.lines.top || at >= o.lines.top+o.lines.shown {
		r.Fatalf("the cursor is on line %d of %d to %d", at, o.lines.top, o.lines.top+o.lines.shown)
	}
}

// The page says when a desk whose calls fail tries again, and which key does so at once.
func TestSyncPageSaysWhenItTriesAgain(t *testing.T) {
	for language, says := range map[string]string{"en": "by itself at 10:00:40; s tries now", "fr": "de lui-même à 10:00:40\u00a0; s essaie maintenant"} {
		fake := linked()
		fake.sync.status.Online, fake.sync.status.State, fake.sync.status.Error = false, desk.StateOffline, "nothing answers at desk.example"
		fake.sync.status.NextTry = value.At(testNow.Add(40 * time.Second))
		d := startAt(t, fake, 120, 36, language)
		d.pressed("8")
		d.sees(says)
	}
	fake := linked()
	fake.sync.status.NextTry = value.At(testNow.Add(20 * time.Hour))
	d := startAt(t, fake, 120, 36, "en")
	d.pressed("8")
	d.sees("by itself at Wed 25 Nov 06:00; s tries now")
}

func TestGoldenQueue(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 36}, {200, 50}} {
		for _, language := range []string{"en", "ar"} {
			fake := linked()
			fake.sync.conflicts, fake.sync.quarantine, fake.sync.status.Conflicts, fake.sync.status.Quarantined = nil, nil, 0, 0
			waits := fake.sync.queue
			fake.many(10_000)
			fake.sync.queue = append(waits, fake.sync.queue[len(waits):]...)
			fake.sync.queue[2].At, fake.sync.queue[3].At = value.At(testNow.Add(-4*time.Hour)), value.At(testNow.Add(-3*time.Hour))
			for i := range fake.sync.queue {
				fake.sync.queue[i].N = uint64(i + 1)
			}
			st := &fake.sync.status
			st.Online, st.State, st.Error, st.NextTry = false, desk.StateOffline, "nothing answers at desk.example: is the server running there?", value.At(testNow.Add(40*time.Second))
			d := startAt(t, fake, size[0], size[1], language)
			at := fmt.Sprintf("%dx%d", size[0], size[1])
			if language == "ar" {
				at = "ar-" + at
			}
			d.m.screen = layout.Of(size[0], size[1], d.m.screen.Direction)
			d.pressed("8")
			d.exact()
			d.golden("queue-page-" + at)
			for range fakeListed(d) {
				d.press("down")
			}
			d.pressed("enter", "down", "down")
			d.exact()
			d.golden("queue-all-" + at)
		}
	}
}

// fakeListed is on which line the rest of what waits is counted.
func fakeListed(d *driver) int {
	return slices.IndexFunc(d.m.pages[syncPage].scene.(*syncScene).rows(d.m), func(row syncRow) bool { return row.part == partUnlisted })
}
