package ui

import (
	"context"
	"errors"
	"fmt"
	"maps"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/duplicate"
	"tradedesk/model/value"
	"tradedesk/ui/form"
	"tradedesk/ui/words"
)

// editable gives the fields of a form for a kind: all that are typed as text.
// Stages move by their own keys, which know what may follow and ask for reasons.
func editable(k model.Kind) []model.Field {
	var out []model.Field
	for _, f := range model.SchemaOf(k).Editable() {
		switch f.Type {
		case model.TypeFile, model.TypeCustom, model.TypeStage:
		case model.TypeRef:
			if pointedByHand(k, f) {
				out = append(out, f)
			}
		default:
			if f.Name != "reason" {
				out = append(out, f)
			}
		}
	}
	return out
}

func fieldsNamed(k model.Kind, names ...string) []model.Field {
	var out []model.Field
	for _, name := range names {
		if f, ok := model.SchemaOf(k).Field(name); ok {
			out = append(out, f)
		}
	}
	return out
}

// newForm opens a form over a record.
func (m *app) newForm(title string, record model.Record, fields []model.Field, save func(f *formOverlay, set model.Set) tea.Cmd) *formOverlay {
	return m.typedForm(title, record, nil, fields, save)
}

// typedForm is newForm with something typed in it already; nil typed has nothing.
func (m *app) typedForm(title string, record, typed model.Record, fields []model.Field, save func(f *formOverlay, set model.Set) tea.Cmd) *formOverlay {
	return m.openForm(form.Options{Title: title, Fields: fields, Record: record, Typed: typed}, save)
}

// severalForm opens a form over several records: what is left empty each keeps.
func (m *app) severalForm(title string, record model.Record, fields []model.Field, save func(f *formOverlay, set model.Set) tea.Cmd) *formOverlay {
	return m.openForm(form.Options{Title: title, Fields: fields, Record: record, Several: true}, save)
}

func (m *app) openForm(o form.Options, save func(f *formOverlay, set model.Set) tea.Cmd) *formOverlay {
	f := &formOverlay{save: save, seen: o.Record.Header().UpdatedAt, refs: newRefChoices(nil), title: o.Title, record: o.Record, several: o.Several}
	o.Lang, o.Wrong = m.words.Language(), m.wrongValue
	o.Meaning = func(f model.Field, code string) string {
		return m.unlike(code, m.meaning(o.Record.Kind(), f.Type, code))
	}
	complete := m.completions(o.Record)
	o.Parse = model.ParseContext{Now: m.now, Home: m.o.Home, Typed: true}
	if o.Label == nil {
		o.Label = func(name string) string { return m.words.T("field." + name) }
	}
	o.Words, o.Lang = func(id string) string { return m.words.T(id) }, m.words.Language()
	o.Complete = func(field model.Field, typed string) []form.Choice {
		switch {
		case len(namedBy(o.Record.Kind(), field)) > 0:
			return f.refs.complete(m, o.Record.Kind(), field, typed)
		case valueFilter(field) != "":
			return f.refs.values(m, field, typed)
		}
		return complete(field, typed)
	}
	o.Others = func(field string, stand form.Stand, theirs string) string {
		return f.otherText(m, field, stand, theirs)
	}
	if o.Name == nil {
		o.Name = m.nameOf
	}
	o.Name = f.refs.named(o.Name)
	o.Theme, o.Check, o.Hints, o.Direction = m.theme, checkTable, m.tableHints, m.screen.Direction
	f.form = form.New(o)
	f.lines = len(o.Fields)
	for _, field := range o.Fields {
		f.shown = append(f.shown, field.Name)
		if field.Type == model.TypeLong {
			f.lines += 5
		}
	}
	if duplicate.Mergeable(o.Record.Kind()) && !o.Several {
		f.alike = &duplicateHints{kind: o.Record.Kind(), wide: o.Record.Header().ID.IsZero()}
	}
	m.push(f)
	return f
}

// create opens an empty form for the kind of the page.
func (m *app) create() tea.Cmd {
	kind := m.page().kind
	if model.SchemaOf(kind) == nil {
		return m.cannot(m.words.T("why.no_form"))
	}
	record := model.New(kind)
	switch r := record.(type) {
	case *model.Lead:
		r.Stage, r.ReceivedAt = model.InitialStage(kind), value.At(m.now)
	case *model.RFQ:
		r.Stage = model.InitialStage(kind)
	}
	m.createForm(record)
	return nil
}

// createForm opens the form of a record that is not there yet.
func (m *app) createForm(record model.Record) {
	kind := record.Kind()
	m.newForm(m.words.T("form.new."+string(kind)), record, editable(kind), func(f *formOverlay, set model.Set) tea.Cmd {
		if len(set) == 0 {
			m.drop(f)
			return m.say(m.words.T("toast.nothing_typed"))
		}
		all := model.Fields(record)
		maps.Copy(all, set)
		return m.added(f, desk.Edit{Kind: kind, ID: m.ids.New(), Create: true, Set: all})
	})
}

// added commits what a form made, and goes to it.
func (m *app) added(f *formOverlay, e desk.Edit) tea.Cmd {
	f.saving = true
	name := e.ID.Short()
	if r, err := model.Apply(nil, model.Change{Record: e.ID, Kind: e.Kind, Set: e.Set}); err == nil {
		name = m.title(model.ExcerptOf(r, model.ScoreContext{Now: m.now}))
	}
	data := words.Data{"Who": name}
	return m.commit(commit{
		label: m.words.T("did.add", data), success: m.words.T("done.add", data), ids: []model.ID{e.ID},
		edits: []desk.Edit{e}, failed: f.refused,
		after: func(m *app) {
			m.drop(f)
			if e.Kind == m.page().kind {
				m.page().pin = &model.Excerpt{ID: e.ID, Kind: e.Kind, Title: name, Stage: model.InitialStage(e.Kind)}
				m.starting = false
			}
		},
	})
}

// edit opens the record under the cursor in a form.
func (m *app) edit() tea.Cmd {
	e, ok := m.page().current()
	if !ok {
		return nil
	}
	return m.withSeen(e.ID, (*app).editRecord)
}

// editRecord opens a record in a form; of a quote that was given, a new version.
func (m *app) editRecord(r model.Record, base *uint64) tea.Cmd {
	if model.SchemaOf(r.Kind()) == nil {
		return m.say(m.words.T("why.no_form"))
	}
	if q, ok := r.(*model.Quote); ok && q.Stage != model.QuoteDraft && !q.RFQ.IsZero() {
		return m.reviseQuote(q, base)
	}
	if q, ok := r.(*model.Quote); ok && !q.RFQ.IsZero() {
		return m.editDraftQuote(q, base)
	}
	if o, ok := r.(*model.Offer); ok && !o.RFQ.IsZero() {
		return m.reviseOffer(o)
	}
	e := m.rowOf(r)
	m.newForm(m.words.T("form.edit", words.Data{"Who": m.title(e)}), r, editable(r.Kind()), func(f *formOverlay, set model.Set) tea.Cmd {
		return m.saved(f, e, set)
	}).base = base
	return nil
}

// saved commits what a form changed of one record.
func (m *app) saved(f *formOverlay, e model.Excerpt, set model.Set) tea.Cmd {
	if len(set) == 0 {
		m.drop(f)
		return m.say(m.words.T("toast.nothing_changed"))
	}
	f.saving = true
	data := words.Data{"Who": m.title(e)}
	return m.commit(commit{
		label: m.words.T("did.edit", data), success: m.words.T("done.edit", data), ids: []model.ID{e.ID},
		edits:  f.edits(e, set),
		failed: f.refused, after: func(m *app) { m.drop(f) },
	})
}

// refused keeps a form open with what was typed. What someone else changed
// meanwhile is not overwritten unasked: saving again does it.
func (f *formOverlay) refused(m *app, err error) bool {
	f.saving = false
	if !m.showing(f) {
		return false
	}
	f.note = ""
	f.news.seen, f.news.outdated = 0, f.follows()
	if errors.Is(err, desk.ErrConflict) || !f.form.Fail(err) {
		f.note = m.refusal(err, &f.seen)
	}
	return true
}

// refusal says why the desk did not take what was typed. After a conflict saving
// again has its way.
func (m *app) refusal(err error, seen *value.Instant) string {
	if errors.Is(err, desk.ErrConflict) {
		*seen = 0
		return m.words.T("form.conflict")
	}
	return m.why(err)
}

type recordMsg struct {
	of
	record  model.Record
	err     error
	then    func(*app, model.Record) tea.Cmd
	without func(*app, error) tea.Cmd
}

// withRecord goes on with a whole record, read again so that it is the newest.
func (m *app) withRecord(id model.ID, then func(*app, model.Record) tea.Cmd) tea.Cmd {
	return m.withRecordOr(id, then, func(m *app, err error) tea.Cmd { return m.failed(m.words.T("failed.detail"), err) })
}

// withRecordOr is withRecord for who knows what to do without it.
func (m *app) withRecordOr(id model.ID, then func(*app, model.Record) tea.Cmd, without func(*app, error) tea.Cmd) tea.Cmd {
	d, session := m.desk, of(m.session)
	return m.work.Reading(func(ctx context.Context) tea.Msg {
		r, err := d.Get(ctx, id)
		if err != nil {
			err = fmt.Errorf("reading %s: %w", id.Short(), err)
		}
		return recordMsg{of: session, record: r, err: err, then: then, without: without}
	})
}

func (msg recordMsg) take(m *app) tea.Cmd {
	if msg.err != nil {
		return msg.without(m, msg.err)
	}
	return msg.then(m, msg.record)
}
