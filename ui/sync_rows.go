package ui

import (
	"fmt"
	"slices"

	"tradedesk/desk"
	"tradedesk/model"
)

// syncPart names a part of the page.
type syncPart string

const (
	partConflicts  syncPart = "conflicts"
	partQuarantine syncPart = "quarantine"
	partQueue      syncPart = "queue"
	partUnlisted   syncPart = "unlisted" // the line of those that wait and have none
	partExchanges  syncPart = "exchanges"
	partDevices    syncPart = "devices"
)

// syncRow is a line of the page on which the cursor can stand: at is its index in the
// part, field that of the record's conflict.
type syncRow struct {
	part      syncPart
	at, field int
}

func (s *syncScene) rows(m *app) []syncRow {
	var rows []syncRow
	for i, c := range s.conflicts {
		for j := range c.Fields {
			rows = append(rows, syncRow{partConflicts, i, j})
		}
	}
	for i := range s.quarantine {
		rows = append(rows, syncRow{partQuarantine, i, 0})
	}
	listed := s.listed(m)
	for i := range listed {
		rows = append(rows, syncRow{partQueue, i, 0})
	}
	if s.queue.Total > listed {
		rows = append(rows, syncRow{partUnlisted, 0, 0})
	}
	for i := range m.counts.status.Exchanges {
		rows = append(rows, syncRow{partExchanges, i, 0})
	}
	for i := range s.devices {
		rows = append(rows, syncRow{partDevices, i, 0})
	}
	return rows
}

// row gives the row under the cursor.
func (s *syncScene) row(m *app) (syncRow, bool) {
	rows := s.rows(m)
	if s.lines.at >= len(rows) {
		return syncRow{}, false
	}
	return rows[s.lines.at], true
}

// goToPart goes to the first row of a part, so many parts on; behind the last comes the first.
func (s *syncScene) goToPart(m *app, by int) {
	var starts []int
	at := 0
	rows := s.rows(m)
	for i, row := range rows {
		if i == 0 || s.heading(m, row.part) != s.heading(m, rows[i-1].part) {
			starts = append(starts, i)
		}
		if i == s.lines.at {
			at = len(starts) - 1
		}
	}
	if n := len(starts); n > 0 {
		s.lines.at = starts[(at+by+n)%n]
	}
}

// name tells rows apart, whatever stands above them.
func (s *syncScene) name(m *app, row syncRow) string {
	switch row.part {
	case partConflicts:
		c := s.conflicts[row.at]
		return fmt.Sprint(row.part, c.Record.Header().ID, c.Fields[row.field].Field)
	case partQuarantine:
		return fmt.Sprint(row.part, s.quarantine[row.at].N)
	case partQueue:
		return fmt.Sprint(row.part, s.queue.Changes[row.at].N)
	case partUnlisted:
		return string(row.part)
	case partExchanges:
		x := m.counts.status.Exchanges[row.at]
		return fmt.Sprint(row.part, x.At.UnixNano(), x.Call)
	}
	return fmt.Sprint(row.part, s.devices[row.at].ID)
}

// keeping changes what the page shows and leaves the cursor on its row.
func (s *syncScene) keeping(m *app, change func()) {
	row, ok := s.row(m)
	name := ""
	if ok {
		name = s.name(m, row)
	}
	change()
	if !ok || s.lines.at == 0 && row.part != partConflicts && row.part != partQuarantine {
		return // what is to be decided comes first
	}
	if at := slices.IndexFunc(s.rows(m), func(r syncRow) bool { return s.name(m, r) == name }); at >= 0 {
		s.lines.at = at
	}
}

// conflictOf finds a field's conflict, and the others of its record.
func (s *syncScene) conflictOf(record model.ID, field string) (c desk.Conflicted, at int, ok bool) {
	for _, c := range s.conflicts {
		if c.Record.Header().ID != record {
			continue
		}
		for i, f := range c.Fields {
			if f.Field == field {
				return c, i, true
			}
		}
		return c, 0, false
	}
	return desk.Conflicted{}, 0, false
}
