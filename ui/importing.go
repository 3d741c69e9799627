package ui

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/ui/cells"
	"tradedesk/ui/keys"
	"tradedesk/ui/layout"
	"tradedesk/ui/picker"
	"tradedesk/ui/theme"
	"tradedesk/ui/words"
)

// chooseFile opens the file picker.
func (m *app) chooseFile() tea.Cmd {
	return m.pickFile(m.words.T("import.choose"), desk.ImportEndings(), m.lookAt)
}

// pickFile opens the file picker for files with some endings; nil means any.
func (m *app) pickFile(title string, endings []string, then func(path string) tea.Cmd) tea.Cmd {
	o := &filesOverlay{
		files: picker.NewFiles(picker.FilesOptions{
			Title: title, Dir: m.o.Dir, Home: theme.Env(m.o.Env, "HOME"), Extensions: endings,
			Look: picker.Look, Words: func(id string) string { return m.words.T(id) }, Wrong: m.why, Theme: m.theme,
		}),
		then: then,
	}
	m.push(o)
	init := o.files.Init()
	return m.work.Reading(func(context.Context) tea.Msg { return init() })
}

// importChoice is how a file is read, where that was chosen.
type importChoice struct {
	mapping string // what its columns mean, "" as they are found out
	dry     bool   // say what would change, and change nothing
}

// importing is a file on its way in; it lies over the page until it is in.
type importing struct {
	path     string
	name     string
	choice   importChoice
	progress desk.Progress
	stop     context.CancelFunc
	stopping bool
}

func (o *importing) place() keys.Place            { return keys.PlaceOf("place.import") }
func (o *importing) owns(id keys.ID) bool         { return id == keys.StopRead }
func (o *importing) update(*app, tea.Msg) tea.Cmd { return nil }

func (o *importing) do(*app, keys.ID) tea.Cmd {
	o.stopping = true
	o.stop()
	return nil
}

type progressMsg struct {
	of
	importing *importing
	progress  desk.Progress
	more      <-chan desk.Progress
}

type importedMsg struct {
	of
	importing *importing
	report    desk.FileReport
	err       error
}

// importFile reads a file into the desk and follows how far it is.
func (m *app) importFile(path string) tea.Cmd { return m.importWith(path, importChoice{}) }

func (m *app) importWith(path string, choice importChoice) tea.Cmd {
	ctx, stop := context.WithCancel(m.work.ForReads())
	o := &importing{path: path, name: filepath.Base(path), choice: choice, stop: stop}
	m.push(o)
	m.reading, m.starting = o, false
	d, session, id := m.desk, of(m.session), m.ids.New()
	steps := make(chan desk.Progress, 1)
	read := m.work.Reading(func(context.Context) tea.Msg {
		defer stop()
		defer close(steps)
		report, err := readFile(ctx, d, desk.ImportRequest{Action: id, Map: choice.mapping, DryRun: choice.dry}, path, func(p desk.Progress) {
			select {
			case steps <- p:
			default: // the screen is busy with the one before; the next one says more
			}
		})
		return importedMsg{of: session, importing: o, report: report, err: err}
	})
	return tea.Batch(read, m.follow(o, steps))
}

func readFile(ctx context.Context, d desk.Desk, request desk.ImportRequest, path string, progress func(desk.Progress)) (desk.FileReport, error) {
	file, err := os.Open(path)
	if err != nil {
		return desk.FileReport{}, fmt.Errorf("opening the file: %w", err)
	}
	defer file.Close()
	request.Name = filepath.Base(path)
	if info, err := file.Stat(); err == nil {
		request.Size = info.Size()
	}
	report, err := d.Import(ctx, request, file, progress)
	if err != nil {
		err = fmt.Errorf("reading %s: %w", request.Name, err)
	}
	return report, err
}

func (m *app) follow(o *importing, steps <-chan desk.Progress) tea.Cmd {
	session := of(m.session)
	return m.work.Reading(func(context.Context) tea.Msg {
		p, ok := <-steps
		if !ok {
			return nil
		}
		return progressMsg{of: session, importing: o, progress: p, more: steps}
	})
}

func (msg progressMsg) take(m *app) tea.Cmd {
	msg.importing.progress = msg.progress
	return m.follow(msg.importing, msg.more)
}

func (msg importedMsg) take(m *app) tea.Cmd {
	m.drop(msg.importing)
	m.reading = nil
	m.stale()
	cancelled := errors.Is(msg.err, context.Canceled)
	if msg.err != nil && !cancelled && msg.report.Read == 0 {
		return m.failed(m.words.T("failed.import", words.Data{"File": cells.Safe(msg.importing.name)}), msg.err)
	}
	msg.report.Cancelled = msg.report.Cancelled || cancelled
	report := m.newReport(msg.importing.name, msg.report, msg.err)
	if path := msg.importing.path; !msg.importing.choice.dry && tabular(msg.report) {
		report.again = func() tea.Cmd { return m.lookColumns(path, nil, true) }
	}
	m.push(report)
	return nil
}

// tabular reports whether a file has columns that can be mapped.
func tabular(r desk.FileReport) bool {
	return (r.Format == "csv" || r.Format == "xlsx") && r.Preset != "tradedesk"
}

func (o *importing) draw(m *app) ([]string, layout.Box) {
	return m.boxed(m.words.T("import.title"), 66, 6, func(w, _ int) []string {
		p, d := o.progress, m.screen.Direction
		share, percent := 0.0, ""
		if p.Size > 0 {
			share = min(float64(p.Bytes)/float64(p.Size), 1)
			percent = fmt.Sprintf("%3.0f%%", share*100)
		}
		full := int(share * float64(w-6))
		bar := filled(d, "█", "░", full, max(w-6, full))
		rate := ""
		if p.PerSec > 0 {
			rate = m.words.T("import.rate", words.Data{"N": m.words.Number(int(p.PerSec))})
		}
		left := ""
		if p.Left > 0 {
			left = m.words.T("import.left", words.Data{"Span": m.span(p.Left)})
		}
		state := joined(" · ", m.words.N("import.records", int(p.Done)), rate, left)
		if o.stopping {
			state = m.words.T("import.stopping")
		}
		return []string{
			d.Start(m.theme.Strong.Apply(cells.Cut(cells.Safe(o.name), w)), w), cells.Spaces(w),
			d.Start(d.Line(m.theme.Accent.Apply(bar), " ", percent), w), d.Start(state, w),
		}
	})
}
