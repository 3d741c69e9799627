package picker

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"tradedesk/ui/layout"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"
)

func press(name string) tea.KeyPressMsg {
	codes := map[string]rune{
		"enter": tea.KeyEnter, "tab": tea.KeyTab, "esc": tea.KeyEscape, "up": tea.KeyUp, "down": tea.KeyDown, "left": tea.KeyLeft,
		"right": tea.KeyRight, "home": tea.KeyHome, "end": tea.KeyEnd, "backspace": tea.KeyBackspace, "pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown,
	}
	if code, ok := codes[name]; ok {
		return tea.KeyPressMsg{Code: code}
	}
	if rest, ok := strings.CutPrefix(name, "ctrl+"); ok {
		return tea.KeyPressMsg{Code: rune(rest[0]), Mod: tea.ModCtrl}
	}
	code, _ := utf8.DecodeRuneInString(name)
	return tea.KeyPressMsg{Code: code, Text: name}
}

type failer interface {
	Errorf(string, ...any)
	Helper()
}

func checkBox(t failer, lines []string, w, h int) {
	t.Helper()
	if len(lines) != h {
		t.Errorf("%d lines, want %d", len(lines), h)
	}
	for i, line := range lines {
		if got := ansi.StringWidth(line); got != w {
			t.Errorf("line %d is %d cells, want %d: %q", i, got, w, line)
		}
	}
}

func shown(lines []string) string { return ansi.Strip(strings.Join(lines, "\n")) }

func reasons() *Menu {
	m := NewMenu("Why is it lost?", []Choice{
		{Key: "p", Label: "Price", Hint: "too dear"}, {Key: "t", Label: "Time"}, {Key: "o", Label: "Other", Why: "say it in a note"}, {Label: "No answer"},
	}, nil)
	m.SetSize(layout.LeftToRight, 40, 8)
	return m
}

func TestMenu(t *testing.T) {
	for _, c := range []struct {
		what string
		keys []string
		want MenuResult
	}{
		{"enter takes the first", []string{"enter"}, MenuResult{Done: true}},
		{"down and enter", []string{"down", "enter"}, MenuResult{Done: true, Index: 1}},
		{"a choice's key", []string{"t"}, MenuResult{Done: true, Index: 1}},
		{"another key does nothing", []string{"q"}, MenuResult{}},
		{"the ends hold", []string{"up", "end", "down", "enter"}, MenuResult{Done: true, Index: 3}},
		{"what cannot be taken", []string{"o"}, MenuResult{}},
		{"escape", []string{"down", "esc"}, MenuResult{Cancelled: true}},
	} {
		m := reasons()
		var got MenuResult
		for _, k := range c.keys {
			got = m.Update(press(k))
			checkBox(t, m.Lines(), 40, 8)
		}
		if got != c.want {
			t.Errorf("%s: got %+v, want %+v", c.what, got, c.want)
		}
	}
}

func TestMenuOnAnArabicKeyboard(t *testing.T) {
	for _, key := range []tea.KeyPressMsg{{Code: 'ف', Text: "ف", BaseCode: 't'}, {Code: 'ف', Text: "ف"}} {
		if got := reasons().Update(key); !got.Done || got.Index != 1 {
			t.Errorf("the key in t's place, %+v: %+v", key, got)
		}
	}
}

func TestMenuSaysWhyNot(t *testing.T) {
	m := reasons()
	m.Update(press("o"))
	if s := shown(m.Lines()); !strings.Contains(s, "! say it in a note") {
		t.Errorf("no reason:\n%s", s)
	}
}

func TestMenuShowsTheCursorAtAnyHeight(t *testing.T) {
	m := reasons()
	for h := range 8 {
		m.SetSize(layout.LeftToRight, 30, h)
		m.Select(3)
		checkBox(t, m.Lines(), 30, h)
		if s := shown(m.Lines()); h >= 3 && !strings.Contains(s, "> ") {
			t.Errorf("height %d hides the cursor:\n%s", h, s)
		}
	}
}

func TestPrompt(t *testing.T) {
	p := NewPrompt(PromptOptions{Title: "Snooze until", Value: "tomorow", Check: func(v string) error {
		if v != "tomorrow" {
			return fmt.Errorf("%q is no date", v)
		}
		return nil
	}})
	p.SetSize(layout.LeftToRight, 40, 3)
	if got := p.Update(press("enter")); got.Done || !strings.Contains(shown(p.Lines()), `! "tomorow" is no date`) {
		t.Fatalf("a wrong value: %+v\n%s", got, shown(p.Lines()))
	}
	checkBox(t, p.Lines(), 40, 3)
	for _, k := range []string{"left", "left", "r"} {
		p.Update(press(k))
	}
	if s := shown(p.Lines()); strings.Contains(s, "!") {
		t.Errorf("the error stays while it is put right:\n%s", s)
	}
	if got := p.Update(press("enter")); !got.Done || got.Value != "tomorrow" {
		t.Errorf("got %+v", got)
	}
	if got := p.Update(press("esc")); !got.Cancelled {
		t.Errorf("escape: %+v", got)
	}
}

// What is wrong is said whole, in as many lines as it takes.
func TestPromptWrapsWhatIsWrong(t *testing.T) {
	p := NewPrompt(PromptOptions{Title: "How much", Check: func(string) error {
		return errors.New(`amount "1,234": could be 1234 or 1.234: write 1234 or 1.234`)
	}})
	if got := p.Height(30); got != 3 {
		t.Errorf("it wants %d lines before anything is wrong", got)
	}
	p.Update(press("enter"))
	h := p.Height(30)
	p.SetSize(layout.LeftToRight, 30, h)
	checkBox(t, p.Lines(), 30, h)
	if s := strings.Join(strings.Fields(shown(p.Lines())), " "); h != 5 || !strings.Contains(s, "could be 1234 or 1.234: write 1234 or 1.234") {
		t.Errorf("%d lines: %s", h, s)
	}
}

// disk is a directory tree for tests: a nil listing is a file.
type disk map[string][]Entry

func (d disk) look(path string) (Listing, error) {
	entries, ok := d[path]
	switch {
	case !ok:
		return Listing{}, fmt.Errorf("opening %q: %w", path, fs.ErrNotExist)
	case entries == nil:
		return Listing{Path: path, File: true}, nil
	}
	return Listing{Path: path, Entries: entries}, nil
}

func home() disk {
	return disk{
		"/":                              {{Name: "home", Dir: true}},
		"/home":                          {{Name: "salma", Dir: true}, {Name: "samir", Dir: true}},
		"/home/samir":                    {},
		"/home/salma":                    {{Name: "Fair", Dir: true}, {Name: ".secret", Size: 1}, {Name: "cards.vcf", Size: 2_400}, {Name: "leads.csv", Size: 12_345_678}, {Name: "photo.jpg", Size: 5}},
		"/home/salma/Fair":               {{Name: "siam 2026.csv", Size: 10}},
		"/home/salma/leads.csv":          nil,
		"/home/salma/cards.vcf":          nil,
		"/home/salma/.secret":            nil,
		"/home/salma/Fair/siam 2026.csv": nil,
	}
}

func newFiles(t testing.TB, d disk) *Files {
	t.Helper()
	f := NewFiles(FilesOptions{Title: "Import", Dir: "/home/salma", Home: "/home/salma", Extensions: []string{".csv", ".vcf"}, Look: d.look})
	f.SetSize(layout.LeftToRight, 50, 12)
	f.Update(f.Init()())
	return f
}

// walk gives keys, and runs the commands that come of them.
func walk(t testing.TB, f *Files, keys ...string) FilesResult {
	t.Helper()
	var result FilesResult
	for _, k := range keys {
		var cmd tea.Cmd
		if path, ok := strings.CutPrefix(k, "paste:"); ok {
			result, cmd = f.Update(tea.PasteMsg{Content: path})
		} else {
			result, cmd = f.Update(press(k))
		}
		if cmd != nil {
			result, _ = f.Update(cmd())
		}
		checkBox(t, f.Lines(), f.w, f.h)
	}
	return result
}

func TestFilesWalk(t *testing.T) {
	for _, c := range []struct {
		what string
		keys []string
		path string // "" when nothing is picked
		dir  string
	}{
		{"a file", []string{"down", "down", "enter"}, "/home/salma/leads.csv", "/home/salma"},
		{"into a directory", []string{"enter"}, "", "/home/salma/Fair"},
		{"right goes in, left goes out", []string{"right", "left"}, "", "/home/salma"},
		{"backspace goes up", []string{"backspace", "backspace", "backspace"}, "", "/"},
		{"up and back in: the cursor is where one came from", []string{"backspace", "enter"}, "", "/home/salma"},
		{"letters", []string{"l", "e", "a", "enter"}, "/home/salma/leads.csv", "/home/salma"},
		{"letters within a name", []string{"card", "enter"}, "/home/salma/cards.vcf", "/home/salma"},
		{"backspace takes a letter first", []string{"x", "backspace", "down", "enter"}, "/home/salma/cards.vcf", "/home/salma"},
		{"a hidden file", []string{".", "enter"}, "/home/salma/.secret", "/home/salma"},
		{"nothing matches", []string{"zzz", "enter"}, "", "/home/salma"},
		{"a path", []string{"/home/salma/leads.csv", "enter"}, "/home/salma/leads.csv", "/home/salma"},
		{"a path from here", []string{"Fair/", "enter"}, "", "/home/salma/Fair"},
		{"home", []string{"~/cards.vcf", "enter"}, "/home/salma/cards.vcf", "/home/salma"},
		{"dropped with backslashes", []string{`paste:/home/salma/Fair/siam\ 2026.csv `, "enter"}, "/home/salma/Fair/siam 2026.csv", "/home/salma"},
		{"dropped in quotes", []string{`paste:'/home/salma/Fair/siam 2026.csv'`, "enter"}, "/home/salma/Fair/siam 2026.csv", "/home/salma"},
		{"dropped as a URL", []string{`paste:file:///home/salma/Fair/siam%202026.csv`, "enter"}, "/home/salma/Fair/siam 2026.csv", "/home/salma"},
		{"a path that is not there", []string{"/nowhere", "enter"}, "", "/home/salma"},
	} {
		f := newFiles(t, home())
		got := walk(t, f, c.keys...)
		if got.Done != (c.path != "") || got.Path != c.path || f.Dir() != c.dir {
			t.Errorf("%s: got %+v in %s, want %q in %s\n%s", c.what, got, f.Dir(), c.path, c.dir, shown(f.Lines()))
		}
	}
}

func TestFilesEscape(t *testing.T) {
	f := newFiles(t, home())
	if got := walk(t, f, "l", "esc"); got.Cancelled || f.line.Value() != "" {
		t.Error("the first escape does not take the letters back")
	}
	if got := walk(t, f, "esc"); !got.Cancelled {
		t.Error("escape does not close")
	}
}

func TestFilesShows(t *testing.T) {
	f := newFiles(t, home())
	s := shown(f.Lines())
	for _, want := range []string{"Import", "/home/salma", "> Fair/", "cards.vcf", "2.4 kB", "12 MB", "photo.jpg"} {
		if !strings.Contains(s, want) {
			t.Errorf("%q is not shown:\n%s", want, s)
		}
	}
	if strings.Contains(s, ".secret") {
		t.Errorf("a hidden file is shown:\n%s", s)
	}
	walk(t, f, "/nowhere", "enter")
	if s := shown(f.Lines()); !strings.Contains(s, "! opening") {
		t.Errorf("no error:\n%s", s)
	}
}

func TestFilesDropsStaleAnswers(t *testing.T) {
	f := newFiles(t, home())
	_, slow := f.Update(press("enter"))
	_, fast := f.Update(press("backspace"))
	f.Update(fast())
	f.Update(slow())
	if f.Dir() != "/home" {
		t.Errorf("an answer that came late opened %s", f.Dir())
	}
}

func TestFilesUpdateReadsNothing(t *testing.T) {
	f := NewFiles(FilesOptions{Dir: "/", Look: func(string) (Listing, error) {
		t.Error("the disk was read outside a command")
		return Listing{}, nil
	}})
	f.SetSize(layout.LeftToRight, 40, 10)
	for _, k := range []string{"enter", "x", "backspace", "backspace", "/", "enter", "down"} {
		f.Update(press(k))
		f.Lines()
	}
}

func TestFilesHostileNames(t *testing.T) {
	d := disk{"/home/salma": {{Name: "a\x1b]0;t\x07\u202e.csv"}, {Name: "\xff\xfe.csv"}, {Name: "two\nlines.csv"}}, "/home/salma/a\x1b]0;t\x07\u202e.csv": nil}
	f := newFiles(t, d)
	checkBox(t, f.Lines(), 50, 12)
	if s := strings.Join(f.Lines(), ""); strings.ContainsAny(ansi.Strip(s), "\x07\u202e\n") || strings.Contains(s, "\x1b]") {
		t.Errorf("a name reached the terminal: %q", s)
	}
	if got := walk(t, f, "enter"); got.Path != "/home/salma/a\x1b]0;t\x07\u202e.csv" {
		t.Errorf("the real name was not opened: %q", got.Path)
	}
}

func TestFilesBigDirectory(t *testing.T) {
	var entries []Entry
	for i := range MaxEntries {
		entries = append(entries, Entry{Name: fmt.Sprintf("file-%05d.csv", i)})
	}
	f := newFiles(t, disk{"/home/salma": entries, "/home/salma/file-09999.csv": nil})
	walk(t, f, "pgdown", "pgdown", "down")
	if s := shown(f.Lines()); !strings.Contains(s, "> file-00017.csv") {
		t.Errorf("the cursor is not at 17:\n%s", s)
	}
	if got := walk(t, f, "9999", "enter"); got.Path != "/home/salma/file-09999.csv" {
		t.Errorf("got %+v", got)
	}
}

func TestFilesFitsItsBox(t *testing.T) {
	keys := []string{"up", "down", "pgdown", "enter", "backspace", "left", "right", "l", "日", "/", "~", "esc", "ctrl+w"}
	rapid.Check(t, func(rt *rapid.T) {
		f := newFiles(t, home())
		f.SetSize(layout.LeftToRight, rapid.IntRange(0, 80).Draw(rt, "w"), rapid.IntRange(0, 20).Draw(rt, "h"))
		for _, k := range rapid.SliceOfN(rapid.SampledFrom(keys), 0, 30).Draw(rt, "keys") {
			if _, cmd := f.Update(press(k)); cmd != nil {
				f.Update(cmd())
			}
			checkBox(rt, f.Lines(), f.w, f.h)
		}
	})
}

func TestLook(t *testing.T) {
	dir := t.TempDir()
	for name, content := range map[string]string{"b.csv": "12", "A.vcf": "1", "sub/x": ""} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for link, to := range map[string]string{"link": "sub", "nothing": "gone"} {
		if err := os.Symlink(to, filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	l, err := Look(dir)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := fmt.Sprint(l.Entries), "[{link true"; !strings.HasPrefix(got, want) || len(l.Entries) != 4 || l.Entries[2].Name != "A.vcf" || l.Entries[3].Size != 2 {
		t.Errorf("got %v", l.Entries)
	}
	if l, err := Look(filepath.Join(dir, "b.csv")); err != nil || !l.File {
		t.Errorf("a file: %+v, %v", l, err)
	}
	if _, err := Look(filepath.Join(dir, "gone")); !errors.Is(err, fs.ErrNotExist) || strings.Count(err.Error(), "gone") != 1 {
		t.Errorf("what is not there: %v", err)
	}
}

func TestSize(t *testing.T) {
	for n, want := range map[int64]string{0: "0 B", 999: "999 B", 1000: "1.0 kB", 2_449: "2.4 kB", 12_345: "12 kB", 999_499: "999 kB", 1_000_000: "1.0 MB", 12_345_678: "12 MB", 3_200_000_000: "3.2 GB"} {
		if got := size(n); got != want {
			t.Errorf("size(%d) = %q, want %q", n, got, want)
		}
	}
}
