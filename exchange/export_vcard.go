package exchange

import (
	"bufio"
	"fmt"
	"strings"
	"unicode/utf8"

	"tradedesk/model"
	"tradedesk/model/value"
)

// cardWriter writes address cards of version 4 (RFC 6350).
type cardWriter struct{ out *bufio.Writer }

func (c *cardWriter) end() error { return nil }

// person is what an address card says of a record.
type person struct {
	name, company, title, notes string
	emails                      []value.Email
	phones                      []value.Phone
	country                     value.Country
	city, address               string
	website                     value.URL
	languages                   []value.Language
	tags                        []string
	custom                      map[string]string
}

func personOf(r model.Record) (person, error) {
	switch r := r.(type) {
	case *model.Lead:
		p := person{
			name: r.Contact, company: r.Company, notes: r.Message, country: r.Country, city: r.City, address: r.Address,
			website: r.Website, tags: r.Tags, custom: r.Custom,
			emails: append([]value.Email{r.Email}, r.OtherEmails...), phones: append([]value.Phone{r.Phone}, r.OtherPhones...),
		}
		if r.Language != "" {
			p.languages = []value.Language{r.Language}
		}
		return p, nil
	case *model.Supplier:
		return person{
			name: r.Contact, company: r.Name, notes: r.Notes, country: r.Country, city: r.City, address: r.Address,
			website: r.Website, tags: r.Tags, custom: r.Custom,
			emails: append([]value.Email{r.Email}, r.OtherEmails...), phones: append([]value.Phone{r.Phone}, r.OtherPhones...),
		}, nil
	case *model.Contact:
		return person{
			name: r.Name, company: r.Company, title: r.Title, notes: r.Notes, country: r.Country, city: r.City, address: r.Address,
			website: r.Website, languages: r.Languages, tags: r.Tags, custom: r.Custom,
			emails: append([]value.Email{r.Email}, r.OtherEmails...), phones: append([]value.Phone{r.Phone}, r.OtherPhones...),
		}, nil
	}
	return person{}, fmt.Errorf("a %s: address cards hold leads, suppliers and contacts", r.Kind())
}

func (c *cardWriter) write(r model.Record) error {
	p, err := personOf(r)
	if err != nil {
		return err
	}
	h := r.Header()
	c.line("BEGIN", "VCARD")
	c.line("VERSION", "4.0")
	if !h.ID.IsZero() {
		c.line("UID", ownUID+h.ID.String())
	}
	if !h.UpdatedAt.IsZero() {
		c.line("REV", h.UpdatedAt.Time().UTC().Format("20060102T150405Z"))
	}
	c.names(p)
	c.reach(p)
	c.text("NOTE", p.notes)
	if len(p.tags) > 0 {
		c.line("CATEGORIES", escapeList(p.tags))
	}
	for _, name := range []string{"NICKNAME", "BDAY", "ROLE"} {
		c.text(name, p.custom[cardCustom[name]])
	}
	c.line("END", "VCARD")
	// A bufio.Writer keeps its first error.
	_, err = c.out.WriteString("")
	return err
}

// names writes FN, which every card must have, and the firm.
func (c *cardWriter) names(p person) {
	shown := p.name
	if shown == "" && p.company != "" {
		c.line("KIND", "org")
		shown = p.company
	}
	for _, e := range p.emails {
		if shown == "" {
			shown = e.String()
		}
	}
	if shown == "" && len(p.phones) > 0 {
		shown = p.phones[0].Display()
	}
	c.line("FN", escapeText(shown))
	c.text("ORG", p.company)
	c.text("TITLE", p.title)
}

// reach writes how the person is reached; the main address and number have PREF.
func (c *cardWriter) reach(p person) {
	for i, e := range p.emails {
		if e != "" {
			c.line("EMAIL"+preference(i), escapeText(e.String()))
		}
	}
	for i, phone := range p.phones {
		switch {
		case phone == "":
		case strings.HasPrefix(phone.String(), "+"):
			c.line("TEL"+preference(i)+";VALUE=uri", "tel:"+phone.String())
		default:
			c.line("TEL"+preference(i), escapeText(phone.String()))
		}
	}
	if p.address != "" || p.city != "" || p.country != "" {
		country := ""
		if p.country != "" {
			country = p.country.Name("en")
		}
		c.line("ADR", ";;"+escapeText(p.address)+";"+escapeText(p.city)+";;;"+escapeText(country))
	}
	if p.website != "" {
		c.line("URL", p.website.String())
	}
	for i, language := range p.languages {
		c.line("LANG"+preference(i), language.String())
	}
}

func preference(i int) string {
	if i == 0 {
		return ";PREF=1"
	}
	return ""
}

func (c *cardWriter) text(name, text string) {
	if text != "" {
		c.line(name, escapeText(text))
	}
}

var escapeText = strings.NewReplacer(`\`, `\\`, ",", `\,`, ";", `\;`, "\r\n", `\n`, "\n", `\n`, "\r", `\n`).Replace

func escapeList(texts []string) string {
	escaped := make([]string, len(texts))
	for i, t := range texts {
		escaped[i] = escapeText(t)
	}
	return strings.Join(escaped, ",")
}

// foldAt is the longest line of a card in bytes, without its end.
const foldAt = 75

// line writes a property, folded between characters.
func (c *cardWriter) line(name, value string) {
	rest := name + ":" + value
	room := foldAt
	for len(rest) > room {
		cut := room
		for cut > 0 && !utf8.RuneStart(rest[cut]) {
			cut--
		}
		c.out.WriteString(rest[:cut])
		c.out.WriteString("\r\n ")
		rest, room = rest[cut:], foldAt-1
	}
	c.out.WriteString(rest)
	c.out.WriteString("\r\n")
}
