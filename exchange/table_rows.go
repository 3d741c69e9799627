package exchange

import "strings"

// rowSource gives the rows of a table, one at a time.
type rowSource interface {
	// next reads the next row that has anything in it and gives the line where
	// it begins. A *rowFault tells of a row that was skipped; io.EOF is the end.
	next() (line int, err error)
	// taken gives the cells of that row: their texts one after the other, where
	// each ends, and which are exact, nil when none is. Valid until next.
	taken() (text []byte, ends []int, exact []bool)
}

// tableRow is one row on its way to a record.
type tableRow struct {
	cells []string
	exact []bool // numbers and dates that can mean one thing only; nil when none
	line  int
	size  int // bytes
}

func (r tableRow) isExact(i int) bool { return i < len(r.exact) && r.exact[i] }

// tableRows are some rows of a table, cut into cells.
type tableRows struct {
	plan  *plan
	text  strings.Builder // the cells of all rows, one after the other
	ends  []int           // where each cell ends in text
	exact []bool          // of each cell, as long as ends or empty
	rows  []cutRow
}

type cutRow struct {
	line  int       // where it begins
	cells int       // how many
	fault *rowFault // why it could not be cut into cells
}

// cutRows takes rows until a portion is full; the error comes with those before it.
func cutRows(from rowSource, p *plan, at pace) (portion, error) {
	out := &tableRows{plan: p}
	for !at.full(len(out.rows), out.text.Len()) {
		if err := out.take(from); err != nil {
			return out, err
		}
	}
	return out, nil
}

// take cuts one more row.
func (t *tableRows) take(from rowSource) error {
	line, err := from.next()
	if fault := asFault(err); fault != nil {
		t.rows = append(t.rows, cutRow{line: line, fault: fault})
		return nil
	}
	if err != nil {
		return err
	}
	text, ends, exact := from.taken()
	begin := t.text.Len()
	t.text.Write(text)
	for _, end := range ends {
		t.ends = append(t.ends, begin+end)
	}
	t.exact = append(t.exact, exact...)
	t.rows = append(t.rows, cutRow{line: line, cells: len(ends)})
	return nil
}

func (t *tableRows) read(r *reader) {
	t.each(func(row tableRow, fault *rowFault) {
		switch {
		case fault != nil:
			r.rejectFault(fault)
		case !blank(row.cells):
			r.readRow(t.plan, row)
		}
	})
}

// each calls f with every row; the slices are used again for the next.
func (t *tableRows) each(f func(row tableRow, fault *rowFault)) {
	all, ends, exact, start := t.text.String(), t.ends, t.exact, 0
	var cells []string
	for _, cut := range t.rows {
		row := tableRow{line: cut.line}
		begin := start
		cells = cells[:0]
		for _, end := range ends[:cut.cells] {
			cells = append(cells, all[start:end])
			start = end
		}
		ends = ends[cut.cells:]
		if len(exact) > 0 {
			row.exact, exact = exact[:cut.cells], exact[cut.cells:]
		}
		row.cells, row.size = cells, start-begin
		f(row, cut.fault)
	}
}

// after gives the rows that follow the first n.
func (t *tableRows) after(n int) *tableRows {
	skipped, begin := 0, 0
	for _, cut := range t.rows[:n] {
		skipped += cut.cells
	}
	if skipped > 0 {
		begin = t.ends[skipped-1]
	}
	rest := &tableRows{plan: t.plan, rows: t.rows[n:]}
	rest.text.WriteString(t.text.String()[begin:])
	for _, end := range t.ends[skipped:] {
		rest.ends = append(rest.ends, end-begin)
	}
	if len(t.exact) > 0 {
		rest.exact = t.exact[skipped:]
	}
	return rest
}
