package exchange

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"tradedesk/model"
	"tradedesk/model/text"
)

// Mapping says how the rows of a table become records, where the headers alone
// do not tell. Zero values are found out from the file.
type Mapping struct {
	Kind      model.Kind
	Sheet     string // the only one to be read
	Header    int    // the row that names the columns, from 1; NoHeader when none does
	Delimiter byte
	Charset   string
	Decimal   byte // '.' or ','
	Dates     DateOrder
	Columns   []MappedColumn
	Constants map[string]string            // field → what it is where no column gives it
	Values    map[string]map[string]string // field → what the file writes → what is meant
}

// NoHeader is the Header of a table without names; its columns are called
// "Column 1", "Column 2" and so on.
const NoHeader = -1

// MappedColumn says which field a column fills: a field of the kind by its name,
// or one of the names in MappedNames.
type MappedColumn struct{ Header, Field string }

// Names of what a column can be beside a field of its kind.
const (
	MapIgnore = "-"      // not kept
	MapCustom = "custom" // kept under its header
	MapID     = "id"     // the other system's id: tells records apart
)

// mappedRoles are the names in a mapping that are no field's, or that stand for
// more than the field alone: an e-mail column takes several addresses.
var mappedRoles = map[string]role{
	MapIgnore: roleIgnore, MapCustom: roleNone, MapID: roleOrigin,
	"first_name": roleFirst, "middle_name": roleMiddle, "last_name": roleLast,
	"street": roleStreet, "region": roleRegion, "postcode": rolePostcode,
	"email": roleEmail, "phone": rolePhone, "tags": roleTags, "stage": roleStage,
}

// lineRoles are the columns of an RFQ that make its line.
var lineRoles = []role{roleProduct, "hs", "quantity", "unit", "target_price"}

// MappedNames gives what the columns of a kind's file can be, in the order in
// which they are shown: the fields of the kind, then what becomes a part of one.
func MappedNames(kind model.Kind) []string {
	names := []string{MapIgnore, MapCustom}
	s := model.SchemaOf(kind)
	if s == nil {
		return append(names, MapID)
	}
	for _, f := range s.Editable() {
		if f.Type == model.TypeCustom || f.Type == model.TypeFile || f.Type == model.TypeRef {
			continue
		}
		names = append(names, f.Name)
	}
	if kind == model.KindRFQ {
		for _, r := range lineRoles {
			names = append(names, strings.TrimPrefix(string(r), "="))
		}
	}
	if _, ok := fieldOf(s, rolePerson); ok {
		names = append(names, "first_name", "middle_name", "last_name")
	}
	if _, ok := s.Field("address"); ok {
		names = append(names, "street", "region", "postcode")
	}
	return append(names, MapID)
}

// roleOf gives what a name in a mapping means for a kind.
func roleOf(kind model.Kind, name string) (role, error) {
	if !slices.Contains(MappedNames(kind), name) {
		return roleNone, fmt.Errorf("%.40q is nothing that a %s has: want one of %s", name, kind, strings.Join(MappedNames(kind), ", "))
	}
	if r, ok := mappedRoles[name]; ok {
		return r, nil
	}
	if kind == model.KindRFQ && slices.Contains(lineRoles, role("="+name)) {
		return role("=" + name), nil
	}
	for r, field := range roleFields[kind] {
		if field == name && many(r) {
			return r, nil
		}
	}
	return role(name), nil
}

// nameOf gives what a mapping calls a role for a kind: the reverse of roleOf.
func nameOf(kind model.Kind, r role) string {
	for name, known := range mappedRoles {
		if known == r && slices.Contains(MappedNames(kind), name) {
			return name
		}
	}
	if kind == model.KindRFQ && slices.Contains(lineRoles, r) {
		return strings.TrimPrefix(string(r), "=")
	}
	if s := model.SchemaOf(kind); s != nil {
		if f, ok := fieldOf(s, r); ok && slices.Contains(MappedNames(kind), f.Name) {
			return f.Name
		}
	}
	return MapCustom
}

// column gives what the mapping says of a header; false when it says nothing.
func (m *Mapping) column(header string) (string, bool) {
	for _, c := range m.Columns {
		if c.Header == header {
			return c.Field, true
		}
	}
	key := strings.Join(headerWords(header), " ")
	for _, c := range m.Columns {
		if key != "" && strings.Join(headerWords(c.Header), " ") == key {
			return c.Field, true
		}
	}
	return "", false
}

// SavedMapping is a mapping that is kept, for files with the same columns.
type SavedMapping struct {
	Name      string `json:"name"`
	Signature string `json:"signature"` // of the columns, as a Preview gives it
	Map       string `json:"map"`       // the mapping, in TOML
}

// signatureOf gives the same text for header rows with the same columns.
func signatureOf(cells []string) string {
	keys := make([]string, 0, len(cells))
	for _, cell := range cells {
		keys = append(keys, strings.Join(headerWords(text.Clean(cell, 200)), " "))
	}
	sum := sha256.Sum256([]byte(strings.TrimRight(strings.Join(keys, "\x00"), "\x00")))
	return hex.EncodeToString(sum[:12])
}

// Edit changes what the mapping says of a column, or one of its settings when
// column is empty.
func (m *Mapping) Edit(column, setting, to string) error {
	if column != "" {
		i := slices.IndexFunc(m.Columns, func(c MappedColumn) bool { return c.Header == column })
		if i < 0 {
			m.Columns = append(m.Columns, MappedColumn{Header: column})
			i = len(m.Columns) - 1
		}
		m.Columns[i].Field = to
		return m.checkName([]string{"columns", column})
	}
	switch setting {
	case "decimal":
		m.Decimal = 0
		return m.setDecimal(to)
	case "dates":
		m.Dates = ""
		return m.setDates(to)
	case "sheet":
		m.Sheet = to
		return nil
	case "kind":
		// What a column means depends on the kind: it is found out anew.
		m.Columns = nil
		return m.setKind(to)
	}
	return fmt.Errorf("%.40q is no setting of a mapping that can be changed", setting)
}
