package exchange

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"tradedesk/model"
	"tradedesk/model/answer"
	"tradedesk/model/quotetext"
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
			return fmt.Errorf("%w: a price list has at most %d rows", ErrFormat, maxPriceRows)
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
		return fmt.Errorf("%w: line %d: %s", ErrFormat, wrong.line, wrong.message)
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

// findHeader gives the first row that names a column of prices and one more.
func (t *priceTable) findHeader() int {
	for i, row := range t.rows[:min(len(t.rows), headerRows)] {
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
		if prices > 0 && others > 0 {
			t.columns = columns
			return i
		}
	}
	return -1
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
	from, priced := value.Decimal(""), false
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
				at.doubt("hs", reason(err))
			}
		case priceFrom:
			from, _ = at.quantity(cell, &l.Unit)
		case priceQuantity:
			l.Quantity, _ = at.quantity(cell, &l.Unit)
		case priceMOQ:
			l.MOQ, _ = at.quantity(cell, &l.Unit)
		case priceUnit:
			if unit, err := value.ParseUnit(cell); err == nil {
				l.Unit = unit
			} else {
				at.doubt("unit", reason(err))
			}
		case priceNote:
			l.Note = text.Clean(cell, model.MaxText)
		case pricePrice:
			priced = true
		}
		if l.Unit == "" {
			l.Unit = c.unit
		}
	}
	if !priced {
		return false
	}
	if l.Product == "" {
		l.Product = t.product
	}
	t.product = l.Product
	t.prices(row, &l, from)
	if len(l.Tiers) > 0 && len(t.out.Lines) < maxPriceRows {
		t.out.Lines = append(t.out.Lines, l)
	}
	t.terms(row)
	return true
}

// prices reads the prices of a row: one, or one for each column of a quantity.
func (t *priceTable) prices(row tableRow, l *answer.Line, from value.Decimal) {
	least := firstDecimal(l.MOQ, firstDecimal(l.Quantity, "1"))
	if l.Quantity != "" && l.MOQ != "" && l.Quantity.Cmp(l.MOQ) < 0 {
		least = l.Quantity
	}
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
		currency := firstOf(money.currency, c.currency)
		if l.Currency != "" && currency != "" && currency != l.Currency {
			at.doubt("price", fmt.Sprintf("is in %s, and the price before in %s: it was left out", currency, l.Currency))
			continue
		}
		l.Currency = firstOf(currency, l.Currency)
		l.Unit, l.Base = firstOf(money.unit, l.Unit), firstOf(money.base, c.base, l.Base)
		l.Tiers = append(l.Tiers, model.Tier{From: firstOf(c.from, from, least), Price: money.amount})
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
	t.out.Numbers = append(t.out.Numbers, RowError{Sheet: t.sheet, Line: line, Column: column + 1, Field: at.name(), Message: err.Error()})
}
