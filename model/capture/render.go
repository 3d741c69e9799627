package capture

import (
	"slices"
	"strings"
	"unicode"

	"tradedesk/model/text"
)

// Line writes a reading as a line that is understood as the same: what a pasted
// card is turned into, to be looked at and corrected.
func (r Reading) Line() string {
	var parts []string
	add := func(label Field, text string) {
		if text != "" {
			parts = append(parts, string(label)+": "+text)
		}
	}
	add(Name, held(r.Name))
	switch {
	case r.Supplier && r.Company == "":
		parts = append(parts, string(Supplier)+":")
	case r.Supplier:
		add(Supplier, held(r.Company))
	default:
		add(Company, held(r.Company))
	}
	add(City, held(r.City))
	add(Country, r.Country.String())
	add(Product, held(r.Product))
	add(Quantity, r.Quantity.Typed().String())
	add(Price, r.Price.String())
	add(Incoterm, r.Incoterm.String())
	add(Port, r.Port.String())
	for _, phone := range r.Phones {
		add(Phone, heldValue(phone.String()))
	}
	for _, email := range r.Emails {
		add(Email, heldValue(email.String()))
	}
	for _, site := range r.Websites {
		add(Website, heldValue(site.String()))
	}
	add(Address, held(r.Address))
	for _, tag := range r.Tags {
		parts = append(parts, "#"+tag)
	}
	line := strings.Join(parts, ", ")
	if r.Note != "" {
		line = strings.TrimPrefix(line+" // "+r.Note, " ")
	}
	return line
}

// held puts a text in quotes when something in it could be read as more than text.
func held(s string) string {
	for _, word := range strings.Fields(s) {
		letters := word == "&"
		for _, r := range word {
			letters = letters || unicode.IsLetter(r)
			if !unicode.IsLetter(r) && !unicode.IsMark(r) && !strings.ContainsRune("'’.&-", r) {
				return quote(s)
			}
		}
		if !letters || strings.HasPrefix(word, "-") || strings.Contains(word, "--") || isWeb(text.Fold(word)) {
			return quote(s)
		}
	}
	return s
}

// heldValue is held for what is read as a value, not as a text.
func heldValue(text string) string {
	if strings.ContainsAny(text, " ,;|\"،؛()[]{}<>«»“”!?؟…") {
		return quote(text)
	}
	return text
}

func quote(text string) string {
	return `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
}

// derive says what follows from what is known: the country from the city or the
// phone number.
func (p *parser) derive() {
	r := &p.reading
	if r.Country == "" && r.City != "" {
		if found, ok := cityNamed(r.City); ok {
			r.Country = found.country
		}
	}
	if r.Country != "" && r.Country != p.context.Home {
		// Dialled at home or in the country they come from: nobody can tell.
		for i := range r.Parts {
			if part := &r.Parts[i]; part.Field == Phone && slices.Contains(p.national, part.From) {
				part.Sure = false
			}
		}
	}
	if r.Country != "" || len(r.Phones) == 0 {
		return
	}
	r.Country = r.Phones[0].Country()
}
