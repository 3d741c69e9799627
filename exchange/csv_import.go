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
	return s.readAll(func() (portion, error) { return cutRows(rows, p, s.pace) })
}

// csvRows are some rows of a file, cut into cells.
type csvRows struct {
	plan *plan
	text strings.Builder // the cells of all rows, one after the other
	ends []int           // where each cell ends in text
	rows []csvRow
}

type csvRow struct {
	line  int       // where it begins
	cells int       // how many
	fault *rowFault // why it could not be cut into cells
}

func cutRows(from *csvReader, p *plan, at pace) (portion, error) {
	out := &csvRows{plan: p}
	for !at.full(len(out.rows), out.text.Len()) {
		line, err := from.next()
		if fault := asFault(err); fault != nil {
			out.rows = append(out.rows, csvRow{line: line, fault: fault})
			continue
		}
		if err != nil {
			return out, err
		}
		begin := out.text.Len()
		out.text.Write(from.text)
		for _, end := range from.ends {
			out.ends = append(out.ends, begin+end)
		}
		out.rows = append(out.rows, csvRow{line: line, cells: len(from.ends)})
	}
	return out, nil
}

func (c *csvRows) read(r *reader) {
	all, ends, start := c.text.String(), c.ends, 0
	var cells []string
	for _, row := range c.rows {
		if row.fault != nil {
			r.rejectFault(row.fault)
			continue
		}
		begin := start
		cells = cells[:0]
		for _, end := range ends[:row.cells] {
			cells = append(cells, all[start:end])
			start = end
		}
		ends = ends[row.cells:]
		if !blank(cells) {
			r.readRow(c.plan, cells, row.line, start-begin)
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

func (r *reader) readRow(p *plan, cells []string, line, size int) {
	read := r.foreignRow
	if p.own() {
		read = r.ownRow
	}
	c, wrong := read(p, cells, line)
	if wrong != nil {
		r.reject(*wrong)
		return
	}
	c.line, c.size = line, size
	r.accept(c)
}

// foreignRow makes a record of a row of another program's file.
func (r *reader) foreignRow(p *plan, cells []string, line int) (candidate, *RowError) {
	d := r.newDraft(p.kind)
	origin := ""
	for i, cell := range cells {
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

// ownRow makes a record of a row of our own export: every field by its name.
func (r *reader) ownRow(p *plan, cells []string, line int) (candidate, *RowError) {
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
