package ui

import (
	"context"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/text"
	"tradedesk/ui/cells"
	"tradedesk/ui/form"
)

// maxValues is how many owners or tags are offered, those first that most records have.
const maxValues = 8

// valueFilter gives the filter of a search that asks for what a field holds, where the values
// that there are can be told; "" for others.
func valueFilter(f model.Field) string {
	switch f.Name {
	case "owner":
		return "owner"
	case "tags":
		return "tag"
	}
	return ""
}

// values answers at once with owners or tags that are known, and remembers what to ask.
func (r *refChoices) values(m *app, f model.Field, typed string) []form.Choice {
	q := refQuestion{filter: valueFilter(f), text: text.Fold(typed)}
	found, known := r.valued[q]
	if !known {
		r.want = q
	}
	if q.filter == "owner" {
		found = append([]string{m.desk.Me()}, found...)
	}
	var out []form.Choice
	for _, value := range found {
		begins := value != typed && strings.HasPrefix(text.Fold(value), q.text)
		// In a list a comma parts two of them.
		if begins && !strings.ContainsAny(value, ",;") && !slices.ContainsFunc(out, func(had form.Choice) bool { return had.Value == value }) {
			out = append(out, form.Choice{Value: value, Marks: marksOf(value, q.text)})
		}
	}
	return out
}

type valuesMsg struct {
	of
	form     *formOverlay
	question refQuestion
	values   []string
	err      error
}

// askValues reads the values that records have and that begin with what is typed.
func (q refQuestion) askValues(m *app, o *formOverlay) tea.Cmd {
	d, session, searcher := m.desk, of(m.session), m.searcher
	return m.work.Reading(func(ctx context.Context) tea.Msg {
		values, err := q.readValues(ctx, d, searcher)
		return valuesMsg{of: session, form: o, question: q, values: values, err: err}
	})
}

// readValues asks the index, which knows values as they are folded, and gives each as a
// record has it.
func (q refQuestion) readValues(ctx context.Context, d desk.Desk, searcher string) (values []string, err error) {
	ask := desk.SearchQuery{Limit: 1, Session: searcher + " form", Budget: refsBudget}
	if _, err := d.Search(ctx, ask); err != nil { // which takes the index up
		return nil, fmt.Errorf("looking for values of %s: %w", q.filter, err)
	}
	line := q.filter + `:"` + strings.ReplaceAll(q.text, `"`, " ")
	offered, err := d.Complete(ctx, line, len(line))
	if err != nil {
		return nil, fmt.Errorf("looking for values of %s: %w", q.filter, err)
	}
	for _, c := range offered.Choices {
		folded := strings.Trim(c.Text, `"`)
		ask.Text = q.filter + `:"` + folded + `"`
		result, err := d.Search(ctx, ask)
		if err != nil {
			return nil, fmt.Errorf("looking for %s: %w", ask.Text, err)
		}
		for _, hit := range result.Hits {
			if value := asWritten(hit.Excerpt, folded); value != "" && len(values) < maxValues {
				values = append(values, value)
			}
		}
		if len(values) == maxValues {
			break
		}
	}
	return values, nil
}

// asWritten gives the owner or tag of a record that is folded so.
func asWritten(e model.Excerpt, folded string) string {
	for _, value := range append([]string{e.Owner}, e.Tags...) {
		if text.Fold(value) == folded {
			return value
		}
	}
	return ""
}

func (msg valuesMsg) take(m *app) tea.Cmd {
	return msg.form.refs.answered(m, msg.form, msg.err, func() { msg.form.refs.valued[msg.question] = msg.values })
}

// holdsAddresses reports whether a field of a kind has addresses of e-mail, parted by commas.
func holdsAddresses(of model.Kind, f model.Field) bool {
	return of == model.KindMessage && form.Addresses(f)
}

// addressOf gives the first address of e-mail that a row shows or is found by, "" for none.
func addressOf(e model.Excerpt) string {
	for _, part := range []string{e.Also, e.Detail, e.Title} {
		for _, word := range strings.Fields(part) {
			if strings.Contains(word, "@") {
				return cells.Safe(strings.Trim(word, "<>(),;"))
			}
		}
	}
	return ""
}
