package ui

import (
	"context"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/text"
	"tradedesk/ui/cells"
	"tradedesk/ui/form"
)

// maxRefs is how many records a field that points to one offers.
const maxRefs = 20

// refChoices finds the records that a field of a form can point to, by what is
// typed of their names. Those that are known offer themselves at once; the desk is
// asked for others, one question at a time.
type refChoices struct {
	first  []model.Excerpt // what is likely meant, before anything is typed
	found  map[string][]model.Excerpt
	want   refQuestion
	flying bool
}

type refQuestion struct {
	kind model.Kind
	text string
}

func newRefChoices(first []model.Excerpt) *refChoices {
	return &refChoices{first: first, found: map[string][]model.Excerpt{}}
}

// complete answers at once with what is known, and remembers what to ask.
func (r *refChoices) complete(m *app, f model.Field, typed string) []form.Choice {
	if len(f.Refs) == 0 {
		return nil
	}
	folded := text.Fold(typed)
	var out []form.Choice
	add := func(e model.Excerpt) {
		if slices.Contains(f.Refs, e.Kind) && !slices.ContainsFunc(out, func(c form.Choice) bool { return c.ID == e.ID }) {
			out = append(out, form.Choice{Value: m.title(e), Label: joined(" · ", cells.Safe(e.Country.String()), cells.Safe(e.Detail)), ID: e.ID})
		}
	}
	for _, e := range r.first {
		if strings.Contains(text.Fold(e.Title), folded) {
			add(e)
		}
	}
	if folded == "" {
		return out
	}
	found, known := r.found[folded]
	for _, e := range found {
		add(e)
	}
	if !known {
		r.want = refQuestion{f.Refs[0], typed}
	}
	return out
}

type refsMsg struct {
	of
	form *formOverlay
	text string
	hits []desk.Hit
	err  error
}

// ask searches for what is typed last.
func (r *refChoices) ask(m *app, o *formOverlay) tea.Cmd {
	if r.flying || r.want.text == "" {
		return nil
	}
	q := r.want
	r.want, r.flying = refQuestion{}, true
	d, session := m.desk, of(m.session)
	return m.work.reading(func(ctx context.Context) tea.Msg {
		result, err := d.Search(ctx, desk.SearchQuery{Text: q.text, Kind: q.kind, Limit: maxRefs})
		return refsMsg{of: session, form: o, text: q.text, hits: result.Hits, err: err}
	})
}

func (msg refsMsg) take(m *app) tea.Cmd {
	r := msg.form.refs
	r.flying = false
	if !m.showing(msg.form) {
		return nil
	}
	if msg.err != nil {
		return m.failed(m.words.T("failed.search"), msg.err)
	}
	rows := make([]model.Excerpt, len(msg.hits))
	for i, hit := range msg.hits {
		rows[i] = hit.Excerpt
	}
	r.found[text.Fold(msg.text)] = rows
	msg.form.form.Offer()
	return r.ask(m, msg.form)
}
