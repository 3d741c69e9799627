package cells

import "github.com/charmbracelet/x/ansi"

// reset ends every style, so that what is laid over starts plain.
const reset = "\x1b[m"

// Over lays top over base with its first cell at x, y. Lines of base keep what
// is beside it; a wide character that is cut in two becomes a space. They are in the order in
// which they are seen then, and stay in it wherever they are put.
func (o Order) Over(base, top []string, x, y int) {
	for i, line := range top {
		row := y + i
		if row < 0 || row >= len(base) {
			continue
		}
		base[row] = Placed(over(o.seen(base[row]), o.seen(line), x))
	}
}

func over(base, top string, x int) string {
	w, width := Width(top), Width(base)
	if mixed, _ := mixes(base); mixed {
		l := parse(base)
		left, right := l.cut(0, x), l.cut(x+w, width-x-w)
		return left.String() + Spaces(x-left.width()) + reset + top + reset + right.String()
	}
	left := ansi.Truncate(base, x, "")
	right, room := ansi.TruncateLeft(base, x+w, ""), width-x-w
	if Width(right) > room {
		right = ansi.TruncateLeft(base, x+w+1, "")
	}
	return left + Spaces(x-Width(left)) + reset + top + reset + Spaces(room-Width(right)) + right
}
