package search

import (
	"iter"
	"math"
	"slices"
	"strconv"
	"strings"

	"tradedesk/model"
	"tradedesk/model/text"
	"tradedesk/model/value"
	"tradedesk/search/query"
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
	d := documentOf(e)
	d.Said = func(yield func(string) bool) { new(teller).tell(d.Text, e, r)(yield) }
	return d
}

// documentOf gives it without its words.
func documentOf(e model.Excerpt) Document {
	return Document{ID: e.ID, Text: textOf(e), Due: seconds(e.DueAt), At: seconds(e.At), Sum: sumOf(e)}
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

func phoneKeysOf(r model.Record) (keys []string) {
	for _, phone := range phonesOf(r) {
		keys = append(keys, query.PhoneKeys(phone)...)
	}
	return keys
}

// appendMore puts a text behind what is in to, and with it what else a record is found by,
// as far as the text does not have it: what its row is too short for, and what no row shows.
func appendMore(to []byte, folded string, e model.Excerpt, r model.Record) []byte {
	to = append(to, folded...)
	for _, parts := range [][]string{codeTexts(r), besidesOf(e, r)} {
		for _, part := range parts {
			if part == "" {
				continue
			}
			from := len(to)
			to = text.AppendFold(append(to, ' '), part)
			if len(to) == from+1 || hasWords(folded, to[from+1:]) {
				to = to[:from]
			}
		}
	}
	return to
}

// hasWords reports whether a part stands in a text between blanks.
func hasWords(folded string, part []byte) bool {
	at := strings.Index(folded, string(part))
	end := at + len(part)
	return at >= 0 && (at == 0 || folded[at-1] == ' ') && (end == len(folded) || folded[end] == ' ')
}

// codeTexts gives the HS codes of a record and what they mean.
func codeTexts(r model.Record) (texts []string) {
	for _, code := range codesOf(r) {
		texts = append(texts, code.String(), code.Prefix(4).Description())
	}
	return texts
}

// besidesOf gives names, places, addresses and goods of a record.
func besidesOf(e model.Excerpt, r model.Record) []string {
	country := e.Country.Name("en")
	switch r := r.(type) {
	case *model.Lead:
		return append(contactTexts(r.OtherEmails, r.Email, r.Website), country, r.Contact, r.City, r.Product, r.Port.Name(), r.Port.String(), r.NextAction)
	case *model.Supplier:
		return append(contactTexts(r.OtherEmails, r.Email, r.Website), country, r.Contact, r.City, listed(r.Products), r.Port.Name(), r.Port.String(), listed(r.Certificates))
	case *model.Contact:
		return append(contactTexts(r.OtherEmails, r.Email, r.Website), country, r.Company, r.City)
	case *model.RFQ:
		products := eachOf(r.Lines, func(l model.Line) string { return l.Product })
		return []string{r.Number(), r.Buyer, listed(products), r.Port.Name(), r.Port.String(), r.Place, listed(r.Certificates)}
	case *model.Offer:
		products := eachOf(r.Lines, func(l model.OfferLine) string { return l.Product })
		return []string{country, r.Called(), r.Buyer, r.Contact, r.Email.String(), listed(products), r.Place}
	case *model.Message:
		return []string{r.From, r.To}
	}
	return []string{country}
}

// listed joins as rows do, so that what a row has is known.
func listed(texts []string) string { return strings.Join(texts, ", ") }

func eachOf[T any](lines []T, of func(T) string) (texts []string) {
	for _, line := range lines {
		if text := of(line); text != "" {
			texts = append(texts, text)
		}
	}
	return texts
}

func contactTexts(others []value.Email, email value.Email, website value.URL) []string {
	texts := []string{email.String(), website.String()}
	for _, other := range others {
		texts = append(texts, other.String())
	}
	return texts
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

// seconds gives a time as segments have it: earliest and latest stand for all before and
// behind.
func seconds(at value.Instant) uint32 {
	if at.IsZero() {
		return 0
	}
	return uint32(min(max(at.Time().Unix(), earliest), latest))
}

const (
	earliest = 1
	latest   = math.MaxUint32
)

// moments gives the first and the last moment for which seconds gives what it gave.
func moments(at uint32) (first, last value.Instant) {
	if at == 0 {
		return 0, 0
	}
	first, last = value.Instant(int64(at)*1000), value.Instant(int64(at)*1000+999)
	switch at {
	case earliest:
		first = math.MinInt64
	case latest:
		last = math.MaxInt64
	}
	return first, last
}
