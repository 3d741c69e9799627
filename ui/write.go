package ui

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/ui/cells"
	"tradedesk/ui/keys"
	"tradedesk/ui/words"
)

// slow is how long something may take before the screen says that it is under way.
const slow = 300 * time.Millisecond

// decided remembers a decision, so that it can be made again for other records.
func (m *app) decided(again func() tea.Cmd) {
	m.again, m.againFor = again, m.page().kind
}

// commit is an action on its way to the desk.
type commit struct {
	label   string // what undo calls it
	success string // what is said when it is done
	ids     []model.ID
	leaves  bool // the records leave the page's list
	edits   []desk.Edit
	// set, tag and untag are what the edits come to where all that a page shows
	// is picked, and the desk itself finds the records.
	set        model.Set
	tag, untag []string
	base       *uint64 // what whoever decided on that had seen, as an edit's
	// build, when set, makes the edits from what the desk has at that moment.
	build func(context.Context, desk.Desk) ([]desk.Edit, error)
	// do, when set, is done in the place of an action on edits.
	do func(ctx context.Context, d desk.Desk, action model.ID) (desk.Done, error)
	// failed, when set, may answer for a failure itself.
	failed func(m *app, err error) bool
	// after, when set, runs when it is done.
	after func(m *app)
	// cancelled, when set, runs when the person does not confirm it.
	cancelled func()
}

type committedMsg struct {
	of
	page   *page
	commit commit
	done   desk.Done
	draft  model.ID // what was typed for it, which the action itself does not take away
	err    error
	began  int
}

// commit does an action; on several records the person is asked first, and told
// how many they are.
func (m *app) commit(c commit) tea.Cmd {
	several := len(c.ids)
	switch picked := m.page().list.Picked(); {
	case m.everything() && len(c.set) == 0 && len(c.tag) == 0 && len(c.untag) == 0:
		return m.cannot(m.words.T("toast.everything_not"))
	case m.everything():
		several = picked
	case picked < 2:
		several = 1
	}
	if several >= m.o.Confirm {
		m.confirm(c)
		return nil
	}
	return m.send(c)
}

// send puts an action into the queue. Rows that it takes out of the list are
// taken out at once, so that the next one is under the cursor with no wait.
func (m *app) send(c commit) tea.Cmd {
	if m.everything() {
		return m.carryOut(c)
	}
	p, d, session := m.page(), m.desk, of(m.session)
	if c.leaves {
		p.list.Remove(c.ids)
	}
	p.list.Unpick()
	if c.leaves {
		p.moved()
	}
	action := desk.Action{ID: m.ids.New(), Label: cells.Plain(c.label), Edits: c.edits, Draft: m.made}
	m.made = model.ID{}
	began, later := m.toast.begin(c.label)
	write := m.work.Writing(func(ctx context.Context) (tea.Msg, error) {
		var err error
		if c.build != nil {
			action.Edits, err = c.build(ctx, d)
		}
		var done desk.Done
		switch {
		case err != nil:
		case c.do != nil:
			done, err = c.do(ctx, d, action.ID)
		default:
			done, err = d.Do(ctx, action)
		}
		msg := committedMsg{of: session, page: p, commit: c, done: done, err: err, began: began}
		if c.do != nil {
			msg.draft = action.Draft
		}
		if err != nil {
			err = fmt.Errorf("%s: %w", action.Label, err)
		}
		return msg, err
	})
	return tea.Batch(write, later)
}

func (msg committedMsg) take(m *app) tea.Cmd {
	latest := m.toast.end(msg.began)
	msg.page.list.Settle(msg.commit.ids)
	msg.page.stale(msg.commit.ids)
	m.counts.stale = true
	c := msg.commit
	if msg.err == nil {
		m.ordered = ordered{}
	}
	if msg.err != nil {
		if c.failed != nil && c.failed(m, msg.err) {
			return nil
		}
		return m.failed(c.label, msg.err)
	}
	if c.after != nil {
		c.after(m)
	}
	dropped := m.dropDraft(&drafting{id: msg.draft})
	if !latest {
		return dropped
	}
	return tea.Batch(dropped, m.succeed(c.success+" · "+m.undoHint()))
}

// undoHint names the key that undoes where the keys go.
func (m *app) undoHint() string {
	key := "u"
	if a, ok := m.keys.Action(keys.FairUndo); ok && m.place().Has(keys.ScopeFair) {
		key = a.Keys[0]
	}
	return m.words.T("toast.undo", words.Data{"Key": key})
}

type undoneMsg struct {
	of
	redo  bool
	done  desk.Done
	err   error
	began int
}

func (m *app) undo() tea.Cmd { return m.takeBack(false) }
func (m *app) redo() tea.Cmd { return m.takeBack(true) }

func (m *app) takeBack(redo bool) tea.Cmd {
	if !redo {
		if cmd, done := m.unorder(); done {
			return cmd
		}
	}
	m.ordered = ordered{}
	d, session := m.desk, of(m.session)
	word := "toast.undoing"
	if redo {
		word = "toast.redoing"
	}
	began, later := m.toast.begin(m.words.T(word))
	write := m.work.Writing(func(ctx context.Context) (tea.Msg, error) {
		do := d.Undo
		if redo {
			do = d.Redo
		}
		done, err := do(ctx)
		return undoneMsg{of: session, redo: redo, done: done, err: err, began: began}, err
	})
	return tea.Batch(write, later)
}

func (msg undoneMsg) take(m *app) tea.Cmd {
	latest := m.toast.end(msg.began)
	m.stale()
	success, nothing := "toast.undone", "toast.nothing_to_undo"
	if msg.redo {
		success, nothing = "toast.redone", "toast.nothing_to_redo"
	}
	switch {
	case errors.Is(msg.err, desk.ErrNothing):
		return m.say(m.words.T(nothing))
	case msg.err != nil:
		return m.failed(m.words.T("failed.undo"), msg.err)
	case !latest:
		return nil
	}
	if len(msg.done.Records) == 1 {
		m.page().list.Follow(msg.done.Records[0].Header().ID)
	}
	if !msg.redo && desk.Settles(msg.done) && msg.done.Left == 0 {
		success = "toast.unsettled"
	}
	text := m.words.T(success, words.Data{"Label": m.undone(msg.done.Label)})
	if n := msg.done.Left - msg.done.InConflict; n > 0 {
		text += " · " + m.words.N("toast.left_as_changed", n)
	}
	if n := msg.done.InConflict; n > 0 {
		text += " · " + m.words.N("toast.left_in_conflict", n, words.Data{"Key": keys.Label(m.words, m.keyOf(keys.GoSync))})
	}
	return m.succeed(text)
}

// undone says what an action did that is undone: as it was called here, or by the desk itself.
func (m *app) undone(label string) string {
	d := desk.OwnActionOf(label)
	if d.Do == "" {
		return cells.Safe(label)
	}
	data := words.Data{"File": cells.Safe(d.File), "Fields": m.registerName(d.Field), "Kind": m.words.T("kind." + kindWord(d.Kind)), "Title": cells.Safe(d.Title)}
	return m.words.T("own."+d.Do, data)
}

// who names the records of an action for its label: one by name, more by count.
func (m *app) who(records []model.Excerpt) string {
	if m.everything() {
		p := m.page()
		return m.words.N("who."+kindWord(p.kind), p.list.Picked())
	}
	if len(records) == 1 {
		return m.title(records[0])
	}
	kind := string(records[0].Kind)
	if slices.ContainsFunc(records, func(e model.Excerpt) bool { return e.Kind != records[0].Kind }) {
		kind = "unknown"
	}
	return m.words.N("who."+kind, len(records))
}

func idsOf(records []model.Excerpt) []model.ID {
	ids := make([]model.ID, len(records))
	for i, e := range records {
		ids[i] = e.ID
	}
	return ids
}
