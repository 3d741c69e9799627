package ui

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"tradedesk/model"
	"tradedesk/model/value"
	"tradedesk/ui/cells"
	"tradedesk/ui/keys"
	"tradedesk/ui/words"
)

// drawFields draws what is filled in, field by field, without those in skip.
func (m *app) drawFields(s *sheet, r model.Record, skip map[string]bool) {
	schema := model.SchemaOf(r.Kind())
	if schema == nil {
		for _, name := range slices.Sorted(maps.Keys(r.Header().Extra)) {
			s.pair(cells.Safe(name), cells.Safe(string(r.Header().Extra[name])))
		}
		return
	}
	for _, f := range schema.Editable() {
		if skip[f.Name] || f.Empty(r) || f.Type == model.TypeRef || f.Type == model.TypeFile {
			continue
		}
		label := m.words.T("field." + f.Name)
		switch v := f.Value(r).(type) {
		case value.Instant:
			s.pair(label, m.dateTime(v.Time()))
		case value.Date:
			s.pair(label, m.day(v))
		case value.Decimal:
			s.pair(label, m.exact(v))
		case value.Country:
			s.pair(label, cells.Safe(v.Name(m.words.Language())))
		case value.Phone:
			s.pair(label, cells.Safe(v.Display()))
		case value.Port:
			s.pair(label, m.port(v))
		case model.Direction:
			s.pair(label, m.words.T("direction."+string(v)))
		case map[string]string:
			for _, name := range slices.Sorted(maps.Keys(v)) {
				s.pair(cells.Safe(name), cells.Safe(v[name]))
			}
		case []string:
			s.pair(label, cells.Safe(strings.Join(v, " · ")))
		default:
			if f.Type == model.TypeLong {
				s.pair(label, cells.SafeLines(model.FieldText(f, r)))
				continue
			}
			text := model.FieldText(f, r)
			s.pair(label, cells.Safe(cmp.Or(m.meaning(r.Kind(), f.Type, text), text)))
		}
	}
}

// drawOther draws a record of a kind that has no layout of its own.
func (m *app) drawOther(s *sheet, e model.Excerpt, k *known) {
	m.drawTitle(s, e)
	s.blank()
	m.drawFields(s, k.Record, map[string]bool{"stage": true})
	m.drawPointed(s, k)
}

// drawTitle draws what a record is called, and what it is.
func (m *app) drawTitle(s *sheet, e model.Excerpt) {
	what := m.words.T("kind." + kindWord(e.Kind))
	if e.Stage != "" {
		what = joined(" · ", what, m.stage(e.Kind, e.Stage))
	}
	s.split(m.theme.Strong.Apply(m.title(e)), m.theme.Dim.Apply(what))
}

// drawReach draws how to reach somebody, on one line when it fits.
func (m *app) drawReach(s *sheet, phone value.Phone, email value.Email) {
	number, address := cells.Safe(phone.Display()), cells.Safe(email.String())
	if both := joined("   ", number, address); cells.Width(both) < s.w {
		s.text(m.theme.Text, both, 0)
		return
	}
	s.text(m.theme.Text, number, 0)
	s.text(m.theme.Text, address, 0)
}

// drawPointed draws the records that a record points to, to be gone to.
func (m *app) drawPointed(s *sheet, k *known) {
	schema := model.SchemaOf(k.Record.Kind())
	if schema == nil {
		return
	}
	first := true
	for _, f := range schema.Fields {
		id, ok := f.Value(k.Record).(model.ID)
		if !ok || f.Name == "id" || id.IsZero() {
			continue
		}
		e, ok := k.Named[id]
		if !ok {
			continue
		}
		if first {
			s.blank()
			first = false
		}
		s.part(toRecord(e), func() { s.pair(m.words.T("kind."+kindWord(e.Kind)), m.title(e)) })
	}
}

// drawFiles draws what is attached to the record itself.
func (m *app) drawFiles(s *sheet, r model.Record) {
	files := model.FilesOf(r)
	if len(files) == 0 {
		return
	}
	s.section(m.words.N("related.files", len(files)))
	m.drawAttached(s, r, 0)
}

func (m *app) drawAttached(s *sheet, r model.Record, indent int) {
	row := model.Excerpt{ID: r.Header().ID, Kind: r.Kind()}
	for i, file := range model.FilesOf(r) {
		s.part(target{what: keys.PartFile, row: row, index: i}, func() {
			name := m.screen.Direction.Line(cells.Spaces(indent), "⎘", " ", cells.Safe(file.Name))
			s.split(name, m.theme.Dim.Apply(m.size(file.Size)))
		})
	}
}

// size writes a number of bytes.
func (m *app) size(bytes int64) string {
	switch {
	case bytes <= 0:
		return ""
	case bytes < 1000:
		return m.words.T("size.bytes", words.Data{"N": bytes})
	case bytes < 1_000_000:
		return m.words.T("size.kilo", words.Data{"N": bytes / 1000})
	}
	return m.words.T("size.mega", words.Data{"N": m.exact(value.Decimal(fmt.Sprintf("%d.%d", bytes/1_000_000, bytes%1_000_000/100_000)))})
}

func (m *app) tags(tags []string) string {
	marked := make([]string, len(tags))
	for i, tag := range tags {
		marked[i] = "#" + cells.Safe(tag)
	}
	return joined(" ", marked...)
}

func (m *app) day(d value.Date) string {
	if d.IsZero() {
		return ""
	}
	return m.date(d.Time(m.o.Location))
}

func (m *app) days(n int) string {
	if n <= 0 {
		return ""
	}
	return m.words.N("span.days", n)
}

func (m *app) port(p value.Port) string {
	return strings.TrimSpace(cells.Safe(p.Name() + " " + p.String()))
}

// price writes what one unit costs: "36.50 EUR/kg".
func (m *app) price(amount value.Decimal, currency value.Currency, unit value.Unit) string {
	return m.priceFor(amount, currency, "", unit)
}

// priceFor writes what so many units cost: "495 USD/100 kg"; "" is one.
func (m *app) priceFor(amount value.Decimal, currency value.Currency, base value.Decimal, unit value.Unit) string {
	if amount.IsZero() {
		return ""
	}
	text := joined(" ", m.exact(amount), cells.Safe(currency.String()))
	if per := m.perUnits(base, unit); per != "" {
		text += "/" + per
	}
	return text
}

// perUnits writes what a price is for: "kg", "100 kg".
func (m *app) perUnits(base value.Decimal, unit value.Unit) string {
	if base.Cmp("1") == 0 {
		base = ""
	}
	return joined(" ", m.number(base), cells.Safe(unit.Symbol()))
}

// rowOf gives a record's row as a list would show it.
func (m *app) rowOf(r model.Record) model.Excerpt {
	return model.ExcerptOf(r, model.ScoreContext{Now: m.now})
}
