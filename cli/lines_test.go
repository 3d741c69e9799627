package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"tradedesk/desk"
)

// eachDesk answers EditEach, and refuses every edit of a line that says so.
type eachDesk struct {
	halfDesk
	batches []int
	fail    error
}

func (d *eachDesk) EditEach(_ context.Context, a desk.EachAction) (desk.EachReport, error) {
	if len(d.batches) == 2 && d.fail != nil {
		return desk.EachReport{}, d.fail
	}
	d.batches = append(d.batches, len(a.Edits))
	return desk.EachReport{Changed: len(a.Edits)}, nil
}

func runLinesAt(t *testing.T, d *eachDesk, in io.Reader, args ...string) (code int, out, errs string) {
	t.Helper()
	env, outBuf, errBuf := testEnv(args...)
	env.In = in
	env.Open = func(context.Context, desk.Options) (desk.Desk, error) { return d, nil }
	return Run(context.Background(), env), outBuf.String(), errBuf.String()
}

const editLine = `{"id":"01a20e27-b66f-7000-8be5-ea84e8dd93e7","kind":"lead","owner":"nadia"}` + "\n"

func TestEditLinesInBatches(t *testing.T) {
	d := &eachDesk{}
	code, out, errs := runLinesAt(t, d, strings.NewReader(strings.Repeat(editLine, 1203)), "edit", "-")
	if code != exitDone || out != "stdin: 1203 read, 1203 edited\n" || errs != "" || fmt.Sprint(d.batches) != "[500 500 203]" {
		t.Errorf("exits with %d, prints %q, says %q; batches %v", code, out, errs, d.batches)
	}
}

func TestEditLinesThatBreakOff(t *testing.T) {
	d := &eachDesk{fail: fmt.Errorf("editing: %w", desk.ErrFull)}
	code, out, errs := runLinesAt(t, d, strings.NewReader(strings.Repeat(editLine, 1203)), "edit", "-")
	if code != exitFailed || out != "" || !strings.Contains(errs, "the disk is full; 1000 records before it are changed, undo takes them back") {
		t.Errorf("exits with %d, prints %q, says %q", code, out, errs)
	}
	broken := errors.New("the stick was pulled")
	in := io.MultiReader(strings.NewReader(editLine+editLine), failingReader{broken})
	code, _, errs = runLinesAt(t, &eachDesk{}, in, "edit", "-")
	if code != exitFailed || !strings.Contains(errs, "stdin:3: the stick was pulled") {
		t.Errorf("exits with %d, says %q", code, errs)
	}
}

type failingReader struct{ err error }

func (r failingReader) Read([]byte) (int, error) { return 0, r.err }

func TestAtomicIsBounded(t *testing.T) {
	d := &eachDesk{}
	code, _, errs := runLinesAt(t, d, strings.NewReader(strings.Repeat(editLine, maxAtomic+1)), "edit", "-", "--atomic")
	if code != exitUsage || !strings.Contains(errs, "--atomic: more than 10000 lines") || len(d.batches) > 0 {
		t.Errorf("exits with %d, says %q; batches %v", code, errs, d.batches)
	}
}

func TestReadLine(t *testing.T) {
	long := strings.Repeat("x", maxLine+1)
	r := bufio.NewReaderSize(strings.NewReader("one\r\n\n"+long+"\n"+strings.Repeat("y", maxLine-1)+"\nlast"), 4096)
	for _, want := range []struct {
		length int
		err    error
	}{{3, nil}, {0, nil}, {0, errLongLine}, {maxLine - 1, nil}, {4, nil}, {0, io.EOF}} {
		line, err := readLine(r)
		if len(line) != want.length || !errors.Is(err, want.err) {
			t.Errorf("a line of %d bytes and %v, want %d and %v", len(line), err, want.length, want.err)
		}
	}
}

// FuzzEditParser: whatever a line says, it is an edit or an error in one line.
func FuzzEditParser(f *testing.F) {
	for _, seed := range []string{editLine, `{"id":1}`, `{"id":"none"}`, `[]`, `{"id":"01a20e27-b66f-7000-8be5-ea84e8dd93e7","kind":"lead","tags":["a",1,null],"quantity":1e9}`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, line string) {
		env, _, _ := testEnv()
		p := editParser{a: &app{env: env}, d: &halfDesk{}, unlessChanged: len(line)%2 == 0}
		edit, err := p.parse(context.Background(), line)
		if err == nil && (edit.ID.IsZero() || edit.Kind == "") {
			t.Errorf("%q gives %+v", line, edit)
		}
	})
}
