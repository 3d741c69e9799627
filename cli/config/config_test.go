package config

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write docs/config.md anew")

func write(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func env(vars map[string]string) func(string) string {
	return func(name string) string { return vars[name] }
}

func TestTheStrongestOriginCounts(t *testing.T) {
	path := write(t, "config.toml", "# mine\nme = \"file\"\nlang = \"fr\"\nmouse = false\n\nconfirm = 10 # many\ncolours = \"dark\"\n")
	c, faults := Resolve(Sources{
		Flags:    map[string]string{"me": "flag"},
		Getenv:   env(map[string]string{"TRADEDESK_USER": "env", "TRADEDESK_LANG": "ar"}),
		File:     ReadFile(path, true),
		Defaults: map[Name]string{Me: "login", Lang: "en", Country: "MA", Mouse: "true", Confirm: "2"},
	})
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	want := map[Name]Value{
		Me:      {Me, "flag", FromFlag, "--me"},
		Lang:    {Lang, "ar", FromEnv, "TRADEDESK_LANG"},
		Mouse:   {Mouse, "false", FromFile, path + ":4"},
		Confirm: {Confirm, "10", FromFile, path + ":6"},
		Colours: {Colours, "dark", FromFile, path + ":7"},
		Country: {Country, "MA", FromDefault, ""},
	}
	for _, v := range c.Values() {
		if w, ok := want[v.Name]; ok && v != w {
			t.Errorf("%s: got %+v, want %+v", v.Name, v, w)
		}
	}
	if c.True(Mouse) || c.Number(Confirm) != 10 || c.Text(Lang) != "ar" {
		t.Errorf("mouse %t, confirm %d, lang %s", c.True(Mouse), c.Number(Confirm), c.Text(Lang))
	}
}

func TestWhatIsWrongHasItsPlace(t *testing.T) {
	for content, want := range map[string]string{
		"mous = false":          `config.toml:1: there is no setting "mous"; did you mean "mouse"?`,
		"\n\nmouse = \"maybe\"": `config.toml:3: mouse = "maybe": want true or false`,
		"lang = \"de\"":         `config.toml:1: lang = "de": want ar, fr or en`,
		"confirm = -1":          `config.toml:1: confirm = "-1": want a number`,
		"country = \"XX\"":      `config.toml:1: country = "XX": want a country`,
		"colours = [\"dark\"]":  `config.toml:1: colours: want a text`,
		"addresses = \"salma\"": `config.toml:1: addresses = "salma": want addresses such as`,
		"addresses = [1]":       `config.toml:1: addresses: want a text`,
		"me = \"a\nlang":        `config.toml:1: `,
		"me = 1\nme = 2":        `config.toml:2: `,
	} {
		_, faults := Resolve(Sources{Getenv: env(nil), File: ReadFile(write(t, "config.toml", content), true)})
		if len(faults) != 1 || !strings.Contains(faults[0].Error(), want) || strings.Contains(faults[0].Error(), "\n") {
			t.Errorf("%q: got %v, want one line with %q", content, faults, want)
		}
	}
	_, faults := Resolve(Sources{Getenv: env(map[string]string{"TRADEDESK_MOUSE": "sometimes"}), File: ReadFile("", false)})
	if len(faults) != 1 || !strings.Contains(faults[0].Error(), `TRADEDESK_MOUSE "sometimes": want true`) {
		t.Errorf("of the environment: %v", faults)
	}
	if f := ReadFile(filepath.Join(t.TempDir(), "none.toml"), true); len(f.Faults) != 1 {
		t.Errorf("a file that was asked for and is not there: %v", f.Faults)
	}
	if f := ReadFile(filepath.Join(t.TempDir(), "none.toml"), false); len(f.Faults) != 0 || f.Found {
		t.Errorf("a file that need not be there: %v", f.Faults)
	}
	large := write(t, "config.toml", strings.Repeat("# x\n", maxFile/4+1))
	if f := ReadFile(large, true); len(f.Faults) != 1 || !strings.Contains(f.Faults[0].Error(), "larger") {
		t.Errorf("a file that is too large: %v", f.Faults)
	}
}

func TestAddressesAreAList(t *testing.T) {
	for _, content := range []string{`addresses = ["salma@desk.ma", "@desk.example"]`, `addresses = "salma@desk.ma, @desk.example"`} {
		c, faults := Resolve(Sources{Getenv: env(nil), File: ReadFile(write(t, "config.toml", content), true)})
		if got := c.List(Addresses); len(faults) > 0 || !slices.Equal(got, []string{"salma@desk.ma", "@desk.example"}) {
			t.Errorf("%s: got %q, %v", content, got, faults)
		}
	}
}

func TestReadKeys(t *testing.T) {
	path := write(t, "keys.toml", "[lead]\n# the usual\njunk = [\"J\", \"ctrl+x\"]\nqualify = \"Y\"\n\n[global]\ngo.inbox = [\"1\"]\n\"go.leads\" = [\"2\"]\n")
	got, err := ReadKeys(path, true)
	if err != nil {
		t.Fatal(err)
	}
	want := []Binding{
		{"lead", "junk", []string{"J", "ctrl+x"}, path + ":3"},
		{"lead", "qualify", []string{"Y"}, path + ":4"},
		{"global", "go.inbox", []string{"1"}, path + ":7"},
		{"global", "go.leads", []string{"2"}, path + ":8"},
	}
	if !slices.EqualFunc(got, want, func(a, b Binding) bool {
		return a.Scope == b.Scope && a.Action == b.Action && a.Where == b.Where && slices.Equal(a.Keys, b.Keys)
	}) {
		t.Errorf("got %+v", got)
	}
	for content, says := range map[string]string{
		"junk = \"J\"":            "keys.toml:1: junk: stands outside",
		"[lead]\njunk = []":       "keys.toml:2: junk: want a key",
		"[lead]\njunk = [1]":      "keys.toml:2: junk: want a key",
		"[lead]\njunk = \"a\nb\"": "keys.toml:2: ",
	} {
		if _, err := ReadKeys(write(t, "keys.toml", content), true); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: got %v, want %q", content, err, says)
		}
	}
	if got, err := ReadKeys(filepath.Join(t.TempDir(), "none"), false); err != nil || len(got) != 0 {
		t.Errorf("no file: %v and %v", got, err)
	}
}

func TestExampleIsAConfiguration(t *testing.T) {
	var out bytes.Buffer
	if err := Example(&out); err != nil {
		t.Fatal(err)
	}
	commented := ReadFile(write(t, "config.toml", out.String()), true)
	if len(commented.Faults) > 0 || len(commented.settings) != 0 {
		t.Errorf("as it is: %v, %d settings", commented.Faults, len(commented.settings))
	}
	lines := strings.Split(out.String(), "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, "#") && !strings.HasPrefix(line, "# ") {
			lines[i] = line[1:]
		}
	}
	if f := ReadFile(write(t, "config.toml", strings.Join(lines, "\n")), true); len(f.Faults) > 0 || len(f.settings) != len(Table()) {
		t.Errorf("without the comments: %v, %d of %d settings", f.Faults, len(f.settings), len(Table()))
	}
}

// FuzzFiles: no file of settings or keys is more than an error.
func FuzzFiles(f *testing.F) {
	for _, seed := range []string{"", "me = \"a\"", "[lead]\njunk = [\"J\"]", "a.b.c = 1\n[x]\ny = \"z\"", "[[a]]\nb = 1", "me = 1979-05-27"} {
		f.Add(seed)
	}
	path := filepath.Join(f.TempDir(), "file.toml")
	f.Fuzz(func(t *testing.T, content string) {
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		Resolve(Sources{Getenv: env(nil), File: ReadFile(path, true)})
		bindings, err := ReadKeys(path, true)
		for _, b := range bindings {
			if err == nil && (b.Action == "" && b.Scope == "" || len(b.Keys) == 0) {
				t.Fatalf("%q: an empty binding %+v", content, b)
			}
		}
	})
}

func TestDocumentIsCurrent(t *testing.T) {
	var want bytes.Buffer
	if err := WriteMarkdown(&want); err != nil {
		t.Fatal(err)
	}
	const path = "../../docs/config.md"
	if *update {
		if err := os.WriteFile(path, want.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(got, want.Bytes()) {
		t.Errorf("docs/config.md is not what the table gives (%v): go generate ./cli/config", err)
	}
}
