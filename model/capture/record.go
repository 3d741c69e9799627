package capture

import (
	"maps"
	"slices"
	"strings"
	"time"

	"tradedesk/model"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

// Occasion is where and when a line was captured.
type Occasion struct {
	Event model.ID // zero: none
	Name  string   // of the event
	Tag   string   // of the event, "" for none
	Now   time.Time
	Line  string // as it was typed
}

// customLine is the name under which a record keeps the line it was typed as.
const customLine = "captured"

// EventTag makes the tag of an event from its name: "SIAM Meknès 2026" is
// "siam-meknes-2026".
func EventTag(name string) string {
	const most = 60
	tag := []rune(strings.ReplaceAll(keyOf(name), " ", "-"))
	return strings.Trim(string(tag[:min(len(tag), most)]), "-")
}

// Kind gives what a reading is captured as when the line does not say it itself.
func (r Reading) Kind(otherwise model.Kind) model.Kind {
	if r.Supplier {
		return model.KindSupplier
	}
	return otherwise
}

// Record makes a lead or a supplier of a reading.
func (r Reading) Record(kind model.Kind, at Occasion) model.Record {
	if kind == model.KindSupplier {
		return r.supplier(at)
	}
	return r.lead(at)
}

func (r Reading) lead(at Occasion) *model.Lead {
	l := &model.Lead{
		Company: r.Company, Contact: r.Name, City: r.City, Country: r.Country, Address: r.Address, Product: r.Product,
		Quantity: r.Quantity.Amount, Unit: r.Quantity.Unit, TargetPrice: r.Price.Amount, Currency: r.Price.Currency,
		Incoterm: r.Incoterm, Port: r.Port, Message: r.remarks(), Stage: model.LeadNew, ReceivedAt: value.At(at.Now),
		Source: at.Name, Event: at.Event, Tags: r.tags(at), Custom: map[string]string{customLine: at.Line},
	}
	l.Email, l.OtherEmails = firstAndRest(r.Emails)
	l.Phone, l.OtherPhones = firstAndRest(r.Phones)
	l.Website, _ = firstAndRest(r.Websites)
	if l.Company == "" && l.Contact == "" && l.Email == "" && l.Phone == "" && l.Product == "" {
		l.Company = called(at.Line)
	}
	return l
}

func (r Reading) supplier(at Occasion) *model.Supplier {
	s := &model.Supplier{
		Name: r.Company, Contact: r.Name, City: r.City, Country: r.Country, Address: r.Address,
		MOQ: r.Quantity.Amount, Unit: r.Quantity.Unit, Currency: r.Price.Currency, Port: r.Port,
		Notes: r.remarks(), Tags: r.tags(at), Custom: map[string]string{customLine: at.Line},
	}
	if r.Product != "" {
		s.Products = []string{r.Product}
	}
	if r.Incoterm != "" {
		s.Incoterms = []value.Incoterm{r.Incoterm}
	}
	if !r.Price.IsZero() {
		s.Notes = lines(s.Notes, r.Price.String())
	}
	s.Email, s.OtherEmails = firstAndRest(r.Emails)
	s.Phone, s.OtherPhones = firstAndRest(r.Phones)
	s.Website, _ = firstAndRest(r.Websites)
	if s.Name == "" {
		s.Name, s.Contact = s.Contact, ""
	}
	if s.Name == "" {
		s.Name = called(at.Line)
	}
	return s
}

// called gives a name to what was captured without any: the beginning of its line.
func called(line string) string {
	const most = 60
	return text.Clean(spaced(line), most)
}

// remarks are the note, and what a record has no field for.
func (r Reading) remarks() string {
	out := r.Note
	for _, site := range r.Websites[min(1, len(r.Websites)):] {
		out = lines(out, site.String())
	}
	return out
}

func lines(texts ...string) string {
	return strings.Join(slices.DeleteFunc(texts, func(s string) bool { return s == "" }), "\n")
}

func (r Reading) tags(at Occasion) []string {
	tags := slices.Clone(r.Tags)
	if at.Tag != "" && !slices.Contains(tags, at.Tag) {
		tags = append(tags, at.Tag)
	}
	return tags
}

func firstAndRest[T any](all []T) (first T, rest []T) {
	if len(all) == 0 {
		return first, nil
	}
	return all[0], all[1:]
}

// Line gives the line that a record was captured as, "" when it was not.
func Line(r model.Record) string {
	switch r := r.(type) {
	case *model.Lead:
		return r.Custom[customLine]
	case *model.Supplier:
		return r.Custom[customLine]
	}
	return ""
}

// Attach gives what a reading adds to a record that is there already: addresses,
// numbers and names it lacks, the event and its tag. What the record has stays.
func (r Reading) Attach(to model.Record, at Occasion) model.Set {
	after := model.Clone(to)
	switch t := after.(type) {
	case *model.Lead:
		fill(&t.Contact, r.Name)
		fill(&t.Company, r.Company)
		fill(&t.City, r.City)
		fill(&t.Country, r.Country)
		fill(&t.Product, r.Product)
		fill(&t.Event, at.Event)
		t.OtherEmails = addPoints(&t.Email, t.OtherEmails, r.Emails)
		t.OtherPhones = addPoints(&t.Phone, t.OtherPhones, r.Phones)
		t.Tags = addAll(t.Tags, r.tags(at))
	case *model.Supplier:
		fill(&t.Contact, r.Name)
		fill(&t.City, r.City)
		fill(&t.Country, r.Country)
		if r.Product != "" {
			t.Products = addAll(t.Products, []string{r.Product})
		}
		t.OtherEmails = addPoints(&t.Email, t.OtherEmails, r.Emails)
		t.OtherPhones = addPoints(&t.Phone, t.OtherPhones, r.Phones)
		t.Tags = addAll(t.Tags, r.tags(at))
	case *model.Contact:
		fill(&t.Company, r.Company)
		fill(&t.City, r.City)
		fill(&t.Country, r.Country)
		fill(&t.Event, at.Event)
		t.OtherEmails = addPoints(&t.Email, t.OtherEmails, r.Emails)
		t.OtherPhones = addPoints(&t.Phone, t.OtherPhones, r.Phones)
		t.Tags = addAll(t.Tags, r.tags(at))
	}
	return model.Diff(to, after)
}

func fill[T comparable](field *T, with T) {
	var none T
	if *field == none {
		*field = with
	}
}

// addPoints adds what is new to a first point and its others.
func addPoints[T comparable](first *T, others, more []T) []T {
	for _, p := range more {
		fill(first, p)
		if *first != p {
			others = addAll(others, []T{p})
		}
	}
	return others
}

func addAll[T comparable](to, more []T) []T {
	out := slices.Clone(to)
	for _, v := range more {
		out = appendNew(out, v)
	}
	return out
}

// OfContact turns a card into a reading, to be looked at as a line. A number that
// is none stays a note.
func OfContact(c *model.Contact) Reading {
	r := Reading{Name: spaced(c.Name), Company: spaced(c.Company), City: spaced(c.City), Country: c.Country, Address: spaced(c.Address), Note: c.Notes}
	for _, phone := range append([]value.Phone{c.Phone}, c.OtherPhones...) {
		switch {
		case phone == "":
		case phone.E164() == "":
			r.Note = lines(r.Note, phone.String())
		default:
			r.Phones = appendNew(r.Phones, phone)
		}
	}
	for _, email := range append([]value.Email{c.Email}, c.OtherEmails...) {
		if email != "" {
			r.Emails = appendNew(r.Emails, email)
		}
	}
	if c.Website != "" {
		r.Websites = []value.URL{c.Website}
	}
	r.Note = lines(c.Title, r.Note)
	for _, name := range slices.Sorted(maps.Keys(c.Custom)) {
		r.Note = lines(r.Note, name+": "+c.Custom[name])
	}
	return r
}
