package query

import (
	"slices"
	"strings"

	"tradedesk/model/reference"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

// Beside the letters themselves a record is found by what its words sound like in the
// other alphabet (skeletons) and by the other names of what they name (tokens of
// aliases). Keys is what is kept of a record for that, Sought what is asked of it.

// Keys are what a text is found by.
type Keys struct {
	Folded    string
	Skeletons []string // see text.Skeleton
	Tokens    []string // see reference.AliasTokens
}

// KeysOf makes the keys of a text of a record.
func KeysOf(of string) Keys {
	folded := text.Fold(of)
	return Keys{folded, text.Skeletons(folded), reference.AliasTokens(folded)}
}

// Sought is a word or a name of several words that a record must have, in one way of
// these: the letters, the skeleton, a token, the digits of a code, or all of Parts.
type Sought struct {
	Folded   string
	Skeleton string // "" for none
	Begins   bool   // a skeleton that begins so is enough
	Article  string // the skeleton of a name with an article, "" for none
	Extends  bool   // one that begins so is enough
	Tokens   []string
	Code     string   // the digits of an HS code that was typed with dots
	Parts    []Sought // the words of a name, the numbers of a code
}

// Sought gives what the free words ask for; a phrase is asked for by its letters.
// Small words (le, the, في) are left out beside others.
func (q Query) Sought() []Sought {
	var all []Sought
	var free []string
	flush := func() {
		all = append(all, soughtIn(text.Fold(strings.Join(free, " ")))...)
		free = nil
	}
	for _, w := range q.Words {
		if !w.Phrase {
			free = append(free, w.Text)
			continue
		}
		flush()
		if folded := strings.TrimSpace(text.Fold(w.Text)); folded != "" {
			all = append(all, Sought{Folded: folded})
		}
	}
	flush()
	return withoutSmall(all)
}

// withoutSmall leaves small words out, unless there are no others.
func withoutSmall(all []Sought) []Sought {
	said := slices.DeleteFunc(slices.Clone(all), func(s Sought) bool { return text.SmallWord(s.Folded) })
	if len(said) == 0 {
		return all
	}
	return said
}

// soughtIn parts a folded text into names that have others, the longest first, and
// the words between them.
func soughtIn(folded string) []Sought {
	var all []Sought
	at := 0
	for _, a := range reference.Aliases(folded) {
		all = append(all, soughtWords(folded[at:a.From])...)
		name := folded[a.From:a.To]
		words := soughtWords(name)
		if len(words) == 1 {
			words[0].Tokens = a.Tokens
			all = append(all, words...)
		} else {
			all = append(all, Sought{Folded: name, Tokens: a.Tokens, Parts: withoutSmall(words)})
		}
		at = a.To
	}
	return append(all, soughtWords(folded[at:])...)
}

// soughtWords gives what the words ask for, codes with dots by their digits too.
func soughtWords(folded string) []Sought {
	var all []Sought
	var free []string
	for _, field := range strings.Fields(folded) {
		code, parts := dottedCode(field)
		if code == "" {
			free = append(free, field)
			continue
		}
		all = append(all, soughtNames(strings.Join(free, " "))...)
		free = nil
		s := Sought{Folded: field, Code: code}
		for _, part := range parts {
			s.Parts = append(s.Parts, soughtWord(part))
		}
		all = append(all, s)
	}
	return append(all, soughtNames(strings.Join(free, " "))...)
}

// dottedCode gives the digits of an HS code as it is printed, 1509.90 or 15.09.90, and its
// numbers; "" for what is none. With fewer than six digits it is a price or a day.
func dottedCode(field string) (digits string, parts []string) {
	if len(field) < len("1509.90") || len(field) > len("15.09.90.10.20") || strings.Trim(field, "0123456789.") != "" {
		return "", nil
	}
	parts = strings.Split(field, ".")
	for i, part := range parts {
		if len(part) != 2 && (i > 0 || len(part) != 4) {
			return "", nil
		}
	}
	return strings.Join(parts, ""), parts
}

// soughtNames gives what words without dots ask for; names of several words, such as Ben
// Jelloun, by what they are in one too.
func soughtNames(folded string) []Sought {
	words := slices.Collect(text.Words(folded))
	var all []Sought
	for i := 0; i < len(words); {
		name, n := soughtName(words[i:])
		if n == 1 {
			all = append(all, name)
			i++
			continue
		}
		for _, word := range words[i : i+n] {
			name.Parts = append(name.Parts, soughtWord(word))
		}
		name.Parts = withoutSmall(name.Parts)
		all = append(all, name)
		i += n
	}
	return all
}

// soughtName gives what the name asks for that some words begin, as one word, and of how
// many words it is.
func soughtName(words []string) (name Sought, n int) {
	if joined, n := text.JoinName(words); n > 0 {
		return soughtWord(joined), n
	}
	name = soughtWord(words[0])
	if name.Article != "" {
		return name, 1
	}
	if article, extends := text.SeekArticle(words); article != "" {
		return Sought{Folded: words[0] + words[1], Article: article, Extends: extends}, 2
	}
	return name, 1
}

func soughtWord(word string) Sought {
	s := Sought{Folded: word}
	s.Skeleton, s.Begins = text.SeekSkeleton(word)
	s.Article, s.Extends = text.SeekArticle([]string{word})
	return s
}

// Fits reports whether a record has what is sought.
func (s Sought) Fits(k Keys) bool {
	if strings.Contains(k.Folded, s.Folded) || s.Code != "" && strings.Contains(" "+k.Folded, " "+s.Code) {
		return true
	}
	if slices.ContainsFunc(k.Skeletons, s.sounds) {
		return true
	}
	if slices.ContainsFunc(s.Tokens, func(token string) bool { return slices.Contains(k.Tokens, token) }) {
		return true
	}
	return len(s.Parts) > 0 && !slices.ContainsFunc(s.Parts, func(part Sought) bool { return !part.Fits(k) })
}

// sounds reports whether a skeleton of a record is one that is sought.
func (s Sought) sounds(has string) bool {
	is := func(skeleton string, prefix bool) bool {
		return skeleton != "" && (has == skeleton || prefix && strings.HasPrefix(has, skeleton))
	}
	return is(s.Skeleton, s.Begins) || is(s.Article, s.Extends)
}

// Phone gives the digits to look for among PhoneKeys when the free words of the line
// look like a number.
func (q Query) Phone(home value.Country) (digits string, ok bool) { return SeekPhone(q.Text(), home) }
