package exchange

import (
	"fmt"
	"maps"
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
	sure   bool // its header says it in so many words

	numbers, dates bool // what its field is written as
	style          style
	doubt          bool              // a number or date could be two, and nothing tells which
	values         map[string]string // what the file writes, folded → what is meant
	constant       string            // of a mapping's constant, which is in no column
}

// plan is what a file's header row says of its rows.
type plan struct {
	preset  string // "" for a guess
	kind    model.Kind
	columns []column

	saved     string // the name of the saved mapping that it follows
	header    int    // the line of the header row
	constants []column
	from1904  bool // a workbook whose days are counted from 1904
}

// shown is what the report calls the plan: the mapping, or the program whose file it is.
func (p *plan) shown() string {
	if p.saved != "" {
		return p.saved
	}
	return p.preset
}

func (p *plan) own() bool { return p.preset == ownPreset }

// makePlan reads the header row. kind is what was asked for, or empty; so may m
// be nil.
func makePlan(cells []string, kind model.Kind, m *Mapping) (*plan, error) {
	if m == nil {
		return guessPlan(cells, kind)
	}
	if kind == "" {
		kind = m.Kind
	}
	p, err := guessPlan(cells, kind)
	if err != nil {
		return nil, err
	}
	return p, p.follow(m)
}

// follow does what a mapping says; columns that it does not name mean what they
// did, unless it gives their meaning to another.
func (p *plan) follow(m *Mapping) error {
	named := make([]bool, len(p.columns))
	taken := map[role]bool{}
	var unused []string
	for i := range p.columns {
		c := &p.columns[i]
		field, ok := m.column(c.header)
		if !ok {
			continue
		}
		r, err := roleOf(p.kind, field)
		if err != nil {
			return &MappingError{Message: fmt.Sprintf("column %.40q: %v", c.header, err)}
		}
		c.role, c.sure, named[i], taken[r] = r, true, true, true
	}
	for i := range p.columns {
		c := &p.columns[i]
		if !named[i] {
			unused = append(unused, c.header)
			if taken[c.role] && !many(c.role) {
				c.role = roleNone
			}
		}
		c.values = foldedKeys(m.Values[nameOf(p.kind, c.role)])
	}
	if len(m.Columns) > 0 && !slices.Contains(named, true) {
		return &MappingError{Message: fmt.Sprintf("none of its columns is in the file, whose columns are %.200s", strings.Join(unused, ", "))}
	}
	p.preset = ""
	for _, name := range slices.Sorted(maps.Keys(m.Constants)) {
		r, err := roleOf(p.kind, name)
		if err != nil {
			return &MappingError{Message: fmt.Sprintf("constant %.40q: %v", name, err)}
		}
		p.constants = append(p.constants, column{header: name, role: r, constant: m.Constants[name]})
	}
	return nil
}

func foldedKeys(table map[string]string) map[string]string {
	if len(table) == 0 {
		return nil
	}
	out := make(map[string]string, len(table))
	for key, to := range table {
		out[text.Fold(strings.TrimSpace(key))] = to
	}
	return out
}

// guessPlan finds out by the headers alone what the columns mean.
func guessPlan(cells []string, kind model.Kind) (*plan, error) {
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
		return newPlan(ownPreset, kind, headers, make([]role, len(headers)), nil), nil
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
		return newPlan(p.name, guessKind(kind, headers, roles), headers, roles, nil), nil
	}
	roles, sure := guessRoles(headers)
	kind = guessKind(kind, headers, roles)
	byFieldName(model.SchemaOf(kind), headers, roles)
	return newPlan("", kind, headers, roles, sure), nil
}

// newPlan makes a plan; sure nil says that all columns are.
func newPlan(preset string, kind model.Kind, headers []string, roles []role, sure []bool) *plan {
	p := &plan{preset: preset, kind: kind}
	resolveNames(kind, roles)
	for i, header := range headers {
		p.columns = append(p.columns, column{header: header, role: roles[i], sure: sure == nil || sure[i]})
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
	case hasWord(headers, rfqWords) && has("deadline", "payment_terms") && !has(roleEmail, rolePhone, rolePerson, roleCompany, roleName):
		// Without a buyer it is no enquiry to answer, but one to quote for.
		return model.KindRFQ
	case has("moq", "capacity", "certificates") || hasWord(headers, supplierWords):
		return model.KindSupplier
	case has(roleStage, "owner", "source", "received_at", roleProduct, "quantity", "target_price", "incoterm") || hasWord(headers, leadWords):
		return model.KindLead
	case has(roleName, rolePerson, roleLast) && !has(roleCompany) && hasWord(headers, personWords):
		return model.KindContact
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
