package ui

import (
	"encoding/json"
	"strings"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/ui/cells"
	"tradedesk/ui/form"
	"tradedesk/ui/keys"
	"tradedesk/ui/words"
)

// The places of drafts.
const (
	draftForm   = "form"
	draftPrompt = "prompt"
	draftNote   = "note"
	draftFair   = "fair"
	draftLines  = "lines"
)

// putAside closes a place without saving; what was typed there stays as a draft.
func (m *app) putAside(o interface {
	overlay
	drafter
}) tea.Cmd {
	m.drop(o)
	if !o.typed() {
		return m.dropDraft(o.drafting())
	}
	return tea.Batch(m.keepDraft(o), m.say(m.words.T("toast.put_aside", words.Data{"Title": o.draft(m).Title, "Key": keys.Label(m.words, m.keyOf(keys.Drafts))})))
}

// keyOf gives the first key of an action.
func (m *app) keyOf(id keys.ID) string {
	a, ok := m.keys.Action(id)
	if !ok {
		return ""
	}
	return a.Keys[0]
}

func (o *formOverlay) drafting() *drafting { return &o.keep }
func (o *formOverlay) busy() bool          { return o.saving }

func (o *formOverlay) text() string {
	var b strings.Builder
	for _, t := range o.form.Texts() {
		b.WriteString(t.Field + "\x00" + t.Text + "\x00" + t.Ref.String() + "\x00")
	}
	return b.String()
}

func (o *formOverlay) draft(*app) desk.Draft {
	d := desk.Draft{
		Place: draftForm, Kind: o.record.Kind(), Record: o.record.Header().ID, Title: cells.Plain(o.title), Shown: o.shown,
		Seen: o.seen, Log: o.base, Cursor: o.form.CursorAt(),
	}
	switch {
	case o.several:
		// Nobody knows any more which records they were: the words alone are kept.
		d.Place = draftPrompt
	case d.Record.IsZero():
		d.Base = model.Fields(o.record)
	}
	for i, name := range o.shown {
		if name == o.form.Focused() {
			d.Focus = i
		}
	}
	for _, t := range o.form.Texts() {
		d.Fields = append(d.Fields, desk.DraftField{Name: t.Field, Text: t.Text, Ref: t.Ref, Was: t.Was})
	}
	return d
}

// retype puts a draft into a form that was opened for it, and goes on keeping it.
func (o *formOverlay) retype(d desk.Draft) {
	texts := make([]form.Text, len(d.Fields))
	for i, f := range d.Fields {
		texts[i] = form.Text{Field: f.Name, Text: f.Text, Ref: f.Ref, Was: f.Was}
	}
	o.form.Retype(texts)
	if d.Focus < len(o.shown) && d.Focus >= 0 {
		o.form.Focus(o.shown[d.Focus])
		o.form.SetCursor(d.Cursor)
	}
	if d.Seen != 0 {
		o.seen = d.Seen
	}
	if d.Log != nil {
		o.base = d.Log
	}
	o.news.outdated = o.follows() // who wrote what meanwhile
	o.keep = drafting{id: d.ID, kept: textHash(o.text())}
}

func (o *tableOverlay) drafting() *drafting { return &o.keep }
func (o *tableOverlay) busy() bool          { return o.saving }

func (o *tableOverlay) text() string {
	if !o.typed() {
		return ""
	}
	return string(o.table.SoFar())
}

func (o *tableOverlay) draft(*app) desk.Draft {
	return desk.Draft{
		Place: draftLines, Kind: model.KindRFQ, Record: o.record, Title: cells.Plain(o.title), Seen: o.seen, Log: o.base,
		Fields: []desk.DraftField{{Name: "lines", Text: string(o.table.SoFar())}},
	}
}

func (o *promptOverlay) drafting() *drafting { return &o.keep }
func (o *promptOverlay) busy() bool          { return false }
func (o *promptOverlay) text() string        { return o.prompt.Text() }
func (o *promptOverlay) typed() bool {
	return strings.TrimSpace(o.text()) != "" && o.text() != o.was
}

func (o *promptOverlay) draft(*app) desk.Draft {
	d := desk.Draft{Place: o.where, Title: cells.Plain(o.title), Fields: []desk.DraftField{{Name: "text", Text: o.text()}}}
	if len(o.about) > 0 {
		d.Kind, d.Record = o.about[0].Kind, o.about[0].ID
	}
	return d
}

// resume goes on with a draft: its form, its question or its line is opened with
// all that was typed. What cannot be opened again is shown, to be copied.
func (m *app) resume(d desk.Draft) tea.Cmd {
	m.starting = false
	switch {
	case d.Place == draftFair:
		return m.resumeLine(d)
	case d.Place == draftForm && model.SchemaOf(d.Kind) != nil && d.Record.IsZero():
		return m.resumeNew(d)
	case d.Place == draftForm && model.SchemaOf(d.Kind) != nil:
		return m.resumeOf(d, func(m *app, r model.Record, base *uint64) tea.Cmd {
			e := m.rowOf(r)
			f := m.newForm(m.words.T("form.edit", words.Data{"Who": m.title(e)}), r, fieldsNamed(d.Kind, d.Shown...), func(f *formOverlay, set model.Set) tea.Cmd {
				return m.saved(f, e, set)
			})
			f.base = base
			f.retype(d)
			return nil
		})
	case d.Place == draftLines && len(d.Fields) > 0:
		return m.linesTable(d.Record, 0, func(o *tableOverlay) {
			o.table.Retype([]byte(d.Fields[0].Text))
			o.seen, o.keep = d.Seen, drafting{id: d.ID, kept: textHash(o.text())}
			if d.Log != nil {
				o.base = d.Log
			}
		})
	case d.Place == draftNote:
		return m.resumeOf(d, func(m *app, r model.Record, _ *uint64) tea.Cmd {
			m.open(m.rowOf(r))
			cmd := m.note()
			if o, ok := m.top().(*promptOverlay); ok && len(d.Fields) > 0 {
				o.prompt.Retype(d.Fields[0].Text)
				o.keep = drafting{id: d.ID, kept: textHash(o.text())}
			}
			return cmd
		})
	}
	m.push(newDraftText(d))
	return nil
}

// resumeOf reads the record that a draft is about. One that is not there any more
// leaves the words to be copied.
func (m *app) resumeOf(d desk.Draft, then func(*app, model.Record, *uint64) tea.Cmd) tea.Cmd {
	return m.withSeenOr(d.Record, then, func(m *app, err error) tea.Cmd {
		m.push(newDraftText(d))
		return m.failed(m.words.T("failed.detail"), err)
	})
}

func (m *app) resumeNew(d desk.Draft) tea.Cmd {
	r, err := model.Apply(nil, model.Change{Record: m.ids.New(), Kind: d.Kind, Set: d.Base})
	if err != nil {
		m.push(newDraftText(d))
		return nil
	}
	*r.Header() = model.Head{Extra: r.Header().Extra}
	if q, ok := r.(*model.Quote); ok && !q.RFQ.IsZero() {
		return m.detailOf(q.RFQ, func(m *app, k *known) tea.Cmd {
			rfq, ok := k.Record.(*model.RFQ)
			if !ok {
				m.push(newDraftText(d))
				return nil
			}
			m.quoteForm(d.Title, q, k, rfq)
			m.retypeTop(d)
			return nil
		})
	}
	if o, ok := r.(*model.Offer); ok && !o.RFQ.IsZero() {
		return m.resumeOffer(o, d)
	}
	m.newForm(d.Title, r, fieldsNamed(d.Kind, d.Shown...), func(f *formOverlay, set model.Set) tea.Cmd {
		all := model.Fields(r)
		for name, raw := range set {
			all[name] = raw
		}
		return m.added(f, desk.Edit{Kind: d.Kind, ID: m.ids.New(), Create: true, Set: all})
	}).retype(d)
	return nil
}

func (m *app) retypeTop(d desk.Draft) {
	if f, ok := m.top().(*formOverlay); ok {
		f.retype(d)
	}
}

// newDraftText shows the words of a draft.
func newDraftText(d desk.Draft) *sheetOverlay {
	return &sheetOverlay{title: cells.Safe(d.Title), lines: func(m *app, w int) []string {
		s := &sheet{m: m, w: w}
		for _, f := range d.Fields {
			s.pair(m.words.T("field."+f.Name), cells.SafeLines(f.Text))
		}
		return s.lines
	}}
}

// draftPreview gives the beginning of what was typed.
func draftPreview(d desk.Draft) string {
	var texts []string
	for _, f := range d.Fields {
		if text := strings.TrimSpace(f.Text); text != "" && !json.Valid([]byte(text)) || f.Name == "text" || f.Name == "line" {
			texts = append(texts, strings.Join(strings.Fields(text), " "))
		} else if text != "" && !strings.ContainsAny(text[:1], "[{") {
			texts = append(texts, text)
		}
	}
	return cells.Safe(strings.Join(texts, " · "))
}
