package exchange

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"tradedesk/model"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

// What an origin begins with: where the key behind it comes from.
const (
	originCSV   = "csv:"   // a column of the file that holds ids
	originVCard = "vcard:" // the card's UID
	originRow   = "row:"   // the content that makes a record what it is
)

// contentOrigin makes an origin of what tells one record from another, for files
// that give no ids: the first 16 bytes of SHA-256 over kind, e-mail address (or
// phone number when there is none), company, person and product.
func contentOrigin(r model.Record) string {
	key := append(make([]byte, 0, 256), r.Kind()...)
	fold := func(s string) { key = text.AppendFold(append(key, 0), s) }
	var email value.Email
	var phone value.Phone
	switch r := r.(type) {
	case *model.Lead:
		email, phone = r.Email, r.Phone
		fold(r.Company)
		fold(r.Contact)
		fold(r.Product)
	case *model.Supplier:
		email, phone = r.Email, r.Phone
		fold(r.Name)
		fold(r.Contact)
	case *model.Contact:
		email, phone = r.Email, r.Phone
		fold(r.Company)
		fold(r.Name)
	default:
		for _, field := range fieldTexts(r) {
			key = append(append(key, 0), field...)
		}
	}
	if box := email.Key(); box != "" {
		key = append(append(key, "\x00e:"...), box...)
	} else {
		key = append(append(key, "\x00p:"...), phone...)
	}
	sum := sha256.Sum256(key)
	origin := append(make([]byte, 0, len(originRow)+32), originRow...)
	return string(hex.AppendEncode(origin, sum[:16]))
}

// fieldTexts gives all that other kinds say: nothing less tells them apart.
func fieldTexts(r model.Record) []string {
	var out []string
	s := model.SchemaOf(r.Kind())
	if s == nil {
		return out
	}
	for _, f := range s.Editable() {
		if !f.Empty(r) {
			out = append(out, f.Name+"="+model.FieldText(f, r))
		}
	}
	return out
}

// columnOrigin makes an origin of an id in a column of that name. A small number
// under a bare "Id" only counts the rows of its own file, so it is none.
func columnOrigin(header, id string) string {
	id = text.Clean(id, 255)
	if id == "" || len(id) < 6 && onlyDigits(id) && bareID(header) {
		return ""
	}
	return originCSV + header + ":" + id
}

func bareID(header string) bool {
	switch headerKey(header) {
	case "id", "uid", "guid", "ref", "reference", "code", "key":
		return true
	}
	return false
}

func onlyDigits(s string) bool { return strings.Trim(s, "0123456789") == "" }
