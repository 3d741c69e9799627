package search

import (
	"context"
	"iter"
	"maps"
	"slices"
	"unicode"
	"unicode/utf8"

	"tradedesk/model/text"
	"tradedesk/search/query"
)

// mostMeant is how many lines are offered.
const mostMeant = 3

// meant offers other lines for one with words that no record has: the same keys on
// another keyboard, or a word that is one edit away. Of a line that has no whole word, as
// 'k[m has none, it is said only when it found nothing.
func (f *finding) meant(ctx context.Context, hits int) (lines []string, err error) {
	typed := f.Text()
	unknown, err := f.unknown(ctx, foldTyped(typed))
	if err != nil || len(unknown) == 0 && (hits > 0 || wordy(foldTyped(typed))) {
		return nil, err
	}
	offer := func(q query.Query) {
		if line := q.String(); len(lines) < mostMeant && !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	for _, other := range query.OtherLayouts(typed) {
		if !wordy(foldTyped(other)) {
			continue
		}
		if still, err := f.unknown(ctx, foldTyped(other)); err != nil {
			return nil, err
		} else if len(still) == 0 {
			offer(f.Saying(other))
		}
	}
	return lines, f.corrected(ctx, unknown, offer)
}

// corrected offers the line with the best words in the place of all that are unknown, then
// with one of the others.
func (f *finding) corrected(ctx context.Context, unknown []string, offer func(query.Query)) error {
	line := f.Query.Query
	others := map[string][]query.Suggestion{}
	for _, word := range unknown {
		var failed error
		near := query.Meant(word, f.dictionary(ctx, word, &failed), mostMeant)
		if failed != nil {
			return failed
		}
		if len(near) > 0 {
			line = line.Replacing(word, near[0].Word)
			others[near[0].Word] = near[1:]
		}
	}
	if len(others) == 0 {
		return nil
	}
	offer(line)
	for _, word := range slices.Sorted(maps.Keys(others)) {
		for _, near := range others[word] {
			offer(line.Replacing(word, near.Word))
		}
	}
	return nil
}

// wordy reports whether a folded text has a word that can be known.
func wordy(folded string) bool {
	for word := range text.Words(folded) {
		if len(word) >= minPrefix {
			return true
		}
	}
	return false
}

// unknown gives the words of a folded text that no record has, nor any that begins so.
func (f *finding) unknown(ctx context.Context, folded string) (words []string, err error) {
	for word := range text.Words(folded) {
		if len(word) < minPrefix {
			continue
		}
		known := false
		err := f.view.eachWord(ctx, word, func(string, int) bool {
			known = true
			return false
		})
		if err != nil {
			return nil, err
		}
		if !known {
			words = append(words, word)
		}
	}
	return words, nil
}

// dictionary gives the words of texts that begin with the same letter, and those that are
// one edit at the beginning away, with how many records have them: all words are too many
// for one key. err takes why it broke off.
func (f *finding) dictionary(ctx context.Context, word string, err *error) iter.Seq2[string, int] {
	_, size := utf8.DecodeRuneInString(word)
	return func(yield func(string, int) bool) {
		on := true
		*err = f.view.eachWord(ctx, word[:size], func(word string, records int) bool {
			on = yield(word, records)
			return on
		})
		for other := range begunOtherwise(word) {
			if *err != nil || !on {
				return
			}
			*err = f.view.eachWord(ctx, other, func(word string, records int) bool {
				if word == other {
					on = yield(word, records)
				}
				return false
			})
		}
	}
}

// begunOtherwise gives the words that are one edit from a word and begin with another
// letter of its alphabet.
func begunOtherwise(word string) iter.Seq[string] {
	first, size := utf8.DecodeRuneInString(word)
	second, next := utf8.DecodeRuneInString(word[size:])
	letters := "abcdefghijklmnopqrstuvwxyz"
	if unicode.Is(unicode.Arabic, first) || unicode.Is(unicode.Arabic, second) {
		letters = arabicLetters
	}
	return func(yield func(string) bool) {
		if !yield(word[size:]) || !yield(string(second)+string(first)+word[size+next:]) {
			return
		}
		for _, letter := range letters {
			if letter != first && (!yield(string(letter)+word) || !yield(string(letter)+word[size:])) {
				return
			}
		}
	}
}
