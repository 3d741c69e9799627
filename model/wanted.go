package model

import (
	"bytes"
	"slices"
	"unicode/utf8"

	"tradedesk/model/text"
	"tradedesk/model/value"
)

// Wanted is what is asked for, by HS code and in words, made ready to be held against
// many suppliers one by one. Its zero value wants nothing.
type Wanted struct {
	hs    value.HS
	words []string
}

// maxWantedWords bounds the words of a product's name that count.
const maxWantedWords = 32

// WantedOf makes ready what is asked for.
func WantedOf(hs value.HS, product string) Wanted {
	words := productWords(product)
	return Wanted{hs: hs, words: words[:min(len(words), maxWantedWords)]}
}

// IsZero reports whether nothing is asked for that a supplier could offer.
func (w Wanted) IsZero() bool { return len(w.words) == 0 && w.hs == "" }

// Fit is how well a supplier offers what is wanted: the percentage that Offers.Fits
// gives to the same, and what agrees: the beginning of an HS code, or else words.
type Fit struct {
	Percent int
	HS      value.HS
	Words   string
	Exact   bool // the words are a product's whole name
}

// Fits says how well one supplier offers what is wanted. It is Offers.Fits of this
// supplier alone, but that the words must be those of one product: "argan cream" and
// "olive oil" are no argan oil.
func (w Wanted) Fits(s *Supplier) Fit {
	var best Fit
	for _, level := range []struct{ digits, percent int }{{6, 100}, {4, 80}, {2, 30}} {
		prefix := w.hs.Prefix(level.digits)
		if len(prefix) == level.digits && slices.ContainsFunc(s.HS, func(code value.HS) bool { return code.Prefix(level.digits) == prefix }) {
			best = Fit{Percent: level.percent, HS: prefix}
			break
		}
	}
	if len(w.words) == 0 || best.Percent == 100 {
		return best
	}
	for _, product := range s.Products {
		held, whole := w.held(product)
		n := 0
		for bits := held; bits != 0; bits &= bits - 1 {
			n++
		}
		percent := 80 * n * n / (len(w.words) * len(w.words))
		if whole {
			percent = 100
		}
		if percent > best.Percent {
			best = Fit{Percent: percent, Words: w.text(held), Exact: whole}
		}
	}
	return best
}

// held says which of the wanted words a product's name has, bit by bit, and whether it
// has these and no others.
func (w Wanted) held(product string) (held uint32, whole bool) {
	var room [128]byte
	whole = true
	for rest := text.AppendPlainWords(room[:0], product); len(rest) > 0; {
		word := rest
		if end := bytes.IndexByte(rest, ' '); end >= 0 {
			word, rest = rest[:end], rest[end+1:]
		} else {
			rest = nil
		}
		if word = productWord(word); word == nil {
			continue
		}
		at := slices.IndexFunc(w.words, func(wanted string) bool { return string(word) == wanted })
		if at < 0 {
			whole = false
			continue
		}
		held |= 1 << at
	}
	return held, whole && held == 1<<len(w.words)-1
}

func (w Wanted) text(held uint32) string {
	var out []byte
	for i, word := range w.words {
		if held&(1<<i) != 0 {
			if len(out) > 0 {
				out = append(out, ' ')
			}
			out = append(out, word...)
		}
	}
	return string(out)
}

// productWord gives a folded word of a product's name without the signs of plural and
// article, nil when it names no product.
func productWord(word []byte) []byte {
	if utf8.RuneCount(word) < 3 || productFillers[string(word)] {
		return nil
	}
	if len(word) > 3 {
		word = bytes.TrimSuffix(word, []byte("s"))
	}
	if rest, ok := bytes.CutPrefix(word, []byte("ال")); ok && utf8.RuneCount(rest) >= 3 {
		word = rest
	}
	return word
}
