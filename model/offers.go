package model

import (
	"slices"
	"strings"

	"tradedesk/model/text"
	"tradedesk/model/value"
)

// Offers is what our suppliers offer, counted, so that it follows suppliers as
// they come and go. Its zero value is empty. It may be read by several
// goroutines once it is no longer written.
type Offers struct {
	hs       map[value.HS]int
	products map[string]int // whole product names, by their words
	words    map[string]int
}

// Add counts a supplier in; a deleted one offers nothing.
func (o *Offers) Add(s *Supplier) { o.count(s, 1) }

// Remove takes out a supplier as it was when it was added.
func (o *Offers) Remove(s *Supplier) { o.count(s, -1) }

func (o *Offers) count(s *Supplier, by int) {
	if s.Deleted {
		return
	}
	if o.hs == nil {
		o.hs, o.products, o.words = map[value.HS]int{}, map[string]int{}, map[string]int{}
	}
	for _, code := range s.HS {
		for _, digits := range []int{6, 4, 2} {
			if prefix := code.Prefix(digits); len(prefix) == digits {
				tally(o.hs, prefix, by)
			}
		}
	}
	for _, product := range s.Products {
		words := productWords(product)
		tally(o.products, strings.Join(words, " "), by)
		for _, word := range words {
			tally(o.words, word, by)
		}
	}
}

func tally[K comparable](counts map[K]int, key K, by int) {
	if counts[key] += by; counts[key] <= 0 {
		delete(counts, key)
	}
}

// Fits says how well what is asked for, by HS code or in words, fits what
// suppliers offer, 0-100, and what agrees. A subheading (6 digits) counts 100, a
// heading (4) 80, a chapter (2) 30; a product name that a supplier has counts
// 100, else 80 times the square of the share of its words that suppliers use,
// since one word of two ("oil") says little.
func (o *Offers) Fits(hs value.HS, product string) (percent int, matched Sight) {
	if o == nil || len(o.hs)+len(o.words) == 0 {
		return 0, Sight{}
	}
	for _, level := range []struct{ digits, percent int }{{6, 100}, {4, 80}, {2, 30}} {
		prefix := hs.Prefix(level.digits)
		if len(prefix) == level.digits && o.hs[prefix] > 0 {
			percent, matched = level.percent, Sight{SightHS, prefix.String()}
			break
		}
	}
	if byWords, words := o.fitsWords(product); byWords > percent {
		return byWords, Sight{SightWords, words}
	}
	return percent, matched
}

func (o *Offers) fitsWords(product string) (percent int, matched string) {
	words := productWords(product)
	if len(words) == 0 {
		return 0, ""
	}
	if o.products[strings.Join(words, " ")] > 0 {
		return 100, strings.Join(words, " ")
	}
	known := slices.DeleteFunc(slices.Clone(words), func(word string) bool { return o.words[word] == 0 })
	return 80 * len(known) * len(known) / (len(words) * len(words)), strings.Join(known, " ")
}

// productFillers are words of a product's name that name no product.
var productFillers = map[string]bool{
	"and": true, "for": true, "the": true, "with": true, "from": true, "des": true, "les": true, "aux": true, "avec": true, "pour": true,
	"quality": true, "premium": true, "best": true, "qualite": true,
}

// productWords gives the words of a product's name: folded, without fillers and
// the signs of plural and article, sorted, each once.
func productWords(product string) []string {
	var words []string
	for word := range strings.FieldsSeq(text.PlainWords(product)) {
		if word := productWord([]byte(word)); word != nil {
			words = append(words, string(word))
		}
	}
	slices.Sort(words)
	return slices.Compact(words)
}
