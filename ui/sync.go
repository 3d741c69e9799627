package ui

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/ui/cells"
	"tradedesk/ui/keys"
	"tradedesk/ui/picker"
	"tradedesk/ui/words"
)

// syncRows bounds what the page of the server shows of conflicts and of quarantine;
// the counts above say how many there are.
const syncRows = 100

// syncScene is the page of the server: how the desk stands with it, what people wrote
// while apart, what was not taken, and what was exchanged.
type syncScene struct {
	conflicts  []desk.Conflicted
	quarantine []desk.Quarantined
	queue      desk.QueuePage // the oldest of what waits to be sent
	devices    []desk.Device
	more       bool // there are more conflicts than syncRows
	all        *queueOverlay
	base       uint64 // what of other desks' changes the conflicts have in them

	lines    scrolled
	known    bool
	outdated bool
	flying   bool
	syncing  bool   // a sync that was asked for is not done
	waits    bool   // the devices are being asked for
	asked    string // as whom they are known, "" while they are not
	missed   string // as whom, and after which call, the server did not give them
}

func newSyncPage(now time.Time) *page {
	p := newPage("page.sync", "", desk.ViewAll, now)
	p.scene = &syncScene{outdated: true}
	return p
}

func (s *syncScene) place() keys.Place { return keys.PlaceOf("place.sync") }
func (s *syncScene) owns(id keys.ID) bool {
	return strings.HasPrefix(string(id), "sync.") && id != keys.SyncLogin && id != keys.SyncLogout
}
func (s *syncScene) update(*app, tea.Msg) tea.Cmd { return nil }
func (s *syncScene) count(m *app) int             { return m.counts.status.Conflicts + m.counts.status.Quarantined }
func (s *syncScene) linked(m *app) bool           { return m.counts.status.Server != "" }

func (s *syncScene) stale() {
	s.outdated = true
	if s.all != nil {
		s.all.outdated = true
	}
}

func (s *syncScene) do(m *app, id keys.ID) tea.Cmd {
	s.lines.n = len(s.rows(m))
	if s.lines.move(id) {
		return nil
	}
	row, ok := s.row(m)
	switch {
	case id == keys.SyncNow:
		return s.syncNow(m)
	case id == keys.SyncPart:
		s.goToPart(m, 1)
	case id == keys.SyncPartBack:
		s.goToPart(m, -1)
	case id == keys.SyncMode:
		return s.chooseMode(m)
	case !ok:
	case id == keys.SyncOpen && row.part == partConflicts:
		c := s.conflicts[row.at]
		o := &conflictOverlay{scene: s, record: c.Record.Header().ID}
		o.show(c.Fields[row.field])
		m.push(o)
	case id == keys.SyncOpen && row.part == partUnlisted:
		s.all = &queueOverlay{}
		m.push(s.all)
	case (id == keys.SyncOpen || id == keys.SyncRecord) && row.part == partQueue:
		return s.openRecord(m, s.queue.Changes[row.at].Record)
	case id == keys.SyncRecord && row.part == partConflicts:
		m.open(m.rowOf(s.conflicts[row.at].Record))
	case id == keys.SyncRecord && row.part == partQuarantine:
		return s.openRecord(m, s.quarantine[row.at].Record)
	case id == keys.SyncExport:
		return m.askExport(exporting{format: "ndjson", write: desk.ExportQuarantine}, filepath.Join(m.o.Dir, "not-taken-"+m.now.Format("2006-01-02")+".ndjson"))
	case id == keys.SyncRetry && row.part == partQuarantine:
		n := s.quarantine[row.at].N
		return s.write(m, "retry", words.Data{"Who": s.changed(m, row.at)}, func(ctx context.Context, d desk.Desk) error { return d.RetryQuarantined(ctx, n) })
	case id == keys.SyncRetryAll && row.part == partQuarantine:
		return s.write(m, "retry_all", nil, func(ctx context.Context, d desk.Desk) error {
			_, err := desk.RetryQuarantine(ctx, d, nil)
			return err
		})
	case id == keys.SyncDrop && row.part == partQuarantine:
		s.giveUp(m, row.at)
	}
	return nil
}

func (s *syncScene) openRecord(m *app, id model.ID) tea.Cmd {
	return m.withRecord(id, func(m *app, r model.Record) tea.Cmd {
		m.open(m.rowOf(r))
		return nil
	})
}

// giveUp drops a change that the server did not take, after asking.
func (s *syncScene) giveUp(m *app, at int) {
	n, data := s.quarantine[at].N, words.Data{"Who": s.changed(m, at)}
	m.push(&confirmation{what: m.words.T("did.give_up", data), asked: m.typed, no: func() {}, yes: func() tea.Cmd {
		return s.write(m, "give_up", data, func(ctx context.Context, d desk.Desk) error { return d.DropQuarantined(ctx, n) })
	}})
}

// chooseMode asks when the desk syncs: by itself, only when told, or never.
func (s *syncScene) chooseMode(m *app) tea.Cmd {
	modes := []desk.SyncMode{desk.SyncAutomatic, desk.SyncManual, desk.SyncOffline}
	choices := make([]picker.Choice, len(modes))
	for i, mode := range modes {
		choices[i] = picker.Choice{Key: fmt.Sprint(i + 1), Label: m.words.T("sync.mode." + string(mode)), Hint: m.words.T("sync.mode_hint." + string(mode))}
	}
	m.menu(m.words.T("ask.sync_mode"), choices, func(i int) tea.Cmd {
		return s.write(m, "sync_mode", words.Data{"Mode": choices[i].Label}, func(ctx context.Context, d desk.Desk) error {
			return d.SetSyncMode(ctx, modes[i])
		})
	})
	return nil
}

type syncWrittenMsg struct {
	of
	scene       *syncScene
	label, what string
	err         error
	began       int
	now         bool // it was a sync
}

// write does something about the server that is no action on records.
func (s *syncScene) write(m *app, word string, data words.Data, do func(context.Context, desk.Desk) error) tea.Cmd {
	d := m.desk
	msg := syncWrittenMsg{of: of(m.session), scene: s, label: m.words.T("did."+word, data), what: m.words.T("done."+word, data)}
	began, later := m.toast.begin(msg.label)
	msg.began = began
	return tea.Batch(later, m.work.Writing(func(ctx context.Context) (tea.Msg, error) {
		msg.err = do(ctx, d)
		return msg, msg.err
	}))
}

// syncNow brings the desk and the server in step. It is no write of the queue: others
// go on beside it.
func (s *syncScene) syncNow(m *app) tea.Cmd {
	s.syncing = true
	d := m.desk
	msg := syncWrittenMsg{of: of(m.session), scene: s, label: m.words.T("did.sync"), now: true}
	began, later := m.toast.begin(msg.label)
	msg.began = began
	say, number := m.words.T, m.words.Number
	return tea.Batch(later, m.work.Reading(func(ctx context.Context) tea.Msg {
		var report desk.SyncReport
		report, msg.err = d.Sync(ctx, nil)
		msg.what = say("done.sync", words.Data{"Pulled": number(report.Pulled), "Pushed": number(report.Pushed)})
		return msg
	}))
}

func (msg syncWrittenMsg) take(m *app) tea.Cmd {
	m.toast.end(msg.began)
	m.light.stale = true
	msg.scene.outdated = true
	if msg.now {
		msg.scene.syncing = false
	}
	if msg.err != nil {
		return m.failed(msg.label, msg.err)
	}
	return m.succeed(msg.what)
}

func (s *syncScene) state(m *app, k *keys.State) {
	k.Sync.Running, k.Sync.Linked = s.syncing, s.linked(m)
	row, ok := s.row(m)
	k.Sync.Conflict = ok && row.part == partConflicts
	k.Sync.Quarantined = ok && row.part == partQuarantine
	k.Sync.Waits, k.Sync.Unlisted = ok && row.part == partQueue, ok && row.part == partUnlisted
}

type syncReadMsg struct {
	of
	scene      *syncScene
	page       desk.ConflictPage
	quarantine []desk.Quarantined
	queue      desk.QueuePage
	err        error
}

// reads asks for conflicts, quarantine and what waits to be sent, and for the devices, which the server knows,
// each time that it can be reached again.
func (s *syncScene) reads(m *app) tea.Cmd {
	if !m.counts.known || !s.linked(m) {
		return nil
	}
	var cmds []tea.Cmd
	if !m.counts.status.Online {
		s.asked, s.missed = "", ""
	}
	if s.devicesDue(m.counts.status) {
		s.waits = true
		cmds = append(cmds, s.readDevices(m))
	}
	if s.outdated && !s.flying {
		s.outdated, s.flying = false, true
		d, msg := m.desk, syncReadMsg{of: of(m.session), scene: s}
		cmds = append(cmds, m.work.Reading(func(ctx context.Context) tea.Msg {
			if msg.page, msg.err = d.Conflicts(ctx, 0, syncRows); msg.err == nil {
				msg.quarantine, msg.err = d.Quarantine(ctx, 0, syncRows)
			}
			if msg.err == nil {
				msg.queue, msg.err = d.Queue(ctx, desk.QueueQuery{Limit: queueListed + 1})
			}
			return msg
		}))
	}
	return tea.Batch(cmds...)
}

func (msg syncReadMsg) take(m *app) tea.Cmd {
	s := msg.scene
	s.flying, s.known = false, true
	if msg.err != nil {
		return m.failed(m.words.T("failed.sync"), msg.err)
	}
	s.keeping(m, func() {
		s.conflicts, s.more, s.quarantine = msg.page.Records, msg.page.Next != 0, msg.quarantine
		s.queue, s.base = msg.queue, msg.page.Base
	})
	var cmds []tea.Cmd
	for _, o := range slices.Clone(m.overlays) {
		if c, ok := o.(*conflictOverlay); ok {
			cmds = append(cmds, c.follow(m))
		}
	}
	return tea.Batch(cmds...)
}

// whom names the desk at its server, and the last call that it made.
func whom(st desk.Status) (account, call string) {
	account = st.Server + " " + st.Device
	if len(st.Exchanges) > 0 {
		return account, account + " " + st.Exchanges[0].At.String()
	}
	return account, account
}

// devicesDue reports whether the devices are to be asked for: they are not known as of this
// login and of this time online, and something was heard since they could not be read.
func (s *syncScene) devicesDue(st desk.Status) bool {
	account, call := whom(st)
	return st.Online && !s.waits && s.asked != account && s.missed != call
}

type devicesMsg struct {
	of
	scene   *syncScene
	status  desk.Status // when they were asked for
	devices []desk.Device
	err     error
}

func (s *syncScene) readDevices(m *app) tea.Cmd {
	d, msg := m.desk, devicesMsg{of: of(m.session), scene: s, status: m.counts.status}
	return m.work.Reading(func(ctx context.Context) tea.Msg {
		msg.devices, msg.err = d.Devices(ctx)
		return msg
	})
}

// take leaves the devices that were known when the server does not answer: the
// exchanges above say why, and with the next one they are asked for again.
func (msg devicesMsg) take(m *app) tea.Cmd {
	s := msg.scene
	account, call := whom(msg.status)
	s.waits = false
	if msg.err != nil {
		s.missed = call
		return nil
	}
	s.asked, s.missed = account, ""
	s.keeping(m, func() { s.devices = msg.devices })
	return nil
}

// changed names the record of a change in quarantine.
func (s *syncScene) changed(m *app, at int) string {
	q := s.quarantine[at]
	title := cells.Safe(q.Title)
	if title == "" {
		title = q.Record.Short()
	}
	return joined(" ", m.words.T("kind."+kindWord(q.Kind)), title)
}
