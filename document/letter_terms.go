package document

import (
	"fmt"
	"strings"

	"tradedesk/document/pdf"
	"tradedesk/document/typeset"
	"tradedesk/model/text"
)

// terms draws what the price is for, and how it is paid.
func (l *letter) terms(o Offer) {
	l.y += 2 * typeset.MM
	if o.Currency != "" {
		note := fmt.Sprintf(l.words.currency, o.Currency.Name(string(o.Language)), string(o.Currency))
		l.flow(l.setter.Lines(note, l.ours(small, false), inner), margin, inner, quiet)
	}
	l.y += 4 * typeset.MM
	l.term(l.words.delivery, l.words.deliveryAt(o.Incoterm, o.Place), l.ours(normal, false))
	l.list(l.words.payment, o.PaymentTerms.Lines())
	if o.DeliveryDays > 0 {
		l.term(l.words.time, days(o.DeliveryDays, o.Language), l.ours(normal, false))
	}
	l.term(l.words.notes, o.Notes, l.theirs(normal, false))
	l.term(l.words.bank, o.Firm.Bank, l.theirs(normal, false))
}

// The columns of the terms.
const (
	termLabels = 42 * typeset.MM
	termTexts  = inner - termLabels
	bullets    = 4 * typeset.MM
)

// term draws a label with its text beside it, over as many pages as it takes.
func (l *letter) term(label, content string, style typeset.Style) {
	if content = text.CleanLines(content, len(content)); content == "" {
		return
	}
	lines := l.setter.Lines(content, style, termTexts)
	l.termLabel(label, lines)
	l.flow(lines, margin+termLabels, termTexts, ink)
	l.y += 2 * typeset.MM
}

// termLabel draws the label of a term, on the page that has its first lines.
func (l *letter) termLabel(label string, first []typeset.Line) {
	l.need(min(l.height(first), 3*l.leading(normal)))
	l.block(l.setter.Lines(label, l.ours(normal, true), termLabels-gutter), margin, l.y, termLabels-gutter, start, accent)
}

// list draws a label with several texts under each other beside it.
func (l *letter) list(label string, parts []string) {
	if len(parts) < 2 {
		l.term(label, strings.Join(parts, ""), l.theirs(normal, false))
		return
	}
	for i, part := range parts {
		lines := l.setter.Lines(part, l.theirs(normal, false), termTexts-bullets)
		if i == 0 {
			l.termLabel(label, lines)
		}
		l.need(l.leading(normal))
		l.put(l.setter.Line("•", l.ours(normal, false)), margin+termLabels, l.y, bullets, start, ink)
		l.flow(lines, margin+termLabels+bullets, termTexts-bullets, ink)
	}
	l.y += 2 * typeset.MM
}

// flow draws lines over as many pages as it takes.
func (l *letter) flow(lines []typeset.Line, x, width length, color pdf.Color) {
	for _, line := range lines {
		l.need(l.leading(line.Size))
		l.put(line, x, l.y, width, start, color)
		l.y += l.leading(line.Size)
	}
}

// signatures draws the places for both signatures, which stay together. Whoever signs for
// the firm stands under the line, with as what; the buyer writes their name.
func (l *letter) signatures(firm string, who, as string) {
	ours := []typeset.Line{l.setter.Line(l.words.signature, l.ours(small, false))}
	half := (inner - 2*gutter) / 2
	if who != "" || as != "" {
		ours = nil
		if who != "" {
			ours = append(ours, l.oneLine(who, l.theirs(normal, true), half))
		}
		if as != "" {
			ours = append(ours, l.oneLine(as, l.theirs(small, false), half))
		}
		ours = append(ours, l.setter.Line(l.words.sign, l.ours(small, false)))
	}
	l.need(38*typeset.MM + l.height(ours[1:]))
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
