package main

import (
	"encoding/base64"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"tradedesk/internal/workbook"
)

// scriptCommands are what scripts can do beside testscript's own commands.
var scriptCommands = map[string]func(*testscript.TestScript, bool, []string){
	"exits":    exits,
	"keep":     keep,
	"json":     jsonEqual,
	"hostile":  hostile,
	"expand":   expand,
	"spoil":    spoil,
	"workbook": makeWorkbook,
	"encode":   encode,
	"serving":  controlServing,
	"server":   controlServer,
}

// exits runs a command that must end with a code: exits CODE PROGRAM ARG….
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits code program args...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	if failed, ok := errorAs[*exec.ExitError](err); ok {
		got = failed.ExitCode()
	} else if err != nil {
		ts.Fatalf("running %s: %v", args[1], err)
	}
	if got != want {
		ts.Fatalf("%s exits with %d, want %d", strings.Join(args[1:], " "), got, want)
	}
}

// keep sets a variable to the last output, or to a member of its JSON:
// keep NAME [PATH].
func keep(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 || len(args) > 2 {
		ts.Fatalf("usage: keep name [path]")
	}
	out := strings.TrimSpace(ts.ReadFile("stdout"))
	if len(args) == 2 {
		out = member(ts, out, args[1])
	}
	ts.Setenv(args[0], out)
}

// jsonEqual compares a member of the last output's JSON: json PATH WANT. A path
// is names and numbers separated by dots; "len" gives how many there are.
func jsonEqual(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: json path want")
	}
	got := member(ts, ts.ReadFile("stdout"), args[0])
	if (got == args[1]) == neg {
		ts.Fatalf("%s is %q; want equal to %q: %t", args[0], got, args[1], !neg)
	}
}

func member(ts *testscript.TestScript, document, path string) string {
	var v any
	if err := json.Unmarshal([]byte(document), &v); err != nil {
		ts.Fatalf("the output is not one JSON document: %v", err)
	}
	for name := range strings.SplitSeq(path, ".") {
		switch at := v.(type) {
		case map[string]any:
			v = at[name]
		case []any:
			if name == "len" {
				v = len(at)
				continue
			}
			i, err := strconv.Atoi(name)
			if err != nil || i < 0 || i >= len(at) {
				ts.Fatalf("%s: no element %s of %d", path, name, len(at))
			}
			v = at[i]
		default:
			ts.Fatalf("%s: nothing at %s", path, name)
		}
	}
	switch v := v.(type) {
	case nil:
		return "null"
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case []any, map[string]any:
		raw, err := json.Marshal(v)
		ts.Check(err)
		return string(raw)
	default:
		return fmt.Sprint(v)
	}
}

// hostile writes a file with escape sequences where it says \e, C1 controls
// where it says \c and bidi overrides where it says \b: hostile FROM TO.
func hostile(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: hostile from to")
	}
	text := strings.NewReplacer(`\e`, "\x1b", `\c`, "\u009b", `\b`, "\u202e", `\a`, "\a").Replace(ts.ReadFile(args[0]))
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(text), 0o600))
}

// expand writes a file with its variables replaced: expand FROM TO.
func expand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: expand from to")
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(os.Expand(ts.ReadFile(args[0]), ts.Getenv)), 0o600))
}

// makeWorkbook makes an Excel workbook of a table of comma-separated values: workbook FROM TO.
func makeWorkbook(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: workbook from to")
	}
	table := csv.NewReader(strings.NewReader(ts.ReadFile(args[0])))
	table.FieldsPerRecord = -1
	rows, err := table.ReadAll()
	ts.Check(err)
	book, err := workbook.Of(rows)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), book, 0o600))
}

// encode sets a variable to what a file holds in base64, in lines as mail has them:
// encode FILE NAME.
func encode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: encode file name")
	}
	var b strings.Builder
	for line := range slices.Chunk([]byte(base64.StdEncoding.EncodeToString([]byte(ts.ReadFile(args[0])))), 76) {
		b.WriteString(string(line) + "\n")
	}
	ts.Setenv(args[1], b.String())
}

// spoil replaces a text wherever it stands in a file by one that is as long, both
// with escapes as in Go: spoil FILE FROM TO.
func spoil(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: spoil file from to")
	}
	from, err := strconv.Unquote(`"` + args[1] + `"`)
	ts.Check(err)
	to, err := strconv.Unquote(`"` + args[2] + `"`)
	ts.Check(err)
	if len(from) != len(to) {
		ts.Fatalf("%q is not as long as %q", to, from)
	}
	before := ts.ReadFile(args[0])
	after := strings.ReplaceAll(before, from, to)
	if after == before {
		ts.Fatalf("%s has no %q in it", args[0], args[1])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(after), 0o600))
}

func errorAs[E error](err error) (E, bool) {
	var target E
	ok := errors.As(err, &target)
	return target, ok
}
