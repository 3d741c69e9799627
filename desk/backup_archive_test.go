package desk

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tradedesk/model"
)

// member is one of a tar that a test makes.
type member struct {
	name, data string
	kind       byte // tar.TypeReg when zero
}

func tarOf(t testing.TB, members ...member) []byte {
	t.Helper()
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	for _, m := range members {
		h := &tar.Header{Typeflag: tar.TypeReg, Name: m.name, Size: int64(len(m.data)), Mode: 0o600}
		if m.kind != 0 {
			h.Typeflag, h.Size, h.Linkname = m.kind, 0, "/etc/passwd"
		}
		if err := w.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(m.data)[:h.Size]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func contentMember(data string) member {
	sum := sha256.Sum256([]byte(data))
	name := hex.EncodeToString(sum[:])
	return member{name: contentDir + "/" + name[:2] + "/" + name[2:], data: data}
}

// filed is a desk with one attached file, and a backup of it.
func filed(t *testing.T) (dir, backup string, a model.Attachment) {
	t.Helper()
	ctx := context.Background()
	dir = t.TempDir()
	d := openAt(t, dir, "salma")
	a, err := d.PutFile(ctx, "offer.txt", strings.NewReader("an offer"))
	if err != nil {
		t.Fatal(err)
	}
	files := model.Set{"company": quoted("Nord"), "files": quotedFiles(a)}
	mustDo(t, d, Action{Edits: []Edit{{Kind: model.KindLead, Create: true, Set: files}}})
	backup = filepath.Join(t.TempDir(), "backup.tar")
	if _, err := WriteBackup(ctx, d, BackupRequest{File: backup}, nil); err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	return dir, backup, a
}

// namesIn gives every path in a directory.
func namesIn(t *testing.T, dir string) (names []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, _ os.DirEntry, err error) error {
		names = append(names, strings.TrimPrefix(path, dir))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// What is no whole backup is refused, and nothing of it stays.
func TestRestoreRefuses(t *testing.T) {
	dir, backup, a := filed(t)
	whole, err := os.ReadFile(backup)
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(filepath.Join(dir, fileName))
	if err != nil {
		t.Fatal(err)
	}
	deskFile, offer, end := member{name: fileName, data: string(file)}, contentMember("another"), member{name: summaryName, data: `{"files":1}`}
	changed := bytes.Replace(whole, []byte("an offer"), []byte("an Offer"), 1)
	cases := map[string][]byte{
		"a path that climbs":      tarOf(t, deskFile, member{name: "files/../../../evil", data: "x"}, end),
		"an absolute path":        tarOf(t, deskFile, member{name: "/tmp/evil", data: "x"}, end),
		"a link":                  tarOf(t, deskFile, member{name: offer.name, kind: tar.TypeSymlink}, end),
		"a directory":             tarOf(t, deskFile, member{name: "files", kind: tar.TypeDir}, end),
		"contents before a desk":  tarOf(t, offer, deskFile, end),
		"two desks":               tarOf(t, deskFile, deskFile, end),
		"a file twice":            tarOf(t, deskFile, offer, offer, end),
		"no desk":                 tarOf(t, end),
		"a desk that is none":     tarOf(t, member{name: fileName, data: "text"}, end),
		"no end":                  tarOf(t, deskFile, offer),
		"an end that is no JSON":  tarOf(t, deskFile, offer, member{name: summaryName, data: "{"}),
		"fewer files than it had": tarOf(t, deskFile, end),
		"a changed content":       changed,
		"cut in a content":        whole[:bytes.Index(whole, []byte("an offer"))+4],
		"cut in the desk":         whole[:20_000],
		"cut after the desk":      whole[:bytes.Index(whole, []byte(contentDir+"/"))],
	}
	before := namesIn(t, dir)
	for name, data := range cases {
		path := filepath.Join(t.TempDir(), "bad.tar")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := RestoreBackup(context.Background(), Options{Dir: dir}, path, nil); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v, want %v", name, err, ErrDamaged)
		}
		if _, err := InspectBackup(context.Background(), path, ProofFull, nil); !errors.Is(err, ErrDamaged) && name != "a file twice" {
			t.Errorf("looking at %s: %v, want %v", name, err, ErrDamaged)
		}
		if after := namesIn(t, dir); !slices.Equal(after, before) {
			t.Fatalf("%s leaves %q, want %q", name, after, before)
		}
	}
	d := openAt(t, dir, "salma")
	if got, err := readContent(t, d, a.SHA256); err != nil || got != "an offer" {
		t.Errorf("%q, %v", got, err)
	}
}

// Files that a desk had stay, so that going back to it has them too.
func TestRestoreAndBack(t *testing.T) {
	ctx := context.Background()
	dir, backup, a := filed(t)
	d := openAt(t, dir, "salma")
	later, err := d.PutFile(ctx, "later.txt", strings.NewReader("after the backup"))
	if err != nil {
		t.Fatal(err)
	}
	files := model.Set{"company": quoted("Oasis"), "files": quotedFiles(later)}
	mustDo(t, d, Action{Edits: []Edit{{Kind: model.KindLead, Create: true, Set: files}}})
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	// The backup mends what is damaged here.
	damaged := filepath.Join(dir, contentDir, a.SHA256[:2], a.SHA256[2:])
	if err := os.WriteFile(damaged, []byte("rotten"), 0o600); err != nil {
		t.Fatal(err)
	}
	done, err := RestoreBackup(ctx, Options{Dir: dir}, backup, nil)
	if err != nil || done.Files != 1 || done.Missing != 0 || done.Kept == "" {
		t.Fatalf("%+v, %v", done, err)
	}
	if data, err := os.ReadFile(damaged); err != nil || string(data) != "an offer" {
		t.Errorf("%q, %v", data, err)
	}
	back, err := RestoreBackup(ctx, Options{Dir: dir}, filepath.Join(dir, done.Kept), nil)
	if err != nil || back.Records != 2 || back.Missing != 0 {
		t.Fatalf("%+v, %v", back, err)
	}
	d = openAt(t, dir, "salma")
	for sum, want := range map[string]string{a.SHA256: "an offer", later.SHA256: "after the backup"} {
		if got, err := readContent(t, d, sum); err != nil || got != want {
			t.Errorf("%q, %v, want %q", got, err, want)
		}
	}
	// The file alone, as earlier versions wrote it, says which contents it misses.
	alone, err := RestoreBackup(ctx, Options{Dir: t.TempDir()}, filepath.Join(dir, done.Kept), nil)
	if err != nil || alone.Records != 2 || alone.Files != 0 || alone.Missing != 2 {
		t.Errorf("%+v, %v", alone, err)
	}
}

// One content that is damaged keeps nobody from a backup of the rest.
func TestBackupLeavesDamagedOut(t *testing.T) {
	ctx := context.Background()
	dir, _, a := filed(t)
	if err := os.WriteFile(filepath.Join(dir, contentDir, a.SHA256[:2], a.SHA256[2:]), []byte("rotten"), 0o600); err != nil {
		t.Fatal(err)
	}
	d := openAt(t, dir, "salma")
	if _, err := d.PutFile(ctx, "sound.txt", strings.NewReader("sound")); err != nil {
		t.Fatal(err)
	}
	backup := filepath.Join(t.TempDir(), "backup.tar")
	report, err := WriteBackup(ctx, d, BackupRequest{File: backup}, nil)
	if err != nil || report.Files != 1 || !slices.Equal(report.Damaged, []string{a.SHA256}) {
		t.Fatalf("%+v, %v", report, err)
	}
	done, err := RestoreBackup(ctx, Options{Dir: t.TempDir()}, backup, nil)
	if err != nil || done.Files != 1 || done.Missing != 1 {
		t.Errorf("%+v, %v", done, err)
	}
}

func FuzzReadArchive(f *testing.F) {
	end := member{name: summaryName, data: `{"files":1,"damaged":[]}`}
	f.Add(tarOf(f, member{name: fileName, data: "desk"}, contentMember("an offer"), end))
	f.Add(tarOf(f, member{name: fileName, data: "desk"}, member{name: "../evil", data: "x"}, end))
	f.Add([]byte("no tar"))
	f.Fuzz(func(t *testing.T, data []byte) {
		var read, files int
		count := func(r io.Reader) (string, error) {
			got, err := io.ReadAll(r)
			read += len(got)
			return string(got), err
		}
		held, err := readArchive(bytes.NewReader(data), int64(len(data)), taking{
			desk: func(r io.Reader) error { return second(count(r)) },
			content: func(sum string, r io.Reader) error {
				files++
				got, err := count(r)
				if !model.IsSHA256(sum) || len(got) > MaxFile {
					t.Errorf("content %q of %d bytes", sum, len(got))
				}
				return err
			},
		})
		if read > len(data) {
			t.Errorf("%d bytes come out of %d", read, len(data))
		}
		if err == nil && held.Files != files {
			t.Errorf("%d files, it says %d", files, held.Files)
		}
	})
}
