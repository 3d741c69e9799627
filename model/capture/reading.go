package capture

import (
	"strings"

	"tradedesk/model/value"
)

// Field names what a part of a line was understood as.
type Field string

// The fields.
const (
	Name     Field = "name"
	Company  Field = "company"
	Supplier Field = "supplier" // a company that sells
	City     Field = "city"
	Country  Field = "country"
	Product  Field = "product"
	Quantity Field = "quantity"
	Price    Field = "price"
	Incoterm Field = "incoterm"
	Port     Field = "port"
	Phone    Field = "phone"
	Email    Field = "email"
	Website  Field = "website"
	Address  Field = "address"
	Tag      Field = "tag"
	Note     Field = "note"
)

// Part is a piece of the line and what it was understood as.
type Part struct {
	Field    Field
	From, To int    // bytes of the line
	Text     string // what is kept of it, as a person reads it
	Sure     bool   // false: a guess, to be looked at
}

// Reading is what a line was understood as.
type Reading struct {
	Parts    []Part // in the order of the line; they do not overlap
	Supplier bool   // the line says that the company sells

	Name     string
	Company  string
	City     string
	Country  value.Country // also where the city or the phone is
	Product  string
	Quantity value.Quantity
	Price    value.Money // target, for one unit
	Incoterm value.Incoterm
	Port     value.Port
	Phones   []value.Phone
	Emails   []value.Email
	Websites []value.URL
	Address  string
	Tags     []string
	Note     string // all that is none of the others
}

// Empty reports whether nothing was typed.
func (r Reading) Empty() bool { return len(r.Parts) == 0 }

// Context is what the desk knows that helps to understand a line.
type Context struct {
	Home     value.Country // whose phone numbers are typed without a code
	known    map[string]known
	products map[string]string // first word of a product → the product, when only one begins so
}

// known is a name that the desk has, as it is written there.
type known struct {
	field Field
	text  string
}

// maxGuessWords is how many words a product may have that one of them stands for.
const maxGuessWords = 3

// maxKnownWords is how many words a known name may have to be looked for.
const maxKnownWords = 5

// NewContext takes the names of companies and products that the desk has, the
// most usual ones first.
func NewContext(home value.Country, companies, products []string) Context {
	c := Context{Home: home, known: map[string]known{}, products: map[string]string{}}
	add := func(field Field, name string) {
		key := keyOf(name)
		if n := wordsOf(key); n == 0 || n > maxKnownWords || len(key) < 3 {
			return
		}
		if _, there := c.known[key]; !there {
			c.known[key] = known{field, name}
		}
	}
	for _, name := range products {
		add(Product, name)
		key := keyOf(name)
		first, _, more := strings.Cut(key, " ")
		if !more || !tradeWord(first) || wordsOf(key) > maxGuessWords {
			continue
		}
		if other, there := c.products[first]; there && keyOf(other) != key {
			name = "" // more than one begins so
		}
		c.products[first] = name
	}
	for _, name := range companies {
		// A company of one word may be anybody's first name.
		if wordsOf(keyOf(name)) > 1 {
			add(Company, name)
		}
	}
	return c
}
