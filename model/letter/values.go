package letter

import (
	"slices"
	"strings"

	"tradedesk/model"
	"tradedesk/model/value"
)

// Values are the fields of a template by their names.
type Values map[string]string

// names are all fields, in the order in which they are told.
var names = []string{
	"contact", "company", "country", "me", "date",
	"firm.name", "firm.phone", "firm.email", "firm.website",
	"rfq.number", "rfq.goods", "rfq.title", "rfq.lines", "rfq.products", "rfq.incoterm", "rfq.place", "rfq.delivery", "rfq.deadline", "rfq.payment_terms",
	"rfq.certificates", "rfq.currency",
	"lead.product", "lead.quantity",
	"offer.number", "offer.total", "offer.delivery", "offer.valid_until",
}

// Names gives the fields that a template can have.
func Names() []string { return append([]string(nil), names...) }

// Facts is what the fields are taken from. What is nil has no values.
type Facts struct {
	To    model.Record // whom the message goes to: a lead, supplier or contact
	RFQ   *model.RFQ
	Lead  *model.Lead
	Offer *model.Offer
	Firm  *model.Firm
	Me    string
	Today value.Date
	// Secret is what the text must not say: to a supplier, who the buyer is.
	Secret Secrets
}

// Values gives the fields in a language.
func (f Facts) Values(lang value.Language) Values {
	v := Values{"me": f.Me, "date": f.Today.Spoken(lang, " ")}
	v["contact"], v["company"], v["country"] = addressee(f.To, lang)
	if f.Firm != nil {
		v["firm.name"], v["firm.phone"] = f.Firm.NameIn(lang), f.Firm.Phone.Display()
		v["firm.email"], v["firm.website"] = f.Firm.Email.String(), f.Firm.Website.String()
	}
	if f.RFQ != nil {
		f.rfq(v, lang)
	}
	if f.Lead != nil {
		v["lead.product"], v["lead.quantity"] = f.Lead.Product, amount(f.Lead.Quantity, f.Lead.Unit, lang)
	}
	if f.Offer != nil {
		v["offer.number"], v["offer.total"] = f.Offer.Called(), join(" ", f.Offer.Total.Spoken(lang), f.Offer.Currency.String())
		v["offer.delivery"] = join(" ", f.Offer.Incoterm.String(), f.Offer.Place)
		v["offer.valid_until"] = f.Offer.ValidUntil.Spoken(lang, " ")
	}
	for name, text := range v {
		if strings.HasPrefix(name, "rfq.") || strings.HasPrefix(name, "lead.") || strings.HasPrefix(name, "offer.") {
			v[name] = f.Secret.Hide(text)
		}
	}
	if f.RFQ != nil && len(f.Secret.In(model.Title(f.RFQ))) > 0 {
		v["rfq.title"] = v["rfq.goods"]
	}
	return v
}

// Title gives what a record is called to whom the letter goes to: an RFQ by its goods when
// its title says more than they may read.
func (f Facts) Title(about model.Record) string {
	title := model.Title(about)
	if rfq, ok := about.(*model.RFQ); ok && len(f.Secret.In(title)) > 0 {
		f.RFQ = rfq
		return f.Values("")["rfq.goods"]
	}
	return f.Secret.Hide(title)
}

// ForSupplier gives an RFQ as a supplier may read it: what would name the buyer is not in
// its title, goods and place.
func (s Secrets) ForSupplier(rfq *model.RFQ) *model.RFQ {
	out := model.Clone(rfq).(*model.RFQ)
	out.Title, out.Place = Facts{Secret: s}.Title(rfq), s.Hide(rfq.Place)
	out.Lines = slices.Clone(rfq.Lines)
	for i := range out.Lines {
		out.Lines[i].Product = s.Hide(out.Lines[i].Product)
	}
	return out
}

// mostGoods bounds the lines that a subject names.
const mostGoods = 3

func (f Facts) rfq(v Values, lang value.Language) {
	r := f.RFQ
	var lines, products, goods []string
	for _, l := range r.Lines {
		name := l.Product
		if name == "" && l.HS != "" {
			name = "HS " + l.HS.String()
		}
		lines = append(lines, "- "+join(" ", join(", ", name, amount(l.Quantity, l.Unit, lang)), further(l, lang)))
		if name != "" {
			products = append(products, name)
			goods = append(goods, join(", ", name, amount(l.Quantity, l.Unit, lang)))
		}
	}
	v["rfq.number"], v["rfq.title"] = r.Number(), model.Title(r)
	v["rfq.lines"], v["rfq.products"] = strings.Join(lines, "\n"), strings.Join(products, ", ")
	if len(goods) > mostGoods {
		goods = append(goods[:mostGoods], "…")
	}
	v["rfq.goods"] = strings.Join(goods, "; ")
	v["rfq.incoterm"], v["rfq.place"] = r.Incoterm.String(), r.Place
	if r.Place == "" {
		v["rfq.place"] = r.Port.Name()
	}
	v["rfq.delivery"] = join(" ", v["rfq.incoterm"], v["rfq.place"])
	v["rfq.deadline"], v["rfq.payment_terms"] = r.Deadline.Spoken(lang, " "), r.PaymentTerms.String()
	v["rfq.certificates"], v["rfq.currency"] = strings.Join(r.Certificates, ", "), r.Currency.String()
}

// hsWords are how a language calls a code of the Harmonized System.
var hsWords = map[value.Language]string{"en": "HS", "fr": "SH", "ar": "البند الجمركي"}

// further says in brackets what else a supplier goes by: the code, and how the goods are packed.
func further(l model.Line, lang value.Language) string {
	code := ""
	if l.HS != "" && l.Product != "" {
		word, ok := hsWords[lang]
		if !ok {
			word = hsWords["en"]
		}
		code = word + " " + l.HS.String()
	}
	said := join("; ", code, l.Pack.Spoken(lang))
	if said == "" {
		return ""
	}
	return "(" + said + ")"
}

func addressee(r model.Record, lang value.Language) (contact, company, country string) {
	switch r := r.(type) {
	case *model.Lead:
		return r.Contact, r.Company, r.Country.Name(string(lang))
	case *model.Supplier:
		return r.Contact, r.Name, r.Country.Name(string(lang))
	case *model.Contact:
		return r.Name, r.Company, r.Country.Name(string(lang))
	}
	return "", "", ""
}

func amount(quantity value.Decimal, unit value.Unit, lang value.Language) string {
	if quantity == "" {
		return ""
	}
	name := unit.Symbol()
	if name == "" {
		name = unit.Name(string(lang))
	}
	return join(" ", quantity.Spoken(lang), name)
}

func join(separator string, texts ...string) string {
	var given []string
	for _, t := range texts {
		if t != "" {
			given = append(given, t)
		}
	}
	return strings.Join(given, separator)
}
