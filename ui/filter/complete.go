package filter

import (
	"slices"
	"strings"
	"unicode"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/text"
)

// maxChoices bounds what is offered at a time.
const maxChoices = 50

// Choice is one way to go on: what is put in the place of what is typed last,
// and what it means.
type Choice struct{ Text, Label string }

// Part says what is typed last.
type Part string

// The parts of a term.
const (
	PartField    Part = "field"
	PartOperator Part = "operator"
	PartValue    Part = "value"
)

// Completion is what can stand at the end of a filter: From is the byte where
// what it replaces begins.
type Completion struct {
	Part    Part
	From    int
	Field   model.Field // of an operator or a value
	Typed   string      // what is replaced
	Choices []Choice
}

// Values gives what a field can hold that begins so, best first.
type Values func(f model.Field, typed string) []Choice

// Complete gives what can stand at the end of typed. values may be nil.
func (s Syntax) Complete(typed string, values Values) Completion {
	from := lastTerm(typed)
	last := typed[from:]
	at := strings.IndexFunc(last, func(r rune) bool { return strings.ContainsRune("!<>=~", r) })
	if at < 0 {
		if f, ok := s.field(last); ok && f.Name != "" && last != "" {
			return Completion{Part: PartOperator, From: len(typed), Field: f, Choices: s.operatorsFor(f)}
		}
		return Completion{Part: PartField, From: from, Typed: last, Choices: s.fieldChoices(last)}
	}
	f, ok := s.field(last[:at])
	if !ok {
		return Completion{Part: PartField, From: from, Typed: last}
	}
	begin := from + at + 1
	for begin < len(typed) && strings.IndexByte("=", typed[begin]) >= 0 {
		begin++
	}
	if comma := strings.LastIndexAny(typed[begin:], ",،"); comma >= 0 {
		_, size := cutRune(typed[begin+comma:])
		begin += comma + size
	}
	c := Completion{Part: PartValue, From: begin, Field: f, Typed: strings.Trim(typed[begin:], `"`)}
	c.Choices = s.valueChoices(f, c.Typed, values)
	return c
}

func cutRune(s string) (r rune, size int) {
	for i, next := range s {
		if i > 0 {
			return r, i
		}
		r = next
	}
	return r, len(s)
}

// lastTerm gives where the last term begins.
func lastTerm(typed string) int {
	from, in := 0, false
	for i, r := range typed {
		switch {
		case r == '"':
			in = !in
		case unicode.IsSpace(r) && !in:
			from = i + len(string(r))
		}
	}
	return from
}

// fieldChoices gives the fields whose name begins so, then those that have it.
func (s Syntax) fieldChoices(typed string) []Choice {
	typed = text.Fold(typed)
	var first, second []Choice
	for _, f := range s.Fields() {
		switch {
		case strings.HasPrefix(f.Name, typed):
			first = append(first, Choice{Text: f.Name})
		case typed != "" && strings.Contains(f.Name, typed):
			second = append(second, Choice{Text: f.Name})
		}
	}
	return append(first, second...)
}

// operatorsFor gives the comparisons that make sense for a field.
func (s Syntax) operatorsFor(f model.Field) []Choice {
	ops := []desk.Op{desk.OpEqual, desk.OpNotEqual}
	switch f.Type {
	case model.TypeInt, model.TypeDecimal, model.TypeInstant, model.TypeDate:
		ops = []desk.Op{desk.OpLess, desk.OpMore, desk.OpAtMost, desk.OpAtLeast, desk.OpEqual, desk.OpNotEqual}
	case model.TypeText, model.TypeLong, model.TypeEmail, model.TypePhone, model.TypeURL:
		ops = []desk.Op{desk.OpContains, desk.OpEqual, desk.OpNotEqual}
	}
	out := make([]Choice, len(ops))
	for i, op := range ops {
		out[i] = Choice{Text: string(op), Label: string(op)}
	}
	return out
}

func (s Syntax) valueChoices(f model.Field, typed string, values Values) []Choice {
	var all []Choice
	folded := text.Fold(typed)
	offer := func(value, label string) {
		same := slices.ContainsFunc(all, func(c Choice) bool { return c.Text == quoted(value) })
		if len(all) < maxChoices && !same && strings.HasPrefix(text.Fold(value), folded) {
			all = append(all, Choice{quoted(value), label})
		}
	}
	switch f.Type {
	case model.TypeStage:
		for _, stage := range model.Stages(s.Kind) {
			offer(string(stage), "")
		}
	case model.TypeInstant, model.TypeDate:
		for _, when := range []string{"today", "tomorrow", "yesterday", "3d", "1w", "-7d", "-30d"} {
			offer(when, "")
		}
	}
	if f.Name == "owner" && s.Me != "" {
		offer("me", s.Me)
	}
	if values != nil {
		for _, c := range values(f, typed) {
			if len(all) == maxChoices {
				break
			}
			c.Text = quoted(c.Text)
			switch at := slices.IndexFunc(all, func(had Choice) bool { return had.Text == c.Text }); {
			case at < 0:
				all = append(all, c)
			case all[at].Label == "":
				all[at].Label = c.Label
			}
		}
	}
	return all
}

// quoted writes a value so that it is read back as one.
func quoted(v string) string {
	if !strings.ContainsFunc(v, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",،!<>=~", r) }) {
		return v
	}
	return `"` + strings.ReplaceAll(v, `"`, "") + `"`
}
