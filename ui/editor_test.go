package ui

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tradedesk/model"
)

func TestSplitCommand(t *testing.T) {
	for line, want := range map[string][]string{
		"":                              nil,
		"  ":                            nil,
		"vi":                            {"vi"},
		"code --wait -n":                {"code", "--wait", "-n"},
		`"/opt/My Editor/ed" -x`:        {"/opt/My Editor/ed", "-x"},
		`/opt/My\ Editor/ed 'a "b"' ""`: {"/opt/My Editor/ed", `a "b"`, ""},
		"ed\t-s":                        {"ed", "-s"},
	} {
		if got := splitCommand(line); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", line, got, want)
		}
	}
}

// FuzzSplitCommand: words that are quoted come back as they were.
func FuzzSplitCommand(f *testing.F) {
	for _, seed := range []string{"vi", "a b", `"x y" z`, `a\ b`, "'", "\\", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, line string) {
		words := splitCommand(line)
		var quoted []string
		for _, word := range words {
			quoted = append(quoted, "'"+strings.ReplaceAll(word, "'", `'"'"'`)+"'")
		}
		if again := splitCommand(strings.Join(quoted, " ")); !slices.Equal(again, words) {
			t.Errorf("%q gives %q, which give %q", line, words, again)
		}
	})
}

func TestEditorIsTheirs(t *testing.T) {
	for _, c := range []struct {
		env  []string
		want string
	}{
		{[]string{"EDITOR=nano -w", "VISUAL=code --wait"}, "code --wait"},
		{[]string{"EDITOR=nano -w", "VISUAL="}, "nano -w"},
		{nil, "vi"},
	} {
		if got := strings.Join(Options{Env: c.env}.editorArgs(), " "); got != c.want {
			t.Errorf("%v: %q, want %q", c.env, got, c.want)
		}
	}
}

func scratchOf(t *testing.T, before string) scratchText {
	t.Helper()
	t.Setenv("TMPDIR", t.TempDir())
	s, err := newScratch(before)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestEditorsFileIsPrivateAndGoes(t *testing.T) {
	s := scratchOf(t, "Bonjour")
	info, err := os.Stat(s.path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("%v and %v, want a file for its owner alone", info, err)
	}
	if dir, err := os.Stat(filepath.Dir(s.path)); err != nil || dir.Mode().Perm() != 0o700 {
		t.Errorf("%v and %v, want a directory for its owner alone", dir, err)
	}
	if msg := edited(0, nil, s, nil); msg.changed || msg.err != nil || msg.kept != "" {
		t.Errorf("a text that was not touched: %+v", msg)
	}
	if _, err := os.Stat(filepath.Dir(s.path)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the directory is still there: %v", err)
	}
}

func TestWhatAnEditorLeaves(t *testing.T) {
	for _, c := range []struct {
		what, left, text string
		changed          bool
	}{
		{"a text", "Merci,\r\nMarie\n", "Merci,\nMarie", true},
		{"nothing", "", "", false},
		{"blanks", " \n\n", "", false},
		{"the same with a line's end", "Bonjour\n", "Bonjour", false},
		{"escape sequences", "a\x1b[31mb\x00c", "a[31mbc", true},
		{"what is no UTF-8", "a\xffb", "a\uFFFDb", true},
	} {
		s := scratchOf(t, "Bonjour")
		if err := os.WriteFile(s.path, []byte(c.left), 0o600); err != nil {
			t.Fatal(err)
		}
		if msg := edited(0, nil, s, nil); msg.text != c.text || msg.changed != c.changed || msg.err != nil {
			t.Errorf("%s: %+v", c.what, msg)
		}
	}
}

func TestAnEditorThatFails(t *testing.T) {
	// It crashed: what it saved is taken, and the file is kept and named.
	s := scratchOf(t, "Bonjour")
	if err := os.WriteFile(s.path, []byte("half a letter"), 0o600); err != nil {
		t.Fatal(err)
	}
	crash := errors.New("exit status 1")
	msg := edited(0, nil, s, crash)
	if msg.text != "half a letter" || !msg.changed || msg.kept != s.path || !errors.Is(msg.err, crash) {
		t.Errorf("%+v", msg)
	}
	if _, err := os.Stat(s.path); err != nil {
		t.Errorf("the file is gone: %v", err)
	}
	// It never began: there is nothing to keep.
	s = scratchOf(t, "Bonjour")
	never := exec.Command("/there/is/no/such editor").Run()
	if msg := edited(0, nil, s, &exec.Error{Name: "ed", Err: never}); msg.kept != "" || msg.err == nil {
		t.Errorf("%+v", msg)
	}
	if _, err := os.Stat(s.path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the file is still there: %v", err)
	}
}

func TestEditorGivesItsTextToTheForm(t *testing.T) {
	d := rfqDesk(t, 120, 44)
	d.pressed("4", "r")
	o, ok := d.m.top().(*formOverlay)
	if !ok {
		t.Fatal("there is no form")
	}
	d.send(editedMsg{of: of(d.m.session), form: o, text: "Bonjour,\n500 kg", changed: true})
	d.idle()
	d.sees("Bonjour,", "500 kg")
	d.send(editedMsg{of: of(d.m.session), form: o, kept: "/tmp/x/message.txt", err: errors.New("exit status 1")})
	d.sees("the text is kept in /tmp/x/message.txt", "Bonjour,")
	d.pressed("ctrl+s")
	if msgs := made[*model.Message](d); len(msgs) != 1 || msgs[0].Body != "Bonjour,\n500 kg" {
		t.Errorf("made %+v", msgs)
	}
}
