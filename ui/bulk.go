package ui

import (
	"context"
	"errors"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/ui/cells"
	"tradedesk/ui/keys"
	"tradedesk/ui/layout"
	"tradedesk/ui/words"
)

// everything reports whether all that the page shows is picked, more than a
// screen holds: then the desk itself carries the action out.
func (m *app) everything() bool {
	_, all := m.page().list.Everything()
	return all
}

// carrying is a bulk action that the desk carries out; it lies over the page.
type carrying struct {
	label    string
	total    int
	done     int
	stop     context.CancelFunc
	stopping bool
}

func (o *carrying) place() keys.Place            { return keys.PlaceOf("place.bulk") }
func (o *carrying) owns(id keys.ID) bool         { return id == keys.StopBulk }
func (o *carrying) update(*app, tea.Msg) tea.Cmd { return nil }

func (o *carrying) do(*app, keys.ID) tea.Cmd {
	o.stopping = true
	o.stop()
	return nil
}

type carryingMsg struct {
	of
	carrying *carrying
	done     int
	more     <-chan int
}

type carriedMsg struct {
	of
	page     *page
	carrying *carrying
	commit   commit
	report   desk.BulkReport
	err      error
}

// carryOut has the desk do an action on all that the page shows.
func (m *app) carryOut(c commit) tea.Cmd {
	p, d, session := m.page(), m.desk, of(m.session)
	except, _ := p.list.Everything()
	b := desk.Bulk{ID: m.ids.New(), Label: cells.Plain(c.label), Query: p.query(), Except: except, Set: c.set, Tag: c.tag, Untag: c.untag, Base: c.base}
	ctx, stop := context.WithCancel(m.work.ForWrites())
	o := &carrying{label: c.label, total: p.list.Picked(), stop: stop}
	p.list.Unpick()
	m.push(o)
	steps := make(chan int, 1)
	write := m.work.Writing(func(context.Context) (tea.Msg, error) {
		defer stop()
		defer close(steps)
		report, err := d.DoWhere(ctx, b, func(p desk.Progress) {
			select {
			case steps <- int(p.Done):
			default: // the screen is busy with the one before; the next one says more
			}
		})
		msg := carriedMsg{of: session, page: p, carrying: o, commit: c, report: report, err: err}
		if err != nil {
			err = fmt.Errorf("%s: %w", b.Label, err)
		}
		return msg, err
	})
	return tea.Batch(write, m.followBulk(o, steps))
}

func (m *app) followBulk(o *carrying, steps <-chan int) tea.Cmd {
	session := of(m.session)
	return m.work.Reading(func(context.Context) tea.Msg {
		done, ok := <-steps
		if !ok {
			return nil
		}
		return carryingMsg{of: session, carrying: o, done: done, more: steps}
	})
}

func (msg carryingMsg) take(m *app) tea.Cmd {
	msg.carrying.done = msg.done
	return m.followBulk(msg.carrying, msg.more)
}

func (msg carriedMsg) take(m *app) tea.Cmd {
	m.drop(msg.carrying)
	m.stale()
	c := msg.commit
	switch {
	case errors.Is(msg.err, context.Canceled):
		return m.cannot(m.words.T("toast.bulk_stopped", words.Data{"What": c.label}) + " · " + m.undoHint())
	case msg.err != nil:
		if c.failed != nil && c.failed(m, msg.err) {
			return nil
		}
		return m.failed(c.label, msg.err)
	}
	if c.after != nil {
		c.after(m)
	}
	text := m.words.N("done.bulk", msg.report.Changed, words.Data{"What": c.label})
	if msg.report.Left > 0 {
		text = joined(" · ", text, m.words.N("toast.left_as_they_were", msg.report.Left), m.rowWhy(msg.report.Told, msg.report.Why))
	}
	return m.succeed(text + " · " + m.undoHint())
}

func (o *carrying) draw(m *app) ([]string, layout.Box) {
	return m.boxed(m.words.T("bulk.title"), 66, 4, func(w, _ int) []string {
		d := m.screen.Direction
		share := min(float64(o.done)/float64(max(o.total, 1)), 1)
		full := int(share * float64(w))
		state := m.words.N("bulk.records", o.done, words.Data{"Total": m.words.Number(o.total)})
		if o.stopping {
			state = m.words.T("bulk.stopping")
		}
		return []string{
			d.Start(m.theme.Strong.Apply(cells.Cut(cells.Safe(o.label), w)), w), strings.Repeat(" ", w),
			d.Start(m.theme.Accent.Apply(filled(d, "█", "░", full, w)), w), d.Start(state, w),
		}
	})
}

// editAll opens a form whose fields are set in all that is picked; what is left
// empty each record keeps.
func (m *app) editAll() tea.Cmd {
	p := m.page()
	records := p.chosen()
	if len(records) == 0 || model.SchemaOf(p.kind) == nil {
		return m.cannot(m.words.T("why.no_form"))
	}
	// How far the log was followed is the same for all of them.
	return m.withSeen(records[0].ID, func(m *app, _ model.Record, base *uint64) tea.Cmd {
		m.editAllForm(m.who(records), base)
		return nil
	})
}

func (m *app) editAllForm(who string, base *uint64) {
	p := m.page()
	m.severalForm(m.words.T("form.edit_all", words.Data{"Who": who}), model.New(p.kind), editable(p.kind), func(f *formOverlay, set model.Set) tea.Cmd {
		m.drop(f)
		if len(set) == 0 {
			return m.say(m.words.T("toast.nothing_changed"))
		}
		return m.editTo(set, base)
	})
}

// editTo gives the chosen records the values of a set. Done again it is done to what is
// on the screen then.
func (m *app) editTo(set model.Set, base *uint64) tea.Cmd {
	records := m.page().chosen()
	if len(records) == 0 {
		return nil
	}
	m.decided(func() tea.Cmd { return m.editTo(set, nil) })
	data := words.Data{"Who": m.who(records)}
	return m.commit(commit{
		label: m.words.T("did.edit_all", data), success: m.words.T("done.edit_all", data), ids: idsOf(records), edits: basedOn(base, change(records, set)), set: set, base: base,
	})
}
