package exchange

import (
	"slices"
	"strings"
	"unicode"

	"tradedesk/model/value"
)

// headerRows is how far down a table its header row is looked for, below titles
// and remarks.
const headerRows = 30

// findHeader gives which of the first rows names the columns: the first, unless
// it is like a title and a later one knows more of the words that columns go by.
func findHeader(rows [][]string) int {
	widest := 0
	for _, row := range rows {
		widest = max(widest, cellsFilled(row))
	}
	best, known := 0, -1
	for i, row := range rows[:min(len(rows), headerRows)] {
		n, ok := headerWordsKnown(row)
		if !ok && i > 0 {
			continue
		}
		// Names stand above values.
		if i+1 < len(rows) && slices.ContainsFunc(rows[i+1], isValue) {
			n++
		}
		switch title := isTitle(rows[best], widest); {
		case known < 0:
			known = n
		case isTitle(row, widest):
		case title && n >= known, n >= 2 && n > 2*known:
			best, known = i, n
		}
	}
	return best
}

// isTitle reports whether a row is much narrower than the table.
func isTitle(row []string, widest int) bool { return widest > 1 && cellsFilled(row)*2 <= widest }

func cellsFilled(row []string) int {
	n := 0
	for _, cell := range row {
		if strings.TrimSpace(cell) != "" {
			n++
		}
	}
	return n
}

// headerWordsKnown counts the cells that are what columns go by; false for a row
// that holds values.
func headerWordsKnown(row []string) (int, bool) {
	v, known := vocabularyOf(), 0
	for _, cell := range row {
		cell = strings.TrimSpace(cell)
		if cell == "" {
			continue
		}
		if isValue(cell) {
			return 0, false
		}
		_, exact := v.exact(cell)
		if _, qualified := v.qualified(cell); exact || qualified {
			known++
		}
	}
	return known, true
}

// isValue reports whether a text is no name of a column: an address, a number.
func isValue(cell string) bool {
	if strings.Contains(cell, "@") {
		if _, err := value.ParseEmail(cell); err == nil {
			return true
		}
	}
	cell = strings.TrimSpace(cell)
	return cell != "" && strings.IndexFunc(cell, unicode.IsLetter) < 0 && strings.IndexFunc(cell, unicode.IsDigit) >= 0
}
