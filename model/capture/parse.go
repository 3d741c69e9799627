package capture

import (
	"slices"
	"strings"
	"unicode/utf8"

	"tradedesk/model/text"
)

// MaxLine bounds what of a line is understood, in bytes; what is longer is a note.
const MaxLine = 4096

// Parse understands a line. It is total: any text gives a reading, and every
// letter of the text is in the span of one part.
func Parse(line string, c Context) Reading {
	p := parser{line: line, context: c, cities: map[[2]int]cityLook{}}
	understood := line
	if len(line) > MaxLine {
		cut := MaxLine
		for cut > 0 && !utf8.RuneStart(line[cut]) {
			cut--
		}
		understood = line[:cut]
	}
	note := 0
	p.tokens, note = tokenize(understood)
	for _, pass := range []func(){
		p.labels, p.contactPoints, p.containers, p.phonesAndAmounts, p.terms, p.knownNames, p.companiesByForm,
		p.companiesByWord, p.products, p.places, p.people, p.rest,
	} {
		pass()
	}
	p.takeNote(note)
	p.derive()
	return p.reading
}

// parser fills a reading, the surest parts first. A token that is used is left
// alone by what comes after.
type parser struct {
	line     string
	context  Context
	tokens   []token
	reading  Reading
	cities   map[[2]int]cityLook // what stretches of words are as a city
	national []int               // where phone numbers without a calling code stand
}

// part says what the tokens from to before to are.
func (p *parser) part(field Field, from, to int, shown string, sure bool) {
	for i := from; i < to; i++ {
		p.tokens[i].used = true
	}
	p.reading.Parts = append(p.reading.Parts, Part{
		Field: field, From: p.tokens[from].from, To: p.tokens[to-1].to, Text: shown, Sure: sure,
	})
}

// note keeps tokens as they were typed.
func (p *parser) note(from, to int) { p.kept(from, to, true) }

// kept is note with whether it is sure that they are no more.
func (p *parser) kept(from, to int, sure bool) {
	p.part(Note, from, to, spaced(p.line[p.tokens[from].from:p.tokens[to-1].to]), sure)
}

// takeNote takes what stands behind // or --, and joins the notes in their order.
func (p *parser) takeNote(from int) {
	if rest := p.line[from:]; strings.TrimSpace(rest) != "" {
		shown := rest
		if beginsNote(p.line, from) {
			shown = rest[2:]
		}
		p.reading.Parts = append(p.reading.Parts, Part{Field: Note, From: from, To: len(p.line), Text: strings.TrimSpace(shown), Sure: true})
	}
	slices.SortStableFunc(p.reading.Parts, func(a, b Part) int { return a.From - b.From })
	var notes []string
	for _, part := range p.reading.Parts {
		if part.Field == Note && part.Text != "" {
			notes = append(notes, part.Text)
		}
	}
	p.reading.Note = strings.Join(notes, "\n")
}

// free reports whether the tokens from to before to are all unused and stand in
// one stretch without a separator between.
func (p *parser) free(from, to int) bool {
	if from < 0 || to > len(p.tokens) {
		return false
	}
	for i := from; i < to; i++ {
		if p.tokens[i].used || p.tokens[i].quoted || i > from && p.tokens[i].apart {
			return false
		}
	}
	return from < to
}

// joined gives the words of tokens with a space between.
func (p *parser) joined(from, to int) string {
	words := make([]string, 0, to-from)
	for _, t := range p.tokens[from:to] {
		words = append(words, t.text)
	}
	return strings.Join(words, " ")
}

// spaced makes every run of space one space.
func spaced(s string) string { return strings.Join(strings.Fields(s), " ") }

// maxName bounds a name, in runes, as the fields of records do.
const maxName = 2_000

func named(s string) string { return spaced(text.Clean(s, maxName)) }
