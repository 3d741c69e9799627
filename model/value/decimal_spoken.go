package value

import "strings"

// noBreak is the space that stands within a number.
const noBreak = "\u00a0"

// Spoken writes a number as a language does: 1,234.50 in English; in French, and in Arabic as
// Morocco writes it, 1 234,50 with Western digits and no-break spaces, which keep the groups in
// order where text runs from the right. In another language it stays as it is.
func (d Decimal) Spoken(lang Language) string {
	group, point := noBreak, ","
	switch lang {
	case "en":
		group, point = ",", "."
	case "fr", "ar":
	default:
		return string(d)
	}
	digits, negative := strings.CutPrefix(string(d), "-")
	whole, fraction, _ := strings.Cut(digits, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + group + whole[i:]
	}
	if negative {
		whole = "-" + whole
	}
	if fraction != "" {
		whole += point + fraction
	}
	return whole
}
