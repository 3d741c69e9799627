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

// conflictSide is a value as it is drawn.
type conflictSide struct {
	desk.ConflictValue
	head   string
	marked bool // theirs is this one
}

// sides gives one's own value and as many of the others' as there is room for beside it, at
// least one: the marked one is among them.
func (o *conflictOverlay) sides(m *app, f desk.FieldConflict, room int) []conflictSide {
	theirs, at := others(f), o.mark(f)
	var sides []conflictSide
	for _, v := range f.Values {
		if v.Own {
			sides = append(sides, conflictSide{v, m.words.T("conflict.mine"), false})
		}
	}
	shown := min(max(room-len(sides), 1), len(theirs))
	from := min(max(at-shown+1, 0), len(theirs)-shown)
	for i := from; i < from+shown; i++ {
		side := conflictSide{theirs[i], m.words.T("conflict.theirs"), len(theirs) > 1 && i == at}
		if len(theirs) > 1 {
			side.head = m.words.T("conflict.theirs_of", words.Data{"At": i + 1, "Count": len(theirs)})
		}
		sides = append(sides, side)
	}
	return sides
}

// sideBySide draws the values beside each other, or below each other where there is no room:
// over each who wrote it and when.
func (o *conflictOverlay) sideBySide(m *app, c desk.Conflicted, f desk.FieldConflict, w, h int) []string {
	room := max((w+3)/(conflictColumn+3), 1)
	sides := o.sides(m, f, room)
	below := o.unionLines(m, c.Record, f, w)
	if len(sides) > room {
		var lines []string
		for i, side := range sides {
			if i > 0 {
				lines = append(lines, cells.Spaces(w))
			}
			if side.marked && o.reveal {
				o.top = len(lines)
			}
			head, body := o.column(m, c.Record, f, side, w)
			lines = append(append(lines, head...), body...)
		}
		o.reveal = false
		return o.window(append(lines, below...), 0, h)
	}
	o.reveal = false
	col := (w - 3*(len(sides)-1)) / max(len(sides), 1)
	heads, bodies := make([][]string, len(sides)), make([][]string, len(sides))
	for i, side := range sides {
		heads[i], bodies[i] = o.column(m, c.Record, f, side, col)
	}
	lines := o.beside(m, heads, col, w)
	pinned := len(lines)
	if len(below) > 0 {
		pinned = 0
	}
	lines = append(lines, o.beside(m, bodies, col, w)...)
	return o.window(append(lines, below...), pinned, h)
}

// column gives what stands over a value, and the value.
func (o *conflictOverlay) column(m *app, r model.Record, f desk.FieldConflict, side conflictSide, w int) (head, body []string) {
	d := m.screen.Direction
	name := m.theme.Strong.Apply(d.Start(side.head, w))
	if side.marked {
		name = m.theme.Selected.Apply(d.Start(d.Line(m.theme.Mark, " ", side.head), w))
	}
	head = []string{name}
	for _, line := range d.Wrap(m.author(side.ConflictValue), w, 2) {
		head = append(head, m.theme.Dim.Apply(d.Start(line, w)))
	}
	for _, line := range d.Wrap(o.whole(m, r, f, side.ConflictValue), w, conflictLines) {
		body = append(body, d.Start(line, w))
	}
	return head, body
}

// beside puts columns next to each other.
func (o *conflictOverlay) beside(m *app, columns [][]string, col, w int) []string {
	d := m.screen.Direction
	long := 0
	for _, c := range columns {
		long = max(long, len(c))
	}
	lines := make([]string, long)
	for at := range lines {
		parts := make([]string, 0, 2*len(columns))
		for i, c := range columns {
			if i > 0 {
				parts = append(parts, m.theme.Border.Apply(" │ "))
			}
			if at < len(c) {
				parts = append(parts, c[at])
			} else {
				parts = append(parts, cells.Spaces(col))
			}
		}
		lines[at] = d.Start(d.Line(parts...), w)
	}
	return lines
}

// window gives the lines that are in sight. The pinned ones stay above them.
func (o *conflictOverlay) window(lines []string, pinned, h int) []string {
	h = max(h, 0)
	head := min(pinned, h)
	o.top = max(min(o.top, len(lines)-h), 0)
	end := min(o.top+h, len(lines))
	o.more = len(lines) - end
	return append(slices.Clip(lines[:head]), lines[o.top+head:max(end, o.top+head)]...)
}

// whole gives all that a value says, the elements of a list one below the other.
func (o *conflictOverlay) whole(m *app, r model.Record, f desk.FieldConflict, v desk.ConflictValue) string {
	if elements := o.readOf(r, f).elements[ident(v)]; len(elements) > 0 {
		return o.readOf(r, f).rows(elements)
	}
	return o.text(m, r, v)
}

// unionLines says what comes of all changes together, below the values.
func (o *conflictOverlay) unionLines(m *app, r model.Record, f desk.FieldConflict, w int) []string {
	read := o.readOf(r, f)
	if read.union == nil {
		return nil
	}
	d := m.screen.Direction
	lines := []string{cells.Spaces(w), m.theme.Strong.Apply(d.Start(d.Cut(m.words.T("conflict.union", words.Data{"Key": m.keyOf(keys.ConflictUnion)}), w), w))}
	for _, row := range d.Wrap(read.rows(read.both), w, conflictLines) {
		lines = append(lines, d.Start(row, w))
	}
	return lines
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
	if len(fields) == 1 {
		if text := model.FieldText(fields[0], with); strings.Contains(text, "\n") {
			return cells.SafeLines(text) // what differs may be its lines alone
		}
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
