package cli

import (
	"bufio"
	"fmt"
	"strconv"
	"strings"

	"tradedesk/desk"
)

// importedFile is the outcome of one file; err is why it could not be read.
type importedFile struct {
	desk.FileReport
	err error
}

// fileJSON adds to a report why the file could not be read.
type fileJSON struct {
	desk.FileReport
	Error string `json:"error,omitempty"`
}

func (a *app) printFilesJSON(files []importedFile) error {
	document := struct {
		Files []fileJSON `json:"files"`
	}{}
	for _, file := range files {
		out := fileJSON{FileReport: file.FileReport}
		if out.Errors == nil {
			out.Errors = []desk.RowError{}
		}
		if file.err != nil {
			out.Error = file.err.Error()
			reportError(a.env.Err, file.err)
		}
		document.Files = append(document.Files, out)
	}
	return a.printJSON(document)
}

// printFile says how one file went: a line on the output and what may have been
// there already, what was refused on the error output.
func (a *app) printFile(file importedFile) error {
	w := bufio.NewWriter(a.env.Err)
	writeGroups(w, file.File, "", file.Groups, file.Errors, len(file.Groups))
	// What was kept as it was written is all there, so a few lines of it will do.
	writeGroups(w, file.File, "warning: ", file.WarningGroups, file.Warnings, shownWarnings)
	if file.Cancelled {
		fmt.Fprintf(w, "tradedesk: %s: interrupted; %s of it are kept, import it again for the rest\n",
			clean(file.File), plural(file.Created+file.Updated+file.Unchanged, "record"))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if file.err != nil {
		reportError(a.env.Err, file.err)
		if file.Read == 0 {
			return nil
		}
	}
	if _, err := fmt.Fprintln(a.env.Out, fileSummary(file.FileReport)); err != nil {
		return err
	}
	if err := a.printAlike(file.FileReport); err != nil {
		return err
	}
	return a.printChanges(file.FileReport)
}

// shownWarnings is how many of the reasons for a file's warnings are shown as text.
const shownWarnings = 5

func fileSummary(r desk.FileReport) string {
	create, update := "created", "updated"
	if r.DryRun {
		create, update = "would be created", "would be updated"
	}
	parts := []string{fmt.Sprintf("%d read", r.Read), fmt.Sprintf("%d %s", r.Created, create)}
	for _, part := range []struct {
		n    int
		what string
	}{
		{r.Updated, update}, {r.Unchanged, "unchanged"}, {r.Rejected, "rejected"}, {r.Duplicates, "likely there already"},
	} {
		if part.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", part.n, part.what))
		}
	}
	if r.Deleted > 0 {
		parts = append(parts, fmt.Sprintf("%d deleted here and left so (restore brings them back)", r.Deleted))
	}
	name := clean(r.File)
	if read := strings.TrimSpace(string(r.Kind) + " " + r.Format); read != "" {
		name += " (" + clean(read) + ")"
	}
	return name + ": " + strings.Join(parts, ", ")
}

// writeGroups writes a line for each reason: one row as file:line:column: field:
// reason, more of them by their count and first lines.
func writeGroups(w *bufio.Writer, file, label string, groups []desk.ErrorGroup, rows []desk.RowError, most int) {
	for _, g := range groups[:min(len(groups), most)] {
		if g.Count == 1 {
			writeRowError(w, file, label, rowOf(g, rows))
			continue
		}
		fmt.Fprintf(w, "%s: %s%s%d rows: %s%s (%s)\n", clean(file), label, inSheet(g.Sheet), g.Count, ofField(g.Field), clean(g.Message), linesOf(g))
	}
	if more := len(groups) - most; more > 0 {
		fmt.Fprintf(w, "%s: %sand rows of %s; --json lists them\n", clean(file), label, plural(more, "more reason"))
	}
}

// rowOf gives the only row of a group, with its column and its value.
func rowOf(g desk.ErrorGroup, rows []desk.RowError) desk.RowError {
	for _, row := range rows {
		if row.Line == g.Lines[0] && row.Field == g.Field && row.Sheet == g.Sheet && says(row.Message, g.Message) {
			return row
		}
	}
	return desk.RowError{Sheet: g.Sheet, Line: g.Lines[0], Field: g.Field, Message: g.Message}
}

// says reports whether a message is of a reason, which has … in the place of its values and none
// of what a value is said of.
func says(message, reason string) bool {
	if strings.HasPrefix(reason, "could be one of two") {
		return strings.Contains(message, "could be ")
	}
	for part := range strings.SplitSeq(reason, "…") {
		at := strings.Index(message, part)
		if at < 0 {
			return false
		}
		message = message[at+len(part):]
	}
	return true
}

// shownLines is how many lines of a group are named.
const shownLines = 5

func linesOf(g desk.ErrorGroup) string {
	var lines []string
	for _, line := range g.Lines[:min(len(g.Lines), shownLines)] {
		lines = append(lines, strconv.Itoa(line))
	}
	out := "lines " + strings.Join(lines, ", ")
	if g.Count > len(lines) {
		out += " …"
	}
	return out
}

func writeRowError(w *bufio.Writer, file, label string, row desk.RowError) {
	fmt.Fprintf(w, "%s:", clean(file))
	if row.Line > 0 {
		fmt.Fprintf(w, "%d:", row.Line)
	}
	if row.Column > 0 {
		fmt.Fprintf(w, "%d:", row.Column)
	}
	fmt.Fprintf(w, " %s%s%s%s\n", label, inSheet(row.Sheet), ofField(row.Field), clean(row.Message))
}

func inSheet(sheet string) string {
	if sheet == "" {
		return ""
	}
	return "sheet " + clean(sheet) + ": "
}

func ofField(field string) string {
	if field == "" {
		return ""
	}
	return clean(field) + ": "
}

// shownChanges is how many changes of a dry run are shown as text.
const shownChanges = 20

// printChanges says what a dry run would change, field by field.
func (a *app) printChanges(r desk.FileReport) error {
	w := bufio.NewWriter(a.env.Out)
	for _, c := range r.Changes[:min(len(r.Changes), shownChanges)] {
		fmt.Fprintf(w, "  line %d: %s%s %s %s\n", c.Line, inSheet(c.Sheet), c.Action, c.Kind, clean(c.Title))
		for _, f := range c.Fields {
			fmt.Fprintf(w, "    %s: %s\n", clean(f.Field), strings.TrimSpace(clean(f.Old)+" → "+clean(f.New)))
		}
	}
	if more := r.Created + r.Updated - shownChanges; more > 0 && len(r.Changes) > shownChanges {
		fmt.Fprintf(w, "  and %d more; --json lists them\n", more)
	}
	return w.Flush()
}
