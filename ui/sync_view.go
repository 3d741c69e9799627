package ui

import (
	"maps"
	"slices"
	"strings"
	"time"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/ui/cells"
	"tradedesk/ui/keys"
	"tradedesk/ui/words"
)

// syncLabel is how wide the labels are beside what they name.
const syncLabel = 14

// fileReasons bounds for how many reasons it is said that files wait; those of most come first.
const fileReasons = 3

func (s *syncScene) draw(m *app, w, h int) []string {
	d, st := m.screen.Direction, m.counts.status
	if !m.counts.known {
		return cells.Block([]string{m.theme.Dim.Apply(d.Inset(1, m.words.T("sync.reading"), w))}, w, h)
	}
	lines := s.standing(m, w)
	if st.Server == "" {
		return cells.Block(lines, w, h)
	}
	rows := s.rows(m)
	if len(rows) == 0 {
		lines = append(lines, m.theme.Dim.Apply(d.Inset(1, m.words.T("sync.empty"), w)))
		return cells.Block(lines, w, h)
	}
	room := max(h-len(lines), 1)
	headings := make([]string, len(rows))
	for i, row := range rows {
		headings[i] = s.heading(m, row.part)
	}
	s.lines.n = len(rows)
	s.lines.clamp()
	s.lines.shown = max(room-1, 1)
	drawn := 0
	for i := firstUnder(headings, s.lines.at, room); i < len(rows) && drawn < room; i++ {
		if drawn == 0 || headings[i] != headings[i-1] {
			if drawn > 0 && drawn+1 == room {
				break // a heading with nothing under it
			}
			lines = append(lines, m.theme.Strong.Apply(d.Inset(1, headings[i], w)))
			drawn++
		}
		if drawn < room {
			lines = append(lines, s.drawRow(m, rows[i], i == s.lines.at, w))
			drawn++
		}
		if advice := s.advice(m, rows[i], w); advice != "" && i == s.lines.at && drawn < room {
			lines = append(lines, m.theme.Dim.Apply(d.Inset(4, cells.Cut(advice, w-4), w)))
			drawn++
		}
	}
	return cells.Block(lines, w, h)
}

// heading names a part, and says when not all of it is shown.
func (s *syncScene) heading(m *app, part syncPart) string {
	if part == partUnlisted {
		part = partQueue
	}
	name := m.words.T("sync.part." + string(part))
	cut := part == partConflicts && s.more || part == partQuarantine && m.counts.status.Quarantined > len(s.quarantine) && len(s.quarantine) == syncRows
	if cut {
		return m.words.T("sync.more", words.Data{"Part": name, "N": syncRows})
	}
	return name
}

// standing says in words how the desk stands with its server.
func (s *syncScene) standing(m *app, w int) []string {
	d, st := m.screen.Direction, m.counts.status
	style := m.theme.Strong
	if stopped(st.State) {
		style = m.theme.Warn
	}
	lines := []string{style.Apply(d.Inset(1, m.stateText(st), w))}
	if st.Server == "" {
		return append(lines, m.theme.Dim.Apply(d.Inset(1, cells.Cut(m.words.T("sync.connect", words.Data{"Key": keys.Label(m.words, m.keyOf(keys.SyncLogin))}), w-1), w)))
	}
	for _, l := range s.facts(m) {
		if l[1] == "" {
			continue
		}
		text, most := m.theme.Text, 1
		switch l[0] { // what to do stands at the end
		case "error", "clock":
			text, most = m.theme.Urgent, 3
		case "files", "more":
			most = 2
		}
		label := ""
		if l[0] != "more" {
			label = m.words.T("sync.label." + l[0])
		}
		for _, part := range m.screen.Direction.Wrap(cells.Safe(l[1]), w-syncLabel-1, most) {
			lines = append(lines, d.Inset(1, d.Line(m.theme.Dim.Apply(d.Start(label, syncLabel)), text.Apply(part)), w))
			label = ""
		}
	}
	return append(lines, m.theme.Border.Apply(rule(w)))
}

// facts are what is said of the server, each with its label: "more" goes on with the one before.
func (s *syncScene) facts(m *app) [][2]string {
	st := m.counts.status
	last := m.words.T("sync.never")
	if !st.LastSync.IsZero() {
		last = m.ago(st.LastSync)
	}
	changes := []string{m.words.N("sync.count.waits", st.Pending), m.words.N("sync.count.taken", st.Acked)}
	if st.Quarantined > 0 {
		changes = append(changes, m.words.N("sync.count.quarantined", st.Quarantined))
	}
	if st.Conflicts > 0 {
		changes = append(changes, m.words.N("sync.count.conflicts", st.Conflicts))
	}
	facts := [][2]string{
		{"server", st.Server}, {"user", joined(" · ", st.User, m.role(st.Role))}, {"device", s.device(st)},
		{"mode", m.words.T("sync.mode." + string(st.Mode))}, {"last", last}, {"changes", strings.Join(changes, " · ")},
		{"error", m.rowWhy(st.Why, st.Error)}, {"next", m.nextTry(st)}, {"clock", st.Clock},
	}
	label := "files"
	for _, f := range st.Files[:min(len(st.Files), fileReasons)] {
		facts = append(facts, [2]string{label, m.words.N("sync.files", f.Count, words.Data{"Why": m.rowWhy(f.Why, f.Error)})})
		label = "more"
	}
	return facts
}

// device names this desk as the workspace knows it; by its id until that is known.
func (s *syncScene) device(st desk.Status) string {
	for _, v := range s.devices {
		if v.This {
			return v.Name
		}
	}
	return st.Device
}

// stateText is the state in words; how far it is while something is on its way.
func (m *app) stateText(st desk.Status) string {
	switch {
	case st.Running != nil:
		return m.words.T("sync.state.syncing") + " · " + m.words.T("sync.rate", words.Data{
			"Done": m.words.Number(st.Running.Done), "Total": m.words.Number(st.Running.Total), "Rate": m.words.Number(int(st.Running.PerSec))})
	case st.State == desk.StateIdle && st.Pending > 0 && st.Online:
		return m.words.T("sync.state.waiting")
	case st.State == desk.StateIdle && st.Pending > 0 && st.Mode == desk.SyncManual:
		return m.words.T("sync.state.held")
	case st.State == desk.StateIdle && st.Pending > 0:
		return m.words.T("sync.state.kept")
	case st.State == desk.StateIdle && !st.Online:
		return m.words.T("sync.state.quiet")
	case st.State == "":
		return m.words.T("sync.state." + string(desk.StateNone))
	}
	return m.words.T("sync.state." + string(st.State))
}

func (s *syncScene) drawRow(m *app, row syncRow, cursor bool, w int) string {
	return m.drawCells(s.cells(m, row, w), cursor, w)
}

// drawCells draws a row of columns, the last in what room there is.
func (m *app) drawCells(cols []syncCell, cursor bool, w int) string {
	d := m.screen.Direction
	mark, style := "  ", m.theme.Text
	if cursor {
		mark, style = d.Line(m.theme.Mark, " "), m.theme.Selected
	}
	used := 2
	parts := []string{mark}
	for i, c := range cols {
		room := c.w
		if i == len(cols)-1 {
			room = w - used - 1
		}
		text := cells.Cut(c.text, max(room-2, 0))
		if c.end {
			parts = append(parts, d.Figures(text, room-2), "  ")
		} else {
			parts = append(parts, d.Start(text, room))
		}
		used += room
	}
	return style.Apply(d.Start(d.Line(parts...), w))
}

// syncCell is a column of a row; the last takes what room there is.
type syncCell struct {
	text string
	w    int
	end  bool
}

func (s *syncScene) cells(m *app, row syncRow, w int) []syncCell {
	switch row.part {
	case partConflicts:
		c := s.conflicts[row.at]
		f := c.Fields[row.field]
		return []syncCell{{joined(" ", m.words.T("kind."+kindWord(c.Record.Kind())), m.recordTitle(c.Record)), 32, false}, {m.words.N("sync.values", len(f.Values)), 12, false}, {m.registerName(f.Field), 0, false}}
	case partQuarantine:
		q := s.quarantine[row.at]
		return []syncCell{{s.changed(m, row.at), 29, false}, {m.whatWasSet(q), 18, false}, {m.refusalReason(q), 0, false}}
	case partQueue:
		return m.queueCells(s.queue.Changes[row.at], w)
	case partUnlisted:
		return []syncCell{{s.unlisted(m), 0, false}}
	case partExchanges:
		return s.exchangeCells(m, m.counts.status.Exchanges[row.at])
	}
	v := s.devices[row.at]
	text := []string{m.words.N("sync.changes", int(v.Changes))}
	if v.This {
		text = append(text, m.words.T("sync.this_device"))
	}
	if !v.Revoked.IsZero() {
		text = append(text, m.words.T("sync.revoked", words.Data{"When": m.ago(v.Revoked)}))
	}
	return []syncCell{{cells.Safe(v.Name), 24, false}, {cells.Safe(v.User), 16, false}, {strings.Join(text, " · "), 0, false}}
}

// whatWasSet names the fields of a change, as far as people see them.
func (m *app) whatWasSet(q desk.Quarantined) string {
	switch {
	case q.Made:
		return m.words.T("quarantine.makes")
	case string(q.Set[model.FieldDeleted]) == "true":
		return m.words.T("quarantine.deletes")
	}
	return m.fieldWords(q.Kind, slices.Sorted(maps.Keys(q.Set)))
}

// advice says under a change that waits what its line has no room for, and under one in quarantine what can be
// done about it; of what this version has no words for, what the server said.
func (s *syncScene) advice(m *app, row syncRow, w int) string {
	if row.part == partQueue {
		return m.queueRest(s.queue.Changes[row.at], w)
	}
	if row.part != partQuarantine {
		return ""
	}
	q := s.quarantine[row.at]
	if id := "quarantine.advice." + q.Code; m.words.Has(id) {
		return m.words.T(id)
	}
	return cells.Safe(q.Reason)
}

// refusalReason says in plain words why the server did not take a change; what this
// version has no words for is said as the server did.
func (m *app) refusalReason(q desk.Quarantined) string {
	if id := "quarantine." + q.Code; m.words.Has(id) {
		return m.words.T(id)
	}
	return m.labelled(cells.Safe(q.Code), cells.Safe(q.Reason))
}

func (s *syncScene) exchangeCells(m *app, x desk.Exchange) []syncCell {
	call := "sync.call." + string(x.Call)
	if !m.words.Has(call) {
		call = "sync.call.other"
	}
	said := m.rowWhy(x.Why, x.Error)
	if x.Refused > 0 {
		said = joined(" · ", m.words.N("sync.refused", x.Refused), said)
	}
	return []syncCell{
		{x.At.In(m.o.Location).Format("15:04:05"), 10, false}, {m.words.T(call), 12, false},
		{m.words.Number(x.Ops), 10, true}, {m.size(int64(x.Bytes)), 10, true}, {took(x.Took), 10, true}, {said, 0, false},
	}
}

// took writes how long a call took.
func took(d time.Duration) string {
	if d < time.Second {
		return d.Round(time.Millisecond).String()
	}
	return d.Round(100 * time.Millisecond).String()
}
