package ui

import (
	"strings"

	"tradedesk/model"
	"tradedesk/model/duplicate"
	"tradedesk/model/value"
	"tradedesk/ui/cells"
	"tradedesk/ui/layout"
	"tradedesk/ui/words"
)

// Cells of a merge beside the two values: the label, and the sign that says which
// value stands.
const (
	mergeLabel = 13
	mergeSign  = 4
)

// resultLines is how many lines the value that a field is to have gets.
const resultLines = 3

func (o *mergeOverlay) draw(m *app) ([]string, layout.Box) {
	return m.boxed(o.title(m), m.screen.Size.W, m.screen.Size.H-6, func(w, h int) []string {
		if o.choice == nil {
			return []string{m.theme.Dim.Apply(m.screen.Direction.Start(m.words.T("merge.reading"), w))}
		}
		lines := o.heads(m, w)
		under := o.under(m, w)
		rows := max(h-len(lines)-len(under), 1)
		from, to := o.lines.window(len(o.choice.rows), rows)
		for i := from; i < to; i++ {
			lines = append(lines, o.drawRow(m, i, w))
		}
		return append(cells.Block(lines, w, h-len(under)), under...)
	})
}

func (o *mergeOverlay) title(m *app) string {
	if o.choice == nil {
		return m.words.T("merge.title")
	}
	why, ok := duplicate.Compare(o.choice.first(), o.choice.second())
	if !ok {
		return m.words.T("merge.title")
	}
	return m.words.T("merge.title_why", words.Data{"Level": m.words.T("level." + why.Level.String()), "Why": m.duplicateWhy(why.Code, why.Detail)})
}

// columns gives the cells of each of the two values.
func (o *mergeOverlay) columns(w int) int { return max((w-mergeLabel-mergeSign-2)/2, 8) }

// heads names the two records, and says which of them goes on.
func (o *mergeOverlay) heads(m *app, w int) []string {
	d, col := m.screen.Direction, o.columns(w)
	head := func(sign string, r model.Record) string {
		return d.Start(d.Line(sign, "  ", d.Cut(m.recordTitle(r), col-3)), col)
	}
	state := func(word string, r model.Record) string {
		written := ""
		if at := r.Header().UpdatedAt; !at.IsZero() {
			written = m.words.T("merge.written", words.Data{"When": m.ago(at)})
		}
		return d.Start(joined(" · ", m.words.T(word), written), col)
	}
	first, second := o.choice.first(), o.choice.second()
	blank := cells.Spaces(2 + mergeLabel + mergeSign)
	return []string{
		d.Start(d.Line(blank, m.theme.Strong.Apply(head("1", first)), m.theme.Strong.Apply(head("2", second))), w),
		d.Start(d.Line(blank, m.theme.Dim.Apply(state("merge.goes_on", first)), m.theme.Dim.Apply(state("merge.goes_in", second))), w),
		m.theme.Border.Apply(rule(w)),
	}
}

// sign says which value stands; the digits are the keys that choose it.
func (s side) sign() string {
	switch s {
	case sideFirst:
		return "1"
	case sideSecond:
		return "2"
	case sideBoth:
		return "1+2"
	case sideTyped:
		return "✎"
	}
	return "="
}

func (o *mergeOverlay) drawRow(m *app, i, w int) string {
	row := o.choice.rows[i]
	d, t, col := m.screen.Direction, m.theme, o.columns(w)
	mark := "  "
	if i == o.lines.at {
		mark = d.Line(m.theme.Mark, " ")
	}
	label := d.Start(d.Cut(m.words.T("field."+row.field.Name), mergeLabel-1), mergeLabel)
	sign := d.Start(row.side.sign(), mergeSign)
	first := d.Start(d.Cut(m.fieldValue(row.field, o.choice.first()), col-1), col)
	second := d.Start(d.Cut(m.fieldValue(row.field, o.choice.second()), col-1), col)
	if i == o.lines.at {
		return t.Selected.Apply(d.Start(d.Line(mark, label, sign, first, second), w))
	}
	firstStyle, secondStyle, signStyle := t.Dim, t.Dim, t.Accent
	switch row.side {
	case sideSame:
		firstStyle, secondStyle, signStyle = t.Text, t.Text, t.Dim
	case sideFirst:
		firstStyle = t.Strong
	case sideSecond:
		secondStyle = t.Strong
	case sideBoth:
		firstStyle, secondStyle = t.Strong, t.Strong
	case sideTyped:
	}
	return d.Start(d.Line(mark, t.Dim.Apply(label), signStyle.Apply(sign), firstStyle.Apply(first), secondStyle.Apply(second)), w)
}

// under draws what the field under the cursor is to be, and what moves.
func (o *mergeOverlay) under(m *app, w int) []string {
	d := m.screen.Direction
	lines := []string{m.theme.Border.Apply(rule(w))}
	becomes := make([]string, 0, resultLines)
	if row, ok := o.row(); ok {
		text := m.fieldValue(row.field, o.choice.after)
		if text == "" {
			text = m.words.T("merge.empty")
		}
		for j, line := range m.screen.Direction.Wrap(text, w-mergeLabel-2, resultLines) {
			label := ""
			if j == 0 {
				label = m.words.T("merge.becomes")
			}
			becomes = append(becomes, d.Start(d.Line(m.theme.Dim.Apply(d.Start(label, mergeLabel)), m.theme.Strong.Apply(line)), w))
		}
	}
	lines = append(lines, cells.Block(becomes, w, min(resultLines, max(m.screen.Size.H-21, 1)))...)
	last := m.theme.Dim.Apply(d.Start(o.moves(m), w))
	switch {
	case o.note != "":
		last = o.noted(m, w)
	case o.saving:
		last = m.theme.Dim.Apply(d.Start(m.words.T("merge.saving"), w))
	}
	return append(lines, last)
}

// moves says what goes with the record that is merged.
func (o *mergeOverlay) moves(m *app) string {
	var parts []string
	for _, move := range o.choice.plan.Moves {
		parts = append(parts, m.words.N("who."+kindWord(move.Kind), move.Count))
	}
	if len(parts) == 0 {
		return m.words.T("merge.nothing_moves")
	}
	return m.words.T("merge.moves", words.Data{"What": strings.Join(parts, ", ")})
}

// fieldValue gives a field on one line, as the detail says it.
func (m *app) fieldValue(f model.Field, r model.Record) string {
	if f.Empty(r) {
		return ""
	}
	switch v := f.Value(r).(type) {
	case value.Instant:
		return m.dateTime(v.Time())
	case value.Date:
		return m.date(v.Time(m.o.Location))
	case value.Decimal:
		return m.exact(v)
	case value.Country:
		return cells.Safe(v.Name(m.words.Language()))
	case value.Phone:
		return cells.Safe(v.Display())
	case model.Stage:
		return m.stage(r.Kind(), v)
	case model.ID:
		return v.Short()
	case []model.Attachment:
		names := make([]string, len(v))
		for i, file := range v {
			names[i] = cells.Safe(file.Name)
		}
		return strings.Join(names, " · ")
	}
	if msg, ok := r.(*model.Message); ok && f.Name == "failure" {
		return m.told(msg.WhyFailed())
	}
	text := model.FieldText(f, r)
	if word := m.meaning(r.Kind(), f.Type, text); word != "" && !f.List {
		return word
	}
	if elements := model.ElementTexts(f, f.Get(r)); elements != nil {
		text = strings.Join(elements, " · ")
	}
	return cells.Safe(strings.Join(strings.Fields(text), " "))
}
