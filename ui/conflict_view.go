package ui

import (
	"encoding/json"
	"slices"
	"strings"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/ui/cells"
	"tradedesk/ui/keys"
	"tradedesk/ui/layout"
	"tradedesk/ui/words"
)

// The least that a value needs beside the others, and how many of its lines are read
// at most.
const (
	conflictColumn = 30
	conflictLines  = 2000
)

func (o *conflictOverlay) draw(m *app) ([]string, layout.Box) {
	c, at, ok := o.scene.conflictOf(o.record, o.field)
	title := m.words.T("conflict.title", words.Data{"Who": m.recordTitleOr(c.Record), "Field": o.name(m)})
	if ok && len(c.Fields) > 1 {
		title = m.words.T("conflict.title_of", words.Data{"Who": m.recordTitleOr(c.Record), "Field": o.name(m), "At": at + 1, "Count": len(c.Fields)})
	}
	return m.boxed(title, min(m.screen.Size.W, 132), min(m.screen.Size.H-8, 24), func(w, h int) []string {
		d := m.screen.Direction
		if !ok {
			return []string{m.theme.Dim.Apply(d.Start(m.words.T("sync.reading"), w))}
		}
		var lines []string
		for _, line := range d.Wrap(m.words.T("conflict.about"), w, 3) {
			lines = append(lines, m.theme.Dim.Apply(d.Start(line, w)))
		}
		lines = append(lines, cells.Spaces(w))
		lines = append(lines, o.sideBySide(m, c, c.Fields[at], w, h-2-len(lines))...)
		return append(cells.Block(lines, w, h-1), o.last(m, w))
	})
}

// recordTitleOr is recordTitle for a record that may be gone.
func (m *app) recordTitleOr(r model.Record) string {
	if r == nil {
		return ""
	}
	return m.recordTitle(r)
}

// shownValues puts one's own value first.
func shownValues(c desk.FieldConflict) []desk.ConflictValue {
	values := slices.Clone(c.Values)
	slices.SortStableFunc(values, func(a, b desk.ConflictValue) int {
		switch {
		case a.Own == b.Own:
			return 0
		case a.Own:
			return -1
		}
		return 1
	})
	return values
}

// sideBySide draws as many values as there is room for: over each who wrote it and when.
func (o *conflictOverlay) sideBySide(m *app, c desk.Conflicted, f desk.FieldConflict, w, h int) []string {
	d := m.screen.Direction
	values := shownValues(f)
	shown := o.fit(values, w)
	col := (w - 3*(shown-1)) / max(shown, 1)
	columns := make([][]string, shown)
	long := 0
	for i := range shown {
		columns[i] = d.Wrap(o.whole(m, c.Record, values, i), col, conflictLines)
		long = max(long, len(columns[i]))
	}
	line := func(cell func(i int) string) string {
		parts := make([]string, 0, 2*shown)
		for i := range shown {
			if i > 0 {
				parts = append(parts, m.theme.Border.Apply(" │ "))
			}
			parts = append(parts, cell(i))
		}
		return d.Start(d.Line(parts...), w)
	}
	lines := []string{
		line(func(i int) string { return m.theme.Strong.Apply(d.Start(m.side(values[i]), col)) }),
		line(func(i int) string { return m.theme.Dim.Apply(d.Start(d.Cut(m.author(values[i]), col), col)) }),
	}
	for at := range long {
		lines = append(lines, line(func(i int) string {
			if at >= len(columns[i]) {
				return cells.Spaces(col)
			}
			return d.Start(columns[i][at], col)
		}))
	}
	below := append(o.underneath(m, c.Record, values, shown, w), o.unionLines(m, c.Record, f, w)...)
	return o.window(append(lines, below...), len(below) == 0, h)
}

// window gives the lines that are in sight. Who wrote what stays above the values, but where
// others come below them.
func (o *conflictOverlay) window(lines []string, pinned bool, h int) []string {
	head, h := 0, max(h, 0)
	if pinned {
		head = min(2, h)
	}
	o.top = max(min(o.top, len(lines)-h), 0)
	end := min(o.top+h, len(lines))
	o.more = len(lines) - end
	return append(slices.Clip(lines[:head]), lines[o.top+head:max(end, o.top+head)]...)
}

// whole gives all that a value says, the elements of a list one below the other.
func (o *conflictOverlay) whole(m *app, r model.Record, values []desk.ConflictValue, at int) string {
	if rows := o.rows(r, values, at); rows != "" {
		return rows
	}
	return o.text(m, r, values[at])
}

// underneath gives the values for which there is no room beside the others.
func (o *conflictOverlay) underneath(m *app, r model.Record, values []desk.ConflictValue, from, w int) []string {
	d := m.screen.Direction
	var lines []string
	for i := from; i < len(values); i++ {
		lines = append(lines, cells.Spaces(w), m.theme.Strong.Apply(d.Start(m.side(values[i]), w)),
			m.theme.Dim.Apply(d.Start(d.Cut(m.author(values[i]), w), w)))
		for _, line := range d.Wrap(o.whole(m, r, values, i), w, conflictLines) {
			lines = append(lines, d.Start(line, w))
		}
	}
	return lines
}

// union gives what all authors did to a list that all of them had seen, nil where that is
// not known.
func (o *conflictOverlay) union(r model.Record, f desk.FieldConflict) json.RawMessage {
	if f.Seen == nil {
		return nil
	}
	both, err := desk.Both(r.Kind(), f)
	if err != nil {
		return nil // it is asked for and says why then
	}
	return both
}

// unionLines says what comes of all changes together, below the values.
func (o *conflictOverlay) unionLines(m *app, r model.Record, f desk.FieldConflict, w int) []string {
	both := o.union(r, f)
	if both == nil {
		return nil
	}
	d := m.screen.Direction
	lines := []string{cells.Spaces(w), m.theme.Strong.Apply(d.Start(d.Cut(m.words.T("conflict.union", words.Data{"Key": m.keyOf(keys.ConflictUnion)}), w), w))}
	rows := o.rows(r, append(shownValues(f), desk.ConflictValue{Value: both}), len(f.Values))
	for _, row := range d.Wrap(rows, w, conflictLines) {
		lines = append(lines, d.Start(row, w))
	}
	return lines
}

// fit gives how many values stand side by side.
func (o *conflictOverlay) fit(values []desk.ConflictValue, w int) int {
	return max(min(len(values), (w+3)/(conflictColumn+3)), 1)
}

func (m *app) side(v desk.ConflictValue) string {
	if v.Own {
		return m.words.T("conflict.mine")
	}
	return m.words.T("conflict.theirs")
}

func (m *app) author(v desk.ConflictValue) string {
	when := words.Data{"Who": cells.Safe(v.By), "When": m.dateTime(v.At.Time())}
	if v.Own && v.By == m.desk.Me() {
		return m.words.T("conflict.by_me", when)
	}
	return m.words.T("conflict.by", when)
}

// text gives a value as its field says it in the detail; what this version does not
// understand is shown as it came.
func (o *conflictOverlay) text(m *app, r model.Record, v desk.ConflictValue) string {
	if o.field == model.FieldDeleted {
		if string(v.Value) == "true" {
			return m.words.T("conflict.deletes")
		}
		return m.words.T("conflict.stays")
	}
	fields := o.fields(r)
	set := model.Set{}
	if len(fields) == 1 {
		set[fields[0].Name] = v.Value
	} else if json.Unmarshal(v.Value, &set) != nil {
		return cells.Safe(string(v.Value))
	}
	h := r.Header()
	with, err := model.Apply(r, model.Change{Record: h.ID, Kind: r.Kind(), Set: set, At: v.At, By: v.By})
	if err != nil || len(fields) == 0 {
		return cells.Safe(string(v.Value))
	}
	var texts []string
	for _, f := range fields {
		if text := m.fieldValue(f, with); text != "" && len(fields) > 1 {
			texts = append(texts, m.words.T("field."+f.Name)+" "+text)
		} else if text != "" {
			texts = append(texts, text)
		}
	}
	if len(texts) == 0 {
		return m.words.T("conflict.cleared")
	}
	return strings.Join(texts, " · ")
}

// rows gives the elements of a value that is a list with parts, as the lines of an RFQ, one
// below the other, and marks those that another value does not have; "" for other fields.
func (o *conflictOverlay) rows(r model.Record, values []desk.ConflictValue, at int) string {
	fields := o.fields(r)
	if len(fields) != 1 {
		return ""
	}
	var rows []string
	for _, text := range model.ElementTexts(fields[0], values[at].Value) {
		mark := "  "
		if slices.ContainsFunc(values, func(v desk.ConflictValue) bool { return !slices.Contains(model.ElementTexts(fields[0], v.Value), text) }) {
			mark = "≠ "
		}
		rows = append(rows, mark+cells.Safe(text))
	}
	return strings.Join(rows, "\n")
}

// last is the line under the values.
func (o *conflictOverlay) last(m *app, w int) string {
	d := m.screen.Direction
	switch {
	case o.note != "":
		return m.theme.Urgent.Apply(d.Start(d.Cut("! "+cells.Safe(o.note), w), w))
	case o.saving:
		return m.theme.Dim.Apply(d.Start(m.words.T("conflict.saving"), w))
	case o.more > 0:
		return m.theme.Dim.Apply(d.Start(d.Cut(m.words.N("conflict.more", o.more), w), w))
	}
	return cells.Spaces(w)
}
