package ui

import (
	"fmt"
	"strings"

	"tradedesk/desk"
	"tradedesk/ui/cells"
	"tradedesk/ui/theme"
	"tradedesk/ui/words"
)

// newReport shows what came of a file: what went in, and row by row what did not.
func (m *app) newReport(name string, r desk.FileReport, err error) *sheetOverlay {
	return &sheetOverlay{title: m.words.T("report.title"), alike: r.Alike, lines: func(m *app, w int) []string {
		s := &sheet{m: m, w: w}
		what := joined(" · ", cells.Safe(name), cells.Safe(r.Format), cells.Safe(r.Preset), cells.Safe(r.Charset))
		s.text(m.theme.Strong, what, 0)
		if r.Cancelled {
			s.text(m.theme.Warn, m.words.T("report.cancelled"), 0)
		} else if err != nil {
			s.text(m.theme.Urgent, "! "+m.why(err), 0)
		}
		if r.DryRun {
			s.text(m.theme.Accent, m.words.T("report.dry_run"), 0)
		}
		s.blank()
		for _, part := range []struct {
			id string
			n  int
		}{{"report.read", r.Read}, {"report.created", r.Created}, {"report.updated", r.Updated}, {"report.unchanged", r.Unchanged},
			{"report.rejected", r.Rejected}, {"report.duplicates", r.Duplicates}} {
			s.put(m.screen.Direction.Line(cells.FitEnd(m.words.Number(part.n), 9), "  ", m.words.T(part.id)))
			if part.id == "report.unchanged" && r.Deleted > 0 {
				s.put(m.screen.Direction.Line(cells.FitEnd(m.words.Number(r.Deleted), 9), "  ", m.words.T("report.deleted")))
			}
		}
		m.drawGroups(s, m.theme.Urgent, r.Groups)
		m.drawRowErrors(s, m.words.T("report.errors"), m.theme.Urgent, r.Errors, r.Rejected)
		m.drawGroups(s, m.theme.Warn, r.WarningGroups)
		m.drawRowErrors(s, m.words.T("report.warnings"), m.theme.Warn, r.Warnings, max(r.Warned, len(r.Warnings)))
		m.drawChanges(s, r)
		s.blank()
		if !r.DryRun {
			s.text(m.theme.Dim, m.words.T("report.undo"), 0)
		}
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
			place += m.words.T("text.and") + m.words.T("report.column", words.Data{"Column": row.Column})
		}
		field := m.fieldWord(row.Field)
		s.text(style, joined("  ", fmt.Sprintf("%-18s", place), m.labelled(field, m.rowWhy(row.Why, row.Message))), 0)
	}
	if more := total - len(rows); more > 0 {
		s.text(m.theme.Dim, m.words.N("report.more", more), 0)
	}
}

// drawGroups lists the reasons that several rows have, with their first lines.
func (m *app) drawGroups(s *sheet, style theme.Style, groups []desk.ErrorGroup) {
	headed := false
	for _, g := range groups {
		if g.Count < 2 {
			continue
		}
		if !headed {
			headed = true
			s.blank()
			s.head(m.words.T("report.reasons"))
		}
		lines := make([]string, 0, len(g.Lines))
		for _, line := range g.Lines[:min(len(g.Lines), 5)] {
			lines = append(lines, fmt.Sprint(line))
		}
		more := ""
		if g.Count > len(lines) {
			more = " …"
		}
		s.text(style, joined("  ", m.words.N("report.rows", g.Count), m.labelled(m.fieldWord(g.Field), m.groupWhy(g)),
			m.words.T("report.lines", words.Data{"Lines": strings.Join(lines, m.words.T("text.and")) + more})), 0)
	}
}

// shownChanges is how many records a dry run shows on the screen.
const shownChanges = 50

// drawChanges lists what a dry run would change, field by field.
func (m *app) drawChanges(s *sheet, r desk.FileReport) {
	if len(r.Changes) == 0 {
		return
	}
	s.blank()
	s.head(m.words.T("report.changes"))
	for _, c := range r.Changes[:min(len(r.Changes), shownChanges)] {
		s.text(m.theme.Strong, joined("  ", m.words.T("report.line", words.Data{"Line": c.Line}), m.words.T("report."+c.Action), cells.Safe(c.Title)), 0)
		for _, f := range c.Fields {
			s.text(m.theme.Text, m.labelled(m.words.T("field."+f.Field), m.toward(cells.Safe(f.Old), cells.Safe(f.New))), 4)
		}
	}
	if more := r.Created + r.Updated - min(len(r.Changes), shownChanges); more > 0 {
		s.text(m.theme.Dim, m.words.N("report.more", more), 0)
	}
}
