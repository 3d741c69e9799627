package capture

import (
	"slices"
	"strings"
	"sync"

	"tradedesk/model/text"
	"tradedesk/model/value"
)

// labelWords are the words that name a field when a colon stands behind them.
var labelWords = map[Field]string{
	Name:     "name, n, contact, person, nom, prénom, m, mr, mme, اسم, الاسم",
	Company:  "company, c, co, firm, buyer, client, société, societe, entreprise, acheteur, شركة, الشركة, زبون, مشتر, مشتري",
	Supplier: "supplier, s, seller, fournisseur, vendeur, مورد, المورد, بائع",
	City:     "city, v, town, ville, مدينة, المدينة",
	Country:  "country, pays, بلد, البلد",
	Product:  "product, p, wants, produit, article, منتج, المنتج, سلعة",
	Quantity: "quantity, q, qty, quantité, quantite, qté, qte, كمية, الكمية",
	Price:    "price, prix, target, cible, سعر, السعر, ثمن",
	Incoterm: "incoterm, term, terms",
	Port:     "port, ميناء, الميناء",
	Phone:    "phone, t, tel, tél, mobile, mob, gsm, cell, whatsapp, wa, fax, هاتف, الهاتف, جوال, نقال",
	Email:    "email, e, mail, e-mail, courriel, mel, mél, بريد, البريد, ايميل, إيميل",
	Website:  "web, website, site, url, w, موقع, الموقع",
	Address:  "address, a, adr, adresse, عنوان, العنوان",
	Tag:      "tag, tags, mot-clé, وسم",
	Note:     "note, notes, remarque, rem, ملاحظة, ملاحظات",
}

var labels = sync.OnceValue(func() map[string]Field {
	out := map[string]Field{}
	for field, list := range labelWords {
		for word := range strings.SplitSeq(list, ",") {
			out[text.Fold(strings.TrimSpace(word))] = field
		}
	}
	return out
})

// label reads a token as a label; rest is what stands behind its colon.
func (t token) label() (field Field, rest string, ok bool) {
	before, rest, found := strings.Cut(t.text, ":")
	if t.quoted {
		rest = t.text[t.before:]
		before, found = strings.CutSuffix(t.text[:t.before], ":")
	}
	if !found || strings.HasPrefix(rest, "//") {
		return "", "", false
	}
	field, ok = labels()[text.Fold(before)]
	return field, rest, ok
}

// labels takes what stands behind a label: for a text all up to the next
// separator, label or what is something else for sure; else as much as is right.
func (p *parser) labels() {
	for i := range p.tokens {
		if p.tokens[i].used {
			continue
		}
		field, rest, ok := p.tokens[i].label()
		if !ok {
			continue
		}
		end := p.labelled(i, field, rest)
		if field == Note {
			p.part(Note, i, end, spaced(rest+" "+p.content(i+1, end)), true)
			continue
		}
		for to := end; ; to-- {
			given := spaced(rest + " " + p.content(i+1, to))
			if shown, ok := p.set(field, given); ok {
				p.reading.Supplier = p.reading.Supplier || field == Supplier
				p.part(field, i, to, shown, true)
				break
			}
			if to == i+1 || isText(field) {
				p.note(i, end)
				break
			}
		}
	}
}

func (p *parser) content(from, to int) string {
	if from >= to {
		return ""
	}
	return p.joined(from, to)
}

// labelled gives where the text of a label ends.
func (p *parser) labelled(at int, field Field, rest string) int {
	if p.tokens[at].quoted {
		return at + 1
	}
	to := at + 1
	if rest == "" && to < len(p.tokens) && p.tokens[to].quoted && !p.tokens[to].apart {
		if _, _, label := p.tokens[to].label(); !label {
			return to + 1
		}
	}
	for ; to < len(p.tokens); to++ {
		t := p.tokens[to]
		_, _, label := t.label()
		if t.apart || t.quoted || label || isText(field) && field != Address && field != Note && t.certain() {
			break
		}
	}
	return to
}

func isText(f Field) bool {
	switch f {
	case Name, Company, Supplier, City, Product, Address, Note:
		return true
	}
	return false
}

// certain reports whether a word is no part of a name: an address, a tag, a number.
func (t token) certain() bool {
	if t.text == "" {
		return false
	}
	first := []rune(latin(t.text))[0]
	return strings.ContainsAny(t.text, "@#") || first == '+' || first >= '0' && first <= '9' || isWeb(t.fold)
}

// isWeb reports whether a folded word is the address of a website.
func isWeb(word string) bool {
	return strings.HasPrefix(word, "http://") || strings.HasPrefix(word, "https://") || strings.HasPrefix(word, "www.")
}

// set gives a field its value as it was labelled. It is not ok when the value is
// not right, or the field has one already.
func (p *parser) set(field Field, given string) (shown string, ok bool) {
	r := &p.reading
	once := func(to *string) (string, bool) {
		if *to != "" || given == "" {
			return "", false
		}
		*to = named(given)
		return *to, *to != ""
	}
	switch field {
	case Name:
		return once(&r.Name)
	case Company:
		return once(&r.Company)
	case Supplier:
		if given == "" {
			return "", true
		}
		return once(&r.Company)
	case City:
		if place, found := cityNamed(given); found {
			given = cityText(given, place)
		}
		return once(&r.City)
	case Product:
		return once(&r.Product)
	case Address:
		return once(&r.Address)
	}
	return p.setValue(field, given)
}

func (p *parser) setValue(field Field, given string) (shown string, ok bool) {
	r := &p.reading
	switch field {
	case Country:
		c, err := value.ParseCountry(given)
		if err != nil || r.Country != "" {
			return "", false
		}
		r.Country = c
		return c.Name("en"), true
	case Quantity:
		q, err := value.ParseTypedQuantity(given)
		if err != nil || !r.Quantity.IsZero() {
			return "", false
		}
		r.Quantity = q
		return quantityText(q), true
	case Price:
		m, err := parsePrice(given)
		if err != nil || !r.Price.IsZero() {
			return "", false
		}
		r.Price = m
		return m.String(), true
	case Incoterm:
		term, err := value.ParseIncoterm(given)
		if err != nil || r.Incoterm != "" {
			return "", false
		}
		r.Incoterm = term
		return term.String(), true
	case Port:
		port, err := value.ParsePort(given)
		if err != nil || r.Port != "" {
			return "", false
		}
		r.Port = port
		return portText(port), true
	case Tag:
		return p.addTags(given)
	}
	return p.setPoint(field, given)
}

// setPoint adds a phone number, an e-mail address or a website.
func (p *parser) setPoint(field Field, given string) (shown string, ok bool) {
	r := &p.reading
	switch field {
	case Phone:
		phone, err := value.ParsePhone(given, p.context.Home)
		if err != nil {
			return "", false
		}
		r.Phones = appendNew(r.Phones, phone)
		return phone.Display(), true
	case Email:
		email, err := value.ParseEmail(given)
		if err != nil {
			return "", false
		}
		r.Emails = appendNew(r.Emails, email)
		return email.String(), true
	case Website:
		site, err := value.ParseURL(given)
		if err != nil {
			return "", false
		}
		r.Websites = appendNew(r.Websites, site)
		return site.String(), true
	}
	return "", false
}

func appendNew[T comparable](all []T, v T) []T {
	if slices.Contains(all, v) {
		return all
	}
	return append(all, v)
}
