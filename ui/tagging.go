package ui

import (
	"context"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/ui/picker"
	"tradedesk/ui/words"
)

// tag asks for tags, and for those to take off with a minus before them.
func (m *app) tag() tea.Cmd {
	if _, ok := model.SchemaOf(m.page().kind).Field("tags"); !ok {
		return m.cannot(m.words.T("why.no_tags"))
	}
	title := m.words.T("ask.tag", words.Data{"Who": m.who(m.page().chosen())})
	m.prompt(picker.PromptOptions{Title: title, Placeholder: m.words.T("ask.tag_example"), Check: m.notEmpty}, m.tagWith)
	return nil
}

// tagWith changes the tags that each record has at that moment.
func (m *app) tagWith(text string) tea.Cmd {
	records := m.page().chosen()
	if len(records) == 0 {
		return nil
	}
	m.decided(func() tea.Cmd { return m.tagWith(text) })
	add, drop := tagsOf(text)
	data := words.Data{"Who": m.who(records), "Tags": text}
	return m.commit(commit{
		label: m.words.T("did.tag", data), success: m.words.T("done.tag", data), ids: idsOf(records), tag: add, untag: drop,
		build: func(ctx context.Context, d desk.Desk) ([]desk.Edit, error) {
			var edits []desk.Edit
			for _, e := range records {
				r, err := d.Get(ctx, e.ID)
				if err != nil {
					return nil, fmt.Errorf("reading the tags of %s: %w", e.ID, err)
				}
				field, _ := model.SchemaOf(e.Kind).Field("tags")
				had, _ := field.Value(r).([]string)
				edits = append(edits, desk.Edit{Kind: e.Kind, ID: e.ID, Set: model.Set{"tags": raw(model.Retag(had, add, drop))}})
			}
			return edits, nil
		},
	})
}

// tagsOf reads words such as "fair, bio -old".
func tagsOf(text string) (add, drop []string) {
	for _, tag := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' || r == ' ' || r == '،' }) {
		name := strings.TrimLeft(tag, "-+#")
		switch {
		case name == "":
		case strings.HasPrefix(tag, "-"):
			drop = append(drop, name)
		default:
			add = append(add, name)
		}
	}
	return add, drop
}
