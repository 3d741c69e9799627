package document

import (
	"cmp"
	"strconv"
	"strings"

	"tradedesk/model/value"
)

// noBreak is the space that stands within a number.
const noBreak = "\u00a0"

// money writes an amount with at least the decimals of its currency.
func money(d value.Decimal, currency value.Currency, lang value.Language) string {
	if d == "" {
		return ""
	}
	return atLeast(d, currency.MinorUnits()).Spoken(lang)
}

// atLeast gives a number at least so many decimals.
func atLeast(d value.Decimal, decimals int) value.Decimal {
	whole, fraction, _ := strings.Cut(string(d), ".")
	if missing := decimals - len(fraction); missing > 0 {
		return value.Decimal(whole + "." + fraction + strings.Repeat("0", missing))
	}
	return d
}

// withCurrency writes an amount with the code of its currency.
func withCurrency(d value.Decimal, currency value.Currency, lang value.Language) string {
	amount := money(d, currency, lang)
	switch {
	case amount == "" || currency == "":
		return amount
	case lang == "en":
		return string(currency) + noBreak + amount
	}
	return amount + noBreak + string(currency)
}

// quantity writes a quantity with its unit, which may stand on the next line.
func quantity(d value.Decimal, unit value.Unit, lang value.Language) string {
	return joined(" ", d.Spoken(lang), unitName(unit, lang))
}

// unitName gives a unit's sign where the world has one, else its name.
func unitName(unit value.Unit, lang value.Language) string {
	switch unit.Dimension() {
	case "mass", "volume", "length", "area", "energy", "count":
		if lang != "ar" {
			return unit.Symbol()
		}
	}
	return unit.Name(string(lang))
}

// date writes a day in words, as written when it is none.
func date(d value.Date, lang value.Language) string {
	return cmp.Or(d.Spoken(lang, noBreak), string(d))
}

// days writes a number of days with the plural of the language (CLDR).
func days(n int, lang value.Language) string {
	count := strconv.Itoa(n)
	switch lang {
	case "fr":
		if n < 2 {
			return count + noBreak + "jour"
		}
		return count + noBreak + "jours"
	case "ar":
		switch rest := n % 100; {
		case n == 1:
			return "يوم واحد"
		case n == 2:
			return "يومان"
		case rest >= 3 && rest <= 10:
			return count + noBreak + "أيام"
		case rest >= 11:
			return count + noBreak + "يوما"
		}
		return count + noBreak + "يوم"
	}
	if n == 1 {
		return count + noBreak + "day"
	}
	return count + noBreak + "days"
}
