package ui

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	tea "charm.land/bubbletea/v2"

	"tradedesk/model"
	"tradedesk/model/text"
	"tradedesk/ui/theme"
	"tradedesk/ui/words"
)

// editorArgs gives the command that the person edits texts with.
func (o Options) editorArgs() []string {
	for _, command := range []string{o.Editor, theme.Env(o.Env, "VISUAL"), theme.Env(o.Env, "EDITOR")} {
		if args := splitCommand(command); len(args) > 0 {
			return args
		}
	}
	if runtime.GOOS == "windows" {
		return []string{"notepad"}
	}
	return []string{"vi"}
}

// splitCommand splits a command at blanks as a shell does: quotes and backslashes
// keep blanks in a word.
func splitCommand(line string) []string {
	var args []string
	var word strings.Builder
	begun, quote, escaped := false, rune(0), false
	for _, r := range line {
		switch {
		case escaped:
			word.WriteRune(r)
			escaped = false
		case r == '\\' && quote != '\'' && runtime.GOOS != "windows":
			escaped, begun = true, true
		case quote != 0 && r == quote:
			quote = 0
		case quote != 0:
			word.WriteRune(r)
		case r == '\'' || r == '"':
			quote, begun = r, true
		case r == ' ' || r == '\t':
			if begun {
				args = append(args, word.String())
			}
			word.Reset()
			begun = false
		default:
			word.WriteRune(r)
			begun = true
		}
	}
	if begun {
		args = append(args, word.String())
	}
	return args
}

// scratchText is a text in a file of this user alone, while an editor has it.
type scratchText struct {
	path   string
	before string
}

func newScratch(before string) (scratchText, error) {
	dir, err := os.MkdirTemp("", "tradedesk-")
	if err != nil {
		return scratchText{}, fmt.Errorf("making a file for the editor: %w", err)
	}
	s := scratchText{path: filepath.Join(dir, "message.txt"), before: before}
	if before != "" {
		before += "\n"
	}
	if err := os.WriteFile(s.path, []byte(before), 0o600); err != nil {
		return scratchText{}, errors.Join(fmt.Errorf("making a file for the editor: %w", err), os.RemoveAll(dir))
	}
	return s, nil
}

// after gives what the editor left, clean, and whether that is another text.
func (s scratchText) after() (string, bool, error) {
	file, err := os.Open(s.path)
	if err != nil {
		return "", false, fmt.Errorf("reading what the editor left: %w", err)
	}
	defer func() { _ = file.Close() }() // only read
	// A rune has up to four bytes.
	data, err := io.ReadAll(io.LimitReader(file, 4*model.MaxLong+1))
	if err != nil {
		return "", false, fmt.Errorf("reading what the editor left: %w", err)
	}
	left := strings.TrimSpace(text.CleanLines(strings.ToValidUTF8(string(data), "\uFFFD"), model.MaxLong))
	return left, left != "" && left != s.before, nil
}

func (s scratchText) remove() error { return os.RemoveAll(filepath.Dir(s.path)) }

type scratchMsg struct {
	of
	form    *formOverlay
	scratch scratchText
	err     error
}

// openEditor gives the text that the cursor is in to the person's own editor.
func (m *app) openEditor(o *formOverlay) tea.Cmd {
	before, ok := o.form.Long()
	if !ok {
		return m.say(m.words.T("why.no_long_text"))
	}
	session := of(m.session)
	return m.work.Reading(func(context.Context) tea.Msg {
		scratch, err := newScratch(before)
		return scratchMsg{of: session, form: o, scratch: scratch, err: err}
	})
}

// take hands the terminal to the editor, and takes it back when that ends.
func (msg scratchMsg) take(m *app) tea.Cmd {
	if msg.err != nil {
		return m.failed(m.words.T("failed.editor"), msg.err)
	}
	args := m.o.editorArgs()
	command := exec.Command(args[0], append(args[1:], msg.scratch.path)...)
	command.Env = m.o.Env
	session, scratch := msg.of, msg.scratch
	return m.lent(tea.ExecProcess(command, func(err error) tea.Msg { return edited(session, msg.form, scratch, err) }))
}

type editedMsg struct {
	of
	form    *formOverlay
	text    string
	changed bool
	kept    string // the file that is left, when something went wrong
	err     error
}

// edited reads what an editor left. The file is kept when the editor failed or its
// text cannot be read: it may be all that there is.
func edited(session of, form *formOverlay, scratch scratchText, err error) editedMsg {
	msg := editedMsg{of: session, form: form, err: err}
	var readErr error
	msg.text, msg.changed, readErr = scratch.after()
	var never *exec.Error
	switch {
	case errors.As(err, &never):
		msg.err = errors.Join(err, scratch.remove())
	case err != nil || readErr != nil:
		msg.kept, msg.err = scratch.path, errors.Join(err, readErr)
	default:
		msg.err = scratch.remove()
	}
	return msg
}

func (msg editedMsg) take(m *app) tea.Cmd {
	return tea.Batch(m.takenBack(), msg.taken(m))
}

func (msg editedMsg) taken(m *app) tea.Cmd {
	shown := m.showing(msg.form)
	if msg.changed && shown {
		msg.form.form.SetLong(msg.text)
	}
	switch {
	case msg.kept != "":
		return m.failed(m.words.T("failed.editor"), fmt.Errorf("%w; %s", msg.err, m.words.T("editor.kept", words.Data{"File": msg.kept})))
	case msg.err != nil:
		return m.failed(m.words.T("failed.editor"), msg.err)
	case !msg.changed:
		return m.say(m.words.T("toast.nothing_changed"))
	}
	return nil
}
