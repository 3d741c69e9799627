package picker

import (
	"strconv"
	"strings"

	"tradedesk/ui/cells"
)

// filesChrome is the lines around the list: title, text, directory, last line.
const filesChrome = 4

func (f *Files) rows() int { return max(1, f.h-filesChrome) }

// View draws exactly the lines and cells of SetSize.
func (f *Files) View() string { return strings.Join(f.Lines(), "\n") }

// Lines is View in lines. Only the entries that are visible are drawn.
func (f *Files) Lines() []string {
	lines := []string{
		f.theme.Strong.Apply(f.d.Start(f.title, f.w)),
		f.d.Line(f.d.Start(f.d.Line(f.d.Onward(), " "), min(2, f.w)), f.line.View(f.d, f.w-2, true)),
		f.theme.Dim.Apply(f.d.Start(cutStart(cells.Safe(f.dir), f.w), f.w)),
	}
	top := max(0, f.at-f.rows()+1)
	for i := top; i < top+f.rows(); i++ {
		if i < len(f.shown) {
			lines = append(lines, f.entry(f.entries[f.shown[i]], i == f.at))
		} else {
			lines = append(lines, cells.Spaces(f.w))
		}
	}
	lines = append(lines, f.last())
	return cells.Block(lines, f.w, f.h)
}

// cutStart leaves out the beginning: of a path, the end matters.
func cutStart(s string, w int) string {
	for i := range s {
		if rest := s[i:]; cells.Width(rest) < w || i == 0 && cells.Width(s) <= w {
			if i == 0 {
				return s
			}
			return cells.Ellipsis + rest
		}
	}
	return ""
}

func (f *Files) entry(e item, selected bool) string {
	mark := " "
	if selected {
		mark = cells.Cut(f.theme.Mark, 1)
	}
	const sizeW = 9
	size, name := size(e.Size), e.name
	if e.Dir {
		size, name = "", name+"/"
	}
	line := f.d.Start(f.d.Line(mark, " ", f.d.Start(name, f.w-2-sizeW), f.d.End(size, min(sizeW, max(0, f.w-2)))), f.w)
	switch {
	case selected:
		return f.theme.Selected.Apply(line)
	case e.Dir:
		return f.theme.Text.Apply(line)
	case e.readable:
		return f.theme.Accent.Apply(line)
	}
	return f.theme.Dim.Apply(line)
}

// last says what went wrong, what is going on, or what there is to know.
func (f *Files) last() string {
	switch {
	case f.err != "":
		return f.theme.Urgent.Apply(f.d.Start("! "+f.err, f.w))
	case f.reading:
		return f.theme.Dim.Apply(f.d.Start(cells.Safe(f.word("files.reading")), f.w))
	case isPath(f.line.Value()):
		return f.theme.Dim.Apply(f.d.Start(cells.Safe(f.word("files.path")), f.w))
	case len(f.shown) == 0:
		return f.theme.Dim.Apply(f.d.Start(cells.Safe(f.word("files.none")), f.w))
	case f.more:
		return f.theme.Warn.Apply(f.d.Start(cells.Safe(f.word("files.more")), f.w))
	}
	return f.theme.Dim.Apply(f.d.Start(cells.Safe(f.word("files.keys")), f.w))
}

// size writes bytes in units of 1,000, with one digit after the point under ten.
func size(n int64) string {
	if n < 1000 {
		return strconv.FormatInt(n, 10) + " B"
	}
	unit := 0
	tenths := n / 100 // of a kB
	for tenths >= 9995 && unit < 3 {
		tenths /= 1000
		unit++
	}
	number := strconv.FormatInt((tenths+5)/10, 10)
	if tenths < 100 {
		number = strconv.FormatInt(tenths/10, 10) + "." + strconv.FormatInt(tenths%10, 10)
	}
	return number + " " + []string{"kB", "MB", "GB", "TB"}[unit]
}

// Cursor gives the cell of the cursor within the picker's box.
func (f *Files) Cursor() (x, y int, ok bool) {
	if f.w <= 2 || f.h < 2 {
		return 0, 0, false
	}
	return 2 + f.line.CursorX(f.w-2), 1, true
}
