package cli

import (
	"bufio"
	"fmt"
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

// printFile says how one file went: a line on the output, what was refused on
// the error output.
func (a *app) printFile(file importedFile) error {
	w := bufio.NewWriter(a.env.Err)
	writeRowErrors(w, file.File, "", file.Errors, file.Rejected)
	// What was kept as it was written is all there, so a few lines of it will do.
	shown := file.Warnings[:min(len(file.Warnings), shownWarnings)]
	writeRowErrors(w, file.File, "warning: ", shown, max(file.Warned, len(file.Warnings)))
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
	_, err := fmt.Fprintln(a.env.Out, fileSummary(file.FileReport))
	return err
}

// shownWarnings is how many of a file's warnings are shown as text.
const shownWarnings = 5

func fileSummary(r desk.FileReport) string {
	parts := []string{fmt.Sprintf("%d read", r.Read), fmt.Sprintf("%d created", r.Created)}
	for _, part := range []struct {
		n    int
		what string
	}{
		{r.Updated, "updated"}, {r.Unchanged, "unchanged"}, {r.Rejected, "rejected"}, {r.Duplicates, "likely there already"},
	} {
		if part.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", part.n, part.what))
		}
	}
	name := clean(r.File)
	if read := strings.TrimSpace(string(r.Kind) + " " + r.Format); read != "" {
		name += " (" + clean(read) + ")"
	}
	return name + ": " + strings.Join(parts, ", ")
}

// writeRowErrors writes a line for each row, as file:line:column: field: reason.
func writeRowErrors(w *bufio.Writer, file, label string, rows []desk.RowError, total int) {
	for _, row := range rows {
		fmt.Fprintf(w, "%s:%d:", clean(file), row.Line)
		if row.Column > 0 {
			fmt.Fprintf(w, "%d:", row.Column)
		}
		fmt.Fprintf(w, " %s", label)
		if row.Field != "" {
			fmt.Fprintf(w, "%s: ", clean(row.Field))
		}
		fmt.Fprintln(w, clean(row.Message))
	}
	if more := total - len(rows); more > 0 && len(rows) > 0 {
		fmt.Fprintf(w, "%s: %sand %d more; --json lists them\n", clean(file), label, more)
	}
}
