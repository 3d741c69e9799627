package ui

import (
	"errors"
	"strings"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/ui/cells"
	"tradedesk/ui/filter"
	"tradedesk/ui/form"
	"tradedesk/ui/keys"
	"tradedesk/ui/layout"
	"tradedesk/ui/words"
)

// narrowing is the typed filter of a page.
type narrowing struct {
	text  string
	found string // the search that it is of, instead of a text
	conds []desk.Cond
}

func (n narrowing) on() bool { return len(n.conds) > 0 }

// label gives the filter behind the key that it was typed with.
func (n narrowing) label() string {
	if n.found != "" {
		return "/ " + cells.Safe(n.found)
	}
	return `\ ` + cells.Safe(n.text)
}

// stages reports whether the filter is about stages, so that a record that is
// moved leaves the list.
func (n narrowing) stages() bool {
	for _, c := range n.conds {
		if c.Field == "stage" {
			return true
		}
	}
	return false
}

func (m *app) syntax(k model.Kind) filter.Syntax {
	return filter.Syntax{Kind: k, Me: m.desk.Me(), Now: m.now, Home: m.o.Home}
}

// narrow shows on a page only what a filter selects; "" shows all.
func (m *app) narrow(p *page, text string) error {
	conds, err := m.syntax(p.kind).Parse(text)
	if err != nil {
		return err
	}
	p.filter = narrowing{text: strings.TrimSpace(text), conds: conds}
	p.reset(m.now)
	return nil
}

// filterProblem says in words what is wrong with a filter.
func (m *app) filterProblem(err error) string {
	var wrong *filter.Error
	if !errors.As(err, &wrong) {
		return m.why(err)
	}
	data := words.Data{"Term": wrong.Term, "Field": wrong.Field, "Nearest": wrong.Nearest}
	id := "filter." + string(wrong.Code)
	switch {
	case wrong.Code == filter.CodeField && wrong.Nearest != "":
		id = "filter.field_near"
	case wrong.Why != nil:
		data["Why"] = m.wrongValue(wrong.Why)
	}
	return m.words.T(id, data)
}

// filterLine is the line in which a filter is typed, with what can follow.
type filterLine struct {
	page    *page
	line    form.Line
	options filter.Completion
	at      int // the choice that tab takes
	problem string
}

func (m *app) openFilter() tea.Cmd {
	o := &filterLine{page: m.page()}
	o.line.Placeholder = m.words.T("filter.example")
	if o.line.Set(o.page.filter.text); o.page.filter.text != "" {
		o.space()
	}
	m.push(o)
	o.complete(m)
	return nil
}

func (o *filterLine) place() keys.Place    { return keys.PlaceOf("place.filter") }
func (o *filterLine) owns(id keys.ID) bool { return strings.HasPrefix(string(id), "filter.") }

func (o *filterLine) do(m *app, id keys.ID) tea.Cmd {
	switch id {
	case keys.FilterUp:
		o.at = max(o.at-1, 0)
	case keys.FilterDown:
		o.at = max(min(o.at+1, len(o.options.Choices)-1), 0)
	case keys.FilterPick:
		o.take(m)
	case keys.FilterDo:
		o.apply(m)
	case keys.FilterKeep:
		if o.apply(m) {
			return m.saveFilter(o.page)
		}
	case keys.FilterStop:
		m.drop(o)
	}
	return nil
}

func (o *filterLine) update(m *app, msg tea.Msg) tea.Cmd {
	if o.line.Update(msg) {
		o.problem = ""
		o.complete(m)
	}
	return nil
}

// apply narrows the page and closes, or says what is wrong.
func (o *filterLine) apply(m *app) bool {
	if err := m.narrow(o.page, o.line.Value()); err != nil {
		o.problem = m.filterProblem(err)
		return false
	}
	m.drop(o)
	return true
}

// take puts the marked choice in the place of what is typed last.
func (o *filterLine) take(m *app) {
	if o.at >= len(o.options.Choices) {
		return
	}
	o.line.Set(o.line.Text()[:o.options.From] + o.options.Choices[o.at].Text)
	if o.options.Part == filter.PartValue {
		o.space()
	}
	o.problem = ""
	o.complete(m)
}

// space begins another term.
func (o *filterLine) space() { o.line.Update(tea.KeyPressMsg{Code: tea.KeySpace, Text: " "}) }

func (o *filterLine) complete(m *app) {
	offers := m.completions(model.New(o.page.kind))
	o.options = m.syntax(o.page.kind).Complete(o.line.Text(), func(f model.Field, typed string) []filter.Choice {
		var out []filter.Choice
		for _, v := range o.page.seen(f) {
			if strings.HasPrefix(strings.ToLower(v), strings.ToLower(typed)) {
				out = append(out, filter.Choice{Text: v})
			}
		}
		if f.Type == model.TypeStage {
			return out
		}
		for _, c := range offers(f, typed) {
			out = append(out, filter.Choice{Text: c.Value, Label: c.Label})
		}
		return out
	})
	o.at = 0
}

// seen gives values of a field in the rows that are in sight: the likeliest to be
// meant, and there to be read.
func (p *page) seen(f model.Field) []string {
	var out []string
	for _, row := range p.list.Visible() {
		switch f.Name {
		case "owner":
			out = append(out, row.Owner)
		case "tags":
			out = append(out, row.Tags...)
		case "country":
			out = append(out, row.Country.String())
		}
	}
	return out
}

func (o *filterLine) draw(m *app) ([]string, layout.Box) {
	box := m.screen.Top(96, 13)
	w, h := box.W-4, box.H-2
	o.line.Styles = form.LineStyles{Text: m.theme.Field, Placeholder: m.theme.Dim}
	lines := []string{m.typedLine(&o.line, w)}
	if o.problem != "" {
		lines = append(lines, m.theme.Urgent.Apply(cells.Fit("! "+cells.Safe(o.problem), w)))
	} else {
		lines = append(lines, m.theme.Dim.Apply(m.screen.Direction.Start(m.words.T("filter.part."+string(o.options.Part)), w)))
	}
	room := h - len(lines)
	for i := max(0, o.at-room+1); i < len(o.options.Choices) && len(lines) < h; i++ {
		lines = append(lines, o.choice(m, i, w))
	}
	return m.frame(m.words.T("filter.title"), lines, box.W, box.H), box
}

const filterChoiceCells = 24

// choice draws one way to go on, with what it means.
func (o *filterLine) choice(m *app, i, w int) string {
	c := o.options.Choices[i]
	meaning := cells.Safe(c.Label)
	switch o.options.Part {
	case filter.PartField:
		meaning = m.words.T("field." + c.Text)
	case filter.PartOperator:
		meaning = m.words.T("filter.op." + opWord(desk.Op(c.Label)))
	case filter.PartValue:
		if o.options.Field.Type == model.TypeStage {
			meaning = m.stage(o.page.kind, model.Stage(c.Text))
		}
	}
	mark := " "
	if i == o.at {
		mark = m.theme.Mark
	}
	d := m.screen.Direction
	text, meaning := d.Start(cells.Safe(c.Text), filterChoiceCells), d.Start(meaning, w-filterChoiceCells-4)
	if i == o.at {
		return m.theme.Selected.Apply(d.Line(mark, " ", text, "  ", meaning))
	}
	return d.Line(mark, " ", text, "  ", m.theme.Dim.Apply(meaning))
}

// opWord names a comparison for the catalogue of words.
func opWord(op desk.Op) string {
	switch op {
	case desk.OpEqual:
		return "is"
	case desk.OpNotEqual:
		return "is_not"
	case desk.OpLess:
		return "less"
	case desk.OpAtMost:
		return "at_most"
	case desk.OpMore:
		return "more"
	case desk.OpAtLeast:
		return "at_least"
	case desk.OpContains:
	}
	return "contains"
}
