package exchange

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"tradedesk/model"
	"tradedesk/model/refusal"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

// multiValue is how Google's files join several values in one cell.
const multiValue = ":::"

// putEmails takes one address or several; the first that comes is the main one.
func (d *draft) putEmails(e entry) *RowError {
	main := d.fields["email"]
	if main == nil {
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
			wrong := e.error(unnamed(err))
			return &wrong
		}
	}
	return nil
}

// splitEmails splits a cell when all of its parts look like addresses; else the
// whole cell is one, right or wrong.
func splitEmails(cell string) []string {
	if !strings.ContainsFunc(cell, isEmailSeparator) && !strings.Contains(cell, multiValue) {
		return []string{cell}
	}
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
func (d *draft) putContactPoint(main *model.Field, others role, canonical string) {
	if main.Empty(d.record) {
		setText(main, d.record, canonical)
		return
	}
	if f := d.fields[others]; f != nil && model.FieldText(*main, d.record) != canonical {
		joinList(*f, d.record, []string{canonical})
	}
}

// finishPhones reads the numbers: without a code they are of the record's
// country, or of the desk's home.
func (d *draft) finishPhones() {
	main := d.fields["phone"]
	for _, e := range d.phones {
		if main == nil {
			d.keep(e)
			continue
		}
		for _, number := range splitPhones(e.text) {
			d.putPhone(main, e, number)
		}
	}
}

func (d *draft) putPhone(main *model.Field, e entry, number string) {
	home := d.context.Home
	if f := d.fields["country"]; f != nil && !f.Empty(d.record) {
		home = value.Country(model.FieldText(*f, d.record))
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
		d.warn(e.error(errKeptNumber.With(refusal.Parts{"Country": home.String()}).For(unnamed(err))))
	}
}

// splitPhones splits a cell at Google's separator and at semicolons that begin
// no extension.
func splitPhones(cell string) []string {
	var out []string
	if !strings.Contains(cell, ";") && !strings.Contains(cell, multiValue) {
		return append(out, strings.TrimSpace(strings.TrimPrefix(cell, "'")))
	}
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
	f := d.fields[roleTags]
	if f == nil {
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
		joinList(*f, d.record, tags)
	}
}

func isTagSeparator(r rune) bool { return r == ';' || r == ',' || r == '\n' || r == '،' }

// putStage takes another system's word for a stage.
func (d *draft) putStage(e entry) {
	f := d.fields[roleStage]
	if f == nil || !f.Empty(d.record) {
		d.keep(e)
		return
	}
	if stage, ok := model.GuessStage(d.schema.Kind, e.text); ok {
		setText(f, d.record, string(stage))
		return
	}
	_, err := model.ParseStage(d.schema.Kind, e.text)
	d.keepWithWarning(e, err)
}

// putNotes adds a text below what other columns said.
func (d *draft) putNotes(e entry) {
	f := d.fields[roleNotes]
	if f == nil {
		if d.fields["custom"] != nil {
			d.keep(e)
		}
		return
	}
	if already := model.FieldText(*f, d.record); already != "" {
		e.text = already + "\n" + e.text
	}
	d.warnWhenCut(f, e)
	setText(f, d.record, text.CleanLines(e.text, model.MaxLong))
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
	if d.address == [3]string{} {
		return
	}
	address := joinParts(d.address[:]...)
	if address == "" {
		return
	}
	if f := d.fields["address"]; f != nil && f.Empty(d.record) {
		setText(f, d.record, text.Clean(address, model.MaxText))
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

// readForeignTime is for what people do not type; failed is what reading it as
// they do said.
func (d *draft) readForeignTime(f *model.Field, typed string, failed error) error {
	for _, layout := range foreignTimes {
		t, err := time.Parse(layout, typed)
		if err != nil {
			continue
		}
		if f.Type == model.TypeDate {
			setText(f, d.record, t.Format(time.DateOnly))
		} else {
			mustSet(*f, d.record, mustJSON(value.At(t)))
		}
		return nil
	}
	return failed
}
