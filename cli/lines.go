package cli

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"tradedesk/desk"
	"tradedesk/model"
)

// Bounds of what is read from the standard input line by line.
const (
	maxLine       = 1 << 20 // bytes
	linesBatch    = 500     // edits that go to the desk at a time
	maxAtomic     = 10_000  // edits that can be one transaction
	maxLineErrors = 1000    // lines that a report names
	stdinName     = "stdin"
)

// lineError is a line that was refused, and why.
type lineError struct {
	Line    int    `json:"line"`
	Message string `json:"message"`
}

// linesReport is what became of the lines.
type linesReport struct {
	Action      model.ID    `json:"action"`
	Read        int         `json:"read"`
	Changed     int         `json:"changed"`
	Unchanged   int         `json:"unchanged"`
	Refused     int         `json:"refused"`
	DryRun      bool        `json:"dry_run,omitempty"`
	Interrupted bool        `json:"interrupted,omitempty"`
	Errors      []lineError `json:"errors"`
}

// lineEdits makes an edit of every line of the standard input, in batches that are
// one action for undo.
type lineEdits struct {
	d      desk.Desk
	label  string
	dry    bool
	atomic bool
	parse  func(ctx context.Context, line string) (desk.Edit, error)
	told   *progress

	report linesReport
	edits  []desk.Edit
	lines  []int // of the edits
}

// run reads to the end of in. It fails when in or the desk does; what a line says
// wrong is in the report.
func (l *lineEdits) run(ctx context.Context, in io.Reader) error {
	l.report.Errors, l.report.DryRun = []lineError{}, l.dry
	r := bufio.NewReaderSize(in, 64<<10)
	for number := 1; ; number++ {
		line, err := readLine(r)
		switch {
		case errors.Is(err, io.EOF):
			return l.finish(ctx)
		case errors.Is(err, errLongLine):
			l.report.Read++
			l.refuse(number, err)
			continue
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			return fmt.Errorf("%s:%d: %w", stdinName, number, err)
		}
		if err := l.take(ctx, number, line); err != nil {
			return err
		}
	}
}

var errLongLine = fmt.Errorf("is longer than %d bytes", maxLine)

// readLine gives the next line without its end, at most maxLine of it.
func readLine(r *bufio.Reader) (string, error) {
	var line []byte
	long := false
	for {
		part, err := r.ReadSlice('\n')
		if long = long || len(line)+len(part) > maxLine; !long {
			line = append(line, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err != nil && !(errors.Is(err, io.EOF) && (len(line) > 0 || long)):
			return "", err
		case long:
			return "", errLongLine
		}
		return strings.TrimRight(string(line), "\r\n"), nil
	}
}

func (l *lineEdits) take(ctx context.Context, number int, line string) error {
	if strings.TrimSpace(line) == "" {
		return nil
	}
	l.report.Read++
	edit, err := l.parse(ctx, line)
	var usage usageError
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, desk.ErrNotFound), errors.Is(err, desk.ErrAmbiguous), errors.Is(err, desk.ErrInvalid), errors.As(err, &usage):
		l.refuse(number, err)
		return nil
	case err != nil:
		return fmt.Errorf("%s:%d: %w", stdinName, number, err)
	}
	l.edits, l.lines = append(l.edits, edit), append(l.lines, number)
	if l.atomic && len(l.edits) > maxAtomic {
		return usagef("--atomic: more than %d lines: leave it out, one undo takes all of them back", maxAtomic)
	}
	if l.atomic || len(l.edits) < linesBatch {
		return nil
	}
	return l.commit(ctx)
}

func (l *lineEdits) refuse(number int, err error) {
	l.report.Refused++
	if len(l.report.Errors) < maxLineErrors {
		l.report.Errors = append(l.report.Errors, lineError{number, clean(err.Error())})
	}
}

func (l *lineEdits) finish(ctx context.Context) error {
	if !l.atomic {
		return l.commit(ctx)
	}
	// What would be refused is found out first, line by line.
	tried, err := l.d.EditEach(ctx, desk.EachAction{ID: l.report.Action, Label: l.label, Edits: l.edits, Try: true})
	if err != nil {
		return err
	}
	l.refuseAll(tried.Refused)
	if l.dry || l.report.Refused > 0 {
		l.report.Changed, l.report.Unchanged = tried.Changed, tried.Unchanged
		if !l.dry {
			l.report.Unchanged, l.report.Changed = tried.Unchanged+tried.Changed, 0
		}
		return nil
	}
	done, err := l.d.Do(ctx, desk.Action{ID: l.report.Action, Label: l.label, Edits: l.edits})
	l.report.Changed, l.report.Unchanged = done.Changed, len(l.edits)-done.Changed
	return err
}

func (l *lineEdits) commit(ctx context.Context) error {
	if len(l.edits) == 0 {
		return nil
	}
	did, err := l.d.EditEach(ctx, desk.EachAction{ID: l.report.Action, Label: l.label, Edits: l.edits, Try: l.dry})
	l.report.Changed += did.Changed
	l.report.Unchanged += did.Unchanged
	l.refuseAll(did.Refused)
	l.edits, l.lines = nil, nil
	l.told.show(desk.Progress{What: l.label, Done: int64(l.report.Read)})
	return err
}

func (l *lineEdits) refuseAll(refused []desk.Refusal) {
	for _, no := range refused {
		l.refuse(l.lines[no.Index], errors.New(no.Reason))
	}
}

// runLines makes the edits of a whole input and says what became of them; verb is
// "edited", "deleted", ….
func (a *app) runLines(ctx context.Context, l *lineEdits, verb string) error {
	in := interruptible(ctx, a.env.In)
	l.told = a.newProgress()
	l.report.Action = model.NewIDs(a.env.Now, nil).New()
	err := l.run(ctx, in)
	l.told.clear()
	if closeErr := in.Close(); err == nil {
		err = closeErr
	}
	if ctx.Err() != nil {
		l.report.Interrupted, err = true, nil
	}
	if err != nil && l.report.Changed > 0 && !l.dry {
		err = fmt.Errorf("%w; %s before it are changed, undo takes them back", err, plural(l.report.Changed, "record"))
	}
	if err != nil {
		return err
	}
	slices.SortStableFunc(l.report.Errors, func(x, y lineError) int { return cmp.Compare(x.Line, y.Line) })
	if err := a.printLines(l.report, verb); err != nil {
		return err
	}
	if l.report.Refused > 0 || l.report.Interrupted {
		return errReported
	}
	return nil
}

func (a *app) printLines(r linesReport, verb string) error {
	w := bufio.NewWriter(a.env.Err)
	writeLineErrors(w, r)
	if r.Interrupted {
		fmt.Fprintf(w, "tradedesk: interrupted; %s are changed, undo takes them back\n", plural(r.Changed, "record"))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if a.json {
		return a.printJSON(r)
	}
	if r.DryRun {
		verb = "would be " + verb
	}
	parts := []string{fmt.Sprintf("%d %s", r.Changed, verb)}
	if r.Unchanged > 0 {
		parts = append(parts, fmt.Sprintf("%d unchanged", r.Unchanged))
	}
	if r.Refused > 0 {
		parts = append(parts, fmt.Sprintf("%d refused", r.Refused))
	}
	_, err := fmt.Fprintf(a.env.Out, "%s: %d read, %s\n", stdinName, r.Read, strings.Join(parts, ", "))
	return err
}

// shownSame is how many lines with one reason are named.
const shownSame = 8

// writeLineErrors writes a line for each reason, with the lines that it is the
// reason of.
func writeLineErrors(w io.Writer, r linesReport) {
	var reasons []string
	lines := map[string][]string{}
	for _, e := range r.Errors {
		if lines[e.Message] == nil {
			reasons = append(reasons, e.Message)
		}
		lines[e.Message] = append(lines[e.Message], fmt.Sprint(e.Line))
	}
	// What cannot be written stays in the buffer that w is, for its Flush to say.
	for _, reason := range reasons {
		same := lines[reason]
		line := fmt.Sprintf("%s:%s: %s", stdinName, same[0], reason)
		if more := same[1:]; len(more) > 0 {
			line += "; also in line " + strings.Join(more[:min(len(more), shownSame)], ", ")
			if len(more) > shownSame {
				line += ", …"
			}
		}
		_, _ = fmt.Fprintln(w, line)
	}
	if more := r.Refused - len(r.Errors); more > 0 {
		_, _ = fmt.Fprintf(w, "%s: and %d more\n", stdinName, more)
	}
}
