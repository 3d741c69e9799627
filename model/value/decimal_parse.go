package value

import "strings"

// ParseDecimal reads a number as people type it, with digits of any script.
// Groups of three are taken only where they cannot be anything else: 1 234,50
// and 1,234.50 and 1.234,50 and 1,234,567. A single point is the decimal point;
// a single comma is one too unless three digits follow it: 1,234 is refused, as
// it could be either. At most 34 digits; no exponents.
func ParseDecimal(text string) (Decimal, error) {
	d, err := parseDecimal("number", text)
	if err != nil {
		return "", err
	}
	return d, nil
}

func parseDecimal(what, given string) (Decimal, *Error) {
	if d := Decimal(given); len(given) < maxDigits && d.plain() && given[0] >= '1' && given[0] <= '9' {
		return d, nil
	}
	s, err := prepare(what, given)
	if err != nil {
		return "", err
	}
	refuse := func(code Code, reason, hint string) (Decimal, *Error) {
		return "", &Error{Type: what, Text: given, Code: code, Reason: reason, Hint: hint}
	}
	minus, s := cutSign(separators.Replace(latinDigits(s)))
	if strings.Trim(s, "0123456789., ") != "" || !strings.ContainsAny(s, "0123456789") {
		return refuse(CodeSyntax, "is not a number", "write digits, such as 1234.50")
	}
	whole, fraction, problem := splitNumber(s)
	switch {
	case problem == ambiguous:
		at := strings.IndexByte(s, ',')
		return "", twoNumbers(what, given, minus, s[:at], s[at+1:])
	case problem != "":
		return refuse(CodeSyntax, problem, "write digits and a point, such as 1234.50")
	}
	if whole = strings.TrimLeft(whole, "0"); len(whole)+len(fraction) > maxDigits {
		return refuse(CodeRange, "has more than 34 digits", "")
	}
	return canonicalDecimal(minus, whole, fraction), nil
}

// separators makes one of what means the same: every space and apostrophe, and
// the Arabic group mark, a space; the Arabic decimal mark a point, signs ASCII.
var separators = strings.NewReplacer(
	"\u00a0", " ", "\u202f", " ", "\u2009", " ", "'", " ", "’", " ", "٬", " ",
	"٫", ".", "−", "-", "،", ",", "\uff0c", ",", "\uff0e", ".",
)

func cutSign(s string) (minus bool, rest string) {
	if r, ok := strings.CutPrefix(s, "-"); ok {
		return true, strings.TrimLeft(r, " ")
	}
	return false, strings.TrimLeft(strings.TrimPrefix(s, "+"), " ")
}

func canonicalDecimal(minus bool, whole, fraction string) Decimal {
	if whole == "" {
		whole = "0"
	}
	if fraction != "" {
		whole += "." + fraction
	}
	if minus && strings.Trim(whole, "0.") != "" {
		whole = "-" + whole
	}
	return Decimal(whole)
}

// ambiguous is the problem of a number such as 1,234.
const ambiguous = "is ambiguous"

const badGroups = "has groups that are not of three digits"

// splitNumber parts digits, points, commas and spaces into the whole digits and
// those behind the decimal mark, or names the problem.
func splitNumber(s string) (whole, fraction, problem string) {
	points, commas, spaces := strings.Count(s, "."), strings.Count(s, ","), strings.Count(s, " ")
	last := strings.LastIndexAny(s, ".,")
	switch {
	case last >= 0 && last == len(s)-1:
		return "", "", "ends with a separator"
	case spaces > 0:
		if points+commas > 1 {
			return "", "", "has separators of several kinds"
		}
		return grouped(s, last, " ")
	case points+commas == 0:
		return s, "", ""
	case points > 0 && commas > 0:
		group := ","
		if s[last] == ',' {
			group = "."
		}
		if strings.Count(s, s[last:last+1]) > 1 {
			return "", "", "has separators of several kinds"
		}
		return grouped(s, last, group)
	case points+commas > 1:
		return grouped(s, -1, s[last:last+1])
	case commas == 1 && len(s)-last == 4 && last >= 1 && last <= 3 && s[0] != '0':
		return "", "", ambiguous
	}
	return s[:last], s[last+1:], ""
}

// grouped takes the group marks out of what stands before the decimal mark at
// mark, -1 for none: one to three digits, then threes.
func grouped(s string, mark int, group string) (whole, fraction, problem string) {
	whole = s
	if mark >= 0 {
		whole, fraction = s[:mark], s[mark+1:]
	}
	parts := strings.Split(whole, group)
	for i, p := range parts {
		if !allDigits(p) || i > 0 && len(p) != 3 || len(parts) > 1 && len(p) > 3 || len(parts) > 1 && i == 0 && p[0] == '0' {
			return "", "", badGroups
		}
	}
	if fraction != "" && !allDigits(fraction) {
		return "", "", badGroups
	}
	return strings.Join(parts, ""), fraction, ""
}
