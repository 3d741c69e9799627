package answer

import (
	"slices"
	"strconv"
	"strings"

	"tradedesk/model"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

// find gives the line of the RFQ that a line answers: the one that it says, or that it
// counts as when its goods agree; then the only one with its HS code, then the one with its
// product's name. What calls its goods otherwise goes by its number, where as many lines
// are answered as are asked for.
func (p *placing) find(line Line) (int, error) {
	if i, ok := p.numbered(line.Answers); ok {
		return i, nil
	}
	if i, ok := p.numbered(line.Number); ok && agree(line, p.rfq.Lines[i]) {
		return i, nil
	}
	if i, ok := p.byHS(line.HS, line.Product); ok {
		return i, nil
	}
	if i, ok := p.byProduct(line.Product); ok {
		return i, nil
	}
	if i, ok := p.numbered(line.Number); ok && len(p.answer.Lines) == len(p.rfq.Lines) && !contradict(line, p.rfq.Lines[i]) {
		return i, nil
	}
	if len(p.rfq.Lines) == 1 && p.oneProduct() && !contradict(line, p.rfq.Lines[0]) {
		return 0, nil
	}
	if line.Product == "" && line.HS == "" {
		return 0, errWhichLine
	}
	return 0, errNotAsked
}

// oneProduct reports whether all lines of the answer are of the same goods.
func (p *placing) oneProduct() bool {
	first := p.answer.Lines[0]
	return !slices.ContainsFunc(p.answer.Lines, func(l Line) bool {
		return text.Fold(l.Product) != text.Fold(first.Product) || l.HS != first.HS
	})
}

// agree reports whether a line names what the RFQ asks for.
func agree(line Line, asked model.Line) bool {
	if contradict(line, asked) {
		return false
	}
	return line.HS != "" && asked.HS != "" || line.Product != "" && text.Fold(line.Product) == text.Fold(asked.Product)
}

// contradict reports whether two HS codes are of different headings.
func contradict(line Line, asked model.Line) bool {
	return line.HS != "" && asked.HS != "" && line.HS.Prefix(4) != asked.HS.Prefix(4)
}

// numbered gives the line that a number means: lines count from 1.
func (p *placing) numbered(number string) (int, bool) {
	n, err := strconv.Atoi(strings.TrimSpace(number))
	return n - 1, err == nil && n >= 1 && n <= len(p.rfq.Lines)
}

// byHS gives the line with an HS code; of several the one with the product's name too.
func (p *placing) byHS(hs value.HS, product string) (int, bool) {
	if hs == "" {
		return 0, false
	}
	var found []int
	for i, asked := range p.rfq.Lines {
		if asked.HS != "" && (strings.HasPrefix(string(asked.HS), string(hs)) || strings.HasPrefix(string(hs), string(asked.HS))) {
			found = append(found, i)
		}
	}
	if len(found) == 1 {
		return found[0], true
	}
	if i, ok := p.byProduct(product); ok && slices.Contains(found, i) {
		return i, true
	}
	return 0, false
}

// byProduct gives the line with a product's name; else the only one whose name holds all
// words of it, or the other way round.
func (p *placing) byProduct(product string) (int, bool) {
	words := strings.Fields(text.Fold(product))
	if len(words) == 0 {
		return 0, false
	}
	var close []int
	for i, asked := range p.rfq.Lines {
		other := strings.Fields(text.Fold(asked.Product))
		switch {
		case len(other) == 0:
		case slices.Equal(words, other):
			return i, true
		case holds(words, other) || holds(other, words):
			close = append(close, i)
		}
	}
	if len(close) == 1 {
		return close[0], true
	}
	return 0, false
}

// holds reports whether all words of one name are in another.
func holds(all, some []string) bool {
	return !slices.ContainsFunc(some, func(word string) bool { return !slices.Contains(all, word) })
}
