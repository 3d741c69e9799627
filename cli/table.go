package cli

import (
	"bufio"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/value"
)

// rowWriter writes the rows of a list: a table that fits a terminal, or lines
// of all columns for scripts.
type rowWriter struct {
	out    *bufio.Writer
	kind   model.Kind
	now    time.Time
	screen int // columns of the terminal, 0 when there is none
	table  []column
	count  int
}

// column is one column of a table. Flexible ones share what the others leave.
type column struct {
	title string
	text  func(desk.Row) string
	right bool
	flex  bool
	cells int
}

func (a *app) newRowWriter(kind model.Kind) *rowWriter {
	w := &rowWriter{out: bufio.NewWriterSize(a.env.Out, 64<<10), kind: kind, now: a.env.Now()}
	if isTerminal(a.env.Out) {
		w.screen = a.env.width(a.env.Out)
	}
	return w
}

func (w *rowWriter) write(rows []desk.Row) error {
	if w.screen > 0 && w.table == nil && len(rows) > 0 {
		w.table = w.fit(rows)
		titles := make([]string, len(w.table))
		for i, c := range w.table {
			titles[i] = c.title
		}
		if err := w.line(titles); err != nil {
			return err
		}
	}
	for _, row := range rows {
		if err := w.row(row); err != nil {
			return err
		}
	}
	w.count += len(rows)
	return w.out.Flush()
}

// end says on a terminal that there is nothing, since an empty screen may as
// well be an accident.
func (w *rowWriter) end() error {
	if w.count == 0 && w.screen > 0 {
		fmt.Fprintf(w.out, "no %ss\n", w.kind)
	}
	return w.out.Flush()
}

func (w *rowWriter) row(row desk.Row) error {
	if w.screen == 0 {
		_, err := w.out.WriteString(strings.Join(scriptColumns(row), "\t") + "\n")
		return err
	}
	texts := make([]string, len(w.table))
	for i, c := range w.table {
		texts[i] = c.text(row)
	}
	return w.line(texts)
}

// scriptColumns are a row's columns for scripts. Their order is a promise.
func scriptColumns(row desk.Row) []string {
	score := ""
	if row.Kind == model.KindLead {
		score = strconv.Itoa(row.Score)
	}
	return []string{
		row.ID.String(), clean(row.Title), clean(row.Detail), clean(string(row.Country)),
		clean(string(row.Quantity)), clean(string(row.Unit)), clean(string(row.Amount)), clean(string(row.Currency)),
		clean(string(row.Stage)), score, timeStamp(row.At), timeStamp(row.DueAt),
		clean(row.Owner), clean(strings.Join(row.Tags, ",")),
	}
}

// fit chooses the columns that rows have something in, and how wide they are.
func (w *rowWriter) fit(rows []desk.Row) []column {
	var table []column
	used, flexible := 0, 0
	for _, c := range w.columns() {
		for _, row := range rows {
			c.cells = max(c.cells, ansi.StringWidth(c.text(row)))
		}
		if c.cells == 0 {
			continue
		}
		c.cells = max(c.cells, ansi.StringWidth(c.title))
		if c.flex {
			flexible++
		} else {
			used += c.cells
		}
		table = append(table, c)
	}
	shareRest(table, w.screen-used-columnGap*(len(table)-1), flexible)
	return table
}

const (
	columnGap    = 2
	minFlexCells = 8
)

// shareRest gives the flexible columns what is left, the first as much as it
// needs as long as the others keep their part.
func shareRest(table []column, rest, flexible int) {
	for i := range table {
		if !table[i].flex {
			continue
		}
		needed := 0
		for _, later := range table[i+1:] {
			if later.flex {
				needed += later.cells
			}
		}
		room := max(rest/flexible, rest-needed)
		table[i].cells = max(min(table[i].cells, room), min(table[i].cells, minFlexCells))
		rest -= table[i].cells
		flexible--
	}
}

// line writes the cells of one line, cut and filled to the columns.
func (w *rowWriter) line(texts []string) error {
	var b strings.Builder
	for i, c := range w.table {
		text := ansi.Truncate(texts[i], c.cells, "…")
		fill := strings.Repeat(" ", max(0, c.cells-ansi.StringWidth(text)))
		switch last := i == len(w.table)-1; {
		case c.right:
			b.WriteString(fill + text)
		case last:
			b.WriteString(text)
		default:
			b.WriteString(text + fill)
		}
		if i < len(w.table)-1 {
			b.WriteString(strings.Repeat(" ", columnGap))
		}
	}
	_, err := w.out.WriteString(strings.TrimRight(b.String(), " ") + "\n")
	return err
}

// columns are what a table on a terminal can have; the empty ones are left out.
func (w *rowWriter) columns() []column {
	return []column{
		{title: "ID", text: idText},
		{title: "TITLE", flex: true, text: func(r desk.Row) string { return clean(r.Title) }},
		{title: "DETAIL", flex: true, text: func(r desk.Row) string { return clean(r.Detail) }},
		{title: "IN", text: func(r desk.Row) string { return clean(string(r.Country)) }},
		{title: "AMOUNT", right: true, text: func(r desk.Row) string {
			return clean(string(r.Amount) + " " + string(r.Currency))
		}},
		{title: "STAGE", text: stageText},
		{title: "SCORE", right: true, text: func(r desk.Row) string {
			if r.Kind != model.KindLead {
				return ""
			}
			return strconv.Itoa(r.Score)
		}},
		{title: "AGE", right: true, text: func(r desk.Row) string { return age(r.At, w.now) }},
		{title: "OWNER", text: func(r desk.Row) string { return clean(r.Owner) }},
	}
}

// idText gives what a record is called by in a command: an RFQ by its number, which
// stands in letters too.
func idText(r desk.Row) string {
	if r.Number != "" {
		return r.Number
	}
	return r.ID.Short()
}

func stageText(r desk.Row) string {
	if r.Deleted {
		return "deleted"
	}
	return clean(string(r.Stage))
}

// age gives how long ago a moment was, in its largest unit: 5m, 3h, 12d.
func age(at value.Instant, now time.Time) string {
	if at.IsZero() {
		return ""
	}
	since := now.Sub(at.Time())
	const day = 24 * time.Hour
	switch {
	case since < -time.Minute:
		return at.Time().Format(time.DateOnly)
	case since < time.Hour:
		return fmt.Sprintf("%dm", max(0, since/time.Minute))
	case since < day:
		return fmt.Sprintf("%dh", since/time.Hour)
	default:
		return fmt.Sprintf("%dd", since/day)
	}
}
