package cli

import (
	"bufio"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"tradedesk/model"
)

// fieldTable writes chosen fields: a table on a terminal, whose widths are those
// of the first rows, else lines with tabs.
type fieldTable struct {
	rows    rowWriter
	fields  *projection
	waiting [][]string // rows that are kept until the widths are known
}

func (a *app) newFieldTable(p *projection) *fieldTable {
	t := &fieldTable{fields: p, rows: rowWriter{out: bufio.NewWriterSize(a.env.Out, 64<<10), kind: p.kind}}
	if isTerminal(a.env.Out) {
		t.rows.screen = a.env.width(a.env.Out)
	}
	return t
}

func (t *fieldTable) write(texts []string) error {
	t.rows.count++
	switch {
	case t.rows.screen == 0:
		_, err := t.rows.out.WriteString(strings.Join(texts, "\t") + "\n")
		if err == nil && t.rows.count == 1 {
			err = t.rows.out.Flush()
		}
		return err
	case t.rows.table != nil:
		return t.rows.line(texts)
	}
	if t.waiting = append(t.waiting, texts); len(t.waiting) < pageRows {
		return nil
	}
	return t.begin()
}

// begin fixes the widths and writes what waited for them.
func (t *fieldTable) begin() error {
	titles := make([]string, len(t.fields.names))
	flexible := 0
	used := columnGap * (len(titles) - 1)
	for i, name := range t.fields.names {
		c := column{flex: wide(t.fields.fields[i]), right: narrowNumber(t.fields.fields[i]), cells: ansi.StringWidth(name)}
		titles[i] = strings.ToUpper(name)
		for _, texts := range t.waiting {
			c.cells = max(c.cells, ansi.StringWidth(texts[i]))
		}
		if c.flex {
			flexible++
		} else {
			used += c.cells
		}
		t.rows.table = append(t.rows.table, c)
	}
	shareRest(t.rows.table, t.rows.screen-used, flexible)
	for _, texts := range append([][]string{titles}, t.waiting...) {
		if err := t.rows.line(texts); err != nil {
			return err
		}
	}
	t.waiting = nil
	return t.rows.out.Flush()
}

func (t *fieldTable) end() error {
	if len(t.waiting) > 0 {
		if err := t.begin(); err != nil {
			return err
		}
	}
	return t.rows.end()
}

// wide reports whether a field's texts can be cut to what room there is.
func wide(f model.Field) bool {
	switch f.Type {
	case model.TypeText, model.TypeLong, model.TypeEmail, model.TypeURL:
		return true
	}
	return f.List || f.Type.Structured()
}

// narrowNumber reports whether a column is read from its right end.
func narrowNumber(f model.Field) bool {
	return f.Type == model.TypeDecimal || f.Type == model.TypeInt || f.Name == "" // the score
}
