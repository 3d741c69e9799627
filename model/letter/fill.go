package letter

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"tradedesk/model"
	"tradedesk/model/refusal"
	"tradedesk/model/text"
)

// FieldError says which field of a template cannot be filled.
type FieldError struct {
	Field string // as the template names it
	why   *refusal.Error
}

// Error gives one line with the field, and what to do about it.
func (e *FieldError) Error() string { return e.why.Error() }

// Unwrap gives what is wrong with it.
func (e *FieldError) Unwrap() error { return e.why }

// maxFilled bounds what a template makes, in runes.
const maxFilled = model.MaxLong

// field is {name}, {name|instead} or {name?}.
var field = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\{([A-Za-z][A-Za-z0-9_.]{0,60})(?:(\?)|\|([^{}\n]{0,200}))?\}`)
})

// Check says which fields of a text there are not, nil when all are known. It is for a
// template that is saved: whether a field has a value is known when it is filled.
func Check(templateText string) error {
	for _, found := range field().FindAllStringSubmatch(templateText, -1) {
		if !slices.Contains(names, found[1]) {
			return unknown(found[1])
		}
	}
	return nil
}

func unknown(name string) error {
	if near, ok := text.Nearest(name, names); ok {
		return &FieldError{name, errFieldNear.With(refusal.Parts{"Name": "{" + name + "}", "Near": "{" + near + "}"})}
	}
	return &FieldError{name, errNoField.With(refusal.Parts{"Name": "{" + name + "}", "There": strings.Join(names, ", ")})}
}

// Fill puts the values of fields into a text.
//
//	{rfq.port}          the value; an error when there is none
//	{contact|Sir}       the value, or what stands behind the bar
//	Port: {rfq.port?}   the value; the whole line goes when there is none
//
// What stands between braces and is no name stays as it is. A value is never read as a
// template.
func Fill(templateText string, values Values) (string, error) {
	var out []string
	size := 0
	for line := range strings.SplitSeq(templateText, "\n") {
		filled, keep, err := fillLine(line, values)
		if err != nil {
			return "", err
		}
		if !keep {
			continue
		}
		if size += len(filled) + 1; size > 4*maxFilled {
			return "", errTooLong.With(refusal.Parts{"Most": strconv.Itoa(maxFilled)})
		}
		out = append(out, filled)
	}
	return text.CleanLines(strings.Join(out, "\n"), maxFilled), nil
}

// fillLine fills one line; keep says whether it stays.
func fillLine(line string, values Values) (filled string, keep bool, err error) {
	var b strings.Builder
	from := 0
	for _, at := range field().FindAllStringSubmatchIndex(line, -1) {
		name := line[at[2]:at[3]]
		if !slices.Contains(names, name) {
			return "", false, unknown(name)
		}
		b.WriteString(line[from:at[0]])
		from = at[1]
		switch v := values[name]; {
		case v != "":
			b.WriteString(v)
		case at[4] >= 0:
			return "", false, nil
		case at[6] >= 0:
			b.WriteString(line[at[6]:at[7]])
		default:
			return "", false, &FieldError{name, errNoValue.With(refusal.Parts{"Name": "{" + name + "}", "Or": "{" + name + "|text}", "Without": "{" + name + "?}"})}
		}
	}
	b.WriteString(line[from:])
	return b.String(), true, nil
}

// FillSubject is Fill for a subject, which is one line.
func FillSubject(templateText string, values Values) (string, error) {
	filled, err := Fill(templateText, values)
	return text.Clean(filled, model.MaxText), err
}
