package ui

import (
	"strings"
	"unicode/utf8"

	"tradedesk/desk"
	"tradedesk/model/text"
	"tradedesk/ui/cells"
)

// leastSought is how many letters a word has that is marked beside the title.
const leastSought = 2

// soughtIn gives the free words of a line, folded; what stands in quotation marks is one.
func (m *app) soughtIn(line string) (words []string) {
	for _, p := range desk.ParseSearch(line, m.desk.Me(), m.now) {
		if p.Kind != desk.SearchWord && p.Kind != desk.SearchPhrase {
			continue
		}
		word := strings.TrimSpace(text.Fold(strings.Trim(line[p.From:p.To], `"`)))
		if utf8.RuneCountInString(word) >= leastSought {
			words = append(words, word)
		}
	}
	return words
}

// placesOf gives the runes of s that the words stand on.
func placesOf(s string, words []string) map[int]bool {
	folded, runeAt := text.FoldMap(s)
	var at map[int]bool
	for _, word := range words {
		for from := 0; ; {
			i := strings.Index(folded[from:], word)
			if i < 0 {
				break
			}
			if at == nil {
				at = map[int]bool{}
			}
			for _, r := range runeAt[from+i : from+i+len(word)] {
				at[r] = true
			}
			from += i + len(word)
		}
	}
	return at
}

// whereElse gives the place of what a record is found by, and its row does not show, that
// has one of the words or sounds like one, with the word before and after: who has the
// name that was typed is seen so.
func whereElse(also string, words []string) string {
	parts := strings.Fields(cells.Safe(also))
	for _, fits := range []func(part, word string) bool{strings.Contains, soundAlike} {
		for i, part := range parts {
			folded := text.Fold(part)
			for _, word := range words {
				if fits(folded, word) {
					return around(parts, i)
				}
			}
		}
	}
	return ""
}

// around gives a word with the names before and after it; an address or a number stands
// alone.
func around(parts []string, i int) string {
	name := func(i int) bool { return i >= 0 && i < len(parts) && !strings.ContainsAny(parts[i], "@0123456789") }
	from, to := i, i+1
	if name(i) && name(i-1) {
		from--
	}
	if name(i) && name(i+1) {
		to++
	}
	return strings.Join(parts[from:to], " ")
}

func soundAlike(part, word string) bool {
	sound := text.Skeleton(word)
	name, _ := text.SeekArticle([]string{word})
	return sound != "" && text.Skeleton(part) == sound || name != "" && text.ArticleSkeleton([]string{part}) == name
}

// besides gives what stands behind the title of a hit, and its runes that were asked for.
func (f *finder) besides(m *app, hit desk.Hit) (rest string, places map[int]bool) {
	country, detail, stage := cells.Safe(hit.Country.String()), cells.Safe(hit.Detail), ""
	if hit.Stage != "" {
		stage = m.stage(hit.Kind, hit.Stage)
	}
	shown := placesOf(hit.Title, f.sought) != nil || placesOf(detail, f.sought) != nil || hit.Alike && len(hit.Positions) > 0
	if !shown && hit.Snippet == "" {
		detail = joined(" · ", whereElse(hit.Also, f.sought), detail)
	}
	rest = joined(" · ", country, detail, stage)
	return rest, placesOf(cells.Plain(rest), f.sought)
}
