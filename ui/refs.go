package ui

import (
	"context"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/text"
	"tradedesk/ui/cells"
	"tradedesk/ui/form"
)

const (
	// maxRefs is how many records a field that names one offers.
	maxRefs = 20
	// refsBudget is how long they may be looked for: a field is typed on meanwhile.
	refsBudget = 300 * time.Millisecond
)

// refChoices finds the records that a field of a form can point to or name, by what is
// typed. Those that are known offer themselves at once; the desk is asked for others, one
// question at a time.
type refChoices struct {
	first  []model.Excerpt // what is likely meant, before anything is typed
	found  map[refQuestion][]desk.Hit
	valued map[refQuestion][]string // owners or tags
	want   refQuestion
	flying bool
	names  refNames
}

type refQuestion struct {
	kinds  string // parted by commas; "" when values are asked for
	filter string // whose values are
	text   string // folded
}

func newRefChoices(first []model.Excerpt) *refChoices {
	return &refChoices{first: first, found: map[refQuestion][]desk.Hit{}, valued: map[refQuestion][]string{}, names: refNames{known: map[model.ID]string{}}}
}

// pointedByHand reports whether the form of a kind has a field that points to a record.
// Lists of records are made by what is done: suppliers are invited, letters go to them. A
// record of the same kind is the version before, which who revises one gives.
func pointedByHand(of model.Kind, f model.Field) bool {
	return !f.List && !slices.Contains(f.Refs, of)
}

// namedBy gives the kinds of records that a field points to, or that its text names: a
// buyer is the company of a lead.
func namedBy(of model.Kind, f model.Field) []model.Kind {
	switch {
	case f.Type == model.TypeRef:
		return f.Refs
	case f.Name == "buyer":
		return []model.Kind{model.KindLead}
	case f.Name == "company" && of == model.KindContact:
		return []model.Kind{model.KindSupplier, model.KindLead}
	case f.Name == "contact" && of == model.KindOffer:
		return []model.Kind{model.KindContact}
	case holdsAddresses(of, f):
		return []model.Kind{model.KindContact, model.KindSupplier, model.KindLead}
	}
	return nil
}

// refChoice offers a record by its title, the letters marked that were typed.
func (m *app) refChoice(e model.Excerpt, marks []int, withKind bool) form.Choice {
	kind := ""
	if withKind {
		kind = m.words.T("kind." + kindWord(e.Kind))
	}
	c := form.Choice{Value: m.title(e), Label: joined(" · ", kind, cells.Safe(e.Country.String()), cells.Safe(e.Detail)), Marks: marks}
	if c.Value != e.Title {
		c.Marks = nil
	}
	return c
}

// complete answers at once with what is known, and remembers what to ask.
func (r *refChoices) complete(m *app, of model.Kind, f model.Field, typed string) []form.Choice {
	kinds := namedBy(of, f)
	if len(kinds) == 0 {
		return nil
	}
	folded := text.Fold(typed)
	var out []form.Choice
	points := f.Type == model.TypeRef
	add := func(e model.Excerpt, marks []int) {
		c := m.refChoice(e, marks, len(kinds) > 1 && points)
		if points {
			c.ID = e.ID
		}
		if holdsAddresses(of, f) {
			c.Value, c.Label = addressOf(e), joined(" · ", c.Value, cells.Safe(e.Country.String()))
			c.Marks = marksOf(c.Value, folded)
		}
		same := func(had form.Choice) bool { return had.ID == c.ID && (points || had.Value == c.Value) }
		if slices.Contains(kinds, e.Kind) && (points || e.Title != "" && c.Value != "" && c.Value != typed) && !slices.ContainsFunc(out, same) {
			out = append(out, c)
		}
	}
	for _, e := range r.first {
		if strings.Contains(text.Fold(e.Title), folded) {
			add(e, marksOf(e.Title, folded))
		}
	}
	if folded == "" && !points {
		return out
	}
	q := refQuestion{kinds: kindsText(kinds), text: folded}
	found, known := r.found[q]
	for _, hit := range found {
		add(hit.Excerpt, hit.Positions)
	}
	if !known {
		r.want = q
	}
	return out
}

func kindsText(kinds []model.Kind) string {
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = string(k)
	}
	return strings.Join(names, ",")
}

// marksOf gives the runes of a title that a folded text stands on.
func marksOf(title, folded string) (marks []int) {
	if folded == "" {
		return nil
	}
	for at := range placesOf(title, []string{folded}) {
		marks = append(marks, at)
	}
	return marks
}

type refsMsg struct {
	of
	form     *formOverlay
	question refQuestion
	hits     []desk.Hit
	err      error
}

// ask searches for what is typed last.
func (r *refChoices) ask(m *app, o *formOverlay) tea.Cmd {
	if r.flying || r.want == (refQuestion{}) {
		return nil
	}
	q := r.want
	r.want, r.flying = refQuestion{}, true
	if q.filter != "" {
		return q.askValues(m, o)
	}
	d, session, searcher := m.desk, of(m.session), m.searcher
	return m.work.Reading(func(ctx context.Context) tea.Msg {
		result, err := d.Search(ctx, q.search(searcher))
		return refsMsg{of: session, form: o, question: q, hits: result.Hits, err: err}
	})
}

// search is the question as the desk is asked it: what is typed into a field has no
// phrases, which would take the kinds in. Of nothing typed the newest are found.
func (q refQuestion) search(searcher string) desk.SearchQuery {
	s := desk.SearchQuery{Text: q.text, Kind: model.Kind(q.kinds), Limit: maxRefs, Session: searcher + " form", Budget: refsBudget}
	if strings.Contains(q.kinds, ",") || q.text == "" {
		s.Text, s.Kind = strings.ReplaceAll(q.text, `"`, " ")+" kind:"+q.kinds, ""
	}
	return s
}

func (msg refsMsg) take(m *app) tea.Cmd {
	r := msg.form.refs
	return r.answered(m, msg.form, msg.err, func() {
		r.found[msg.question] = msg.hits
		for _, hit := range msg.hits {
			r.names.known[hit.ID] = m.title(hit.Excerpt)
		}
	})
}

// answered takes an answer of the desk to the form that asked, and asks what is typed there
// now.
func (r *refChoices) answered(m *app, o *formOverlay, err error, keep func()) tea.Cmd {
	r.flying = false
	if !m.showing(o) {
		return nil
	}
	if err != nil {
		return m.failed(m.words.T("failed.search"), err)
	}
	keep()
	o.form.Offer()
	return r.ask(m, o)
}
