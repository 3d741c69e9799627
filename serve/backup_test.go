package serve

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tradedesk/model"
	"tradedesk/model/causal"
	"tradedesk/model/value"
	"tradedesk/sync/protocol"
	"tradedesk/sync/server/blobdir"
	"tradedesk/sync/server/boltlog"
	"tradedesk/sync/server/storage"
)

// kept is a server's file that is open, and where it is.
type kept struct {
	*local
	place  place
	engine *boltlog.Engine
}

// filled makes a server's file with one workspace, some entries and an attached file.
func filled(t *testing.T) (store string, l kept, sum string) {
	t.Helper()
	store = newStore(t)
	if _, err := Init(t.Context(), store, "atlas", "salma", time.Now); err != nil {
		t.Fatal(err)
	}
	p, err := placeOf(store)
	if err != nil {
		t.Fatal(err)
	}
	engine, err := p.open()
	if err != nil {
		t.Fatal(err)
	}
	l = kept{newLocal(p, engine, time.Now), p, engine}
	grow(t, l.local, 3)
	content := "an offer"
	hash := sha256.Sum256([]byte(content))
	sum = hex.EncodeToString(hash[:])
	if _, err := blobdir.New(p.contents(), 0).Write(t.Context(), onlySpace(t, l.local), sum, 0, int64(len(content)), strings.NewReader(content)); err != nil {
		t.Fatal(err)
	}
	return store, l, sum
}

func onlySpace(t *testing.T, l *local) model.ID {
	t.Helper()
	w, err := l.space(context.Background(), "")
	if err != nil {
		t.Fatal(err)
	}
	return w.ID
}

// grow appends entries that were taken at the beginning of time.
func grow(t *testing.T, l *local, n int) {
	t.Helper()
	err := l.update(t.Context(), "", func(_ storage.Workspace, tx storage.Tx) error {
		log, err := tx.Log()
		if err != nil {
			return err
		}
		var lines []storage.Line
		for range n {
			e := causal.Entry{Seq: log.Head + 1, ID: l.ids.New(), Kind: "lead", Record: l.ids.New(), N: 1}
			line := protocol.AppendEntry(nil, e)
			log.Head, log.Hash = e.Seq, log.Hash.Next(line)
			lines = append(lines, storage.Line{Seq: e.Seq, At: value.Instant(1), Hash: log.Hash, JSON: line})
		}
		return tx.Append(lines)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func logOf(t *testing.T, l *local) (log storage.Log) {
	t.Helper()
	err := l.view(t.Context(), "", func(tx storage.ReadTx) (err error) {
		log, err = tx.Log()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return log
}

func TestBackupComesBack(t *testing.T) {
	store, l, sum := filled(t)
	file := filepath.Join(t.TempDir(), "copy.tar")
	if _, err := BackupFile(t.Context(), l, file, false); err != nil {
		t.Fatal(err)
	}
	if _, err := BackupFile(t.Context(), l, file, false); !errors.Is(err, ErrExists) {
		t.Errorf("over a file that is there: %v", err)
	}
	then := logOf(t, l.local)
	grow(t, l.local, 4)
	if _, err := Restore(t.Context(), store, file, time.Now()); !errors.Is(err, ErrHeld) {
		t.Errorf("while it runs: %v", err)
	}
	space := onlySpace(t, l.local)
	if err := errors.Join(l.Close(), os.RemoveAll(l.place.contents())); err != nil {
		t.Fatal(err)
	}
	at := time.Now()
	report, err := Restore(t.Context(), store, file, at)
	if err != nil || report.Workspaces != 1 || report.Files != 1 {
		t.Fatalf("%+v, %v", report, err)
	}
	// Once more within the second: each keeps what it replaced.
	if again, err := Restore(t.Context(), store, file, at); err != nil || again.Kept == report.Kept {
		t.Errorf("%+v, %v", again, err)
	}
	look := func(store string) storage.Log {
		t.Helper()
		p, err := placeOf(store)
		if err != nil {
			t.Fatal(err)
		}
		engine, err := p.open()
		if err != nil {
			t.Fatal(err)
		}
		again := newLocal(p, engine, time.Now)
		defer func() {
			if err := again.Close(); err != nil {
				t.Error(err)
			}
		}()
		return logOf(t, again)
	}
	now := look(store)
	if now.Head != then.Head || now.Hash != then.Hash || now.Epoch == then.Epoch {
		t.Errorf("the log is %+v, was %+v", now, then)
	}
	if have, err := blobdir.New(l.place.contents(), 0).Have(t.Context(), space, sum); !have.Whole || err != nil {
		t.Errorf("the attached file: %+v, %v", have, err)
	}
	if kept := look("bolt:" + report.Kept); kept.Head != 7 || kept.Epoch != then.Epoch {
		t.Errorf("what was there has the log %+v", kept)
	}
}

// TestRestoreRefuses reads what is no backup of ours. What is there stays.
func TestRestoreRefuses(t *testing.T) {
	store, l, sum := filled(t)
	var good bytes.Buffer
	if err := l.Backup(t.Context(), &good); err != nil {
		t.Fatal(err)
	}
	space := onlySpace(t, l.local).String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(l.place.file)
	if err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	err = eachMember(bytes.NewReader(good.Bytes()), func(r io.Reader) error { return second(file.ReadFrom(r)) }, func(model.ID, string, int64, io.Reader) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	// with writes a backup with one more member behind the file.
	with := func(h tar.Header) []byte {
		var out bytes.Buffer
		w := tar.NewWriter(&out)
		h.Mode, h.Size = 0o600, int64(len("an offer"))
		if h.Typeflag == tar.TypeSymlink {
			h.Size = 0
		}
		err := errors.Join(
			w.WriteHeader(&tar.Header{Name: memberFile, Size: int64(file.Len()), Mode: 0o600}), second(w.Write(file.Bytes())),
			w.WriteHeader(&h), second(w.Write([]byte("an offer")[:h.Size])), addEnding(w, ending{1}), w.Close(),
		)
		if err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	content := "files/" + space + "/" + sum[:2] + "/" + sum
	for name, data := range map[string][]byte{
		"nothing":   nil,
		"a text":    []byte(strings.Repeat("hello ", 1000)),
		"cut":       good.Bytes()[:good.Len()/2],
		"no ending": good.Bytes()[:good.Len()-2048],
		"damaged":   bytes.Replace(good.Bytes(), []byte("an offer"), []byte("an affer"), 1),
		"a path":    with(tar.Header{Name: "files/" + space + "/" + sum[:2] + "/../../../" + sum}),
		"elsewhere": with(tar.Header{Name: "/tmp/" + sum}),
		"a link":    with(tar.Header{Name: content, Typeflag: tar.TypeSymlink, Linkname: "/etc/passwd"}),
		"no hash":   with(tar.Header{Name: content[:len(content)-1]}),
		"two files": with(tar.Header{Name: memberFile}),
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "copy.tar")
			if err := errors.Join(os.WriteFile(file, data, 0o600), os.RemoveAll(l.place.contents())); err != nil {
				t.Fatal(err)
			}
			report, err := Restore(t.Context(), store, file, time.Now())
			if err == nil {
				t.Errorf("it is restored: %+v", report)
			} else if name == "cut" && !strings.Contains(err.Error(), "the backup was cut") {
				t.Errorf("it says %v", err)
			}
			if now, err := os.ReadFile(l.place.file); err != nil || !bytes.Equal(now, before) {
				t.Errorf("what was there is not as it was: %v", err)
			}
			if left, err := filepath.Glob(l.place.file + ".*re*"); err != nil || len(left) != 0 {
				t.Errorf("there are %v, %v", left, err)
			}
		})
	}
}

func second[T any](_ T, err error) error { return err }

func TestUpkeepForgets(t *testing.T) {
	_, l, _ := filled(t)
	defer func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	}()
	grow(t, l.local, 2*forgetStep)
	u := upkeep{l.engine, blobdir.New(l.place.contents(), 0), 0, time.Now, slog.New(slog.DiscardHandler)}
	if err := u.once(t.Context()); err != nil || logOf(t, l.local).Floor != 0 {
		t.Errorf("told to keep all, it forgot up to %d, %v", logOf(t, l.local).Floor, err)
	}
	u.keep = time.Hour
	if err := u.once(t.Context()); err != nil {
		t.Fatal(err)
	}
	if log := logOf(t, l.local); log.Floor != 2*forgetStep+2 || log.Head != 2*forgetStep+3 {
		t.Errorf("%+v", log)
	}
	if err := l.engine.Check(t.Context()); err != nil {
		t.Error(err)
	}
	before, err := os.ReadFile(l.place.file)
	if err := errors.Join(err, u.once(t.Context())); err != nil {
		t.Fatal(err)
	}
	if after, err := os.ReadFile(l.place.file); err != nil || !bytes.Equal(after, before) {
		t.Errorf("where nothing is old, something is written: %v", err)
	}
}

// Codes that have expired do not stay, also where every entry does.
func TestUpkeepDropsCodes(t *testing.T) {
	_, l, _ := filled(t)
	defer func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	}()
	for _, valid := range []time.Duration{time.Nanosecond, time.Hour} {
		if _, err := l.Invite(t.Context(), "atlas", "salma", valid); err != nil {
			t.Fatal(err)
		}
	}
	u := upkeep{l.engine, blobdir.New(l.place.contents(), 0), 0, time.Now, slog.New(slog.DiscardHandler)}
	if err := u.once(t.Context()); err != nil {
		t.Fatal(err)
	}
	err := l.update(t.Context(), "", func(_ storage.Workspace, tx storage.Tx) error {
		n, err := tx.DropExpired(value.At(time.Now().Add(2 * time.Hour)))
		if n != 1 {
			t.Errorf("%d codes were left, want the one that is good", n)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
