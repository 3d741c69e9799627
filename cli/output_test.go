package cli

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/value"
)

func TestSafeJSONMeansTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		texts := rapid.SliceOf(rapid.String()).Draw(t, "texts")
		raw, err := marshal(texts)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.ContainsFunc(raw, actsOnTerminal) || bytes.ContainsRune(raw, 0x1b) {
			t.Fatalf("%q would act on a terminal", raw)
		}
		back := []string{}
		if err := json.Unmarshal(raw, &back); err != nil {
			t.Fatalf("reading %q back: %v", raw, err)
		}
		if len(texts) > 0 && !reflect.DeepEqual(texts, back) {
			t.Fatalf("got %q, want %q", back, texts)
		}
	})
}

func TestSafeJSONEscapes(t *testing.T) {
	got := string(safeJSON([]byte("\"a\u009b31m\u202eb\u2066\x7f\"")))
	if want := `"a\u009b31m\u202eb\u2066\u007f"`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestJSONListIsOneDocument(t *testing.T) {
	for n := range 3 {
		var out bytes.Buffer
		list := newJSONList(&out, false)
		for range n {
			if err := list.add([]byte(`{"a":1}`)); err != nil {
				t.Fatal(err)
			}
		}
		if err := list.end(); err != nil {
			t.Fatal(err)
		}
		var all []map[string]int
		if err := json.Unmarshal(out.Bytes(), &all); err != nil || len(all) != n || all == nil {
			t.Errorf("%d records: %q gives %d, %v", n, out.String(), len(all), err)
		}
	}
}

func TestNearest(t *testing.T) {
	candidates := []string{"company", "contact", "country", "currency", "stage", "tags"}
	tests := []struct {
		word, want string
		ok         bool
	}{
		{"compny", "company", true},
		{"Stage", "stage", true},
		{"satge", "stage", true},
		{"curr", "currency", true},
		{"co", "", false},
		{"cont", "contact", true},
		{"zzzz", "", false},
		{"", "", false},
		{strings.Repeat("x", 1000), "", false},
	}
	for _, tt := range tests {
		if got, ok := nearest(tt.word, candidates); got != tt.want || ok != tt.ok {
			t.Errorf("nearest(%q) = %q, %t; want %q, %t", tt.word, got, ok, tt.want, tt.ok)
		}
	}
}

func TestTableFitsTheTerminal(t *testing.T) {
	word := rapid.StringMatching(`[a-z漢字عربية ]{0,60}`)
	rapid.Check(t, func(t *rapid.T) {
		width := rapid.IntRange(80, 250).Draw(t, "width")
		rows := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) desk.Row {
			return desk.Row{Excerpt: model.Excerpt{
				ID: model.ID{1}, Kind: model.KindLead, Title: word.Draw(t, "title"), Detail: word.Draw(t, "detail"),
				Country: "MA", Stage: model.LeadNegotiating, Owner: "nadia", Score: 88,
			}}
		}), 1, 20).Draw(t, "rows")
		var out bytes.Buffer
		env, _, _ := testEnv()
		env.Out = &out
		w := (&app{env: env}).newRowWriter(model.KindLead)
		w.screen = width
		if err := w.write(rows); err != nil {
			t.Fatal(err)
		}
		lines := 0
		for line := range strings.Lines(out.String()) {
			lines++
			if cells := ansi.StringWidth(strings.TrimRight(line, "\n")); cells > width {
				t.Fatalf("%d cells on a terminal of %d: %q", cells, width, line)
			}
		}
		if lines != len(rows)+1 {
			t.Fatalf("%d lines for %d rows and a title", lines, len(rows))
		}
	})
}

func TestScriptColumnsStayInPlace(t *testing.T) {
	row := desk.Row{Excerpt: model.Excerpt{
		ID: model.ID{15: 1}, Kind: model.KindLead, Title: "Nord\tFoods\n\x1b[31mInc", Detail: "argan oil", Country: "CA",
		Quantity: "2000", Unit: "KGM", Amount: "9000", Currency: "EUR", Stage: model.LeadNew, Score: 0,
		At: value.At(time.Date(2026, 11, 24, 8, 0, 0, 0, time.UTC)), Owner: "nadia", Tags: []string{"a", "b"},
	}}
	got := scriptColumns(row)
	if len(got) != 14 {
		t.Fatalf("%d columns, want 14", len(got))
	}
	if strings.ContainsAny(got[1], "\t\n\x1b") {
		t.Errorf("title %q would break the line", got[1])
	}
	if got[9] != "0" || got[10] != "2026-11-24T08:00:00Z" || got[13] != "a,b" {
		t.Errorf("columns are %q", got)
	}
}

func TestAge(t *testing.T) {
	now := time.Date(2026, 11, 24, 9, 30, 0, 0, time.UTC)
	tests := []struct {
		at   time.Time
		want string
	}{
		{time.Time{}, ""},
		{now, "0m"},
		{now.Add(-59 * time.Minute), "59m"},
		{now.Add(-23 * time.Hour), "23h"},
		{now.Add(-49 * time.Hour), "2d"},
		{now.Add(48 * time.Hour), "2026-11-26"},
	}
	for _, tt := range tests {
		if got := age(value.At(tt.at), now); got != tt.want {
			t.Errorf("age of %s = %q, want %q", tt.at, got, tt.want)
		}
	}
}

func TestWholeFileAppearsWhenComplete(t *testing.T) {
	name := filepath.Join(t.TempDir(), "leads.csv")
	if err := os.WriteFile(name, []byte("before"), 0o640); err != nil {
		t.Fatal(err)
	}
	file, err := createWhole(name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.Write([]byte("after")); err != nil {
		t.Fatal(err)
	}
	wantFile(t, name, "before")
	if err := file.commit(); err != nil {
		t.Fatal(err)
	}
	wantFile(t, name, "after")
	if info, err := os.Stat(name); err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("the mode is %v, %v; want it kept", info.Mode(), err)
	}
	wantAlone(t, name)
}

func TestWholeFileAbandoned(t *testing.T) {
	dir := t.TempDir()
	name, link := filepath.Join(dir, "leads.csv"), filepath.Join(dir, "link.csv")
	if err := os.WriteFile(name, []byte("before"), 0o600); err != nil {
		t.Fatal(err)
	}
	file, err := createWhole(name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.Write([]byte("after")); err != nil {
		t.Fatal(err)
	}
	if err := file.abandon(); err != nil {
		t.Fatal(err)
	}
	wantFile(t, name, "before")
	wantAlone(t, name)
	if err := os.Symlink(name, link); err != nil {
		t.Skip("no symbolic links here")
	}
	if file, err = createWhole(link); err != nil {
		t.Fatal(err)
	}
	if err := file.commit(); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&fs.ModeSymlink == 0 {
		t.Errorf("the link is gone: %v, %v", info.Mode(), err)
	}
	wantFile(t, name, "")
}

func TestWholeFileRefusesDirectory(t *testing.T) {
	dir := t.TempDir()
	if _, err := createWhole(dir); err == nil || !strings.Contains(err.Error(), "is a directory") {
		t.Errorf("a directory gives %v", err)
	}
	if _, err := createWhole(filepath.Join(dir, "no", "file.csv")); err == nil || !strings.Contains(err.Error(), "no such file") {
		t.Errorf("a missing directory gives %v", err)
	}
}

func wantFile(t *testing.T, name, want string) {
	t.Helper()
	if got, err := os.ReadFile(name); err != nil || string(got) != want {
		t.Errorf("%s holds %q, %v; want %q", name, got, err, want)
	}
}

func wantAlone(t *testing.T, name string) {
	t.Helper()
	if entries, err := os.ReadDir(filepath.Dir(name)); err != nil || len(entries) != 1 {
		t.Errorf("beside the file: %v, %v; want nothing", entries, err)
	}
}
