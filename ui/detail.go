package ui

import (
	"time"

	"tradedesk/model"
	"tradedesk/ui/cells"
	"tradedesk/ui/words"
)

// drawnDetail is the lines of a detail, drawn once for what they depend on.
type drawnDetail struct {
	id      model.ID
	version int
	width   int
	minute  time.Time
	lines   []string
	items   []item
}

// margin is the cell before each line of a detail, where the cursor's mark stands.
const margin = 1

// detailLines gives the lines of the detail, drawn once for as long as nothing
// that they depend on changes.
func (m *app) detailLines(p *page) []string { return m.drawnOf(p).lines }

func (m *app) drawnOf(p *page) drawnDetail {
	e, ok := p.current()
	if !ok {
		return drawnDetail{}
	}
	k := p.details[e.ID]
	now := drawnDetail{id: e.ID, width: m.screen.Detail.W - margin, minute: m.now.Truncate(time.Minute)}
	if k != nil {
		now.version = k.version
	}
	old := p.drawn
	if old.lines != nil && old.id == now.id && old.width == now.width && old.version == now.version && old.minute.Equal(now.minute) {
		return old
	}
	s := &sheet{m: m, w: now.width}
	m.drawRecord(s, e, k)
	now.lines, now.items = s.lines, s.items
	p.drawn = now
	if old.id == now.id {
		p.stay(old, now)
	}
	return now
}

// detailBox draws what of the detail is in sight.
func (m *app) detailBox(p *page) []string {
	box, d := m.screen.Detail, m.screen.Direction
	drawn := m.drawnOf(p)
	from := max(min(p.scroll, len(drawn.lines)-box.H), 0)
	at, marked := p.item(drawn)
	out := make([]string, 0, box.H)
	for i := from; i < len(drawn.lines) && len(out) < box.H; i++ {
		mark := " "
		if marked && i >= at.first && i < at.after {
			mark = m.theme.Accent.Apply(m.theme.Mark)
		}
		out = append(out, d.Line(mark, drawn.lines[i]))
	}
	out = cells.Block(out, box.W, box.H)
	if more := len(drawn.lines) - from - box.H; more > 0 && box.H > 1 {
		out[box.H-1] = m.theme.Dim.Apply(d.End(m.words.N("detail.more", more)+" ", box.W))
	}
	return out
}

// drawRecord draws a record as far as it is known: its row at first, the whole
// when it was read.
func (m *app) drawRecord(s *sheet, e model.Excerpt, k *known) {
	t := m.theme
	if k == nil || k.Record == nil {
		s.split(t.Strong.Apply(m.title(e)), t.Dim.Apply(cells.Safe(e.Country.String())))
		if k != nil && k.missing {
			s.text(t.Dim, m.words.T("detail.missing"), 0)
			return
		}
		s.text(t.Text, cells.Safe(e.Detail), 0)
		return
	}
	m.drawApart(s, k)
	m.drawOthers(s, k)
	if k.Record.Header().Deleted {
		s.text(t.Urgent, m.words.T("detail.deleted", words.Data{"ID": k.Record.Header().ID.Short()}), 0)
	}
	switch r := k.Record.(type) {
	case *model.Lead:
		m.drawLead(s, e, r, k)
	case *model.Supplier:
		m.drawSupplier(s, r, k)
	case *model.Contact:
		m.drawContact(s, r, k)
	case *model.RFQ:
		m.drawRFQ(s, r, k)
	case *model.Quote:
		m.drawQuote(s, r, k)
	case *model.Offer:
		m.drawBuyerOffer(s, r, k)
	case *model.Deal:
		m.drawDeal(s, r, k)
	case *model.Sample:
		m.drawSample(s, r, k)
	case *model.Message:
		m.drawMessage(s, r, k)
	case *model.Task:
		m.drawTask(s, r, k)
	default:
		m.drawOther(s, e, k)
	}
}
