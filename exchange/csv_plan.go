package exchange

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"tradedesk/model"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

// column is what one column of a file means.
type column struct {
	header string
	role   role
}

// plan is what a file's header row says of its rows.
type plan struct {
	preset  string // "" for a guess
	kind    model.Kind
	columns []column
}

func (p *plan) own() bool { return p.preset == ownPreset }

// errNoHeader is a CSV file whose first row holds values.
var errNoHeader = errors.New("the first row has to name the columns, but it holds an e-mail address")

// makePlan reads the header row. kind is what was asked for, or empty.
func makePlan(cells []string, kind model.Kind) (*plan, error) {
	headers := make([]string, len(cells))
	for i, cell := range cells {
		headers[i] = text.Clean(cell, 200)
		if _, err := value.ParseEmail(headers[i]); err == nil && strings.Contains(headers[i], "@") {
			return nil, errNoHeader
		}
		if headers[i] == "" {
			headers[i] = fmt.Sprintf("Column %d", i+1)
		}
	}
	if isOwn(headers) {
		return newPlan(ownPreset, kind, headers, make([]role, len(headers))), nil
	}
	patterns := make([]string, len(headers))
	for i, header := range headers {
		patterns[i] = headerPattern(header)
	}
	if p := presetOf(patterns); p != nil {
		roles := make([]role, len(headers))
		for i, pattern := range patterns {
			roles[i] = p.columns[pattern]
		}
		if kind == "" {
			kind = p.kind
		}
		return newPlan(p.name, guessKind(kind, headers, roles), headers, roles), nil
	}
	roles := guessRoles(headers)
	kind = guessKind(kind, headers, roles)
	byFieldName(model.SchemaOf(kind), headers, roles)
	return newPlan("", kind, headers, roles), nil
}

func newPlan(preset string, kind model.Kind, headers []string, roles []role) *plan {
	p := &plan{preset: preset, kind: kind}
	resolveNames(kind, roles)
	for i, header := range headers {
		p.columns = append(p.columns, column{header, roles[i]})
	}
	return p
}

func isOwn(headers []string) bool {
	for _, need := range ownNeeds {
		if !slices.Contains(headers, need) {
			return false
		}
	}
	return true
}

// byFieldName gives columns that are called as a field of the kind is to that
// field, when no other column has it.
func byFieldName(s *model.Schema, headers []string, roles []role) {
	for i, header := range headers {
		name := strings.Join(headerWords(header), "_")
		f, ok := s.Field(name)
		if roles[i] != roleNone || !ok || f.Fixed || name == "custom" || slices.Contains(roles, role(name)) {
			continue
		}
		roles[i] = role(name)
	}
}

// guessKind tells what a list is of by its columns.
func guessKind(asked model.Kind, headers []string, roles []role) model.Kind {
	has := func(wanted ...role) bool {
		return slices.ContainsFunc(wanted, func(r role) bool { return slices.Contains(roles, r) })
	}
	switch {
	case asked != "":
		return asked
	case has("moq", "capacity", "certificates") || hasWord(headers, supplierWords):
		return model.KindSupplier
	case has(roleStage, "owner", "source", roleProduct, "quantity", "target_price", "incoterm") || hasWord(headers, leadWords):
		return model.KindLead
	case has(roleCompany, roleName) && !has(rolePerson, roleFirst, roleLast, roleEmail):
		return model.KindSupplier
	}
	return model.KindLead
}

func hasWord(headers, words []string) bool {
	for _, header := range headers {
		for _, word := range headerWords(header) {
			if slices.ContainsFunc(words, func(w string) bool { return text.Fold(w) == word }) {
				return true
			}
		}
	}
	return false
}

// resolveNames decides whether a column "Name" is of a firm or of a person. Beside
// a first name alone it is the last name, as "Nom" is in French files.
func resolveNames(kind model.Kind, roles []role) {
	at := slices.Index(roles, roleName)
	if at < 0 {
		return
	}
	has := func(r role) bool { return slices.Contains(roles, r) }
	person := has(rolePerson) || has(roleFirst) || has(roleLast)
	firm := kind == model.KindSupplier || kind == model.KindLead && person
	switch {
	case has(roleFirst) && !has(roleLast):
		roles[at] = roleLast
	case firm && !has(roleCompany):
		roles[at] = roleCompany
	case kind != model.KindSupplier && kind != model.KindLead && kind != model.KindContact:
	case has(rolePerson):
		roles[at] = roleNone
	default:
		roles[at] = rolePerson
	}
}
