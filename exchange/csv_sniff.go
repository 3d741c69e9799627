package exchange

import (
	"bytes"
	"context"
	"errors"
	"slices"
)

// sniffRows is how many rows of the sample are tried with each delimiter.
const sniffRows = 20

// delimiters in the order in which they are preferred when nothing else decides.
var delimiters = []byte{',', ';', '\t'}

// sniffDelimiter finds the delimiter with which the first rows, quotes
// respected, most often have as many columns as the first one.
func sniffDelimiter(sample []byte, whole bool) byte {
	best, bestScore := delimiters[0], 0
	for _, comma := range delimiters {
		if score := delimiterScore(sample, whole, comma); score > bestScore {
			best, bestScore = comma, score
		}
	}
	return best
}

func delimiterScore(sample []byte, whole bool, comma byte) int {
	widths := sampleWidths(sample, whole, comma)
	if len(widths) == 0 || widths[0] < 2 {
		return 0
	}
	same := 0
	for _, w := range widths {
		if w == widths[0] {
			same++
		}
	}
	// How regular it is decides; how many columns it has, between equals.
	return same*1000/len(widths)*maxColumns + widths[0]
}

func sampleWidths(sample []byte, whole bool, comma byte) []int {
	rows := newCSVReader(newSource(context.Background(), bytes.NewReader(sample)), comma)
	var widths []int
	for len(widths) < sniffRows {
		cells, _, err := rows.row()
		var fault *rowFault
		switch {
		case errors.As(err, &fault):
			continue
		case err != nil:
			// The last row of a sample that was cut is not whole.
			if !whole && len(widths) > 1 {
				widths = slices.Delete(widths, len(widths)-1, len(widths))
			}
			return widths
		}
		widths = append(widths, len(cells))
	}
	return widths
}

// separatorLine reads the line "sep=;" with which spreadsheets name the
// delimiter; n is its length in bytes, 0 when there is none.
func separatorLine(sample []byte) (comma byte, n int) {
	if len(sample) < 5 || !bytes.EqualFold(sample[:4], []byte("sep=")) {
		return 0, 0
	}
	n = 5
	for n < len(sample) && (sample[n] == '\r' || sample[n] == '\n') && n < 7 {
		n++
	}
	if n == 5 && len(sample) > 5 {
		return 0, 0
	}
	return sample[4], n
}
