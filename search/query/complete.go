package query

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"tradedesk/model"
	"tradedesk/model/reference"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

// maxChoices bounds what is offered at a time.
const maxChoices = 50

// Choice is one way to go on: what is put into the line, and what it means.
type Choice struct{ Text, Label string }

// Completion is what can stand at the cursor in place of what stands at Replace.
type Completion struct {
	Replace Span
	Filter  Name // whose value is at the cursor; "" for the name of a filter
	Choices []Choice
}

// Complete gives what can stand at the cursor, a byte of the line: names of filters
// where a word is, then their values. Values come quoted where they must be.
func (r Reader) Complete(line string, cursor int) Completion {
	cursor = max(0, min(cursor, len(line)))
	for cursor > 0 && cursor < len(line) && !utf8.RuneStart(line[cursor]) {
		cursor--
	}
	t, ok := termAt(line, cursor)
	if !ok {
		return Completion{Replace: Span{cursor, cursor}, Choices: nameChoices("")}
	}
	name, known := t.filter(line)
	if !known || cursor <= t.name.To {
		return completeName(line, t, cursor)
	}
	return r.completeValue(line, t, name, cursor)
}

// termAt finds the term that the cursor is in or behind.
func termAt(line string, cursor int) (term, bool) {
	for at := 0; at < len(line) && at <= cursor; {
		if c, size := utf8.DecodeRuneInString(line[at:]); unicode.IsSpace(c) {
			at += size
			continue
		}
		t := scanTerm(line, at)
		if t.From <= cursor && cursor <= t.To && (cursor > t.From || cursor == t.From && t.To > t.From) {
			return t, true
		}
		at = t.To
	}
	return term{}, false
}

func completeName(line string, t term, cursor int) Completion {
	from := t.From
	if line[from] == '-' {
		from = min(from+1, cursor)
	}
	to := cursor
	if t.name.To > 0 {
		to = max(cursor, t.name.To+len(":"))
		if t.op != ":" {
			to = max(cursor, t.name.To)
		}
	}
	c := Completion{Replace: Span{from, to}}
	typed := line[from:cursor]
	if strings.HasPrefix(typed, `"`) || strings.ContainsAny(typed, `:=<>"`) {
		return c
	}
	c.Choices = nameChoices(typed)
	return c
}

// nameChoices gives the filters that have a word that begins so, in that word.
func nameChoices(typed string) []Choice {
	folded := text.Fold(typed)
	var all []Choice
	for _, s := range specs {
		for i, word := range strings.Fields(s.names) {
			if !strings.HasPrefix(text.Fold(word), folded) {
				continue
			}
			c := Choice{Text: word + ":"}
			if i > 0 {
				c.Label = string(s.name)
			}
			all = append(all, c)
			break
		}
	}
	return all
}

func (r Reader) completeValue(line string, t term, name Name, cursor int) Completion {
	c := Completion{Filter: name, Replace: Span{cursor, cursor}}
	for _, p := range t.values {
		if p.From <= cursor && cursor <= p.To {
			c.Replace = p.Span
			break
		}
	}
	typed := line[c.Replace.From:cursor]
	if specOf(name).sort != days {
		typed = strings.TrimLeft(typed, "<>=")
	}
	typed = strings.TrimPrefix(typed, `"`)
	q := r.Parse(line)
	c.Choices = r.valueChoices(q, name, typed)
	return c
}

// offer collects choices that begin with what is typed.
type offer struct {
	folded  string
	choices []Choice
}

func (o *offer) add(word, label string) {
	if strings.HasPrefix(text.Fold(word), o.folded) || label != "" && strings.HasPrefix(text.Fold(label), o.folded) {
		o.put(Choice{quoted(word), label})
	}
}

func (o *offer) put(c Choice) {
	same := slices.ContainsFunc(o.choices, func(had Choice) bool { return had.Text == c.Text })
	if !same && len(o.choices) < maxChoices {
		o.choices = append(o.choices, c)
	}
}

func (r Reader) valueChoices(q Query, name Name, typed string) []Choice {
	o := &offer{folded: text.Fold(typed)}
	switch s := specOf(name); s.sort {
	case choices:
		for _, word := range r.there(q, name) {
			o.add(word, "")
		}
		if name == ByKind {
			addKindWords(o)
		}
	case codes:
		r.addCodes(o, name, typed)
	case days:
		addDays(o, s)
	case amounts:
	default:
		r.addKnown(o, name, typed)
	}
	if name != ByKind && typed != "" {
		for _, word := range []string{"none", "any"} {
			if strings.HasPrefix(word, o.folded) {
				o.put(Choice{Text: word})
			}
		}
	}
	return o.choices
}

// addKindWords offers the kinds by their French and Arabic words too.
func addKindWords(o *offer) {
	if o.folded == "" {
		return
	}
	words := kindWords()
	for _, kind := range model.Kinds() {
		var begin []string
		for word, of := range words {
			if of == kind && strings.HasPrefix(word, o.folded) {
				begin = append(begin, word)
			}
		}
		if len(begin) > 0 {
			o.put(Choice{string(kind), slices.MinFunc(begin, func(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) })})
		}
	}
}

func (r Reader) addCodes(o *offer, name Name, typed string) {
	switch name {
	case ByCountry:
		for _, c := range reference.FindCountries(typed, r.Lang, maxChoices) {
			o.put(Choice{c.Code, c.Name(r.Lang)})
		}
	case ByCurrency:
		for _, c := range reference.FindCurrencies(typed, r.Lang, maxChoices) {
			o.put(Choice{c.Code, c.Name(r.Lang)})
		}
	case ByIncoterm:
		for _, t := range value.Incoterms() {
			o.add(t.String(), "")
		}
	case ByHS:
		for _, h := range reference.FindHeadings(typed, maxChoices) {
			o.put(Choice{h.Code, text.Clean(h.Description, 60)})
		}
	}
}

func addDays(o *offer, s spec) {
	all := []string{"today", "yesterday", "<7d", "<30d", ">90d"}
	if !s.past {
		all = []string{overdueWord, "today", "tomorrow", "<3d", "<1w", "<1mo"}
	}
	for _, day := range all {
		if strings.HasPrefix(day, o.folded) {
			o.put(Choice{Text: day})
		}
	}
}

func (r Reader) addKnown(o *offer, name Name, typed string) {
	if name == ByOwner && r.Me != "" && strings.HasPrefix("me", o.folded) {
		o.put(Choice{"me", r.Me})
	}
	if r.Known == nil || name == ByEmail || name == ByPhone {
		return
	}
	for _, c := range r.Known(name, typed) {
		o.put(Choice{quoted(c.Text), c.Label})
	}
}
