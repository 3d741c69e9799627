package document

import (
	"fmt"
	"io"
	"strconv"
	"strings"
)

// writeXLSX writes an offer as a workbook of one sheet, its numbers as numbers and its
// texts as texts that no spreadsheet takes for a formula.
func writeXLSX(w io.Writer, o Offer, words words) error {
	s := &sheet{}
	firm := o.Firm.NameIn(o.Language)
	s.row(textCell(firm, styleTitle))
	for _, line := range o.firmAddress(words.comma) {
		s.row(textCell(line, stylePlain))
	}
	for _, e := range []entry{
		{words.phone, o.Firm.Phone.Display()}, {words.email, string(o.Firm.Email)}, {words.website, string(o.Firm.Website)},
		{words.taxNo, o.Firm.TaxNo}, {words.register, o.Firm.Register},
	} {
		s.fact(e)
	}
	s.row()
	s.row(textCell(words.title, styleTitle))
	s.fact(entry{words.number, o.Called()})
	s.day(words.date, string(o.IssuedOn))
	s.day(words.validUntil, string(o.ValidUntil))
	for _, e := range []entry{{words.request, o.RFQ}, {words.to, o.Buyer}} {
		s.fact(e)
	}
	for _, line := range append(lines(o.Contact), append(o.buyerAddress(), string(o.Email))...) {
		s.fact(entry{" ", line})
	}
	s.row()
	s.lines(o, words)
	s.row()
	s.fact(entry{words.delivery, words.deliveryAt(o.Incoterm, o.Place)})
	for i, part := range o.PaymentTerms.Lines() {
		s.fact(entry{label(words.payment, i), part})
	}
	if o.DeliveryDays > 0 {
		s.fact(entry{words.time, days(o.DeliveryDays, o.Language)})
	}
	for _, block := range []entry{{words.notes, o.Notes}, {words.bank, o.Firm.Bank}} {
		for i, line := range lines(block.text) {
			s.fact(entry{label(block.label, i), line})
		}
	}
	s.signatures(o, firm, words)
	if err := s.write(w, o.Language == "ar"); err != nil {
		return fmt.Errorf("writing the workbook: %w", err)
	}
	return nil
}

// label gives the label of the first of several rows; the others have a blank one.
func label(words string, row int) string {
	if row > 0 {
		return " "
	}
	return words
}

// fact adds a row of a label and a text, none when there is no text.
func (s *sheet) fact(e entry) {
	if e.text != "" {
		s.row(textCell(strings.TrimSpace(e.label), styleBold), textCell(e.text, stylePlain))
	}
}

func (s *sheet) day(label, day string) {
	if day != "" {
		s.row(textCell(label, styleBold), dayCell(day))
	}
}

// lines adds the table with its total.
func (s *sheet) lines(o Offer, words words) {
	var head []cell
	price := joined(" ", words.price, string(o.Currency))
	for _, title := range []string{words.position, words.description, words.hs, words.quantity, "", price, joined(" ", words.amount, string(o.Currency))} {
		head = append(head, textCell(title, styleHead))
	}
	s.row(head...)
	minor := o.Currency.MinorUnits()
	for i, line := range o.Lines {
		s.row(
			numberCell(strconv.Itoa(i+1), 0), textCell(line.Product, styleWrapped), textCell(string(line.HS), stylePlain),
			numberCell(string(line.Quantity), 0), textCell(unitName(line.Unit, o.Language), stylePlain),
			numberCell(string(line.Price), minor), numberCell(string(line.Amount), minor),
		)
	}
	total := numberCell(string(o.Total), minor)
	total.style += styleBoldNumbers - styleNumbers
	if total.number == "" {
		total.style = styleBold
	}
	s.row(cell{}, textCell(words.total, styleBold), cell{}, cell{}, textCell(string(o.Currency), styleBold), cell{}, total)
}

// signatures adds the places for both signatures beside each other, as the PDF has them:
// who it is for, room to sign, a line, and below it who signs.
func (s *sheet) signatures(o Offer, firm string, words words) {
	const buyers = 3 // the column in which the buyer's place begins
	row := func(ours, theirs string, style int) {
		cells := make([]cell, buyers+1)
		cells[0], cells[buyers] = textCell(ours, style), textCell(theirs, style)
		s.row(cells...)
	}
	s.row()
	row(fmt.Sprintf(words.forFirm, firm), words.accepted, styleBold)
	s.rows = append(s.rows, nil, nil, nil)
	line := cell{style: styleLine}
	s.row(line, line, cell{}, line, line, line, line)
	ours := lines(o.Firm.SignatoryIn(o.Language), o.Firm.TitleIn(o.Language))
	if len(ours) == 0 {
		ours = []string{words.signature}
	} else {
		ours = append(ours, words.sign)
	}
	for i, who := range ours {
		theirs := ""
		if i == 0 {
			theirs = words.day + " · " + words.signature
		}
		row(who, theirs, stylePlain)
	}
}
