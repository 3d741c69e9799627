package model

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"tradedesk/model/text"
	"tradedesk/model/value"
)

// CertificateDate says until when a supplier's certificate is valid, the day itself
// with it.
type CertificateDate struct {
	Certificate string     `json:"certificate" cbor:"1,keyasint"`
	Until       value.Date `json:"until" cbor:"2,keyasint"`
}

// CertificateUntil gives the day until which a certificate is valid, by its name in any
// spelling; "" when the supplier does not say. Of several days the latest holds, since a
// renewed certificate may stand beside the old one.
func (s *Supplier) CertificateUntil(certificate string) value.Date {
	if len(s.CertificatesUntil) == 0 {
		return ""
	}
	words := CertificateWords(certificate)
	var until value.Date
	for _, d := range s.CertificatesUntil {
		if slices.Equal(CertificateWords(d.Certificate), words) {
			until = max(until, d.Until)
		}
	}
	return until
}

// NextCertificate gives the certificates that end first and the day, none when the
// supplier says of none until when it is valid.
func (s *Supplier) NextCertificate() (ending []string, until value.Date) {
	for _, d := range s.CertificatesUntil {
		switch last := s.CertificateUntil(d.Certificate); {
		case last != d.Until: // renewed
		case until == "" || last < until:
			ending, until = []string{d.Certificate}, last
		case last == until && !slices.Contains(ending, d.Certificate):
			ending = append(ending, d.Certificate)
		}
	}
	return ending, until
}

// CertificateWords parts the name of a certificate into words, folded, and digits from
// letters: "ISO22000:2018" is iso, 22000, 2018, and "GlobalG.A.P." is globalgap.
func CertificateWords(name string) []string {
	var words []string
	begin, digits := 0, false
	folded := strings.ReplaceAll(text.Fold(name), ".", "")
	end := func(i int) {
		if begin < i {
			words = append(words, folded[begin:i])
		}
	}
	for i, r := range folded {
		isDigit := unicode.IsDigit(r)
		if !isDigit && !unicode.IsLetter(r) {
			end(i)
			begin = i + len(string(r))
			continue
		}
		if isDigit != digits {
			end(i)
			begin = max(begin, i)
		}
		digits = isDigit
	}
	end(len(folded))
	return words
}

// CertificateMeets reports whether a certificate that is held is the one that is asked
// for: of the same name, or of a longer one that has it in it, such as with its edition.
func CertificateMeets(held, asked []string) bool {
	for i := 0; len(asked) > 0 && i+len(asked) <= len(held); i++ {
		if slices.Equal(held[i:i+len(asked)], asked) {
			return true
		}
	}
	return false
}

// parseCertificateDate reads "ISO 22000: 2027-03-31".
func parseCertificateDate(part string) (CertificateDate, error) {
	at := strings.LastIndexByte(part, ':')
	if at < 0 {
		return CertificateDate{}, errWriteProof
	}
	return CertificateDate{Certificate: strings.TrimSpace(part[:at]), Until: value.Date(strings.TrimSpace(part[at+1:]))}, nil
}

func certificateDateText(d CertificateDate) string {
	return escapeElement(d.Certificate) + ": " + d.Until.String()
}

func strictCertificateDate(d CertificateDate) (CertificateDate, error) {
	d.Certificate = text.Clean(d.Certificate, 255)
	switch {
	case d.Certificate == "":
		return d, errNoProof
	case d.Until.Time(nil).IsZero():
		return d, fmt.Errorf("until: %.20q is no day: write such as 2027-03-31", d.Until)
	}
	return d, nil
}
