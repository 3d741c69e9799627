package ui

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/ui/cells"
	"tradedesk/ui/picker"
	"tradedesk/ui/theme"
	"tradedesk/ui/words"
)

// onCards are the kinds that address cards hold.
var onCards = []model.Kind{model.KindLead, model.KindSupplier, model.KindContact}

// export asks how the page's list, or what is picked of it, is written, and where.
func (m *app) export() tea.Cmd {
	p := m.page()
	if p.kind == "" {
		return m.say(m.words.T("why.not_exported"))
	}
	req := desk.ExportRequest{Query: p.query()}
	what := m.words.N("who."+string(p.kind), p.list.Picked())
	if p.list.Picked() > 0 {
		req.IDs = idsOf(p.chosen())
	} else {
		what = m.words.T(p.name)
	}
	formats := slices.DeleteFunc(desk.ExportFormats(), func(f string) bool { return f == "vcard" && !slices.Contains(onCards, p.kind) })
	choices := make([]picker.Choice, len(formats))
	for i, f := range formats {
		choices[i] = picker.Choice{Key: f[:1], Label: m.words.T("export." + f)}
	}
	m.menu(m.words.T("export.format", words.Data{"What": what}), choices, func(i int) tea.Cmd {
		req.Format = formats[i]
		name := string(p.kind) + "s-" + m.now.Format("2006-01-02") + desk.FormatEnding(req.Format)
		return m.askExport(exporting{format: req.Format, write: func(ctx context.Context, d desk.Desk, path string, replace bool) error {
			return desk.ExportFile(ctx, d, req, path, replace)
		}}, filepath.Join(m.o.Dir, name))
	})
	return nil
}

// exporting is something that is written to a file. What is there already write replaces
// only when it is told to, else it gives fs.ErrExist.
type exporting struct {
	write func(ctx context.Context, d desk.Desk, path string, replace bool) error
	name  string // of the file, where only a directory is typed
	// format is what is written: a name that says another is refused.
	format string
	lost   string // what the file cannot show and what else is to be known of it; "" when nothing
}

// askExport asks for the file's name.
func (m *app) askExport(export exporting, path string) tea.Cmd {
	export.name = filepath.Base(path)
	check := func(typed string) error { return checkEnding(m.typedPath(typed), export.format) }
	m.prompt(picker.PromptOptions{Title: m.words.T("export.file"), Value: path, Check: check}, func(typed string) tea.Cmd {
		if typed = m.typedPath(typed); typed == "" {
			return nil
		}
		return m.writeExport(export, typed, false)
	})
	return nil
}

// typedPath gives what a typed path stands for, "" for nothing typed.
func (m *app) typedPath(typed string) string {
	typed = strings.TrimSpace(typed)
	if home := theme.Env(m.o.Env, "HOME"); strings.HasPrefix(typed, "~/") && home != "" {
		typed = filepath.Join(home, typed[2:])
	}
	if typed != "" && !filepath.IsAbs(typed) {
		typed = filepath.Join(m.o.Dir, typed)
	}
	return typed
}

// checkEnding refuses a name for a file that says another format; a directory says none.
func checkEnding(path, format string) error {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return nil
	}
	return desk.CheckEnding(path, format)
}

type exportedMsg struct {
	of
	export exporting
	path   string
	err    error
	began  int
}

func (m *app) writeExport(export exporting, path string, replace bool) tea.Cmd {
	d, session := m.desk, of(m.session)
	began, later := m.toast.begin(m.words.T("export.working", words.Data{"File": cells.Safe(filepath.Base(path))}))
	write := m.work.Reading(func(ctx context.Context) tea.Msg {
		if info, err := os.Stat(path); err == nil && info.IsDir() {
			path = filepath.Join(path, export.name)
		}
		return exportedMsg{of: session, export: export, path: path, began: began, err: export.write(ctx, d, path, replace)}
	})
	return tea.Batch(write, later)
}

func (msg exportedMsg) take(m *app) tea.Cmd {
	m.toast.end(msg.began)
	file := words.Data{"File": cells.Safe(msg.path)}
	switch {
	case errors.Is(msg.err, fs.ErrExist):
		m.menu(m.words.T("export.exists", words.Data{"File": cells.Safe(filepath.Base(msg.path))}), []picker.Choice{
			{Key: "n", Label: m.words.T("export.other")}, {Key: "r", Label: m.words.T("export.replace")},
		}, func(i int) tea.Cmd {
			if i == 0 {
				return m.askExport(msg.export, msg.path)
			}
			return m.writeExport(msg.export, msg.path, true)
		})
		return nil
	case msg.err != nil:
		return m.failed(m.words.T("failed.export", file), msg.err)
	}
	if msg.export.lost != "" {
		return m.tell(joined(" · ", m.words.T("export.done", file), msg.export.lost), toneBad, failureStays)
	}
	return m.succeed(m.words.T("export.done", file))
}
