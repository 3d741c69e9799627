package model

import (
	"cmp"
	"strings"

	"tradedesk/model/value"
)

// OfferLine is one item of an offer to a buyer. Cost, Quote and Supplier say where it
// comes from, and are the broker's: no document for the buyer has them.
type OfferLine struct {
	Product  string        `json:"product,omitempty" cbor:"1,keyasint,omitempty"`
	HS       value.HS      `json:"hs,omitempty" cbor:"2,keyasint,omitempty"`
	Quantity value.Decimal `json:"quantity,omitempty" cbor:"3,keyasint,omitempty"`
	Unit     value.Unit    `json:"unit,omitempty" cbor:"4,keyasint,omitempty"`
	Price    value.Decimal `json:"price,omitempty" cbor:"5,keyasint,omitempty"`  // of one unit
	Amount   value.Decimal `json:"amount,omitempty" cbor:"6,keyasint,omitempty"` // of the line, as the document fixes it
	Cost     value.Decimal `json:"cost,omitempty" cbor:"7,keyasint,omitempty"`   // of the line, in the offer's currency
	Quote    ID            `json:"quote,omitzero" cbor:"8,keyasint,omitzero"`
	Supplier ID            `json:"supplier,omitzero" cbor:"9,keyasint,omitzero"`
}

// Offer is one version of what the broker offers a buyer; a sent one never changes.
type Offer struct {
	Head
	Number       string             `json:"number" cbor:"10,keyasint,omitempty"`
	Version      int                `json:"version" cbor:"11,keyasint,omitempty"`
	RFQ          ID                 `json:"rfq" cbor:"12,keyasint,omitzero" field:"ref=rfq"`
	Lead         ID                 `json:"lead" cbor:"13,keyasint,omitzero" field:"ref=lead"`
	Buyer        string             `json:"buyer" cbor:"14,keyasint,omitempty"`
	Address      string             `json:"address" cbor:"15,keyasint,omitempty" field:"long"`
	Country      value.Country      `json:"country" cbor:"16,keyasint,omitempty"`
	Contact      string             `json:"contact" cbor:"17,keyasint,omitempty"`
	Email        value.Email        `json:"email" cbor:"18,keyasint,omitempty"`
	Language     value.Language     `json:"language" cbor:"19,keyasint,omitempty"`
	Lines        []OfferLine        `json:"lines" cbor:"20,keyasint,omitempty" field:"group=price"`
	Currency     value.Currency     `json:"currency" cbor:"21,keyasint,omitempty" field:"group=price"`
	Commission   value.Terms        `json:"commission" cbor:"22,keyasint,omitempty" field:"group=price"`
	Total        value.Decimal      `json:"total" cbor:"23,keyasint,omitempty" field:"group=price"`  // what the buyer pays
	Earned       value.Decimal      `json:"earned" cbor:"24,keyasint,omitempty" field:"group=price"` // what the broker has of it
	Incoterm     value.Incoterm     `json:"incoterm" cbor:"25,keyasint,omitempty" field:"group=delivery"`
	Place        string             `json:"place" cbor:"26,keyasint,omitempty" field:"group=delivery"`
	ValidUntil   value.Date         `json:"valid_until" cbor:"27,keyasint,omitempty"`
	PaymentTerms value.PaymentTerms `json:"payment_terms" cbor:"28,keyasint,omitempty"`
	DeliveryDays int                `json:"delivery_days" cbor:"29,keyasint,omitempty"`
	Notes        string             `json:"notes" cbor:"30,keyasint,omitempty" field:"long"` // printed for the buyer
	Stage        Stage              `json:"stage" cbor:"31,keyasint,omitempty"`
	Reason       string             `json:"reason" cbor:"32,keyasint,omitempty"`
	Supersedes   ID                 `json:"supersedes" cbor:"33,keyasint,omitzero" field:"ref=offer"`
	IssuedOn     value.Date         `json:"issued_on" cbor:"34,keyasint,omitempty"`
	SentAt       value.Instant      `json:"sent_at" cbor:"35,keyasint,omitempty"`
	Owner        string             `json:"owner" cbor:"36,keyasint,omitempty"`
	Tags         []string           `json:"tags" cbor:"37,keyasint,omitempty"`
	Files        []Attachment       `json:"files" cbor:"38,keyasint,omitempty"`
}

// Firm is the broker's own house as its letterhead has it. A desk has one.
type Firm struct {
	Head
	Name      string        `json:"name" cbor:"10,keyasint,omitempty"`
	NameFR    string        `json:"name_fr" cbor:"11,keyasint,omitempty"`
	NameAR    string        `json:"name_ar" cbor:"12,keyasint,omitempty"`
	Address   string        `json:"address" cbor:"13,keyasint,omitempty" field:"long"`
	AddressAR string        `json:"address_ar" cbor:"14,keyasint,omitempty" field:"long"`
	City      string        `json:"city" cbor:"15,keyasint,omitempty"`
	Country   value.Country `json:"country" cbor:"16,keyasint,omitempty"`
	TaxNo     string        `json:"tax_no" cbor:"17,keyasint,omitempty"`
	Register  string        `json:"trade_register" cbor:"18,keyasint,omitempty"`
	Phone     value.Phone   `json:"phone" cbor:"19,keyasint,omitempty"`
	Email     value.Email   `json:"email" cbor:"20,keyasint,omitempty"`
	Website   value.URL     `json:"website" cbor:"21,keyasint,omitempty"`
	Bank      string        `json:"bank" cbor:"22,keyasint,omitempty" field:"long"`
	Footer    string        `json:"footer" cbor:"23,keyasint,omitempty"`
	FooterAR  string        `json:"footer_ar" cbor:"24,keyasint,omitempty"`
	// Files hold the logo: the last picture of them.
	Files []Attachment `json:"files" cbor:"25,keyasint,omitempty"`
	// Signatory signs what leaves the house, and signs as Title: "Managing director".
	Signatory   string `json:"signatory" cbor:"26,keyasint,omitempty"`
	SignatoryAR string `json:"signatory_ar" cbor:"27,keyasint,omitempty"`
	Title       string `json:"signatory_title" cbor:"28,keyasint,omitempty"`
	TitleFR     string `json:"signatory_title_fr" cbor:"29,keyasint,omitempty"`
	TitleAR     string `json:"signatory_title_ar" cbor:"30,keyasint,omitempty"`
}

// Payment is a part of a commission that came in, in the deal's commission currency.
type Payment struct {
	Date      value.Date    `json:"date" cbor:"1,keyasint"`
	Amount    value.Decimal `json:"amount" cbor:"2,keyasint"`
	Reference string        `json:"reference,omitempty" cbor:"3,keyasint,omitempty"`
}

// Share is what part of a commission a person has, in parts of the sum of all shares.
type Share struct {
	Person string        `json:"person" cbor:"1,keyasint"`
	Share  value.Decimal `json:"share" cbor:"2,keyasint"`
}

// Kind says what the record is.
func (*Offer) Kind() Kind { return KindOffer }

// Kind says what the record is.
func (*Firm) Kind() Kind { return KindFirm }

// NameIn gives the firm's name in a language, or else the first that it has.
func (f *Firm) NameIn(lang value.Language) string {
	switch lang {
	case "ar":
		return cmp.Or(f.NameAR, f.Name, f.NameFR)
	case "fr":
		return cmp.Or(f.NameFR, f.Name, f.NameAR)
	}
	return cmp.Or(f.Name, f.NameFR, f.NameAR)
}

// AddressIn gives the firm's address in a language, or else the one that it has.
func (f *Firm) AddressIn(lang value.Language) string {
	if lang == "ar" {
		return cmp.Or(f.AddressAR, f.Address)
	}
	return cmp.Or(f.Address, f.AddressAR)
}

// FooterIn gives the letterhead's last line in a language, or else the one there is.
func (f *Firm) FooterIn(lang value.Language) string {
	if lang == "ar" {
		return cmp.Or(f.FooterAR, f.Footer)
	}
	return cmp.Or(f.Footer, f.FooterAR)
}

// SignatoryIn gives who signs for the firm in a language, or else as the name is written,
// "" when nobody is named.
func (f *Firm) SignatoryIn(lang value.Language) string {
	if lang == "ar" {
		return cmp.Or(f.SignatoryAR, f.Signatory)
	}
	return cmp.Or(f.Signatory, f.SignatoryAR)
}

// TitleIn gives as what they sign in a language, or else the first that there is.
func (f *Firm) TitleIn(lang value.Language) string {
	switch lang {
	case "ar":
		return cmp.Or(f.TitleAR, f.TitleFR, f.Title)
	case "fr":
		return cmp.Or(f.TitleFR, f.Title, f.TitleAR)
	}
	return cmp.Or(f.Title, f.TitleFR, f.TitleAR)
}

// Logo gives the picture of a letterhead, the last that was attached; false when there
// is none that a document can hold.
func (f *Firm) Logo() (Attachment, bool) {
	for i := len(f.Files) - 1; i >= 0; i-- {
		if t := f.Files[i].Type; t == "image/png" || t == "image/jpeg" {
			return f.Files[i], true
		}
	}
	return Attachment{}, false
}

func offerProducts(lines []OfferLine) string {
	var products []string
	for _, line := range lines {
		if line.Product != "" {
			products = append(products, line.Product)
		}
	}
	return strings.Join(products, ", ")
}
