package store

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tradedesk/model"
)

// fileBytes gives the bytes of a desk with a past.
func fileBytes(t testing.TB) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "desk.db")
	b := openAt(t, path, newClock())
	for n := range 30 {
		b.create(t, model.KindLead, fmt.Sprintf("company=Firm %d", n), "message="+strings.Repeat("words", 300))
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// walkAll walks a file and counts what it finds.
func walkAll(raw []byte) (problems []string, keys int, err error) {
	p, err := readPages(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return nil, 0, err
	}
	err = p.walk(context.Background(), func(bucket, what string) { problems = append(problems, placed(bucket, what)) },
		func(string, []byte, []byte) error { keys++; return nil })
	return problems, keys, err
}

// The walk sees the very keys that bbolt sees, and finds no fault with its files.
func TestPagesAgreeWithBbolt(t *testing.T) {
	b := newBench(t)
	lived(t, b, 40)
	b.writeThrough(t)
	want := strings.Count(dump(t, b.Store), "\n")
	raw, err := os.ReadFile(b.path)
	if err != nil {
		t.Fatal(err)
	}
	problems, keys, err := walkAll(raw)
	if err != nil || len(problems) > 0 || keys != want {
		t.Errorf("%d keys of %d, problems %q, %v", keys, want, problems, err)
	}
}

func TestPagesOfACutFile(t *testing.T) {
	raw := fileBytes(t)
	_, whole, err := walkAll(raw)
	if err != nil {
		t.Fatal(err)
	}
	for length := 0; length < len(raw); length += 4096 {
		problems, keys, err := walkAll(raw[:length])
		if err == nil && (len(problems) == 0 || keys > whole) || err != nil && !errors.Is(err, ErrDamaged) {
			t.Errorf("cut to %d bytes: %d keys of %d, problems %q, %v", length, keys, whole, problems, err)
		}
	}
}

// signed makes the meta pages of a file valid again, so that what they say is
// followed.
func signed(raw []byte) []byte {
	raw = bytes.Clone(raw)
	for at := 0; at+pageHeader+metaSize <= len(raw) && at <= 4096; at += 4096 {
		meta := raw[at+pageHeader:]
		sum := fnv.New64a()
		_, _ = sum.Write(meta[:56])
		binary.NativeEndian.PutUint64(meta[56:], sum.Sum64())
	}
	return raw
}

// FuzzPages: whatever a file says, the walk through it ends, and takes no more
// memory than the file is large.
func FuzzPages(f *testing.F) {
	raw := fileBytes(f)
	f.Add(raw[:24<<10], 16+40, byte(0xff))
	f.Add(raw[:16<<10], 4096+16+16, byte(3))
	f.Add(raw[:12<<10], 8192+12, byte(0x7f))
	f.Fuzz(func(t *testing.T, raw []byte, at int, value byte) {
		if at >= 0 && at < len(raw) {
			raw = bytes.Clone(raw)
			raw[at] = value
		}
		for _, file := range [][]byte{raw, signed(raw)} {
			if _, _, err := walkAll(file); err != nil && !errors.Is(err, ErrDamaged) {
				t.Error(err)
			}
		}
	})
}
