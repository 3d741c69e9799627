package document

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"tradedesk/model"
	"tradedesk/model/refusal"
	"tradedesk/model/value"
)

// Format is what a document is written as.
type Format string

// The formats, by the ends of their files' names.
const (
	PDF  Format = "pdf"
	XLSX Format = "xlsx"
	UBL  Format = "ubl"
)

// Formats gives those that there are, the usual one first.
func Formats() []Format { return []Format{PDF, XLSX, UBL} }

// What a document is refused for.
var (
	ErrFormat   = refusal.New("document.format", "is no format of documents: want pdf, xlsx or ubl")
	ErrLanguage = refusal.New("document.language", "is no language of documents: want ar, en or fr")
	ErrNoName   = refusal.New("document.no_name", "the letterhead has no name")
)

// Offer is what the document of an offer is made of.
type Offer struct {
	*model.Offer
	Firm     *model.Firm
	Logo     []byte         // the content of the firm's picture in PNG or JPEG, or nil
	RFQ      string         // the buyer's request as it is called on paper, "" when there is none
	Language value.Language // ar, en or fr; "" is the offer's own, and else English
}

// Written is what became of a document.
type Written struct {
	// Missing holds, in order, the characters that no font of a PDF has: boxes stand in
	// their place.
	Missing []rune
	// NoLogo says why the picture of the letterhead was left out; nil when it is there, or
	// when there is none.
	NoLogo error
}

// Write writes an offer as a document. The same offer gives the same bytes.
func Write(w io.Writer, o Offer, format Format) (Written, error) {
	if o.Language == "" {
		o.Language = o.Offer.Language
	}
	if o.Language == "" {
		o.Language = "en"
	}
	words, ok := catalogue[o.Language]
	switch {
	case !ok:
		return Written{}, fmt.Errorf("language %.10q %w", string(o.Language), ErrLanguage)
	case o.Firm == nil || o.Firm.NameIn(o.Language) == "":
		return Written{}, ErrNoName
	}
	// What leaves the house is safe to show, whatever file the records came from.
	o.Offer, o.Firm = model.CleanRecord(o.Offer).(*model.Offer), model.CleanRecord(o.Firm).(*model.Firm)
	switch format {
	case PDF:
		return writePDF(w, o, words)
	case XLSX:
		return Written{}, writeXLSX(w, o, words)
	case UBL:
		return Written{}, writeUBL(w, o)
	}
	return Written{}, fmt.Errorf("%.20q %w", string(format), ErrFormat)
}

// FileName gives the name of an offer's document: its number, its version from the second
// on, and its language.
func FileName(o *model.Offer, lang value.Language, format Format) string {
	name := o.Number
	if name == "" {
		name = model.OfferNumber(o.ID)
	}
	name = strings.Map(func(r rune) rune {
		switch {
		case r >= '0' && r <= '9', r >= 'A' && r <= 'Z', r >= 'a' && r <= 'z', r == '-':
			return r
		case r == '/' || r == ' ' || r == '_' || r == '.':
			return '-'
		}
		return -1
	}, name)
	if name = strings.Trim(name, "-"); name == "" {
		name = "offer"
	}
	if o.Version > 1 {
		name += fmt.Sprintf("-v%d", o.Version)
	}
	ending := string(format)
	if format == UBL {
		ending = "ubl.xml"
	} else {
		name += "-" + string(lang)
	}
	return model.FileName(name + "." + ending)
}

// firmAddress gives the lines of the letterhead's address.
func (o Offer) firmAddress(comma string) []string {
	return lines(o.Firm.AddressIn(o.Language), joined(comma, o.Firm.City, o.Firm.Country.Name(string(o.Language))))
}

// buyerAddress gives the lines of the buyer's address.
func (o Offer) buyerAddress() []string {
	return lines(o.Address, o.Country.Name(string(o.Language)))
}

// lines gives the lines of texts, without empty ones and without one that is said twice.
func lines(texts ...string) []string {
	var out []string
	for _, text := range texts {
		for line := range strings.SplitSeq(text, "\n") {
			if line = strings.TrimSpace(line); line != "" && !slices.Contains(out, line) {
				out = append(out, line)
			}
		}
	}
	return out
}

func joined(separator string, texts ...string) string {
	return strings.Join(slices.DeleteFunc(texts, func(text string) bool { return text == "" }), separator)
}
