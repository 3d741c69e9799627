package exchange

import (
	"errors"
	"strconv"
	"strings"

	"tradedesk/model/quotetext"
	"tradedesk/model/refusal"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

// priceCell is a cell of a price list.
type priceCell struct {
	table  *priceTable
	line   int
	column int
	exact  bool // a number of a workbook: it can mean one thing only
}

// name gives what a spreadsheet calls the cell: "C5".
func (c priceCell) name() string {
	letters := ""
	for n := c.column + 1; n > 0; n = (n - 1) / 26 {
		letters = string(rune('A'+(n-1)%26)) + letters
	}
	name := letters + strconv.Itoa(c.line)
	if c.table.sheet != "" {
		name = c.table.sheet + "!" + name
	}
	return name
}

func (c priceCell) doubt(field string, why error) {
	c.table.out.Doubts = append(c.table.out.Doubts, refused(RowError{Sheet: c.table.sheet, Line: c.line, Column: c.column + 1, Field: c.name() + " " + field}, unnamed(why)))
}

// cellMoney is what a cell of prices says.
type cellMoney struct {
	amount   value.Decimal
	currency value.Currency
	unit     value.Unit
	base     value.Decimal
}

// amount reads the number of a cell and gives what stands around it. One that could be two
// is asked back.
func (c priceCell) amount(cell string) (d value.Decimal, before, behind string, ok bool) {
	if c.exact {
		d, err := value.ParseDecimal(cell)
		if err != nil {
			c.doubt("number", err)
		}
		return d, "", "", err == nil
	}
	plain, err := plainNumber(text.Fold(cell), c.table.style.decimal)
	var wrong *value.Error
	switch {
	case errors.As(err, &wrong) && wrong.Code == value.CodeAmbiguous:
		at := strings.LastIndexAny(wrong.Text, ".,")
		c.table.number(c.line, c.column, errTwoNumbers.With(refusal.Parts{
			"Text": text.Clean(cell, 40), "First": wrong.Text[:at] + wrong.Text[at+1:], "Second": wrong.Text[:at] + "." + wrong.Text[at+1:],
		}))
		return "", "", "", false
	case err != nil:
		c.doubt("number", err)
		return "", "", "", false
	}
	start, end, one := oneNumber(plain)
	if !one {
		c.doubt("number", errLeftOut.For(errNotOne.With(refusal.Parts{"Text": text.Clean(cell, 40)})))
		return "", "", "", false
	}
	if d, err = value.ParseDecimal(plain[start:end]); err != nil {
		c.doubt("number", err)
		return "", "", "", false
	}
	return d, strings.TrimSpace(plain[:start]), strings.TrimSpace(plain[end:]), true
}

// money reads "160", "MAD 160", "14,20 €/kg".
func (c priceCell) money(cell string) (out cellMoney, ok bool) {
	amount, before, behind, ok := c.amount(cell)
	if !ok {
		return out, false
	}
	out.amount = amount
	rest, per, hasPer := strings.Cut(strings.TrimSpace(before+" "+behind), "/")
	if hasPer {
		unit, err := value.ParseUnit(strings.TrimSpace(per))
		if err != nil {
			c.doubt("unit", err)
		}
		out.unit = unit
	}
	if rest = strings.Trim(rest, " :=()"); rest == "" {
		return out, true
	}
	currency, err := quotetext.Currency(rest, c.table.context.Currencies)
	if err != nil {
		c.doubt("currency", errPriceLeft.For(unnamed(err)))
		return out, false
	}
	out.currency = currency
	return out, true
}

// quantity reads "500", "500 kg", "≥ 500"; without a unit it is in that of the line.
func (c priceCell) quantity(cell string) value.Quantity {
	amount, _, behind, ok := c.amount(cell)
	if !ok {
		return value.Quantity{}
	}
	out := value.Quantity{Amount: amount}
	if behind = strings.Trim(behind, " +.()"); behind != "" {
		u, err := value.ParseUnit(behind)
		if err != nil {
			c.doubt("unit", errQuantityLeft.For(unnamed(err)))
			return value.Quantity{}
		}
		out.Unit = u
	}
	return out
}

// inUnit gives a quantity in the unit of a price, and says when it cannot be.
func (c priceCell) inUnit(q value.Quantity, unit value.Unit) (value.Decimal, bool) {
	if q.Amount == "" || q.Unit == "" || unit == "" || q.Unit == unit {
		return q.Amount, true
	}
	converted, err := q.Convert(unit)
	if err != nil {
		c.doubt("unit", errPriceLeft.For(unnamed(err)))
		return "", false
	}
	return converted.Amount, true
}
