package ui

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/ui/cells"
	"tradedesk/ui/form"
	"tradedesk/ui/keys"
	"tradedesk/ui/layout"
	"tradedesk/ui/theme"
	"tradedesk/ui/words"
)

// inviteOverlay picks the suppliers who are asked for a quote, found as one types.
// Before anything is typed it shows those who offer what the RFQ is about.
type inviteOverlay struct {
	rfq    *model.RFQ
	base   *uint64 // how far the log was followed when it was read
	about  string  // what is searched for while nothing is typed
	line   form.Line
	hits   []model.Excerpt
	marks  map[model.ID][]int // the letters of their names that were searched for
	picked []model.Excerpt    // in the order in which they were picked
	asked  string             // what the hits are for
	flying bool
	saving bool
	at     int
	note   string
}

func (m *app) invite() tea.Cmd {
	e, ok := m.page().current()
	if !ok {
		return nil
	}
	return m.withSeen(e.ID, func(m *app, r model.Record, base *uint64) tea.Cmd {
		rfq, ok := r.(*model.RFQ)
		if !ok {
			return m.say(m.words.T("why.rfq_only"))
		}
		o := &inviteOverlay{rfq: rfq, base: base, about: rfq.Title}
		if len(rfq.Lines) > 0 && rfq.Lines[0].Product != "" {
			o.about = rfq.Lines[0].Product
		}
		o.line.Placeholder = m.words.T("invite.placeholder")
		m.push(o)
		return o.ask(m)
	})
}

func (o *inviteOverlay) place() keys.Place { return keys.PlaceOf("place.choose") }

func (o *inviteOverlay) owns(id keys.ID) bool {
	switch id {
	case keys.ChooseMark, keys.ChooseUp, keys.ChooseDown, keys.ChooseSave, keys.ChooseStop:
		return true
	}
	return false
}

func (o *inviteOverlay) do(m *app, id keys.ID) tea.Cmd {
	if o.saving {
		return nil
	}
	switch id {
	case keys.ChooseUp:
		o.at--
	case keys.ChooseDown:
		o.at++
	case keys.ChooseMark:
		return o.mark(m)
	case keys.ChooseSave:
		return o.save(m)
	case keys.ChooseStop:
		if len(o.picked) > 0 && o.note == "" {
			o.note = m.words.T("form.discard")
			return nil
		}
		m.drop(o)
	}
	o.at = max(min(o.at, len(o.hits)-1), 0)
	return nil
}

// mark picks the supplier under the cursor, or lets them go.
func (o *inviteOverlay) mark(m *app) tea.Cmd {
	if o.at >= len(o.hits) {
		return nil
	}
	o.note = ""
	e := o.hits[o.at]
	if contains(o.rfq.Invited, e.ID) {
		return m.say(m.words.T("invite.already", words.Data{"Who": m.title(e)}))
	}
	if at := slices.IndexFunc(o.picked, func(p model.Excerpt) bool { return p.ID == e.ID }); at >= 0 {
		o.picked = slices.Delete(o.picked, at, at+1)
	} else {
		o.picked = append(o.picked, e)
	}
	o.at = min(o.at+1, len(o.hits)-1)
	return nil
}

func (o *inviteOverlay) update(m *app, msg tea.Msg) tea.Cmd {
	before := o.line.Value()
	if o.saving || !o.line.Update(msg) || o.line.Value() == before {
		return nil
	}
	o.at, o.note = 0, ""
	return o.ask(m)
}

func (o *inviteOverlay) text() string {
	if typed := o.line.Value(); typed != "" {
		return typed
	}
	return o.about
}

type suppliersMsg struct {
	of
	invitation *inviteOverlay
	text       string
	hits       []desk.Hit
	err        error
}

// ask searches for what is typed; one search is under way at a time.
func (o *inviteOverlay) ask(m *app) tea.Cmd {
	text := o.text()
	if o.flying || text == "" {
		return nil
	}
	o.flying = true
	d, session, searcher := m.desk, of(m.session), m.searcher
	return m.work.Reading(func(ctx context.Context) tea.Msg {
		result, err := d.Search(ctx, desk.SearchQuery{Text: text, Kind: model.KindSupplier, Limit: maxHits, Session: searcher + " invite"})
		return suppliersMsg{of: session, invitation: o, text: text, hits: result.Hits, err: err}
	})
}

func (msg suppliersMsg) take(m *app) tea.Cmd {
	o := msg.invitation
	o.flying = false
	switch {
	case !m.showing(o):
		return nil
	case msg.err != nil:
		return m.failed(m.words.T("failed.search"), msg.err)
	case msg.text != o.text():
		return o.ask(m)
	}
	o.hits, o.asked, o.marks = o.hits[:0:0], msg.text, map[model.ID][]int{}
	for _, hit := range msg.hits {
		o.hits = append(o.hits, hit.Excerpt)
		if hit.Title == m.title(hit.Excerpt) {
			o.marks[hit.ID] = hit.Positions
		}
	}
	o.at = max(min(o.at, len(o.hits)-1), 0)
	return nil
}

// save invites who is picked; an RFQ that was a draft is open by that.
func (o *inviteOverlay) save(m *app) tea.Cmd {
	if len(o.picked) == 0 {
		m.drop(o)
		return m.say(m.words.T("toast.nothing_changed"))
	}
	request := desk.InviteRequest{RFQ: o.rfq.ID, Suppliers: idsOf(o.picked), Now: m.now.In(m.o.Location), IDs: m.ids}
	data := words.Data{"Who": m.who(o.picked), "RFQ": m.title(m.rowOf(o.rfq))}
	return m.askSuppliers(asking{plan: desk.PlanInvite, request: request, base: o.base, began: func() { o.saving = true }, commit: commit{
		label: m.words.T("did.invite", data), success: m.words.T("done.invite", data), ids: []model.ID{o.rfq.ID},
		after: func(m *app) { m.drop(o) },
		failed: func(m *app, err error) bool {
			o.saving = false
			if !m.showing(o) {
				return false
			}
			o.note = m.refusal(err, &o.rfq.UpdatedAt)
			return true
		},
	}})
}

func (o *inviteOverlay) draw(m *app) ([]string, layout.Box) {
	box, d := m.screen.Top(92, m.screen.Size.H-4), m.screen.Direction
	w, h := box.W-4, box.H-2
	o.line.Styles = form.LineStyles{Text: m.theme.Field, Placeholder: m.theme.Dim}
	lines := []string{m.typedLine(&o.line, w), m.theme.Dim.Apply(d.Start(o.said(m), w))}
	shown := max(h-len(lines), 1)
	for i := max(0, o.at-shown+1); i < len(o.hits) && len(lines) < h; i++ {
		lines = append(lines, o.row(m, i, w))
	}
	return m.frame(m.words.T("form.invite", words.Data{"RFQ": m.title(m.rowOf(o.rfq))}), cells.Block(lines, w, h), box.W, box.H), box
}

func (o *inviteOverlay) said(m *app) string {
	switch {
	case o.note != "":
		return "! " + o.note
	case len(o.picked) > 0:
		return m.words.N("invite.picked", len(o.picked))
	case o.asked == "" || o.flying:
		return ""
	case len(o.hits) == 0:
		return m.words.T("invite.none", words.Data{"Text": cells.Safe(o.asked)})
	case o.line.Value() == "":
		return m.words.T("invite.offering", words.Data{"Text": cells.Safe(o.about)})
	}
	return ""
}

func (o *inviteOverlay) row(m *app, i, w int) string {
	e, d := o.hits[i], m.screen.Direction
	sign := "☐"
	switch {
	case contains(o.rfq.Invited, e.ID):
		sign = "✓"
	case slices.ContainsFunc(o.picked, func(p model.Excerpt) bool { return p.ID == e.ID }):
		sign = "☑"
	}
	half := w * 2 / 5
	plain, found := theme.Style{}, m.theme.Match
	if i == o.at {
		plain, found = m.theme.Selected, m.theme.Found
	}
	marks := o.marks[e.ID]
	name := m.marked(m.title(e), half-2, plain, found, func(at int) bool { return slices.Contains(marks, at) })
	title := d.Line(plain.Apply(d.Line(sign, " ")), name)
	rest := d.Start(d.Cut(joined(" · ", cells.Safe(e.Country.String()), cells.Safe(e.Detail)), w-half-4), w-half-4)
	if i == o.at {
		return d.Line(plain.Apply(d.Line(m.theme.Mark, " ")), title, plain.Apply(d.Line("  ", rest)))
	}
	return d.Line("  ", title, "  ", m.theme.Dim.Apply(rest))
}
