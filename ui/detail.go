package ui

import (
	"strings"
	"time"

	"tradedesk/model"
	"tradedesk/model/value"
	"tradedesk/ui/cells"
	"tradedesk/ui/theme"
	"tradedesk/ui/words"
)

// maxBody bounds the lines of one long text in a detail.
const maxBody = 120

// sheet collects the lines of a detail, each exactly w cells.
type sheet struct {
	m     *app
	w     int
	lines []string
}

func (s *sheet) blank() {
	if len(s.lines) > 0 {
		s.lines = append(s.lines, cells.Spaces(s.w))
	}
}

// text adds wrapped text in one style.
func (s *sheet) text(style theme.Style, text string, indent int) {
	for _, line := range cells.Wrap(text, s.w-indent-1, maxBody) {
		s.put(cells.Spaces(indent) + style.Apply(line))
	}
}

func (s *sheet) put(line string) {
	s.lines = append(s.lines, s.m.screen.Direction.Start(" "+line, s.w))
}

// split adds a line with text at both ends.
func (s *sheet) split(start, end string) {
	room := s.w - 2 - cells.Width(end) - 1
	s.lines = append(s.lines, s.m.screen.Direction.Spread(" "+cells.Cut(start, max(room, 8)), end+" ", s.w))
}

const labelCells = 12

// pair adds a label and what it stands for, wrapped beside it.
func (s *sheet) pair(label, text string) { s.pairIn(s.m.theme.Text, label, text) }

// pairIn is pair in a style, put on each line by itself so that none runs over
// into what stands beside the detail.
func (s *sheet) pairIn(style theme.Style, label, text string) {
	for i, line := range cells.Wrap(text, s.w-labelCells-2, maxBody) {
		if i > 0 {
			label = ""
		}
		s.put(s.m.theme.Dim.Apply(cells.Fit(label, labelCells)) + " " + style.Apply(line))
	}
}

// head adds a rule with a title.
func (s *sheet) head(title string) {
	t := s.m.theme
	title = cells.Cut(title, s.w-4)
	s.lines = append(s.lines, s.m.screen.Direction.Line(t.Border.Apply(rule(1)+" "), t.Dim.Apply(title),
		t.Border.Apply(" "+rule(s.w-3-cells.Width(title)))))
}

func rule(n int) string { return strings.Repeat("─", max(n, 0)) }

// detailLines gives the lines of the detail, drawn once for as long as nothing
// that they depend on changes.
func (m *app) detailLines(p *page) []string {
	e, ok := p.current()
	if !ok {
		return nil
	}
	k := p.details[e.ID]
	now := drawnDetail{id: e.ID, width: m.screen.Detail.W, minute: m.now.Truncate(time.Minute)}
	if k != nil {
		now.version = k.version
	}
	if old := p.drawn; old.lines != nil && old.id == now.id && old.width == now.width && old.version == now.version && old.minute.Equal(now.minute) {
		return old.lines
	}
	s := &sheet{m: m, w: now.width}
	m.drawRecord(s, e, k)
	now.lines = s.lines
	p.drawn = now
	return now.lines
}

// detailBox draws what of the detail is in sight.
func (m *app) detailBox(p *page) []string {
	box := m.screen.Detail
	lines := m.detailLines(p)
	from := max(min(p.scroll, len(lines)-box.H), 0)
	out := append([]string(nil), cells.Block(lines[from:], box.W, box.H)...)
	if more := len(lines) - from - box.H; more > 0 && box.H > 1 {
		out[box.H-1] = m.theme.Dim.Apply(m.screen.Direction.End(m.words.N("detail.more", more)+" ", box.W))
	}
	return out
}

// drawRecord draws a record as far as it is known: its row at first, the whole
// when it was read.
func (m *app) drawRecord(s *sheet, e model.Excerpt, k *known) {
	t := m.theme
	where := cells.Safe(e.Country.String())
	if k == nil || k.Record == nil {
		s.split(t.Strong.Apply(m.title(e)), t.Dim.Apply(where))
		if k != nil && k.missing {
			s.text(t.Dim, m.words.T("detail.missing"), 0)
			return
		}
		s.text(t.Text, cells.Safe(e.Detail), 0)
		return
	}
	switch r := k.Record.(type) {
	case *model.Lead:
		m.drawLead(s, e, r, k)
	default:
		s.split(t.Strong.Apply(m.title(e)), t.Dim.Apply(m.words.T("kind."+kindWord(e.Kind))))
		if e.Stage != "" {
			s.pair(m.words.T("field.stage"), m.stage(e.Kind, e.Stage))
		}
		s.blank()
		m.drawFields(s, k.Record, map[string]bool{"stage": true})
		m.drawDuplicates(s, k)
	}
	m.drawRelated(s, k)
	m.drawThread(s, k)
}

// drawFields draws what is filled in, field by field, without those in skip.
func (m *app) drawFields(s *sheet, r model.Record, skip map[string]bool) {
	schema := model.SchemaOf(r.Kind())
	if schema == nil {
		for name, raw := range r.Header().Extra {
			s.pair(cells.Safe(name), cells.Safe(string(raw)))
		}
		return
	}
	for _, f := range schema.Editable() {
		if skip[f.Name] || f.Empty(r) || f.Type == model.TypeRef {
			continue
		}
		label := m.words.T("field." + f.Name)
		switch v := f.Value(r).(type) {
		case value.Instant:
			s.pair(label, m.dateTime(v.Time()))
		case value.Date:
			s.pair(label, m.date(v.Time(m.o.Location)))
		case value.Decimal:
			s.pair(label, exact(v))
		case value.Country:
			s.pair(label, cells.Safe(v.Name(m.words.Language())))
		case value.Phone:
			s.pair(label, cells.Safe(v.Display()))
		case value.Port:
			s.pair(label, strings.TrimSpace(cells.Safe(v.Name()+" "+v.String())))
		case model.Direction:
			s.pair(label, m.words.T("direction."+string(v)))
		case []model.Line:
			m.drawLines(s, label, v)
		case map[string]string:
			for name, text := range v {
				s.pair(cells.Safe(name), cells.Safe(text))
			}
		case []string:
			s.pair(label, cells.Safe(strings.Join(v, " · ")))
		default:
			if f.Type == model.TypeLong {
				s.pair(label, cells.SafeLines(model.FieldText(f, r)))
				continue
			}
			s.pair(label, cells.Safe(model.FieldText(f, r)))
		}
	}
}

// drawLines draws the items of an RFQ, one a line.
func (m *app) drawLines(s *sheet, label string, lines []model.Line) {
	for _, l := range lines {
		parts := []string{cells.Safe(l.Product), cells.Safe(quantity(l.Quantity, l.Unit)), cells.Safe(l.HS.String())}
		if !l.TargetPrice.IsZero() {
			parts = append(parts, m.words.T("detail.target", words.Data{"Price": exact(l.TargetPrice)}))
		}
		s.pair(label, joined(" · ", parts...))
		label = ""
	}
}

// joined puts a separator between the texts that are not empty.
func joined(separator string, texts ...string) string {
	var out []string
	for _, text := range texts {
		if strings.TrimSpace(text) != "" {
			out = append(out, text)
		}
	}
	return strings.Join(out, separator)
}
