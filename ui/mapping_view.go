package ui

import (
	"strconv"
	"strings"

	"tradedesk/desk"
	"tradedesk/ui/cells"
	"tradedesk/ui/layout"
	"tradedesk/ui/theme"
	"tradedesk/ui/words"
)

// The parts of the mapping's box, in lines and cells.
const (
	mappingHead    = 3 // what the file is, a blank, the names of the columns
	mappingRecords = 7 // a rule, the title and the first five records
	headerCells    = 26
	meaningCells   = 24
)

func (o *mapping) draw(m *app) ([]string, layout.Box) {
	w, h := max(min(m.screen.Size.W-6, 132), 20), m.screen.Size.H-6
	return m.boxed(m.words.T("mapping.title"), w, h, func(w, h int) []string {
		o.rows = max(h-mappingHead-mappingRecords, 1)
		o.top = max(min(o.top, o.at), o.at-o.rows+1)
		lines := []string{o.what(m, w), cells.Spaces(w), o.names(m, w)}
		for i := o.top; i < o.top+o.rows; i++ {
			if i < len(o.preview.Columns) {
				lines = append(lines, o.line(m, i, w))
			} else {
				lines = append(lines, cells.Spaces(w))
			}
		}
		return append(lines, o.records(m, w)...)
	})
}

// what says how the file is read as a whole.
func (o *mapping) what(m *app, w int) string {
	p := o.preview
	sheet := ""
	if p.Sheet != "" {
		sheet = m.words.T("mapping.of_sheet", words.Data{"Sheet": cells.Safe(p.Sheet)})
	}
	text := joined(" · ", cells.Safe(o.name()), m.words.T("kind."+string(p.Kind)), sheet,
		m.words.T("mapping.header", words.Data{"Line": strconv.Itoa(p.Header)}), cells.Safe(p.Charset),
		m.words.T("mapping.decimal", words.Data{"Mark": orUnknown(p.Decimal)}), m.words.T("mapping.dates", words.Data{"Order": orUnknown(p.Dates)}))
	return m.theme.Strong.Apply(m.screen.Direction.Start(text, w))
}

func orUnknown(text string) string {
	if text == "" {
		return "?"
	}
	return text
}

func (o *mapping) names(m *app, w int) string {
	return m.theme.Dim.Apply(m.cellsOf(w, "  "+m.words.T("mapping.column"), m.words.T("mapping.meaning"), m.words.T("mapping.values")))
}

// cellsOf lays out a row of three columns.
func (m *app) cellsOf(w int, header, meaning, values string) string {
	d := m.screen.Direction
	first, second := min(headerCells, w/3), min(meaningCells, w/3)
	return d.Line(d.Start(header, first), " ", d.Start(meaning, second), " ", d.Start(values, max(w-first-second-2, 0)))
}

func (o *mapping) line(m *app, i, w int) string {
	c := o.preview.Columns[i]
	d, mark := m.screen.Direction, "  "
	if i == o.at {
		mark = d.Line(m.theme.Mark, " ")
	}
	meaning := m.mapped(c.Name)
	if !c.Sure && c.Name != desk.MapCustom {
		meaning += " ?"
	}
	samples := make([]string, len(c.Samples))
	for j, s := range c.Samples {
		samples[j] = cells.Safe(s)
	}
	text := m.cellsOf(w, d.Line(mark, d.Cut(cells.Safe(c.Header), min(headerCells, w/3)-2)), meaning, joined(" | ", samples...))
	return o.style(m, i, c).Apply(text)
}

func (o *mapping) style(m *app, i int, c desk.PreviewColumn) theme.Style {
	switch {
	case i == o.at:
		return m.theme.Selected
	case c.Name == desk.MapIgnore || c.Name == desk.MapCustom:
		return m.theme.Dim
	case !c.Sure:
		return m.theme.Warn
	}
	return m.theme.Text
}

// records shows the first rows as they would come in, or why they would not.
func (o *mapping) records(m *app, w int) []string {
	d := m.screen.Direction
	lines := []string{m.theme.Border.Apply(rule(w)), m.theme.Dim.Apply(d.Start(m.words.T("mapping.records"), w))}
	if o.note != "" {
		lines[1] = m.theme.Urgent.Apply(d.Start("! "+cells.Safe(o.note), w))
	}
	room := mappingRecords - len(lines)
	for _, r := range o.preview.Records {
		style, text := o.record(m, r)
		for _, line := range m.screen.Direction.Wrap(text, w, max(room/len(o.preview.Records), 1)) {
			lines = append(lines, style.Apply(d.Start(line, w)))
		}
	}
	return lines
}

func (o *mapping) record(m *app, r desk.PreviewRecord) (theme.Style, string) {
	at := m.words.T("report.line", words.Data{"Line": r.Line})
	if r.Error != nil {
		return m.theme.Urgent, joined("  ", "! "+at, m.labelled(m.fieldWord(r.Error.Field), m.rowWhy(r.Error.Why, r.Error.Message)))
	}
	var fields []string
	for _, f := range r.Fields {
		label, kept := strings.CutPrefix(f.Name, desk.CustomPrefix)
		if !kept {
			label = m.words.T("field." + f.Name)
		}
		fields = append(fields, m.labelled(cells.Safe(label), cells.Safe(f.Text)))
	}
	return m.theme.Text, at + "  " + joined(" · ", fields...)
}
