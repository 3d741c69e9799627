package exchange

import (
	"encoding/json"
	"fmt"
	"strings"

	"tradedesk/model"
)

// importCSV reads a file of rows.
func (s *session) importCSV() error {
	return s.importTable(newCSVReader(s.src, s.delimiter()))
}

// delimiter takes the file's own word for it, its name's, or guesses.
func (s *session) delimiter() byte {
	sample := s.src.sample(sampleBytes)
	if s.mapping != nil && s.mapping.Delimiter != 0 {
		return s.mapping.Delimiter
	}
	if comma, n := separatorLine(sample); n > 0 {
		s.src.skip(n)
		s.src.line++
		return comma
	}
	return sniffDelimiter(sample, len(sample) < sampleBytes)
}

func blank(cells []string) bool {
	for _, cell := range cells {
		if strings.TrimSpace(cell) != "" {
			return false
		}
	}
	return true
}

func (r *reader) readRow(p *plan, row tableRow) {
	read := r.foreignRow
	if p.own() {
		read = r.ownRow
	}
	c, wrong := read(p, row)
	if wrong != nil {
		r.reject(*wrong)
		return
	}
	c.line, c.size = row.line, row.size
	r.accept(c)
}

// foreignRow makes a record of a row of another program's file.
func (r *reader) foreignRow(p *plan, row tableRow) (candidate, *RowError) {
	d := r.newDraft(p.kind)
	origin := ""
	for i, cell := range row.cells {
		var col column
		if i < len(p.columns) {
			col = p.columns[i]
		} else {
			col.header = fmt.Sprintf("Column %d", i+1)
		}
		if col.role == roleOrigin {
			if origin == "" {
				origin = columnOrigin(col.header, cell)
			}
			if origin == "" {
				col.role = roleNone
			} else {
				continue
			}
		}
		e := entry{role: col.role, label: col.header, text: cell, line: row.line, column: i + 1}
		if p.preset == "google" {
			d.putRest(&e)
		}
		if wrong := col.plain(&e, row.isExact(i), p.from1904); wrong != nil {
			return candidate{}, wrong
		}
		if wrong := d.put(e); wrong != nil {
			return candidate{}, wrong
		}
	}
	if wrong := d.putConstants(p.constants, row.line); wrong != nil {
		return candidate{}, wrong
	}
	record := d.finish()
	record.Header().Origin = origin
	return candidate{record: record}, nil
}

// putConstants fills what a mapping says for every row, where the row itself
// says nothing.
func (d *draft) putConstants(constants []column, line int) *RowError {
	for _, c := range constants {
		if f, ok := fieldOf(d.schema, c.role); ok && !f.Empty(d.record) {
			continue
		}
		if wrong := d.put(entry{role: c.role, label: c.header, text: c.constant, line: line}); wrong != nil {
			return wrong
		}
	}
	return nil
}

// putRest takes what Google joined in one cell of a field that holds one value:
// the first goes on to the field, the others are kept under the header.
func (d *draft) putRest(e *entry) {
	if many(e.role) {
		return
	}
	first, rest, joined := strings.Cut(e.text, multiValue)
	if !joined {
		return
	}
	e.text = first
	other := *e
	other.role, other.text = roleNone, rest
	other = d.readable(other)
	if other.text != "" {
		d.keep(other)
	}
}

// ownRow makes a record of a row of our own export: every field by its name.
func (r *reader) ownRow(p *plan, row tableRow) (candidate, *RowError) {
	cells, line := row.cells, row.line
	wrong := func(at int, field string, err error) *RowError {
		return newRefused(RowError{Line: line, Column: at + 1, Field: field}, unnamed(err))
	}
	kind := p.kind
	for i, cell := range cells {
		if i < len(p.columns) && p.columns[i].header == "kind" && cell != "" {
			parsed, err := model.ParseKind(cell)
			if err != nil {
				return candidate{}, wrong(i, "kind", err)
			}
			kind = parsed
		}
	}
	schema := model.SchemaOf(kind)
	if schema == nil {
		return candidate{}, newRefused(RowError{Line: line, Field: "kind"}, errNoKind)
	}
	if r.first == "" {
		r.first = kind
	}
	d := r.newDraft(kind)
	for i, cell := range cells[:min(len(cells), len(p.columns))] {
		if err := d.putOwn(p.columns[i].header, unguard(cell), line, i+1); err != nil {
			return candidate{}, wrong(i, p.columns[i].header, err)
		}
	}
	if f, ok := schema.Field("custom"); ok && len(d.custom) > 0 {
		mustSet(f, d.record, mergeObjects(f.Get(d.record), mustJSON(d.custom)))
	}
	return candidate{record: d.record, own: true}, nil
}

// extraColumn holds what a newer version wrote, as a JSON object.
const extraColumn = "extra"

// putOwn sets the field that a column of our own export is.
func (d *draft) putOwn(name, cell string, line, at int) error {
	if strings.TrimSpace(cell) == "" || name == "kind" {
		return nil
	}
	f, ok := d.schema.Field(name)
	if !ok && name == extraColumn {
		if err := json.Unmarshal([]byte(cell), &d.record.Header().Extra); err != nil {
			return fmt.Errorf("want a JSON object: %w", err)
		}
		return nil
	}
	e := d.readable(entry{role: role(name), label: name, text: cell, line: line, column: at})
	if !ok {
		d.keep(e)
		return nil
	}
	d.warnWhenCut(&f, e)
	if f.Type == model.TypeDate {
		e.text = dayOf(e.text)
	}
	if f.Type == model.TypePhone {
		// A number that stands as it was written is not read anew.
		f.Type = model.TypeText
	}
	raw, err := model.ParseField(d.schema, f, e.text, d.context)
	if err != nil {
		return err
	}
	return f.Set(d.record, raw)
}
