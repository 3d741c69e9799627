package ui

import (
	"strings"

	"tradedesk/model/value"
	"tradedesk/ui/cells"
)

// gridColumn is a column of a small table in a detail. The one column that grows
// takes what the others leave; of the others those with the highest drop go first
// when it would be narrower than it needs.
type gridColumn struct {
	head  string
	texts []string
	end   bool // numbers stand at the end of their cells
	grows bool
	drop  int // 0: stays
}

// leastGrown is how narrow the column that grows may become.
const leastGrown = 14

// grid gives the head and the rows of a table in exactly the sheet's cells.
func (s *sheet) grid(columns []gridColumn, rows int) (head string, lines []string) {
	columns = fitGrid(columns, s.w-1)
	widths := gridWidths(columns, s.w-1)
	line := func(text func(c gridColumn) string) string {
		var parts []string
		for i, c := range columns {
			if i > 0 {
				parts = append(parts, cells.Spaces(columnGap))
			}
			if c.end {
				parts = append(parts, s.m.screen.Direction.Figures(text(c), widths[i]))
			} else {
				parts = append(parts, s.m.screen.Direction.Start(text(c), widths[i]))
			}
		}
		return s.m.screen.Direction.Line(parts...)
	}
	for row := range rows {
		lines = append(lines, line(func(c gridColumn) string { return c.texts[row] }))
	}
	return line(func(c gridColumn) string { return c.head }), lines
}

// fitGrid leaves out columns that are empty, and those that leave too little room.
func fitGrid(columns []gridColumn, w int) []gridColumn {
	var out []gridColumn
	for _, c := range columns {
		if c.grows || strings.TrimSpace(strings.Join(c.texts, "")) != "" {
			out = append(out, c)
		}
	}
	for {
		need, worst := leastGrown, -1
		for i, c := range out {
			if !c.grows {
				need += c.width() + columnGap
			}
			if c.drop > 0 && (worst < 0 || c.drop > out[worst].drop) {
				worst = i
			}
		}
		if need <= w || worst < 0 {
			return out
		}
		out = append(out[:worst:worst], out[worst+1:]...)
	}
}

func gridWidths(columns []gridColumn, w int) []int {
	widths := make([]int, len(columns))
	left := w - (len(columns)-1)*columnGap
	grows := -1
	for i, c := range columns {
		widths[i] = c.width()
		if c.grows {
			grows = i
		} else {
			left -= widths[i]
		}
	}
	if grows >= 0 {
		widths[grows] = max(min(left, widths[grows]), 1)
	}
	return widths
}

func (c gridColumn) width() int {
	w := cells.Width(c.head)
	for _, text := range c.texts {
		w = max(w, cells.Width(text))
	}
	return w
}

// aligned writes decimals so that their points stand under each other.
func (m *app) aligned(decimals []value.Decimal) []string {
	widest := 0
	for _, d := range decimals {
		widest = max(widest, fraction(d))
	}
	texts := make([]string, len(decimals))
	for i, d := range decimals {
		if !d.IsZero() {
			texts[i] = m.exact(d) + cells.Spaces(widest-fraction(d))
		}
	}
	return texts
}

// fraction is how many cells a number takes from its point on.
func fraction(d value.Decimal) int {
	if _, after, found := strings.Cut(d.String(), "."); found && !d.IsZero() {
		return len(after) + 1
	}
	return 0
}
