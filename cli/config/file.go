package config

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"tradedesk/model/text"
)

// maxFile bounds the files of settings and keys, in bytes.
const maxFile = 1 << 20

// File is what a configuration file says. Faults says what of it cannot be, one
// error for each; the rest counts.
type File struct {
	Path   string
	Found  bool
	Faults []error

	settings map[Name]placed
}

// placed is a value and the line that it stands on, as file:line.
type placed struct{ text, where string }

// ReadFile reads a configuration file; one that is not there says nothing. must
// says that it was asked for by name, so that it has to be there.
func ReadFile(path string, must bool) File {
	f := File{Path: path, settings: map[Name]placed{}}
	data, err := readBounded(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && !must:
		return f
	case err != nil:
		f.Faults = append(f.Faults, fmt.Errorf("reading the configuration: %w", err))
		return f
	}
	f.Found = true
	f.parse(data)
	return f
}

func readBounded(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, maxFile+1))
	if err == nil && len(data) > maxFile {
		err = fmt.Errorf("%s: is larger than %d bytes", path, maxFile)
	}
	return data, err
}

func (f *File) parse(data []byte) {
	var raw map[string]any
	if _, err := toml.Decode(string(data), &raw); err != nil {
		f.Faults = append(f.Faults, syntaxFault(f.Path, err))
		return
	}
	lines := linesOf(string(data))
	var names []string
	for _, s := range Table() {
		names = append(names, string(s.Name))
	}
	raw = flat(raw, names)
	for _, name := range slices.Sorted(maps.Keys(raw)) {
		v := raw[name]
		where := fmt.Sprintf("%s:%d", f.Path, lines[name])
		if !slices.Contains(names, name) {
			f.Faults = append(f.Faults, fmt.Errorf("%s: there is no setting %q%s", where, text.Clean(name, 60), meant(name, names)))
			continue
		}
		switch v := v.(type) {
		case string:
			f.settings[Name(name)] = placed{v, where}
		case bool, int64:
			f.settings[Name(name)] = placed{fmt.Sprint(v), where}
		default:
			all, ok := listOf(v)
			if !ok || !Name(name).list() {
				f.Faults = append(f.Faults, fmt.Errorf("%s: %s: want a text, a number, true or false", where, name))
				continue
			}
			f.settings[Name(name)] = placed{strings.Join(all, ", "), where}
		}
	}
}

// flat gives the settings of tables by their whole names: "mail.send".
func flat(raw map[string]any, names []string) map[string]any {
	out := map[string]any{}
	for name, v := range raw {
		table, ok := v.(map[string]any)
		if !ok || !slices.ContainsFunc(names, func(known string) bool { return strings.HasPrefix(known, name+".") }) {
			out[name] = v
			continue
		}
		for within, v := range table {
			out[name+"."+within] = v
		}
	}
	return out
}

// listOf gives the texts of an array; false when it holds something else.
func listOf(v any) ([]string, bool) {
	items, ok := v.([]any)
	var out []string
	for _, item := range items {
		text, is := item.(string)
		ok = ok && is
		out = append(out, text)
	}
	return out, ok
}

// meant says which name was probably meant.
func meant(name string, names []string) string {
	if near, ok := text.Nearest(name, names); ok {
		return fmt.Sprintf("; did you mean %q?", near)
	}
	return ""
}

// syntaxFault gives one line for a file that is no TOML.
func syntaxFault(path string, err error) error {
	var parse toml.ParseError
	if errors.As(err, &parse) {
		return fmt.Errorf("%s:%d: %s", path, parse.Position.Line, strings.TrimPrefix(parse.Message, "toml: "))
	}
	return fmt.Errorf("%s: %w", path, err)
}

// linesOf finds the line on which each name of a TOML file is given its value,
// names of tables and dots before it: "lead.junk" or "go.inbox".
func linesOf(data string) map[string]int {
	lines := map[string]int{}
	table, n := "", 0
	for line := range strings.Lines(data) {
		n++
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "[") && strings.HasSuffix(strings.TrimSpace(strings.SplitN(line, "#", 2)[0]), "]") && !strings.Contains(line, "=") {
			table = strings.Trim(strings.SplitN(line, "#", 2)[0], "[] \t") + "."
			lines[strings.TrimSuffix(table, ".")] = n
			continue
		}
		name, _, ok := strings.Cut(line, "=")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		full := table + strings.ReplaceAll(strings.TrimSpace(name), `"`, "")
		if _, twice := lines[full]; !twice {
			lines[full] = n
		}
	}
	return lines
}
