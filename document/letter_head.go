package document

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"tradedesk/document/pdf"
	"tradedesk/document/typeset"
	"tradedesk/model/refusal"
)

// The room of a logo, and of how to reach the firm; and how many lines names and addresses
// may have, so that the head of a letter leaves room for what it says.
const (
	mostName    = 4
	mostAddress = 10
	logoWidth   = 40 * typeset.MM
	logoHeight  = 20 * typeset.MM
	contact     = 76 * typeset.MM
)

var (
	errNoPicture = refusal.New("document.no_picture", "is no picture in PNG or JPEG")
	errPixels    = refusal.New("document.pixels", "has too many pixels")
)

// whyNoPicture says why a picture of the letterhead is left out.
func whyNoPicture(err error) error {
	switch {
	case errors.Is(err, pdf.ErrPicture):
		return errNoPicture
	case errors.Is(err, pdf.ErrPixels):
		return errPixels
	}
	return err
}

// letterhead draws who writes: the picture and the name where the language begins, how to
// reach and to find the firm at the other side. It gives why a picture was left out.
func (l *letter) letterhead(o Offer, firm string) (noLogo error) {
	x, y := margin, l.y
	if len(o.Logo) > 0 {
		picture, width, height, err := l.file.AddPicture(o.Logo)
		if noLogo = whyNoPicture(err); err == nil {
			w, h := fitted(width, height)
			l.page.Picture(picture, l.physical(x, w), sheetHeight-y-h, w, h)
			x += w + gutter
		}
	}
	room := inner - (x - margin) - contact - gutter
	left := l.block(l.headline(firm, room), x, y, room, start, accent)
	var address []typeset.Line
	for _, line := range o.firmAddress(l.words.comma) {
		address = append(address, l.setter.Lines(line, l.theirs(small+500, false), room)...)
	}
	left = l.block(l.atMost(mostAddress, address), x, left, room, start, quiet)
	if x > margin {
		left = max(left, y+logoHeight)
	}
	right := l.labelled([]entry{
		{l.words.phone, o.Firm.Phone.Display()}, {l.words.email, string(o.Firm.Email)}, {l.words.website, strings.TrimPrefix(string(o.Firm.Website), "https://")},
		{l.words.taxNo, o.Firm.TaxNo}, {l.words.register, o.Firm.Register},
	}, margin+inner-contact, y+1500, contact)
	l.y = max(left, right) + 3*typeset.MM
	l.box(margin, l.y, inner, 1200, accent)
	l.y += 7 * typeset.MM
	return noLogo
}

// headline sets the firm's name as large as it stands in two lines.
func (l *letter) headline(firm string, width length) []typeset.Line {
	size := large
	for size > normal && (widest(firm, l.theirs(size, true), l.setter) > width || len(l.setter.Lines(firm, l.theirs(size, true), width)) > 2) {
		size -= typeset.Point
	}
	return l.atMost(mostName, l.setter.Lines(firm, l.theirs(size, true), width))
}

// entry is a label with what it names.
type entry struct{ label, text string }

// labelled draws labels and what they name beside them, in two columns.
func (l *letter) labelled(entries []entry, x, y, width length) length {
	entries = slices.DeleteFunc(entries, func(e entry) bool { return e.text == "" })
	labels, at := make([]typeset.Line, len(entries)), length(0)
	for i, e := range entries {
		labels[i] = l.setter.Line(e.label, l.ours(small, true))
		at = max(at, labels[i].Width+gutter)
	}
	for i, e := range entries {
		l.put(labels[i], x, y, width, start, quiet)
		y = l.block(l.atMost(mostName, l.setter.Lines(e.text, l.theirs(small, false), width-at)), x+at, y, width-at, start, ink)
	}
	return y
}

// fitted gives the size at which a picture is drawn.
func fitted(width, height int) (w, h length) {
	w, h = logoHeight*length(width)/length(height), logoHeight
	if w > logoWidth {
		w, h = logoWidth, max(logoWidth*length(height)/length(width), 1)
	}
	return max(w, 1), h
}

// parties draws the title, the buyer, and at the other side what the offer is called and
// how long it holds.
func (l *letter) parties(o Offer) {
	l.put(l.setter.Line(l.words.title, l.ours(huge, true)), margin, l.y, inner, start, ink)
	l.y += l.leading(huge) + 3*typeset.MM
	half := (inner - gutter) / 2
	y := l.block([]typeset.Line{l.setter.Line(l.words.to, l.ours(small, true))}, margin, l.y, half, start, quiet)
	y = l.texts([]string{o.Buyer}, l.theirs(normal+2000, true), mostName, y, half)
	if o.Contact != "" {
		y = l.texts([]string{fmt.Sprintf(l.words.attention, o.Contact)}, l.ours(normal, false), mostName, y, half)
	}
	y = l.texts(o.buyerAddress(), l.theirs(normal, false), mostAddress, y, half)
	y = l.texts(lines(string(o.Email)), l.theirs(normal, false), mostName, y, half)
	x, right := margin+half+gutter, l.y
	version := ""
	if o.Version > 1 {
		version = fmt.Sprint(o.Version)
	}
	for _, e := range []entry{
		{l.words.number, o.Called()}, {l.words.version, version}, {l.words.date, date(o.IssuedOn, o.Language)},
		{l.words.validUntil, date(o.ValidUntil, o.Language)}, {l.words.request, o.RFQ},
	} {
		right = l.fact(e, x, right, half)
	}
	l.y = max(y, right) + 6*typeset.MM
}

// texts draws somebody's texts at the start of the page, in so many lines at most.
func (l *letter) texts(texts []string, style typeset.Style, most int, y, width length) length {
	var set []typeset.Line
	for _, text := range texts {
		if text != "" {
			set = append(set, l.setter.Lines(text, style, width)...)
		}
	}
	return l.block(l.atMost(most, set), margin, y, width, start, ink)
}

// fact draws a label and a value in the column at the side.
func (l *letter) fact(e entry, x, y, width length) length {
	if e.text == "" {
		return y
	}
	const labels = 30 * typeset.MM
	l.put(l.setter.Line(e.label, l.ours(normal, false)), x, y, labels, start, quiet)
	return l.block(l.atMost(mostName, l.setter.Lines(e.text, l.theirs(normal, true), width-labels)), x+labels, y, width-labels, start, ink)
}
