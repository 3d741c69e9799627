package exchange

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"tradedesk/model"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

// multiValue is how Google's files join several values in one cell.
const multiValue = ":::"

// putEmails takes one address or several; the first that comes is the main one.
func (d *draft) putEmails(e entry) *RowError {
	main, ok := d.schema.Field("email")
	if !ok {
		d.keep(e)
		return nil
	}
	for _, one := range splitEmails(e.text) {
		email, err := value.ParseEmail(one)
		switch {
		case err == nil:
			d.putContactPoint(main, "other_emails", email.String())
		case d.lenient:
			d.keepWithWarning(entry{role: e.role, label: e.label, text: one, line: e.line, column: e.column}, err)
		default:
			wrong := e.error(reason(err))
			return &wrong
		}
	}
	return nil
}

// splitEmails splits a cell when all of its parts look like addresses; else the
// whole cell is one, right or wrong.
func splitEmails(cell string) []string {
	var out []string
	for _, part := range strings.FieldsFunc(strings.ReplaceAll(cell, multiValue, " "), isEmailSeparator) {
		if !strings.Contains(part, "@") {
			return []string{cell}
		}
		out = append(out, part)
	}
	return out
}

func isEmailSeparator(r rune) bool { return r == ';' || r == ',' || unicode.IsSpace(r) }

// putContactPoint makes a value the main one when there is none, else one of the
// others.
func (d *draft) putContactPoint(main model.Field, others, canonical string) {
	if main.Empty(d.record) {
		mustSet(main, d.record, mustJSON(canonical))
		return
	}
	f, ok := d.schema.Field(others)
	if ok && string(main.Get(d.record)) != string(mustJSON(canonical)) {
		joinList(f, d.record, []string{canonical})
	}
}

// finishPhones reads the numbers: without a code they are of the record's
// country, or of the desk's home.
func (d *draft) finishPhones() {
	main, ok := d.schema.Field("phone")
	for _, e := range d.phones {
		if !ok {
			d.keep(e)
			continue
		}
		for _, number := range splitPhones(e.text) {
			d.putPhone(main, e, number)
		}
	}
}

func (d *draft) putPhone(main model.Field, e entry, number string) {
	home := d.context.Home
	if f, ok := d.schema.Field("country"); ok && !f.Empty(d.record) {
		home = f.Value(d.record).(value.Country)
	}
	phone, err := value.ParsePhone(number, home)
	if err == nil {
		d.putContactPoint(main, "other_phones", phone.String())
		return
	}
	e.text = text.Clean(number, model.MaxText)
	switch {
	case e.text == "":
	case strings.HasPrefix(e.text, "+"):
		// In the phone field a number with a "+" promises to be dialable.
		d.keepWithWarning(e, err)
	default:
		d.putContactPoint(main, "other_phones", e.text)
		d.warn(e.error(fmt.Sprintf("%s, as a number of %s; kept as it is written", reason(err), home)))
	}
}

// splitPhones splits a cell at Google's separator and at semicolons that begin
// no extension.
func splitPhones(cell string) []string {
	var out []string
	for _, part := range strings.Split(cell, multiValue) {
		for _, number := range strings.Split(part, ";") {
			number = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(number), "'"))
			if hasPrefixFold([]byte(number), "ext=") && len(out) > 0 {
				out[len(out)-1] += ";" + number
			} else if number != "" {
				out = append(out, number)
			}
		}
	}
	return out
}

// putTags takes tags as other systems write them; Google marks its own groups
// with an asterisk.
func (d *draft) putTags(e entry) {
	f, ok := d.schema.Field("tags")
	if !ok {
		d.keep(e)
		return
	}
	var tags []string
	for _, tag := range strings.FieldsFunc(strings.ReplaceAll(e.text, multiValue, ";"), isTagSeparator) {
		tag = text.Clean(tag, model.MaxText)
		if tag != "" && !strings.HasPrefix(tag, "*") {
			tags = append(tags, tag)
		}
	}
	if len(tags) > 0 {
		joinList(f, d.record, tags)
	}
}

func isTagSeparator(r rune) bool { return r == ';' || r == ',' || r == '\n' || r == '،' }

// putStage takes another system's word for a stage.
func (d *draft) putStage(e entry) {
	f, ok := d.schema.Field("stage")
	if !ok || !f.Empty(d.record) {
		d.keep(e)
		return
	}
	if stage, ok := model.GuessStage(d.schema.Kind, e.text); ok {
		mustSet(f, d.record, mustJSON(stage))
		return
	}
	_, err := model.ParseStage(d.schema.Kind, e.text)
	d.keepWithWarning(e, err)
}

// putNotes adds a text below what other columns said.
func (d *draft) putNotes(e entry) {
	f, ok := fieldOf(d.schema, roleNotes)
	if !ok {
		d.keep(e)
		return
	}
	if already := model.FieldText(f, d.record); already != "" {
		e.text = already + "\n" + e.text
	}
	d.warnWhenCut(f, e)
	mustSet(f, d.record, mustJSON(text.CleanLines(e.text, model.MaxLong)))
}

func (d *draft) putAddress(e entry) {
	part := map[role]int{roleStreet: 0, roleRegion: 1, rolePostcode: 2}[e.role]
	if d.address[part] != "" {
		d.keep(e)
		return
	}
	lines := strings.FieldsFunc(e.text, func(r rune) bool { return r == '\n' || r == '\r' })
	d.address[part] = joinParts(lines...)
}

func (d *draft) finishAddress() {
	address := joinParts(d.address[:]...)
	if address == "" {
		return
	}
	if f, ok := d.schema.Field("address"); ok && f.Empty(d.record) {
		mustSet(f, d.record, mustJSON(text.Clean(address, model.MaxText)))
		return
	}
	d.keep(entry{label: "Address", text: address})
}

// joinParts joins what is not empty with commas; those that the parts themselves
// begin or end with go. One part alone stays as it is.
func joinParts(parts ...string) string {
	var given []string
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" {
			given = append(given, p)
		}
	}
	if len(given) == 1 {
		return given[0]
	}
	for i, p := range given {
		given[i] = strings.TrimSpace(strings.Trim(p, ","))
	}
	return strings.Join(slices.DeleteFunc(given, func(p string) bool { return p == "" }), ", ")
}

// foreignTimes are times as other systems write them, without a zone; they are
// taken as UTC. Days before months and the other way round are left out: the
// file does not say which.
var foreignTimes = []string{
	"2006-01-02 15:04:05.999999", "2006-01-02 15:04", "2006-01-02T15:04:05.999999", "2006-01-02T15:04", time.DateOnly,
	"2006/01/02 15:04:05", "2006/01/02 15:04", "2006/01/02",
	"2 Jan 2006", "2 January 2006", "Jan 2, 2006", "January 2, 2006", "Jan 2, 2006 3:04 PM",
}

func (d *draft) parseForeignTime(f model.Field, typed string, err error) (json.RawMessage, error) {
	for _, layout := range foreignTimes {
		t, failed := time.Parse(layout, typed)
		if failed != nil {
			continue
		}
		if f.Type == model.TypeDate {
			return mustJSON(t.Format(time.DateOnly)), nil
		}
		return mustJSON(value.At(t)), nil
	}
	return nil, err
}
