package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"tradedesk/desk"
	"tradedesk/model"
)

// halfDesk answers only what a test needs; anything else is a bug and panics.
type halfDesk struct {
	desk.Desk
	closed  bool
	do      func(desk.Action) (desk.Done, error)
	imports func(context.Context, desk.ImportRequest, io.Reader) (desk.FileReport, error)
	records func(yield func(model.Record) error) error
	check   desk.CheckReport
}

func (d *halfDesk) Close() error { d.closed = true; return nil }

func (d *halfDesk) Find(_ context.Context, text string) (model.ID, error) {
	if text == "none" {
		return model.ID{}, fmt.Errorf("id %q: %w", text, desk.ErrNotFound)
	}
	return model.ID{1}, nil
}

func (d *halfDesk) Get(context.Context, model.ID) (model.Record, error) {
	return &model.Task{Title: "Call\x1b[31m back"}, nil
}

func (d *halfDesk) Do(_ context.Context, a desk.Action) (desk.Done, error) { return d.do(a) }

func (d *halfDesk) Import(ctx context.Context, req desk.ImportRequest, file io.Reader, _ func(desk.Progress)) (desk.FileReport, error) {
	return d.imports(ctx, req, file)
}

func (d *halfDesk) Records(_ context.Context, _ desk.Query, yield func(model.Record) error) error {
	return d.records(yield)
}

func (d *halfDesk) Check(context.Context, func(desk.Progress)) (desk.CheckReport, error) {
	return d.check, nil
}

// runAt runs a command at a desk and gives its exit code and what it wrote.
func runAt(ctx context.Context, t *testing.T, d *halfDesk, args ...string) (code int, out, errs string) {
	t.Helper()
	env, outBuf, errBuf := testEnv(args...)
	env.Open = func(context.Context, desk.Options) (desk.Desk, error) { return d, nil }
	code = Run(ctx, env)
	if !d.closed {
		t.Error("the desk is left open")
	}
	return code, outBuf.String(), errBuf.String()
}

func TestErrorsBecomeExitCodes(t *testing.T) {
	tests := []struct {
		err  error
		want int
	}{
		{desk.ErrNotFound, exitNotFound},
		{desk.ErrConflict, exitConflict},
		{desk.ErrAmbiguous, exitUsage},
		{desk.ErrOffline, exitOffline},
		{desk.ErrNotServer, exitOffline},
		{desk.ErrNoLink, exitFailed},
		{desk.ErrInvalid, exitFailed},
		{desk.ErrFull, exitFailed},
		{desk.ErrNothing, exitFailed},
		{syscall.EPIPE, exitDone},
		{errors.New("two\nlines\x1b[31m"), exitFailed},
	}
	for _, tt := range tests {
		d := &halfDesk{do: func(desk.Action) (desk.Done, error) { return desk.Done{}, fmt.Errorf("writing: %w", tt.err) }}
		code, out, errs := runAt(context.Background(), t, d, "edit", "abcd", "notes=x")
		if code != tt.want {
			t.Errorf("%v: exits with %d, want %d", tt.err, code, tt.want)
		}
		lines := 1
		if errors.Is(tt.err, syscall.EPIPE) {
			lines = 0
		}
		if strings.Count(errs, "\n") != lines || strings.ContainsRune(errs, 0x1b) || out != "" {
			t.Errorf("%v: says %q and prints %q; want %d clean lines and nothing", tt.err, errs, out, lines)
		}
	}
}

func TestNotFoundSaysWhere(t *testing.T) {
	code, _, errs := runAt(context.Background(), t, &halfDesk{}, "show", "none")
	if want := "tradedesk: id \"none\": not found; `tradedesk list KIND` shows what there is\n"; code != exitNotFound || errs != want {
		t.Errorf("exits with %d and says %q, want %q", code, errs, want)
	}
}

func TestInterruptedImportKeepsWhatIsWhole(t *testing.T) {
	name := filepath.Join(t.TempDir(), "leads.csv")
	if err := os.WriteFile(name, []byte("company\nA\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, asError := range []bool{false, true} {
		ctx, cancel := context.WithCancel(context.Background())
		calls := 0
		d := &halfDesk{imports: func(ctx context.Context, req desk.ImportRequest, _ io.Reader) (desk.FileReport, error) {
			calls++
			cancel()
			report := desk.FileReport{Format: "csv", Kind: model.KindLead, Read: 500, Created: 500, Cancelled: true}
			if asError {
				return report, fmt.Errorf("importing: %w", ctx.Err())
			}
			return report, nil
		}}
		code, out, errs := runAt(ctx, t, d, "import", name, name)
		if code != exitFailed || calls != 1 {
			t.Errorf("exits with %d after %d files, want %d after 1", code, calls, exitFailed)
		}
		if !strings.Contains(errs, "interrupted; 500 records of it are kept, import it again for the rest") || strings.Count(errs, "\n") != 1 {
			t.Errorf("says %q", errs)
		}
		if !strings.Contains(out, "500 created") {
			t.Errorf("prints %q", out)
		}
	}
}

func TestImportReportsRowsByPlace(t *testing.T) {
	name := filepath.Join(t.TempDir(), "leads.csv")
	if err := os.WriteFile(name, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	d := &halfDesk{imports: func(_ context.Context, req desk.ImportRequest, _ io.Reader) (desk.FileReport, error) {
		if req.Action.IsZero() || req.Tag != "sial" || req.Kind != model.KindLead {
			t.Errorf("the request is %+v", req)
		}
		return desk.FileReport{
			Format: "csv", Read: 3, Created: 2, Rejected: 1,
			Errors: []desk.RowError{{Line: 3, Column: 7, Field: "quantity", Message: "number \"a\x1b[2J\": no digits"}},
			Groups: []desk.ErrorGroup{{Field: "quantity", Message: "no digits", Count: 1, Lines: []int{3}}},
		}, nil
	}}
	code, out, errs := runAt(context.Background(), t, d, "import", name, "--tag", "sial", "--kind", "leads")
	if want := name + `:3:7: quantity: number "a[2J": no digits` + "\n"; errs != want {
		t.Errorf("says %q, want %q", errs, want)
	}
	if want := name + " (csv): 3 read, 2 created, 1 rejected\n"; out != want || code != exitDone {
		t.Errorf("exits with %d and prints %q, want %q", code, out, want)
	}
}

func TestListStopsWhenTheReaderLeaves(t *testing.T) {
	given := 0
	d := &halfDesk{records: func(yield func(model.Record) error) error {
		for range 1_000_000 {
			given++
			if err := yield(&model.Task{Title: strings.Repeat("x", 1000)}); err != nil {
				return err
			}
		}
		return nil
	}}
	env, _, errs := testEnv("list", "task", "--ndjson")
	env.Open = func(context.Context, desk.Options) (desk.Desk, error) { return d, nil }
	env.Out = brokenPipe{}
	if code := Run(context.Background(), env); code != exitDone || errs.Len() > 0 {
		t.Errorf("exits with %d and says %q, want 0 and nothing", code, errs)
	}
	if given > 1000 || !d.closed {
		t.Errorf("%d records were given to nobody; closed %t", given, d.closed)
	}
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) {
	return 0, &os.PathError{Op: "write", Path: "|1", Err: syscall.EPIPE}
}

func TestCheckFailsWithProblems(t *testing.T) {
	d := &halfDesk{check: desk.CheckReport{Records: 3, Problems: []string{"index lead.stage: a row\x1b[31m without a record"}}}
	code, out, errs := runAt(context.Background(), t, d, "check")
	if code != exitFailed || !strings.Contains(errs, "1 problem found") {
		t.Errorf("exits with %d and says %q", code, errs)
	}
	if out != "index lead.stage: a row[31m without a record\n" {
		t.Errorf("prints %q", out)
	}
	code, out, _ = runAt(context.Background(), t, &halfDesk{check: desk.CheckReport{OK: true, Records: 3}}, "check", "--json")
	if code != exitDone || out != `{"ok":true,"records":3,"problems":[],"files":0,"orphans":0,"missing":0}`+"\n" {
		t.Errorf("exits with %d and prints %q", code, out)
	}
}

func TestDataDirectory(t *testing.T) {
	tests := []struct {
		name string
		vars map[string]string
		args []string
		want string
	}{
		{"flag", map[string]string{"TRADEDESK_DATA": "/env"}, []string{"--data", "/flag"}, "/flag"},
		{"variable", map[string]string{"TRADEDESK_DATA": "/env", "XDG_DATA_HOME": "/xdg"}, nil, "/env"},
		{"XDG", map[string]string{"XDG_DATA_HOME": "/xdg"}, nil, filepath.Join("/xdg", "tradedesk")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			env, _, _ := testEnv(append(tt.args, "check")...)
			env.Getenv = func(name string) string { return tt.vars[name] }
			var got string
			env.Open = func(_ context.Context, o desk.Options) (desk.Desk, error) {
				got = o.Dir
				return nil, desk.ErrBusy
			}
			if code := Run(context.Background(), env); code != exitFailed || got != tt.want {
				t.Errorf("opens %q, want %q; exits with %d", got, tt.want, code)
			}
		})
	}
}
