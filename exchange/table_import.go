package exchange

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"tradedesk/model"
	"tradedesk/model/refusal"
	"tradedesk/model/text"
)

// aheadBytes bounds what is read of a table before its first row goes in: as many
// rows as a portion has, enough to see which of them names the columns and how
// they write numbers and dates.
const aheadBytes = 1 << 20

var errNoRows = fmt.Errorf("%w: %w", ErrFormat, errEmpty)

// importTable reads the rows of a table.
func (s *session) importTable(rows rowSource) error {
	ahead, end := s.readAhead(rows)
	if end != nil && end != io.EOF {
		return end
	}
	p, first, err := s.planTable(ahead)
	if err != nil {
		return err
	}
	if s.report.Kind == "" {
		s.report.Kind = p.kind
	}
	if s.report.Preset == "" {
		s.report.Preset = p.shown()
	}
	rest := ahead.after(first)
	rest.plan = p
	return s.readAll(func() (portion, error) {
		if rest != nil {
			begun := rest
			rest = nil
			return begun, end
		}
		return cutRows(rows, p, s.pace)
	})
}

// readAhead takes the first rows; the error is why there are no more.
func (s *session) readAhead(rows rowSource) (*tableRows, error) {
	ahead := &tableRows{}
	for len(ahead.rows) <= max(s.pace.records, headerRows) && ahead.text.Len() < aheadBytes {
		if err := ahead.take(rows); err != nil {
			return ahead, err
		}
	}
	return ahead, nil
}

// planTable finds out what the columns mean, and the first row of values.
func (s *session) planTable(ahead *tableRows) (p *plan, first int, err error) {
	var cells [][]string
	ahead.each(func(row tableRow, _ *rowFault) {
		if len(cells) < headerRows {
			cells = append(cells, slices.Clone(row.cells))
		}
	})
	switch {
	case len(cells) == 0:
		return nil, 0, errNoRows
	case ahead.rows[0].fault != nil:
		return nil, 0, errHeaderRow.For(ahead.rows[0].fault)
	}
	m, at := s.mappingFor(cells)
	if m != nil && m.Header > 0 {
		if at = slices.IndexFunc(ahead.rows, func(r cutRow) bool { return r.line == m.Header }); at < 0 || at >= len(cells) {
			return nil, 0, errHeaderMissing.With(refusal.Parts{"Line": strconv.Itoa(m.Header)})
		}
	}
	headers, first := cells[at], at+1
	if m != nil && m.Header == NoHeader {
		headers, first = make([]string, len(cells[0])), 0
	}
	p, err = makePlan(headers, s.req.Kind, m)
	if err != nil {
		return nil, 0, err
	}
	p.header, p.saved = ahead.rows[at].line, s.savedName
	p.from1904 = s.from1904
	p.learn(ahead.after(first), m)
	return p, first, nil
}

// mappingFor gives the mapping of a table by its first rows, nil when there is
// none, and the row that names its columns.
func (s *session) mappingFor(cells [][]string) (*Mapping, int) {
	s.savedName = ""
	if s.mapping != nil {
		return s.mapping, findHeader(cells)
	}
	for i, row := range cells {
		signature := signatureOf(row)
		for _, saved := range s.req.Saved {
			if saved.Signature != signature {
				continue
			}
			if m, err := ParseMapping(saved.Map); err == nil {
				m.Header = 0 // the row was found by its columns
				s.savedName = saved.Name
				return m, i
			}
		}
	}
	return nil, findHeader(cells)
}

// learn finds how each column writes numbers and dates. A column that does not
// tell goes by the others: a file is written in one country.
func (p *plan) learn(rows *tableRows, m *Mapping) {
	schema := model.SchemaOf(p.kind)
	if p.own() || schema == nil {
		return
	}
	votes := make([]styleVotes, len(p.columns))
	for i := range p.columns {
		p.columns[i].setType(schema)
	}
	rows.each(func(row tableRow, _ *rowFault) {
		for i, cell := range row.cells[:min(len(row.cells), len(p.columns))] {
			if !row.isExact(i) {
				votes[i].count(&p.columns[i], cell)
			}
		}
	})
	var all styleVotes
	for _, v := range votes {
		all.add(v)
	}
	whole := all.style()
	for i := range p.columns {
		p.columns[i].style = votes[i].style().or(whole)
		if m != nil {
			p.columns[i].style = style{m.Decimal, m.Dates}.or(p.columns[i].style)
		}
	}
	rows.each(func(row tableRow, _ *rowFault) {
		for i, cell := range row.cells[:min(len(row.cells), len(p.columns))] {
			if c := &p.columns[i]; !c.doubt && !row.isExact(i) {
				c.doubt = c.doubts(cell)
			}
		}
	})
}

// doubts reports whether a value could be two, as far as the column's style goes.
func (c *column) doubts(cell string) bool {
	switch {
	case c.numbers && c.style.decimal == 0:
		_, err := plainNumber(cell, 0)
		return err != nil
	case c.dates && c.style.dates == "":
		return inDate().MatchString(strings.TrimSpace(cell)) && plainDate(cell, "") == strings.TrimSpace(cell)
	}
	return false
}

func (v *styleVotes) count(c *column, cell string) {
	switch {
	case c.numbers:
		switch voteNumber(cell) {
		case '.':
			v.points++
		case ',':
			v.commas++
		}
	case c.dates:
		switch voteDate(cell) {
		case DayFirst:
			v.dayFirst++
		case MonthFirst:
			v.monthFirst++
		}
	}
}

// setType says what the column's field is written as.
func (c *column) setType(s *model.Schema) {
	if s.Kind == model.KindRFQ && slices.Contains(lineRoles, c.role) {
		s = model.SchemaOf(model.KindLead)
	}
	f, ok := fieldOf(s, c.role)
	c.numbers, c.dates = ok && writesNumbers(f), ok && writesDates(f)
}

// plain writes a cell as every file is read: by the mapping's words for values,
// numbers with a point, dates with the year first.
func (c *column) plain(e *entry, exact, from1904 bool) *RowError {
	if len(c.values) > 0 {
		if to, ok := c.values[text.Fold(strings.TrimSpace(e.text))]; ok {
			e.text = to
			return nil
		}
	}
	switch {
	case c.dates && exact:
		e.text = serialDate(e.text, from1904)
	case c.dates:
		e.text = plainDate(e.text, c.style.dates)
	case c.numbers && !exact && !plainAlready(e.text, c.style.decimal):
		plain, err := plainNumber(e.text, c.style.decimal)
		if err != nil {
			wrong := e.error(err)
			return &wrong
		}
		e.text = plain
	}
	return nil
}

// plainAlready reports whether a number has no mark that must be looked at.
func plainAlready(text string, decimal byte) bool {
	mark := -1
	for i := range len(text) {
		switch b := text[i]; {
		case b == '.' && mark < 0 && decimal != ',':
			mark = i
		case b < '0' || b > '9':
			return false
		}
	}
	return mark < 0 || decimal == '.' || !couldBeBoth(text, mark)
}
