package exchange

import (
	"bytes"
	"encoding/xml"
	"io"

	"tradedesk/model"
	"tradedesk/model/reference"
	"tradedesk/model/refusal"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

// ratesVocabulary is the namespace of the European Central Bank's XML, which stands in a
// gesmes Envelope.
const ratesVocabulary = "http://www.ecb.int/vocabulary/2002-08-01/eurofxref"

// isRatesXML reports whether a text begins as eurofxref-daily.xml and eurofxref-hist.xml do.
func isRatesXML(text []byte) bool {
	return len(text) > 0 && text[0] == '<' && bytes.Contains(text, []byte("Envelope")) && bytes.Contains(text, []byte(ratesVocabulary))
}

// importRatesXML reads <Cube time="2026-04-13"> with <Cube currency="USD" rate="1.1684"/> for
// each currency in it.
func (s *session) importRatesXML(x *xmlReader) error {
	r := s.ratesReader()
	var day *model.Rate // that is being read
	dayLine, dayDepth := 0, 0
	for {
		token, err := x.next()
		if err == io.EOF {
			return s.takeAll(r)
		}
		if err != nil {
			return badXML(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			switch at := attribute(token, "time"); {
			case token.Name.Local != "Cube":
			case at != "":
				if day != nil {
					r.acceptDay(day, dayLine) // one within another
				}
				day, dayLine, dayDepth = r.ratesDay(at, x.line()), x.line(), x.depth
			case day != nil && attribute(token, "currency") != "":
				r.addRate(day, attribute(token, "currency"), attribute(token, "rate"), x.line())
			}
		case xml.EndElement:
			if day != nil && x.depth < dayDepth {
				r.acceptDay(day, dayLine)
				day = nil
			}
		}
		if r, err = s.takeFull(r); err != nil {
			return err
		}
	}
}

// ratesDay begins a day; nil when the file names none.
func (r *reader) ratesDay(typed string, line int) *model.Rate {
	day, ok := rateDay(typed)
	if !ok {
		r.reject(refused(RowError{Line: line, Field: "date"}, errNoXMLDay.With(refusal.Parts{"Text": text.Clean(typed, 40)})))
		return nil
	}
	return ratesOf(day)
}

// addRate adds a rate to a day; one of a currency that is in use no more is left out.
func (r *reader) addRate(day *model.Rate, code, typed string, line int) {
	if _, ok := reference.CurrencyByCode(code); !ok || len(day.Rates) >= model.MaxElements {
		return
	}
	units, err := value.ParseDecimal(typed)
	if err != nil || units.Sign() <= 0 {
		r.warn(leftOut(RowError{Line: line, Field: code}, errNoRate.With(refusal.Parts{"Text": text.Clean(typed, 40)})))
		return
	}
	r.putRate(day, model.ExchangeRate{Currency: value.Currency(code), Units: units}, line)
}
