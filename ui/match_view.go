package ui

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"tradedesk/model/invitation"
	"tradedesk/model/match"
	"tradedesk/model/value"
	"tradedesk/ui/cells"
	"tradedesk/ui/layout"
	"tradedesk/ui/words"
)

// matchFoot is room for the parts of a score.
const matchFoot = 10

func (o *matchOverlay) draw(m *app) ([]string, layout.Box) {
	title := m.words.T("match.title")
	if o.read != nil {
		title = joined(" · ", title, m.title(m.rowOf(o.read)))
	}
	return m.boxed(title, m.screen.Size.W, m.screen.Size.H-6, func(w, h int) []string {
		switch {
		case o.read == nil:
			return []string{m.theme.Dim.Apply(m.screen.Direction.Start(m.words.T("match.reading"), w))}
		case len(o.rows) == 0:
			return (&sheet{m: m, w: w}).wrapped(m.words.T("match.none"))
		}
		foot := min(matchFoot, max(h-4, 1))
		return append(cells.Block(o.list(m, w, max(h-2-foot, 1)), w, h-foot), cells.Block(o.why(m, w, foot), w, foot)...)
	})
}

// list draws what is said of all, and the suppliers that have room.
func (o *matchOverlay) list(m *app, w, room int) []string {
	s, d := &sheet{m: m, w: w - 2}, m.screen.Direction
	head, rows := s.grid(o.columns(m, w), len(o.rows))
	lines := []string{d.Start(m.theme.Strong.Apply(cells.Cut(o.said(m), w)), w), d.Start(d.Line("  ", m.theme.Dim.Apply(head)), w)}
	o.top = max(min(o.top, o.at, len(rows)-room), o.at-room+1, 0)
	for i := o.top; i < min(o.top+room, len(rows)); i++ {
		switch {
		case i == o.at:
			lines = append(lines, m.theme.Selected.Apply(d.Start(d.Line(m.theme.Mark, " ", rows[i]), w)))
		case o.rows[i].entry == nil:
			lines = append(lines, d.Start(d.Line("  ", m.theme.Dim.Apply(rows[i])), w))
		default:
			lines = append(lines, d.Start(d.Line("  ", rows[i]), w))
		}
	}
	return lines
}

// said counts who fits, who was asked, answered and is late, and who is marked.
func (o *matchOverlay) said(m *app) string {
	var asked, answered, late int
	for _, r := range o.rows {
		switch {
		case r.standing == nil:
			continue
		case r.standing.State == invitation.Late:
			late++
		case !r.standing.Waits():
			answered++
		}
		asked++
	}
	parts := []string{m.words.N("match.fits", o.total)}
	if asked > 0 {
		parts = append(parts, m.words.T("match.asked", words.Data{"Asked": asked, "Answered": answered}))
	}
	if late > 0 {
		parts = append(parts, m.words.N("match.late", late))
	}
	if len(o.marked) > 0 {
		parts = append(parts, m.words.N("invite.picked", len(o.marked)))
	}
	if o.leftOut > 0 && len(o.marked) == 0 {
		parts = append(parts, m.words.N("match.left_out", o.leftOut))
	}
	if o.elsewhere > 0 && len(o.marked) == 0 {
		parts = append(parts, m.words.N("match.elsewhere", o.elsewhere))
	}
	return joined(" · ", parts...)
}

func (o *matchOverlay) columns(m *app, w int) []gridColumn {
	mark, score, bar := gridColumn{}, gridColumn{end: true}, gridColumn{drop: 2}
	supplier := gridColumn{head: m.words.T("kind.supplier"), grows: true}
	replies, state := gridColumn{head: m.words.T("match.replies"), drop: 3}, gridColumn{head: m.words.T("match.state"), drop: 1}
	for _, r := range o.rows {
		sign := "☐"
		switch {
		case slices.Contains(o.marked, r.supplier.ID):
			sign = "☑"
		case r.standing != nil:
			sign = "✓"
		case r.entry == nil:
			sign = "·"
		}
		mark.texts = append(mark.texts, sign)
		number, drawn, record := "–", "", ""
		if r.entry != nil {
			number, drawn = fmt.Sprint(r.entry.Score), scoreBar(m.screen.Direction, r.entry.Score)
			record = m.replies(r.entry.Record)
		}
		score.texts, bar.texts = append(score.texts, number), append(bar.texts, drawn)
		supplier.texts = append(supplier.texts, m.title(m.rowOf(r.supplier)))
		replies.texts = append(replies.texts, record)
		state.texts = append(state.texts, cells.Cut(o.stateOf(m, r), max(w*2/5, 12)))
	}
	return []gridColumn{mark, score, bar, supplier, replies, state}
}

func scoreBar(d layout.Direction, score int) string { return filled(d, "▮", "▯", (score+5)/10, 10) }

// replies says how often a supplier answered, and how fast.
func (m *app) replies(r invitation.Record) string {
	if r.Asked == 0 {
		return ""
	}
	text := m.words.T("match.answered_of", words.Data{"Answered": r.Answered, "Asked": r.Asked})
	if r.Timed > 0 {
		text = joined(" · ", text, m.span(r.Median))
	}
	return text
}

// stateOf says how a supplier stands with the RFQ, or else why they are left out.
func (o *matchOverlay) stateOf(m *app, r matchRow) string {
	if s := r.standing; s != nil {
		return m.standing(*s)
	}
	var why []string
	for _, reason := range r.out {
		why = append(why, m.matched(reason.Code, reason.Seen))
	}
	return strings.Join(why, " · ")
}

// standing says how a supplier stands with an RFQ.
func (m *app) standing(s invitation.Standing) string {
	data := words.Data{"Span": m.span(s.Took), "Date": ""}
	if s.AskedAt != 0 {
		data["Date"] = m.date(s.AskedAt.Time().In(m.o.Location))
	}
	word := "standing." + string(s.State)
	if s.AskedAt == 0 {
		word += "_some_time"
	}
	if s.Before {
		word = "standing.quoted_before"
	}
	text := m.words.T(word, data)
	if s.Reminders > 0 && s.Waits() {
		text = joined(" · ", text, m.words.N("standing.reminders", s.Reminders))
	}
	return text
}

// why explains the score under the cursor part by part.
func (o *matchOverlay) why(m *app, w, h int) []string {
	r, ok := o.row()
	if !ok {
		return nil
	}
	s := &sheet{m: m, w: w}
	s.section(m.title(m.rowOf(r.supplier)))
	if r.entry == nil {
		for _, reason := range r.out {
			s.text(m.theme.Text, m.matched(reason.Code, reason.Seen), 2)
		}
		return s.lines
	}
	// The parts stand in two columns where there is no room for all below each other.
	texts := make([]string, len(r.entry.Parts))
	for i, p := range r.entry.Parts {
		texts[i] = fmt.Sprintf("%2d/%-2d  %s", p.Points, p.Of, m.matched(p.Code, p.Seen))
	}
	if len(texts) < h {
		for _, text := range texts {
			s.text(m.theme.Text, text, 2)
		}
		return s.lines
	}
	half, d := (len(texts)+1)/2, m.screen.Direction
	for i := range half {
		second := ""
		if half+i < len(texts) {
			second = texts[half+i]
		}
		room := (w - 4) / 2
		s.put(d.Line("  ", d.Start(d.Cut(texts[i], room), room), "  ", d.Start(d.Cut(second, room), room)))
	}
	return s.lines
}

// matched words a part of a score, or a reason to be left out.
func (m *app) matched(code match.Code, seen match.Seen) string {
	lines := ""
	if seen.OfLines > 1 {
		lines = " " + m.words.T("match.of_lines", words.Data{"Lines": seen.Lines, "Of": seen.OfLines})
	}
	word := "match." + string(code)
	if code == match.Replies {
		word = "match.replies_part" // match.replies is the head of a column
	}
	name := cells.Safe(seen.Name)
	if code == match.LaneAgreement {
		name = m.agreement(seen.Name)
	}
	return m.words.T(word, words.Data{
		"HS": seen.HS.String(), "Words": cells.Safe(seen.Words), "Lines": lines, "Wanted": m.quantity(seen.Wanted.Amount, seen.Wanted.Unit), "Has": m.quantity(seen.Has.Amount, seen.Has.Unit),
		"Certificate": cells.Safe(seen.Certificate), "Until": m.until(seen.Until), "Port": m.port(seen.Port), "Market": seen.Market.Name(m.words.Language()), "Country": seen.Country.Name(m.words.Language()), "Name": name,
		"Incoterm": seen.Incoterm.String(), "Count": seen.Count, "Of": seen.Of, "Span": m.span(seen.Took), "Days": m.span(time.Duration(seen.Days) * 24 * time.Hour), "Rating": m.exact(seen.Rating),
	})
}

func (m *app) until(d value.Date) string {
	if d.IsZero() {
		return ""
	}
	return m.day(d)
}
