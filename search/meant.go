package search

import (
	"context"
	"iter"
	"strings"
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
	for _, other := range query.OtherLayouts(typed) {
		if !wordy(foldTyped(other)) {
			continue
		}
		if still, err := f.unknown(ctx, foldTyped(other)); err != nil {
			return nil, err
		} else if len(still) == 0 && len(lines) < mostMeant {
			lines = append(lines, other)
		}
	}
	folded := foldTyped(typed)
	for _, word := range unknown {
		for _, near := range query.Meant(word, f.dictionary(ctx, word, &err), mostMeant) {
			if len(lines) < mostMeant {
				lines = append(lines, strings.Replace(folded, word, near.Word, 1))
			}
		}
	}
	return lines, err
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

// dictionary gives the words of texts that begin with the same letter, with how many
// records have them: all words are too many for one key. err takes why it broke off.
func (f *finding) dictionary(ctx context.Context, word string, err *error) iter.Seq2[string, int] {
	_, size := utf8.DecodeRuneInString(word)
	return func(yield func(string, int) bool) {
		*err = f.view.eachWord(ctx, word[:size], yield)
	}
}
