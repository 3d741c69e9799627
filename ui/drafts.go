package ui

import (
	"context"
	"hash/maphash"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
)

// draftPause is how long after a key what was typed is kept: a kill loses what was
// typed since, and a disk is not asked for every key.
const draftPause = 500 * time.Millisecond

// drafter is a place where text is typed. What is typed there is kept as a draft of
// the desk on every pause, until an action makes it good or a person throws it away.
type drafter interface {
	typist
	drafting() *drafting
	// text is all that is typed, for comparing; busy that it is being saved.
	text() string
	busy() bool
	// draft gives what is typed, to be put there again; id and time are filled in.
	draft(*app) desk.Draft
}

// drafting is how far what is typed in one place is kept.
type drafting struct {
	id     model.ID // of the draft; zero until there is one
	kept   uint64   // the text that the desk has, or is given
	timing bool     // a pause is waited for
	flying bool     // a draft is on its way
}

var draftSeed = maphash.MakeSeed()

func textHash(text string) uint64 {
	if text == "" {
		return 0
	}
	return maphash.String(draftSeed, text)
}

// drafters gives every place where something may be typed, the one on top last.
func (m *app) drafters() []drafter {
	var out []drafter
	for _, p := range m.pages {
		if d, ok := p.scene.(drafter); ok {
			out = append(out, d)
		}
	}
	for _, o := range m.overlays {
		if d, ok := o.(drafter); ok {
			out = append(out, d)
		}
	}
	return out
}

type draftPauseMsg struct {
	of
	what drafter
}

// keepDrafts waits for a pause wherever something was typed since the last.
func (m *app) keepDrafts() tea.Cmd {
	var cmds []tea.Cmd
	for _, what := range m.drafters() {
		d := what.drafting()
		if d.timing || d.flying || what.busy() || textHash(what.text()) == d.kept {
			continue
		}
		d.timing = true
		session := of(m.session)
		cmds = append(cmds, tea.Tick(draftPause, func(time.Time) tea.Msg { return draftPauseMsg{session, what} }))
	}
	return tea.Batch(cmds...)
}

func (msg draftPauseMsg) take(m *app) tea.Cmd {
	msg.what.drafting().timing = false
	if msg.what.busy() || !slices.Contains(m.drafters(), msg.what) {
		return nil
	}
	return m.keepDraft(msg.what)
}

type draftKeptMsg struct {
	of
	what drafter
	err  error
}

// keepDraft gives the desk what is typed in one place, or takes it back when
// nothing is any more.
func (m *app) keepDraft(what drafter) tea.Cmd {
	d := what.drafting()
	hash := textHash(what.text())
	if hash == d.kept {
		return nil
	}
	d.kept = hash
	if !what.typed() {
		return m.dropDraft(d)
	}
	if d.id.IsZero() {
		d.id = m.ids.New()
	}
	d.flying = true
	draft, desk, session := what.draft(m), m.desk, of(m.session)
	draft.ID = d.id
	return m.work.Writing(func(ctx context.Context) (tea.Msg, error) {
		err := desk.PutDraft(ctx, draft)
		return draftKeptMsg{of: session, what: what, err: err}, err
	})
}

func (msg draftKeptMsg) take(m *app) tea.Cmd {
	msg.what.drafting().flying = false
	if msg.err != nil {
		return m.failed(m.words.T("failed.draft"), msg.err)
	}
	return nil
}

type draftDroppedMsg struct {
	of
	err error
}

// dropDraft takes the draft of one place away; there may be another one later.
func (m *app) dropDraft(d *drafting) tea.Cmd {
	if d.id.IsZero() {
		return nil
	}
	id := d.id
	d.id = model.ID{}
	desk, session := m.desk, of(m.session)
	return m.work.Writing(func(ctx context.Context) (tea.Msg, error) {
		err := desk.DropDraft(ctx, id)
		return draftDroppedMsg{session, err}, err
	})
}

func (msg draftDroppedMsg) take(m *app) tea.Cmd {
	if msg.err != nil {
		return m.failed(m.words.T("failed.draft"), msg.err)
	}
	return nil
}

// making does what saves something typed: the action that it commits takes the
// draft away in the same step. When it commits none and the place is closed,
// nothing of it is worth keeping.
func (m *app) making(what drafter, save func() tea.Cmd) tea.Cmd {
	d := what.drafting()
	m.made = d.id
	cmd := save()
	committed := m.made.IsZero() && !d.id.IsZero()
	m.made = model.ID{}
	if committed || slices.Contains(m.drafters(), what) {
		return cmd
	}
	return tea.Batch(cmd, m.dropDraft(d))
}

// keepUnsaved keeps what is typed at this moment in all places: for leaving.
func (m *app) keepUnsaved() {
	for _, what := range m.drafters() {
		if !what.busy() {
			m.keepDraft(what)
		}
	}
	if m.kept.known && m.kept.changed {
		m.keep(settingUnseen)
	}
}
