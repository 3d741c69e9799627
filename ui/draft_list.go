package ui

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/ui/cells"
	"tradedesk/ui/keys"
	"tradedesk/ui/layout"
	"tradedesk/ui/words"
)

// draftsOverlay lists what was typed and not saved: to go on with, or to throw
// away.
type draftsOverlay struct {
	drafts []desk.Draft
	thrown []desk.Draft // while it is open, the last behind
	at     int
	top    int
}

type draftsMsg struct {
	of
	drafts []desk.Draft
	asked  bool // by a key, not at the beginning
	err    error
}

// readDrafts asks for the drafts that no open place holds.
func (m *app) readDrafts(asked bool) tea.Cmd {
	d, session := m.desk, of(m.session)
	return m.work.Reading(func(ctx context.Context) tea.Msg {
		drafts, err := d.Drafts(ctx)
		return draftsMsg{of: session, drafts: drafts, asked: asked, err: err}
	})
}

// take offers the drafts. What comes by itself never lies over what a person has
// begun: then it only says that there is something.
func (msg draftsMsg) take(m *app) tea.Cmd {
	drafts := slices.DeleteFunc(slices.Clone(msg.drafts), func(d desk.Draft) bool {
		return slices.ContainsFunc(m.drafters(), func(open drafter) bool { return open.drafting().id == d.ID })
	})
	switch {
	case msg.err != nil:
		return m.failed(m.words.T("failed.drafts"), msg.err)
	case len(drafts) == 0 && msg.asked:
		return m.say(m.words.T("toast.no_drafts"))
	case len(drafts) == 0:
		return nil
	case !msg.asked && (m.toast.keys > 0 || m.top() != nil):
		return m.say(m.words.T("toast.draft", words.Data{"Title": m.draftName(drafts[0]), "Key": keys.Label(m.words, m.keyOf(keys.Drafts))}))
	}
	if o := (&draftsOverlay{drafts: drafts}); msg.asked {
		m.push(o)
	} else {
		m.arrive(o)
	}
	return nil
}

func (m *app) draftName(d desk.Draft) string {
	return m.labelled(cells.Safe(d.Title), cells.Cut(draftPreview(d), 40))
}

func (o *draftsOverlay) place() keys.Place            { return keys.PlaceOf("place.drafts") }
func (o *draftsOverlay) update(*app, tea.Msg) tea.Cmd { return nil }

func (o *draftsOverlay) owns(id keys.ID) bool {
	switch id {
	case keys.DraftUp, keys.DraftDown, keys.DraftGoOn, keys.DraftThrow, keys.DraftBack, keys.DraftClose:
		return true
	}
	return false
}

func (o *draftsOverlay) do(m *app, id keys.ID) tea.Cmd {
	switch id {
	case keys.DraftUp:
		o.at--
	case keys.DraftDown:
		o.at++
	case keys.DraftGoOn:
		m.drop(o)
		if o.at < len(o.drafts) {
			return m.resume(o.drafts[o.at])
		}
	case keys.DraftThrow:
		return o.throw(m)
	case keys.DraftBack:
		return o.bringBack(m)
	case keys.DraftClose:
		m.drop(o)
	}
	o.at = max(min(o.at, len(o.drafts)-1), 0)
	return nil
}

// throw takes a draft away; as long as the list is open it can be brought back.
func (o *draftsOverlay) throw(m *app) tea.Cmd {
	if o.at >= len(o.drafts) {
		return nil
	}
	d := o.drafts[o.at]
	o.drafts = slices.Delete(slices.Clone(o.drafts), o.at, o.at+1)
	o.thrown = append(o.thrown, d)
	o.at = max(min(o.at, len(o.drafts)-1), 0)
	return tea.Batch(m.dropDraft(&drafting{id: d.ID}), m.say(m.words.T("toast.draft_thrown", words.Data{"Title": m.draftName(d)})))
}

func (o *draftsOverlay) bringBack(m *app) tea.Cmd {
	if len(o.thrown) == 0 {
		return m.say(m.words.T("toast.nothing_to_undo"))
	}
	d := o.thrown[len(o.thrown)-1]
	o.thrown = o.thrown[:len(o.thrown)-1]
	o.drafts = append([]desk.Draft{d}, o.drafts...)
	o.at = 0
	return m.putDraft(d)
}

// putDraft gives the desk a draft that it had before.
func (m *app) putDraft(d desk.Draft) tea.Cmd {
	desk, session := m.desk, of(m.session)
	return m.work.Writing(func(ctx context.Context) (tea.Msg, error) {
		err := desk.PutDraft(ctx, d)
		return draftDroppedMsg{session, err}, err
	})
}

func (o *draftsOverlay) draw(m *app) ([]string, layout.Box) {
	const about = 2 // lines over the list
	h := min(max(len(o.drafts), 1), 12) + about
	return m.boxed(m.words.T("drafts.title"), 96, h, func(w, h int) []string {
		lines := []string{m.theme.Dim.Apply(m.screen.Direction.Start(m.words.T("drafts.about"), w)), cells.Spaces(w)}
		shown := max(h-len(lines), 1)
		o.top = max(min(o.top, o.at), o.at-shown+1)
		for i := o.top; i < len(o.drafts) && i < o.top+shown; i++ {
			lines = append(lines, o.line(m, i, w))
		}
		if len(o.drafts) == 0 {
			lines = append(lines, m.screen.Direction.Start(m.words.T("toast.no_drafts"), w))
		}
		return lines
	})
}

// line draws one draft: what it is of, its words, when they were typed.
func (o *draftsOverlay) line(m *app, i, w int) string {
	d, mark := o.drafts[i], " "
	if i == o.at {
		mark = m.theme.Mark
	}
	age := cells.FitEnd(m.age(d.At), 8)
	titleW := min(max((w-12)*2/5, 12), 36)
	title := cells.Fit(cells.Safe(d.Title), titleW)
	words := cells.Fit(draftPreview(d), w-titleW-8-5)
	if i == o.at {
		return m.theme.Selected.Apply(m.screen.Direction.Line(mark, " ", title, " ", words, "  ", age))
	}
	return m.screen.Direction.Line(mark, " ", title, " ", m.theme.Dim.Apply(words), "  ", m.theme.Dim.Apply(age))
}
