package store

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

func openKeptFile(t *testing.T) *boltFile {
	t.Helper()
	f, err := openBolt(t.Context(), filepath.Join(t.TempDir(), "desk.db"), Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := f.readJournal(); err != nil {
		t.Fatal(err)
	}
	// The file must not grow while a test reads it, as its writer would wait for that.
	putWord(t, f, strings.Repeat("room", 1<<18))
	return f
}

func putWord(t *testing.T, f *boltFile, word string) {
	t.Helper()
	err := f.update(context.Background(), func(tx *transaction) error {
		b, err := tx.CreateBucketIfNotExists([]byte("words"))
		if err != nil {
			return err
		}
		return b.Put([]byte("word"), []byte(word))
	})
	if err != nil {
		t.Fatal(err)
	}
}

func wordOf(tx *transaction) string { return string(tx.Bucket([]byte("words")).Get([]byte("word"))) }

func TestReadersGoOnWithWhatIsKept(t *testing.T) {
	f := openKeptFile(t)
	putWord(t, f, "argan")
	var first *transaction
	see := func(want string) (of *transaction) {
		t.Helper()
		if err := f.view(func(tx *transaction) error {
			if got := wordOf(tx); got != want {
				t.Errorf("%q is read, want %q", got, want)
			}
			of = tx
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		return of
	}
	first = see("argan")
	if again := see("argan"); again != first {
		t.Error("the second reader began a transaction of its own")
	}
	putWord(t, f, "olives")
	if f.kept.tx != nil {
		t.Error("a transaction stays open over a write")
	}
	if after := see("olives"); after == first {
		t.Error("a reader goes on with the state before the write")
	}
	if err := f.close(); err != nil {
		t.Fatal(err)
	}
	if f.kept.tx != nil {
		t.Error("a transaction stays open in a file that is closed")
	}
}

func TestReaderOverAWriteIsNotKept(t *testing.T) {
	f := openKeptFile(t)
	putWord(t, f, "argan")
	err := f.view(func(tx *transaction) error {
		putWord(t, f, "olives")
		if got := wordOf(tx); got != "argan" {
			t.Errorf("%q is read in the state before, want argan", got)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if f.kept.tx != nil {
		t.Error("the state before the write is kept for the next reader")
	}
	if err := f.close(); err != nil {
		t.Fatal(err)
	}
}

func TestNobodyKeepsWhatMetDamage(t *testing.T) {
	f := openKeptFile(t)
	putWord(t, f, "argan")
	if err := f.view(func(*transaction) error { return fmt.Errorf("a row: %w", ErrDamaged) }); err == nil {
		t.Error("the error is gone")
	}
	if f.kept.tx != nil {
		t.Error("what met damage is kept")
	}
	if err := f.close(); err != nil {
		t.Fatal(err)
	}
}
