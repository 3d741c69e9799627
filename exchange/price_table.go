package exchange

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"tradedesk/model"
	"tradedesk/model/answer"
	"tradedesk/model/quotetext"
	"tradedesk/model/refusal"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

// maxPriceRows bounds a price list.
const maxPriceRows = 5000

// priceTable reads a table of prices as one answer.
type priceTable struct {
	session *session
	context quotetext.Context
	out     *AnswerRead
	sheet   string
	rows    []tableRow
	columns []priceColumn
	style   style
	product string          // of the row before: tiers are written below each other
	seen    map[string]bool // terms that a column gave, told once
}

// take takes the rows in.
func (t *priceTable) take(from rowSource) error {
	all := &tableRows{}
	for {
		err := all.take(from)
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		if len(all.rows) > maxPriceRows || all.text.Len() > maxUBLText {
			return notThat(errManyRows.With(atMost(maxPriceRows)))
		}
	}
	var wrong *rowFault
	all.each(func(row tableRow, fault *rowFault) {
		if fault != nil {
			wrong = fault
			return
		}
		row.cells, row.exact = slices.Clone(row.cells), slices.Clone(row.exact)
		t.rows = append(t.rows, row)
	})
	if wrong != nil {
		return notThat(errAtLine.With(refusal.Parts{"Line": strconv.Itoa(wrong.line)}).For(wrong.why))
	}
	return nil
}

// read finds the header row, reads prices below it, and terms in the rows around.
func (t *priceTable) read() error {
	header := t.findHeader()
	if header < 0 {
		return errNoPrices
	}
	t.seen = map[string]bool{}
	t.learn(t.rows[header+1:])
	for i, c := range t.columns {
		if c.wrong != nil {
			t.number(t.rows[header].line, i, c.wrong)
		}
	}
	var around []string
	for _, row := range t.rows[:header] {
		around = append(around, strings.Join(row.cells, " "))
	}
	for _, row := range t.rows[header+1:] {
		if !t.line(row) {
			around = append(around, strings.Join(row.cells, " "))
			t.product = ""
		}
	}
	t.around(strings.Join(around, "\n"))
	t.out.Terms.Stage = model.QuoteReceived
	return nil
}

// findHeader gives the first row that names a column of prices and one more, and has a number
// below a price: a title such as "price offer, valid 30 days" has none. When no row has one, it
// is the first that names them.
func (t *priceTable) findHeader() int {
	first := -1
	for i := range t.rows[:min(len(t.rows), headerRows)] {
		columns, ok := t.namesOf(t.rows[i])
		if !ok {
			continue
		}
		above := t.aboveNumbers(i, columns)
		if first < 0 || above {
			t.columns, first = columns, i
		}
		if above {
			break
		}
	}
	return first
}

// namesOf reads a row as one that names columns; false when it has no price and one more.
func (t *priceTable) namesOf(row tableRow) ([]priceColumn, bool) {
	columns := make([]priceColumn, len(row.cells))
	prices, others := 0, 0
	for at, cell := range row.cells {
		if strings.TrimSpace(cell) == "" || len(cell) > 200 {
			continue
		}
		columns[at] = priceColumnOf(cell, t.context.Currencies)
		switch {
		case columns[at].role == pricePrice && !(row.isExact(at) && columns[at].from != ""):
			prices++
		case columns[at].role != priceIgnore:
			others++
		}
	}
	return columns, prices > 0 && others > 0
}

// aboveNumbers reports whether the next row that is not empty has a digit in a column of prices.
func (t *priceTable) aboveNumbers(header int, columns []priceColumn) bool {
	for _, row := range t.rows[header+1:] {
		if cellsFilled(row.cells) == 0 {
			continue
		}
		for i, c := range columns[:min(len(row.cells), len(columns))] {
			if c.role == pricePrice && strings.ContainsFunc(row.cells[i], unicode.IsDigit) {
				return true
			}
		}
		return false
	}
	return false
}

// learn finds how the table writes its numbers and dates.
func (t *priceTable) learn(rows []tableRow) {
	var votes styleVotes
	for _, row := range rows {
		for i, cell := range row.cells[:min(len(row.cells), len(t.columns))] {
			if row.isExact(i) {
				continue
			}
			switch t.columns[i].role {
			case pricePrice, priceFrom, priceMOQ, priceQuantity:
				c := column{numbers: true}
				votes.count(&c, text.Fold(cell))
			case priceValid:
				c := column{dates: true}
				votes.count(&c, cell)
			}
		}
	}
	t.style = style{decimal: t.context.Decimal}.or(votes.style())
}

// line reads a row with prices; false for one that has none.
func (t *priceTable) line(row tableRow) bool {
	l := answer.Line{Where: t.where(row.line)}
	var from, quantity, moq value.Quantity
	priced := false
	for i, c := range t.columns[:min(len(row.cells), len(t.columns))] {
		cell := strings.TrimSpace(row.cells[i])
		if cell == "" {
			continue
		}
		at := priceCell{t, row.line, i, row.isExact(i)}
		switch c.role {
		case priceProduct:
			l.Product = text.Clean(joinWords(l.Product, cell), model.MaxText)
		case priceNumber:
			l.Number = firstText(l.Number, text.Clean(cell, 40))
		case priceHS:
			if hs, err := value.ParseHS(cell); err == nil {
				l.HS = hs
			} else {
				at.doubt("hs", err)
			}
		case priceFrom:
			from = at.quantity(cell)
		case priceQuantity:
			quantity = at.quantity(cell)
		case priceMOQ:
			moq = at.quantity(cell)
		case priceUnit:
			if unit, err := value.ParseUnit(cell); err == nil {
				l.Unit = unit
			} else {
				at.doubt("unit", err)
			}
		case priceNote:
			l.Note = text.Clean(cell, model.MaxText)
		case pricePrice:
			priced = true
		}
		switch q := (value.Quantity{Unit: c.unit}); {
		case c.role == priceMOQ && moq.Unit == "":
			moq.Unit = q.Unit
		case c.role == priceQuantity && quantity.Unit == "":
			quantity.Unit = q.Unit
		}
	}
	if !priced {
		return false
	}
	if l.Product == "" {
		l.Product = t.product
	}
	t.product = l.Product
	t.prices(row, &l, [3]value.Quantity{from, moq, quantity})
	if len(l.Tiers) > 0 && len(t.out.Lines) < maxPriceRows {
		t.out.Lines = append(t.out.Lines, l)
	}
	t.terms(row)
	return true
}

// prices reads the prices of a row: one, or one for each column of a quantity. Where a column
// does not say from which quantity on its prices hold, the first of the row's quantities
// does: where it begins, the least that is sold, what the price was asked for.
func (t *priceTable) prices(row tableRow, l *answer.Line, quantities [3]value.Quantity) {
	unit := l.Unit
	for i, c := range t.columns[:min(len(row.cells), len(t.columns))] {
		cell := strings.TrimSpace(row.cells[i])
		if c.role != pricePrice || cell == "" || c.wrong != nil || cell == "-" {
			continue
		}
		at := priceCell{t, row.line, i, row.isExact(i)}
		money, ok := at.money(cell)
		if !ok {
			continue
		}
		currency, per := cmp.Or(money.currency, c.currency), money.unit
		if c.from == "" {
			per = cmp.Or(per, c.unit)
		}
		per = cmp.Or(per, unit, quantities[0].Unit, quantities[1].Unit, quantities[2].Unit, c.unit)
		if len(l.Tiers) > 0 && (currency != l.Currency && currency != "" || per != l.Unit) {
			at.doubt("price", errLeftOut.For(errOtherPrice))
			continue
		}
		from := value.Quantity{Amount: "1"}
		for _, q := range append([]value.Quantity{{Amount: c.from, Unit: c.unit}}, quantities[:]...) {
			if q.Amount != "" {
				from = q
				break
			}
		}
		begins, ok := at.inUnit(from, per)
		moq, same := at.inUnit(quantities[1], per)
		if !ok || !same {
			continue
		}
		l.Currency, l.Unit, l.MOQ = cmp.Or(currency, l.Currency), per, moq
		l.Base, l.Quantity = cmp.Or(money.base, c.base, l.Base), quantities[2].Amount
		l.Tiers = append(l.Tiers, model.Tier{From: begins, Price: money.amount})
	}
	slices.SortStableFunc(l.Tiers, func(a, b model.Tier) int { return a.From.Cmp(b.From) })
}

func (t *priceTable) where(line int) string {
	if t.sheet != "" {
		return fmt.Sprintf("%s, row %d", t.sheet, line)
	}
	return "row " + strconv.Itoa(line)
}

// number notes a number that could be two.
func (t *priceTable) number(line, column int, err error) {
	at := priceCell{t, line, column, false}
	t.out.Numbers = append(t.out.Numbers, refused(RowError{Sheet: t.sheet, Line: line, Column: column + 1, Field: at.name()}, err))
}
