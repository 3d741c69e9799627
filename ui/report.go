package ui

import (
	"fmt"

	"tradedesk/desk"
	"tradedesk/ui/cells"
	"tradedesk/ui/theme"
	"tradedesk/ui/words"
)

// newReport shows what came of a file: what went in, and row by row what did not.
func (m *app) newReport(name string, r desk.FileReport, err error) *sheetOverlay {
	return &sheetOverlay{title: m.words.T("report.title"), lines: func(m *app, w int) []string {
		s := &sheet{m: m, w: w}
		what := joined(" · ", cells.Safe(name), cells.Safe(r.Format), cells.Safe(r.Preset))
		s.text(m.theme.Strong, what, 0)
		if r.Cancelled {
			s.text(m.theme.Warn, m.words.T("report.cancelled"), 0)
		} else if err != nil {
			s.text(m.theme.Urgent, "! "+cells.Safe(err.Error()), 0)
		}
		s.blank()
		for _, part := range []struct {
			id string
			n  int
		}{{"report.read", r.Read}, {"report.created", r.Created}, {"report.updated", r.Updated}, {"report.unchanged", r.Unchanged},
			{"report.rejected", r.Rejected}, {"report.duplicates", r.Duplicates}} {
			s.put(cells.FitEnd(m.words.Number(part.n), 9) + "  " + m.words.T(part.id))
		}
		m.drawRowErrors(s, m.words.T("report.errors"), m.theme.Urgent, r.Errors, r.Rejected)
		m.drawRowErrors(s, m.words.T("report.warnings"), m.theme.Warn, r.Warnings, max(r.Warned, len(r.Warnings)))
		s.blank()
		s.text(m.theme.Dim, m.words.T("report.undo"), 0)
		return s.lines
	}}
}

// drawRowErrors lists rows with their place in the file; total counts those that
// the report has no room for too.
func (m *app) drawRowErrors(s *sheet, title string, style theme.Style, rows []desk.RowError, total int) {
	if len(rows) == 0 {
		return
	}
	s.blank()
	s.head(title)
	for _, row := range rows {
		place := m.words.T("report.line", words.Data{"Line": row.Line})
		if row.Column > 0 {
			place += ", " + m.words.T("report.column", words.Data{"Column": row.Column})
		}
		field := cells.Safe(row.Field)
		s.text(style, joined("  ", fmt.Sprintf("%-18s", place), joined(": ", field, cells.Safe(row.Message))), 0)
	}
	if more := total - len(rows); more > 0 {
		s.text(m.theme.Dim, m.words.N("report.more", more), 0)
	}
}
