package ui

import (
	"errors"
	"io/fs"
	"maps"
	"strings"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/refusal"
	"tradedesk/model/value"
	"tradedesk/ui/cells"
	"tradedesk/ui/words"
)

// why says in the language of the screens why something is not done: by the code that the error
// tells, or by what it is of those that are known. What has no words, a fault of the machine,
// stays in English.
//
// A new refusal of a lower room is made with refusal.New and has its words in
// words/refusals.*.toml as "refusal." and its code.
func (m *app) why(err error) string {
	var names *desk.NamesBuyerError
	if errors.As(err, &names) {
		return m.leaks(names)
	}
	if told := refusal.Tell(err); told.Code != "" {
		return m.told(told)
	}
	for _, k := range knownErrors() {
		if errors.Is(err, k.err) {
			return m.words.T(k.word)
		}
	}
	var file *fs.PathError
	if errors.As(err, &file) {
		for _, k := range fileErrors() {
			if errors.Is(file.Err, k.err) {
				return m.words.T(k.word, words.Data{"Path": cells.Safe(file.Path)})
			}
		}
	}
	return cells.Safe(err.Error())
}

// fileErrors are what can be wrong with a file of this machine.
func fileErrors() []knownError {
	return []knownError{{"error.no_file", fs.ErrNotExist}, {"error.file_denied", fs.ErrPermission}, {"error.file_there", fs.ErrExist}}
}

// wrongValue says what is wrong with a value beside which the name of its field stands.
func (m *app) wrongValue(err error) string {
	var at *model.FieldError
	if errors.As(err, &at) {
		err = at.Err
	}
	return m.why(err)
}

type knownError struct {
	word string
	err  error
}

// loginTrouble says why a login did not work and what to do next, from where a person stands
// who logs in.
func (m *app) loginTrouble(err error) string {
	for _, k := range loginErrors() {
		if errors.Is(err, k.err) {
			return m.words.T(k.word)
		}
	}
	return m.why(err)
}

// loginErrors are what can be wrong with a login.
func loginErrors() []knownError {
	return []knownError{
		{"login.unauthorized", desk.ErrUnauthorized}, {"login.certificate", desk.ErrCertificate}, {"login.not_server", desk.ErrNotServer},
		{"login.offline", desk.ErrOffline}, {"login.address", desk.ErrAddress}, {"login.plain", desk.ErrPlain},
		{"login.other_workspace", desk.ErrOtherWorkspace},
	}
}

// knownErrors are those that say all by what they are, with their words.
func knownErrors() []knownError {
	return append([]knownError{
		{"error.full", desk.ErrFull}, {"error.read_only", desk.ErrReadOnly}, {"error.closed", desk.ErrClosed}, {"error.busy", desk.ErrBusy},
		{"error.not_found", desk.ErrNotFound}, {"error.conflict", desk.ErrConflict}, {"error.damaged", desk.ErrDamaged}, {"error.newer", desk.ErrNewer},
	}, loginErrors()...)
}

// told says what an error told.
func (m *app) told(t refusal.Told) string {
	if code, ok := strings.CutPrefix(t.Code, "value."); ok {
		return m.toldValue(value.Code(code), t)
	}
	id := "refusal." + t.Code
	if t.Code == "" || !m.words.Has(id) {
		return cells.Safe(t.Text)
	}
	data := words.Data{}
	for place := range t.Parts {
		data[place] = m.part(place, t.Parts)
	}
	if t.Why != nil {
		data["Why"] = m.told(*t.Why)
	}
	return m.words.T(id, data)
}

// part says what stands in a place of a refusal: a stage, a kind or a field by its word, and
// numbers as the language writes them.
func (m *app) part(place string, parts refusal.Parts) string {
	text := cells.Safe(parts[place])
	kind := model.Kind(parts["Kind"])
	switch place {
	case "Kind":
		return m.words.T("kind." + kindWord(kind))
	case "Stage", "From", "To":
		if kind != "" {
			return m.stage(kind, model.Stage(text))
		}
	case "Stages":
		stages := strings.Split(text, ", ")
		for i, s := range stages {
			stages[i] = m.stage(kind, model.Stage(s))
		}
		return strings.Join(stages, m.words.T("text.and"))
	case "Fields":
		fields := strings.Split(strings.ReplaceAll(text, " or ", ", "), ", ")
		for i, f := range fields {
			fields[i] = m.part("Field", refusal.Parts{"Field": f})
		}
		return strings.Join(fields, m.words.T("text.or"))
	case "Field", "Leg":
		if id := strings.ToLower(place) + "." + strings.ReplaceAll(text, " ", "_"); m.words.Has(id) {
			return m.words.T(id)
		}
	case "Day":
		if day, err := value.ParseDate(text, m.now); err == nil {
			return m.day(day)
		}
	case "Quantity", "Left", "Gap", "MOQ":
		if q, err := value.ParseQuantity(text); err == nil {
			return m.quantity(q.Amount, q.Unit)
		}
		return m.exactly(text)
	case "Amount", "Price", "Given", "Most", "Count":
		return m.exactly(text)
	}
	return text
}

// exactly writes a number as the language does; what is none stays.
func (m *app) exactly(text string) string {
	if d, err := value.ParseDecimal(text); err == nil {
		return m.exact(d)
	}
	return text
}

// toldValue says why a text is not a value, and how one is written. In English the model says
// more.
func (m *app) toldValue(code value.Code, t refusal.Told) string {
	why := "wrong." + string(code)
	if m.words.Language() == "en" || !m.words.Has(why) {
		return cells.Safe(t.Text)
	}
	data := words.Data{"Text": cells.Safe(t.Parts["Text"]), "Meant": m.couldBe(t.Parts), "Year": cells.Safe(t.Parts["Year"]), "Percent": m.exactly(cells.Safe(t.Parts["Percent"]))}
	finer := "wrong." + t.Parts["Detail"]
	switch {
	case t.Parts["Detail"] == "" || !m.words.Has(finer):
	case code == value.CodeRange:
		why = finer
	default:
		return m.words.T(finer, data)
	}
	if data["Meant"] != "" && m.words.Has(why+"_meant") {
		return m.words.T(why+"_meant", data)
	}
	said := m.words.T(why, data)
	if how := "write." + strings.NewReplacer(" ", "_", "-", "_").Replace(strings.ToLower(t.Parts["Type"])); m.words.Has(how) {
		return m.labelled(said, m.words.T(how))
	}
	return said
}

// couldBe names what a text could be; countries by their names and codes.
func (m *app) couldBe(parts refusal.Parts) string {
	if parts["Meant"] == "" {
		return ""
	}
	all := strings.Split(cells.Safe(parts["Meant"]), " | ")
	for i, code := range all {
		if parts["Type"] == "country" {
			all[i] = value.Country(code).Name(m.words.Language()) + " (" + code + ")"
		}
	}
	last := len(all) - 1
	if last == 0 {
		return all[0]
	}
	return strings.Join(all[:last], m.words.T("text.and")) + m.words.T("text.or") + all[last]
}

// rowWhy says why a row of a file is left out, or a value is kept as it is written.
func (m *app) rowWhy(why *refusal.Told, english string) string {
	if why == nil {
		return cells.Safe(english)
	}
	return m.told(*why)
}

// groupWhy says it of all rows with one reason: without the value of the first of them.
func (m *app) groupWhy(g desk.ErrorGroup) string {
	if g.Why == nil || m.words.Language() == "en" {
		return cells.Safe(g.Message)
	}
	return m.told(anyValue(*g.Why))
}

// anyValue leaves the value out of what was told.
func anyValue(t refusal.Told) refusal.Told {
	if t.Parts["Text"] != "" {
		t.Parts = maps.Clone(t.Parts)
		t.Parts["Text"] = cells.Ellipsis
	}
	if t.Why != nil {
		why := anyValue(*t.Why)
		t.Why = &why
	}
	return t
}

// fieldWord names a field of a record by its word; a column that is none keeps its name.
func (m *app) fieldWord(name string) string {
	if id := "field." + name; name != "" && m.words.Has(id) {
		return m.words.T(id)
	}
	return cells.Safe(name)
}
