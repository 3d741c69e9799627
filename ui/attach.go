package ui

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
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

// attach picks a file for the record under the cursor.
func (m *app) attach() tea.Cmd {
	e, ok := m.page().current()
	if !ok {
		return nil
	}
	title := m.words.T("attach.choose", words.Data{"Who": m.title(e)})
	return m.pickFile(title, nil, func(path string) tea.Cmd { return m.attachFile(e, path) })
}

// attachFile keeps the content of a file and names it in the record, in the queue
// of the writes.
func (m *app) attachFile(e model.Excerpt, path string) tea.Cmd {
	data := words.Data{"Who": m.title(e), "File": cells.Safe(filepath.Base(path))}
	return m.commit(commit{
		label: m.words.T("did.attach", data), success: m.words.T("done.attach", data), ids: []model.ID{e.ID},
		build: func(ctx context.Context, d desk.Desk) ([]desk.Edit, error) { return attachEdits(ctx, d, e, path) },
	})
}

func attachEdits(ctx context.Context, d desk.Desk, e model.Excerpt, path string) ([]desk.Edit, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("opening the file: %w", err)
	}
	defer func() { _ = file.Close() }() // only read
	kept, err := d.PutFile(ctx, filepath.Base(path), file)
	if err != nil {
		return nil, err
	}
	r, err := d.Get(ctx, e.ID)
	if err != nil {
		return nil, fmt.Errorf("reading what is attached to %s: %w", e.ID, err)
	}
	set, err := model.Attach(r, kept)
	if err != nil {
		return nil, err
	}
	return []desk.Edit{{Kind: e.Kind, ID: e.ID, Set: set, Seen: r.Header().UpdatedAt}}, nil
}

// withFile goes on with the attached file that the cursor is on.
func (m *app) withFile(at target, then func(*app, model.Record, model.Attachment) tea.Cmd) tea.Cmd {
	return m.withRecord(at.row.ID, func(m *app, r model.Record) tea.Cmd {
		files := model.FilesOf(r)
		if at.index >= len(files) {
			return m.say(m.words.T("error.not_found"))
		}
		return then(m, r, files[at.index])
	})
}

// detach takes a file off a record. Its content stays, so that undo brings it back.
func (m *app) detach(at target) tea.Cmd {
	return m.withFile(at, func(m *app, r model.Record, file model.Attachment) tea.Cmd {
		set, err := model.Detach(r, at.index)
		data := words.Data{"Who": m.title(m.rowOf(r)), "File": cells.Safe(file.Name)}
		if err != nil {
			return m.failed(m.words.T("did.detach", data), err)
		}
		h := r.Header()
		e, _ := m.page().current()
		return m.commit(commit{
			label: m.words.T("did.detach", data), success: m.words.T("done.detach", data), ids: []model.ID{h.ID, e.ID},
			edits: []desk.Edit{{Kind: r.Kind(), ID: h.ID, Set: set, Seen: h.UpdatedAt}},
		})
	})
}

type savedMsg struct {
	of
	path  string
	err   error
	began int
	open  bool // with the program of its type
}

// saveFile asks for a directory and writes a copy of a file into it.
func (m *app) saveFile(at target) tea.Cmd {
	return m.withFile(at, func(m *app, _ model.Record, file model.Attachment) tea.Cmd {
		name := model.FileName(file.Name)
		options := picker.PromptOptions{Title: m.words.T("attach.save", words.Data{"File": cells.Safe(name)}), Value: m.o.Dir, Check: m.notEmpty}
		m.prompt(options, func(dir string) tea.Cmd { return m.writeFile(file, m.inHome(dir), false) })
		return nil
	})
}

// inHome gives the directory that is meant by a path that begins with "~".
func (m *app) inHome(path string) string {
	home := theme.Env(m.o.Env, "HOME")
	if rest, ok := strings.CutPrefix(path, "~"); ok && home != "" && (rest == "" || os.IsPathSeparator(rest[0])) {
		return filepath.Join(home, rest)
	}
	return path
}

func (m *app) writeFile(file model.Attachment, dir string, open bool) tea.Cmd {
	d, session := m.desk, of(m.session)
	began, later := m.toast.begin(m.words.T("toast.saving"))
	return tea.Batch(later, m.work.Reading(func(ctx context.Context) tea.Msg {
		msg := savedMsg{of: session, began: began, open: open}
		if open {
			if dir, msg.err = m.work.Scratch(); msg.err != nil {
				return msg
			}
		}
		msg.path, msg.err = desk.SaveFile(ctx, d, file, dir)
		if msg.err == nil && open {
			msg.err = launch(m.o.Env, msg.path)
		}
		return msg
	}))
}

func (msg savedMsg) take(m *app) tea.Cmd {
	m.toast.end(msg.began)
	data := words.Data{"File": cells.Safe(msg.path)}
	switch {
	case msg.err != nil && msg.open:
		return m.failed(m.words.T("failed.open_file"), msg.err)
	case msg.err != nil:
		return m.failed(m.words.T("failed.save_file"), msg.err)
	case msg.open:
		return m.say(m.words.T("toast.opened"))
	}
	return m.succeed(m.words.T("toast.saved", data))
}

// viewable are the endings of the files that are given to another program: it only
// shows them. Others could be started by their name.
var viewable = []string{
	".pdf", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".tif", ".tiff", ".txt", ".csv", ".docx", ".xlsx", ".pptx",
	".odt", ".ods", ".odp", ".mp3", ".ogg", ".opus", ".mp4",
}

// openFile shows an attached file with the program of its type, where there is a
// display.
func (m *app) openFile(at target) tea.Cmd {
	return m.withFile(at, func(m *app, _ model.Record, file model.Attachment) tea.Cmd {
		switch {
		case len(launcher(m.o.Env)) == 0:
			return m.say(m.words.T("why.no_display"))
		case !slices.Contains(viewable, strings.ToLower(filepath.Ext(model.FileName(file.Name)))):
			return m.say(m.words.T("why.not_viewable"))
		}
		return m.writeFile(file, "", true)
	})
}

// launcher gives the command that opens a file with the program of its type, none
// where nothing could be seen.
func launcher(env []string) []string {
	switch {
	case runtime.GOOS == "darwin":
		return []string{"open"}
	case runtime.GOOS == "windows":
		return []string{"rundll32", "url.dll,FileProtocolHandler"}
	case theme.Env(env, "DISPLAY") != "" || theme.Env(env, "WAYLAND_DISPLAY") != "":
		return []string{"xdg-open"}
	}
	return nil
}

func launch(env []string, path string) error {
	args := launcher(env)
	command := exec.Command(args[0], append(args[1:], path)...)
	command.Env = env
	if out, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %.200s", args[0], err, cells.Safe(string(out)))
	}
	return nil
}
