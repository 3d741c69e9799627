package document

import (
	"fmt"
	"slices"

	"tradedesk/document/pdf"
	"tradedesk/document/typeset"
	"tradedesk/model/text"
)

// term is what a label is said of: a text, or several with a mark before each.
type term struct {
	label string
	texts []string
	style typeset.Style
}

// termsOf gives what an offer says below its lines, without what it does not say.
func (l *letter) termsOf(o Offer) []term {
	time := ""
	if o.DeliveryDays > 0 {
		time = days(o.DeliveryDays, o.Language)
	}
	all := []term{
		{l.words.delivery, []string{l.words.deliveryAt(o.Incoterm, o.Place)}, l.ours(normal, false)},
		{l.words.payment, o.PaymentTerms.Lines(), l.theirs(normal, false)},
		{l.words.time, []string{time}, l.ours(normal, false)},
		{l.words.notes, []string{o.Notes}, l.theirs(normal, false)},
		{l.words.bank, []string{o.Firm.Bank}, l.theirs(normal, false)},
	}
	for i := range all {
		for j, content := range all[i].texts {
			all[i].texts[j] = text.CleanLines(content, len(content))
		}
		all[i].texts = slices.DeleteFunc(all[i].texts, func(content string) bool { return content == "" })
	}
	return slices.DeleteFunc(all, func(t term) bool { return len(t.texts) == 0 })
}

// termGap is what is left free below a term.
const termGap = 2 * typeset.MM

// noteGap is what is left free below the note on the currency.
const noteGap = 4 * typeset.MM

// termsHeight is what terms take.
func (l *letter) termsHeight(o Offer) length {
	height := termGap + l.height(l.currencyNote(o)) + noteGap
	for _, t := range l.termsOf(o) {
		texts := length(0)
		_, width := t.place()
		for _, content := range t.texts {
			texts += l.height(l.setter.Lines(content, t.style, width))
		}
		height += max(texts, l.height(l.label(t))) + termGap
	}
	return height
}

// terms draws what the price is for, and how it is paid. The last of it stays on the page
// of what is drawn below, which takes so much.
func (l *letter) terms(o Offer, below length) {
	all := l.termsOf(o)
	l.y += termGap
	l.flow(l.currencyNote(o), margin, inner, quiet, above(len(all) == 0, below+noteGap))
	l.y += noteGap
	for i, t := range all {
		l.term(t, above(i == len(all)-1, below+termGap))
	}
}

// above gives what has to fit below something, nothing when it is not the last.
func above(last bool, below length) length {
	if last {
		return below
	}
	return 0
}

// currencyNote says in full what the prices are in.
func (l *letter) currencyNote(o Offer) []typeset.Line {
	if o.Currency == "" {
		return nil
	}
	return l.setter.Lines(fmt.Sprintf(l.words.currency, o.Currency.Name(string(o.Language)), string(o.Currency)), l.ours(small, false), inner)
}

// The columns of the terms.
const (
	termLabels = 42 * typeset.MM
	termTexts  = inner - termLabels
	bullets    = 4 * typeset.MM
)

func (t term) marked() bool { return len(t.texts) > 1 }

// place gives where the texts begin from the margin, and how wide they are.
func (t term) place() (x, width length) {
	if t.marked() {
		return termLabels + bullets, termTexts - bullets
	}
	return termLabels, termTexts
}

func (l *letter) label(t term) []typeset.Line {
	return l.setter.Lines(t.label, l.ours(normal, true), termLabels-gutter)
}

// term draws a label with its texts beside it, over as many pages as it takes, the last
// lines with room for below.
func (l *letter) term(t term, below length) {
	x, width := t.place()
	for i, content := range t.texts {
		lines := l.setter.Lines(content, t.style, width)
		after := above(i == len(t.texts)-1, below)
		l.keep(lines, after)
		if i == 0 {
			l.block(l.label(t), margin, l.y, termLabels-gutter, start, accent)
		}
		if t.marked() {
			l.put(l.setter.Line("•", l.ours(normal, false)), margin+termLabels, l.y, bullets, start, ink)
		}
		l.flow(lines, margin+x, width, ink, after)
	}
	l.y += termGap
}

// together is how many lines of a text stay on one page: its first with its label, its last
// with what is below.
const together = 3

// keep begins a page when the first lines of a text do not fit on this one, or all of a short
// one with what is below.
func (l *letter) keep(lines []typeset.Line, below length) {
	first := l.height(lines[:min(len(lines), together)])
	if len(lines) <= together {
		first += below
	}
	l.need(first)
}

// flow draws lines over as many pages as it takes, the last of them with room for below.
func (l *letter) flow(lines []typeset.Line, x, width length, color pdf.Color, below length) {
	for i, line := range lines {
		room := l.leading(line.Size)
		if last := lines[i:]; below > 0 && i == max(len(lines)-together, 0) {
			room = l.height(last) + below
		}
		l.need(room)
		l.put(line, x, l.y, width, start, color)
		l.y += l.leading(line.Size)
	}
}

// signature is what stands below the line that the firm signs on.
func (l *letter) signature(who, as string) []typeset.Line {
	if who == "" && as == "" {
		return []typeset.Line{l.setter.Line(l.words.signature, l.ours(small, false))}
	}
	var ours []typeset.Line
	if who != "" {
		ours = append(ours, l.oneLine(who, l.theirs(normal, true), signatureWidth))
	}
	if as != "" {
		ours = append(ours, l.oneLine(as, l.theirs(small, false), signatureWidth))
	}
	return append(ours, l.setter.Line(l.words.sign, l.ours(small, false)))
}

// signatureWidth is the room of one of the two.
const signatureWidth = (inner - 2*gutter) / 2

// signaturesHeight is what both signatures take of a page.
func (l *letter) signaturesHeight(ours []typeset.Line) length {
	return 38*typeset.MM + l.height(ours[1:])
}

// signatures draws the places for both signatures, which stay together. Whoever signs for
// the firm stands under the line, with as what; the buyer writes their name.
func (l *letter) signatures(firm string, ours []typeset.Line) {
	const half = signatureWidth
	l.need(l.signaturesHeight(ours))
	l.y += 8 * typeset.MM
	y := l.y
	for i, place := range []struct{ head, below []typeset.Line }{
		{l.setter.Lines(fmt.Sprintf(l.words.forFirm, firm), l.ours(normal, true), half), ours},
		{l.setter.Lines(l.words.accepted, l.ours(normal, true), half), []typeset.Line{l.setter.Line(l.words.day+" · "+l.words.signature, l.ours(small, false))}},
	} {
		x := margin + length(i)*(half+2*gutter)
		l.block(l.atMost(2, place.head), x, y, half, start, ink)
		l.hairline(x, y+22*typeset.MM, half, quiet)
		below := y + 23*typeset.MM
		for _, line := range place.below {
			color := quiet
			if line.Size == normal {
				color = ink
			}
			below = l.block([]typeset.Line{line}, x, below, half, start, color)
		}
	}
	l.y += 28*typeset.MM + l.height(ours[1:])
}
