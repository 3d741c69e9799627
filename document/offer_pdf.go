package document

import (
	"io"
	"maps"
	"slices"

	"tradedesk/document/pdf"
	"tradedesk/document/typeset"
)

func writePDF(w io.Writer, o Offer, words words) (Written, error) {
	setter, err := typeset.New()
	if err != nil {
		return Written{}, err
	}
	firm := o.Firm.NameIn(o.Language)
	file := pdf.New(pdf.Info{
		Title: words.title + " " + o.Called(), Author: firm, Subject: o.Buyer,
		Language: string(o.Language), Date: string(o.IssuedOn), RightToLeft: o.Language == "ar",
	})
	l := &letter{file: file, setter: setter, lang: o.Language, words: words}
	l.opened = func() { l.continued(firm, words.title+" ", o.Called()) }
	written := Written{}
	l.newPage()
	written.NoLogo = l.letterhead(o, firm)
	l.parties(o)
	ours := l.signature(o.Firm.SignatoryIn(o.Language), o.Firm.TitleIn(o.Language))
	l.table(o, l.signaturesHeight(ours))
	l.terms(o, l.signaturesHeight(ours))
	l.signatures(firm, ours)
	l.feet(o.Called(), lines(o.Firm.FooterIn(o.Language)))
	written.Missing = slices.Sorted(maps.Keys(setter.Missing()))
	_, err = file.WriteTo(w)
	return written, err
}

// continued draws the head of a further page.
func (l *letter) continued(firm, title, number string) {
	l.put(l.oneLine(firm, l.theirs(small, true), inner/2), margin, l.y, inner, start, quiet)
	called := l.oneLine(number, code(small, false), inner/4)
	l.put(called, margin, l.y, inner, end, quiet)
	l.put(l.setter.Line(title, l.ours(small, false)), margin, l.y, inner-called.Width-gutter/2, end, quiet)
	l.y += l.leading(small) + 3*typeset.MM
}
