package search

import (
	"iter"
	"math"
	"slices"
	"strconv"
	"strings"

	"tradedesk/model"
	"tradedesk/model/reference"
	"tradedesk/model/text"
	"tradedesk/model/value"
	"tradedesk/search/query"
	"tradedesk/search/terms"
)

// Document is a record as it is searched.
type Document struct {
	ID   model.ID
	Text string           // folded, at most MaxText bytes of it count
	Due  uint32           // when it is due, in seconds since 1970, 0 for never
	At   uint32           // when it came, likewise
	Sum  float64          // what it is worth in its currency, NaN when that is not known
	Said iter.Seq[string] // what it is found by as whole words
}

// MaxText is how many bytes of a text are searched.
const MaxText = 4000

// cutText keeps what is searched of a text, whole characters.
func cutText(folded string) string {
	if len(folded) <= MaxText {
		return folded
	}
	end := MaxText
	for end > 0 && folded[end]&0xc0 == 0x80 {
		end--
	}
	return folded[:end]
}

// Words of a document say, by their first byte, what they are.
const (
	saidFacet    = "\x01" // what filters ask for: its name, a colon, a value
	saidSkeleton = "\x02" // consonants, shared by scripts
	saidPhone    = "\x03" // digits
	saidMore     = "\x05" // words that the text does not have
	saidWithin   = "\x04" // words of a longer text
	saidAlias    = "@"    // a name that has others
	// All others are words of the text as they are folded.
)

// DocumentOf gives what is searched of a record that is not deleted.
func DocumentOf(e model.Excerpt, r model.Record) Document {
	folded := textOf(e)
	return Document{ID: e.ID, Text: folded, Due: seconds(e.DueAt), At: seconds(e.At), Sum: sumOf(e), Said: func(yield func(string) bool) {
		for _, words := range [][]string{saidOf(folded, r), facetsOf(e, r)} {
			for _, word := range words {
				if !yield(word) {
					return
				}
			}
		}
		for word := range terms.Words(text.Fold(within(r))) {
			if !yield(saidWithin + word) {
				return
			}
		}
	}}
}

// within gives the longer texts of a record, which are found by whole words: a letter, an
// enquiry, notes.
func within(r model.Record) string {
	if r == nil {
		return ""
	}
	var texts []string
	schema := model.SchemaOf(r.Kind())
	if schema == nil {
		return ""
	}
	for i := range schema.Fields {
		if f := &schema.Fields[i]; f.Type == model.TypeLong && !f.List {
			if long := f.In(r).String(); long != "" {
				texts = append(texts, long)
			}
		}
	}
	return strings.Join(texts, "\n")
}

// textOf folds what is searched of an excerpt letter by letter: the title first, so that
// offsets within it are offsets of the text.
func textOf(e model.Excerpt) string {
	parts := make([]string, 0, 3+len(e.Tags))
	for _, part := range append([]string{e.Title, e.Detail, e.Also}, e.Tags...) {
		if folded := text.Fold(part); folded != "" {
			parts = append(parts, folded)
		}
	}
	return strings.Join(parts, " ")
}

// saidOf gives the words of a text, their skeletons, other names of what it names, the
// headings of its goods and its phone numbers.
func saidOf(folded string, r model.Record) []string {
	var all []string
	more := withMore(folded, r)
	for word := range text.Words(folded) {
		all = append(all, word)
	}
	for word := range text.Words(more[len(folded):]) {
		all = append(all, saidMore+word)
	}
	for _, skeleton := range text.Skeletons(more) {
		all = append(all, saidSkeleton+skeleton)
	}
	all = append(all, reference.AliasTokens(more)...)
	for _, code := range codesOf(r) {
		all = append(all, code.String())
	}
	for _, phone := range phonesOf(r) {
		for _, key := range query.PhoneKeys(phone) {
			all = append(all, saidPhone+key)
		}
	}
	return all
}

// withMore gives a text with what else a record is found by behind it: what its HS codes
// mean, its ports, other addresses, its website.
func withMore(folded string, r model.Record) string {
	for _, more := range [][]string{headingsOf(r), placesOf(r)} {
		for _, part := range more {
			if part != "" {
				folded += " " + text.Fold(part)
			}
		}
	}
	return folded
}

func placesOf(r model.Record) (places []string) {
	emails := func(of []value.Email) {
		for _, email := range of {
			places = append(places, email.String())
		}
	}
	switch r := r.(type) {
	case *model.Lead:
		places = append(places, r.Port.Name(), r.Website.String())
		emails(r.OtherEmails)
	case *model.Supplier:
		places = append(places, r.Port.Name(), r.Website.String())
		emails(r.OtherEmails)
	case *model.Contact:
		places = append(places, r.Website.String())
		emails(r.OtherEmails)
	case *model.RFQ:
		places = append(places, r.Port.Name(), lineProducts(r.Lines))
	}
	return places
}

func lineProducts(lines []model.Line) string {
	var products []string
	for _, line := range lines {
		products = append(products, line.Product)
	}
	return strings.Join(products, " ")
}

// headingsOf gives what the HS codes of a record mean.
func headingsOf(r model.Record) (headings []string) {
	for _, code := range codesOf(r) {
		if h := code.Prefix(4).Description(); h != "" {
			headings = append(headings, h)
		}
	}
	return headings
}

func codesOf(r model.Record) (codes []value.HS) {
	switch r := r.(type) {
	case *model.Lead:
		codes = append(codes, r.HS)
	case *model.Supplier:
		codes = append(codes, r.HS...)
	case *model.RFQ:
		for _, line := range r.Lines {
			codes = append(codes, line.HS)
		}
	case *model.Offer:
		for _, line := range r.Lines {
			codes = append(codes, line.HS)
		}
	}
	return slices.DeleteFunc(codes, value.HS.IsZero)
}

func phonesOf(r model.Record) []value.Phone {
	switch r := r.(type) {
	case *model.Lead:
		return append([]value.Phone{r.Phone}, r.OtherPhones...)
	case *model.Supplier:
		return append([]value.Phone{r.Phone}, r.OtherPhones...)
	case *model.Contact:
		return append([]value.Phone{r.Phone}, r.OtherPhones...)
	}
	return nil
}

func sumOf(e model.Excerpt) float64 {
	sum, err := strconv.ParseFloat(e.Amount.String(), 64)
	if err != nil || sum == 0 {
		return math.NaN()
	}
	return sum
}

func seconds(at value.Instant) uint32 {
	if at.IsZero() || at.Time().Unix() <= 0 {
		return 0
	}
	return uint32(at.Time().Unix())
}
