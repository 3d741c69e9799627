package exchange

import (
	"bufio"
	"fmt"
	"strings"

	"tradedesk/model"
)

// csvWriter writes one kind's records as rows that spreadsheets open: UTF-8 with
// a byte order mark, CRLF, a column for every field by its name.
type csvWriter struct {
	out    *bufio.Writer
	kind   model.Kind
	schema *model.Schema
}

func (c *csvWriter) write(r model.Record) error {
	if c.schema == nil {
		if err := c.begin(r.Kind()); err != nil {
			return err
		}
	}
	if r.Kind() != c.kind {
		return fmt.Errorf("a %s among records of kind %s: a CSV file holds one kind", r.Kind(), c.kind)
	}
	cells := make([]string, 0, len(c.schema.Fields)+2)
	for _, f := range c.schema.Fields {
		cells = append(cells, guard(model.FieldText(f, r)))
		if f.Name == "id" {
			cells = append(cells, string(c.kind))
		}
	}
	extra := ""
	if len(r.Header().Extra) > 0 {
		extra = string(mustJSON(r.Header().Extra))
	}
	return c.row(append(cells, extra))
}

// begin writes the mark and the header row.
func (c *csvWriter) begin(kind model.Kind) error {
	c.kind, c.schema = kind, model.SchemaOf(kind)
	if c.schema == nil {
		return fmt.Errorf("records of kind %.40q are not known here: write them as JSON", kind)
	}
	if _, err := c.out.WriteString(utf8BOM); err != nil {
		return err
	}
	header := make([]string, 0, len(c.schema.Fields)+2)
	for _, f := range c.schema.Fields {
		header = append(header, f.Name)
		if f.Name == "id" {
			header = append(header, "kind")
		}
	}
	return c.row(append(header, extraColumn))
}

func (c *csvWriter) end() error {
	if c.schema == nil && c.kind != "" {
		return c.begin(c.kind)
	}
	return nil
}

func (c *csvWriter) row(cells []string) error {
	for i, cell := range cells {
		if i > 0 {
			c.out.WriteByte(',')
		}
		if strings.ContainsAny(cell, "\",;\t\r\n") || strings.TrimSpace(cell) != cell {
			cell = `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
		}
		c.out.WriteString(cell)
	}
	// A bufio.Writer keeps its first error.
	_, err := c.out.WriteString("\r\n")
	return err
}

// guard keeps a spreadsheet from running a cell as a formula: what begins like
// one, perhaps behind apostrophes, gets an apostrophe before it.
func guard(cell string) string {
	if formula(strings.TrimLeft(cell, "'")) {
		return "'" + cell
	}
	return cell
}

// unguard takes the apostrophe off that guard put before a cell.
func unguard(cell string) string {
	if rest, ok := strings.CutPrefix(cell, "'"); ok && formula(strings.TrimLeft(rest, "'")) {
		return rest
	}
	return cell
}

// formula reports whether a spreadsheet may take a cell for a formula; a plain
// negative number is none. The wide forms count for spreadsheets in East Asia.
func formula(cell string) bool {
	for _, begin := range []string{"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"} {
		if strings.HasPrefix(cell, begin) {
			return !negativeNumber(cell)
		}
	}
	return false
}

func negativeNumber(cell string) bool {
	digits, ok := strings.CutPrefix(cell, "-")
	whole, fraction, _ := strings.Cut(digits, ".")
	return ok && whole != "" && onlyDigits(whole) && onlyDigits(fraction)
}
