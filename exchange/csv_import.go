package exchange

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"tradedesk/model"
)

// importCSV reads a file of rows. Its first row names the columns.
func (s *session) importCSV() error {
	rows := newCSVReader(s.src, s.delimiter())
	header, _, err := rows.row()
	if fault := asFault(err); fault != nil {
		return fmt.Errorf("the header row: %w", fault)
	}
	if err == io.EOF {
		return fmt.Errorf("%w: the file is empty", ErrFormat)
	}
	if err != nil {
		return err
	}
	p, err := makePlan(header, s.req.Kind)
	if err != nil {
		return err
	}
	s.report.Preset, s.report.Kind = p.preset, p.kind
	for {
		cells, line, err := rows.row()
		fault := asFault(err)
		switch {
		case err == io.EOF:
			return nil
		case fault != nil:
			s.rejectFault(fault)
		case err != nil:
			return err
		case blank(cells):
			continue
		}
		if fault == nil {
			if err := s.takeRow(p, cells, line, rows); err != nil {
				return err
			}
		}
		if err := s.readOne(); err != nil {
			return err
		}
	}
}

// delimiter takes the file's own word for it, its name's, or guesses.
func (s *session) delimiter() byte {
	sample := s.src.sample(sampleBytes)
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

func (s *session) takeRow(p *plan, cells []string, line int, rows *csvReader) error {
	var c candidate
	var wrong *RowError
	if p.own() {
		c, wrong = s.ownRow(p, cells, line)
	} else {
		c, wrong = s.foreignRow(p, cells, line)
	}
	if wrong != nil {
		s.reject(*wrong)
		return nil
	}
	c.line, c.size = line, len(rows.text)
	return s.take(c)
}

// foreignRow makes a record of a row of another program's file.
func (s *session) foreignRow(p *plan, cells []string, line int) (candidate, *RowError) {
	d := newDraft(p.kind, s.parseContext(), s.warn)
	origin := ""
	for i, cell := range cells {
		col := column{header: fmt.Sprintf("Column %d", i+1)}
		if i < len(p.columns) {
			col = p.columns[i]
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
		e := entry{role: col.role, label: col.header, text: cell, line: line, column: i + 1}
		if p.preset == "google" {
			d.putRest(&e)
		}
		if wrong := d.put(e); wrong != nil {
			return candidate{}, wrong
		}
	}
	record := d.finish()
	record.Header().Origin = origin
	return candidate{record: record}, nil
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

func (s *session) parseContext() model.ParseContext {
	return model.ParseContext{Now: s.started, Home: s.req.Home}
}

// ownRow makes a record of a row of our own export: every field by its name.
func (s *session) ownRow(p *plan, cells []string, line int) (candidate, *RowError) {
	wrong := func(at int, field string, err error) *RowError {
		return &RowError{Line: line, Column: at + 1, Field: field, Message: reason(err)}
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
		return candidate{}, &RowError{Line: line, Field: "kind", Message: "is missing: give the kind of the record"}
	}
	if s.report.Kind == "" {
		s.report.Kind = kind
	}
	d := newDraft(kind, s.parseContext(), s.warn)
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
	d.warnWhenCut(f, e)
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
