package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.etcd.io/bbolt"
	"pgregory.net/rapid"

	"tradedesk/model"
)

// TestJournal runs random transactions, small ones and big ones, on buckets of a
// file and on plain maps: whoever reads sees one state, and so does who opens the
// file anew.
func TestJournal(t *testing.T) {
	dir, n := t.TempDir(), 0
	rapid.Check(t, func(t *rapid.T) {
		n++
		path := filepath.Join(dir, fmt.Sprint(n))
		defer os.Remove(path)
		m := &journaled{path: path, want: map[string]map[string]string{"a": {}, "b": {}}}
		m.open(t)
		defer m.close(t)
		t.Repeat(map[string]func(*rapid.T){
			"few":    func(t *rapid.T) { m.change(t, 1+rapid.IntRange(0, 5).Draw(t, "changes")) },
			"many":   func(t *rapid.T) { m.change(t, 400) },
			"failed": m.failed,
			"drop":   m.drop,
			"walk":   m.walk,
			"open": func(t *rapid.T) {
				m.close(t)
				m.open(t)
			},
			"": m.same,
		})
	})
}

type journaled struct {
	file *boltFile
	path string
	want map[string]map[string]string
}

func (m *journaled) open(t *rapid.T) {
	if err := preparePlace(m.path, Options{NoSync: true}); err != nil {
		t.Fatalf("%v", err)
	}
	var err error
	if m.file, err = openBolt(context.Background(), m.path, Options{NoSync: true}); err != nil {
		t.Fatalf("%v", err)
	}
	m.update(t, func(tx *transaction) error {
		for name := range m.want {
			if _, err := tx.CreateBucketIfNotExists([]byte(name)); err != nil {
				return err
			}
		}
		return nil
	})
}

func (m *journaled) close(t *rapid.T) {
	if err := m.file.close(); err != nil {
		t.Fatalf("%v", err)
	}
}

func (m *journaled) update(t *rapid.T, do func(*transaction) error) {
	if err := m.file.update(context.Background(), do); err != nil {
		t.Fatalf("%v", err)
	}
}

// write changes some keys in a transaction and in want.
func (m *journaled) write(t *rapid.T, tx *transaction, want map[string]map[string]string, changes int) error {
	random := drawRandom(t)
	long := strings.Repeat("long ", random.IntN(400))
	for range changes {
		name := []string{"a", "b"}[random.IntN(2)]
		b, key := tx.Bucket([]byte(name)), fmt.Sprintf("key %02d", random.IntN(60))
		if random.IntN(3) == 0 {
			delete(want[name], key)
			if err := b.Delete([]byte(key)); err != nil {
				return err
			}
		} else {
			value := []string{"", fmt.Sprint(random.IntN(1000)), long + fmt.Sprint(random.IntN(1000)) + long}[random.IntN(3)]
			want[name][key] = value
			if err := b.Put([]byte(key), []byte(value)); err != nil {
				return err
			}
		}
		if got := b.Get([]byte(key)); string(got) != want[name][key] {
			t.Fatalf("%s of %s is %q after it was written", key, name, got)
		}
	}
	return nil
}

func (m *journaled) change(t *rapid.T, changes int) {
	m.update(t, func(tx *transaction) error { return m.write(t, tx, m.want, changes) })
}

// failed: what is taken back leaves nothing.
func (m *journaled) failed(t *rapid.T) {
	other := map[string]map[string]string{"a": maps.Clone(m.want["a"]), "b": maps.Clone(m.want["b"])}
	err := m.file.update(context.Background(), func(tx *transaction) error {
		if err := m.write(t, tx, other, rapid.SampledFrom([]int{3, 400}).Draw(t, "changes")); err != nil {
			return err
		}
		return errEnough
	})
	if !errors.Is(err, errEnough) {
		t.Fatalf("%v", err)
	}
}

func (m *journaled) drop(t *rapid.T) {
	m.update(t, func(tx *transaction) error {
		if err := tx.DeleteBucket([]byte("b")); err != nil {
			return err
		}
		_, err := tx.CreateBucket([]byte("b"))
		return err
	})
	m.want["b"] = map[string]string{}
}

// walk moves a cursor to and fro, in a transaction that may write meanwhile.
func (m *journaled) walk(t *rapid.T) {
	writes := rapid.Bool().Draw(t, "writes")
	m.update(t, func(tx *transaction) error {
		c := tx.Bucket([]byte("a")).Cursor()
		at := ""
		for range 20 {
			if writes && rapid.IntRange(0, 4).Draw(t, "write") == 0 {
				if err := m.write(t, tx, m.want, 1); err != nil {
					return err
				}
			}
			keys := slices.Sorted(maps.Keys(m.want["a"]))
			i, found := slices.BinarySearch(keys, at)
			var key, value []byte
			switch how := rapid.SampledFrom([]string{"first", "last", "seek", "next", "next", "prev", "prev"}).Draw(t, "how"); {
			case how == "first":
				i = 0
				key, value = c.First()
			case how == "last":
				i = len(keys) - 1
				key, value = c.Last()
			case how == "seek" || at == "":
				to := fmt.Sprintf("key %02d", rapid.IntRange(0, 61).Draw(t, "to"))
				i, _ = slices.BinarySearch(keys, to)
				key, value = c.Seek([]byte(to))
			case how == "next":
				if found {
					i++
				}
				key, value = c.Next()
			default:
				i--
				key, value = c.Prev()
			}
			at = ""
			if i >= 0 && i < len(keys) {
				at = keys[i]
			}
			if string(key) != at || string(value) != m.want["a"][at] || (key == nil) != (at == "") {
				t.Fatalf("the cursor stands on %q with %q, want %q of %q", key, value, at, keys)
			}
		}
		return nil
	})
}

func (m *journaled) same(t *rapid.T) {
	err := m.file.view(func(tx *transaction) error {
		for name, want := range m.want {
			got := map[string]string{}
			err := tx.Bucket([]byte(name)).ForEach(func(key, value []byte) error {
				got[string(key)] = string(value)
				return nil
			})
			if err != nil || !maps.Equal(got, want) {
				t.Fatalf("%s holds %q, want %q, %v", name, got, want, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatalf("%v", err)
	}
}

// FuzzJournalRow: whatever a row says, it is done or refused.
func FuzzJournalRow(f *testing.F) {
	var row []byte
	row = append(appendBytes(row, []byte("a")), 2)
	row = append(appendBytes(row, []byte("key")), tookOut)
	row = append(appendBytes(row, []byte("keys")), put)
	f.Add(appendDifference(row, []byte("was"), []byte("wins")))
	f.Add([]byte{1, 'a', 1, 1, 'k', put, 0, 9, 9, 0, 0, 0, 0, 0})
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 0x0f})
	f.Fuzz(func(t *testing.T, row []byte) {
		size := 0
		err := replay(row, func(string, []byte) []byte { return []byte("was") },
			func(_ string, key, value []byte) { size += len(key) + len(value) }, func(string, []byte) {})
		if err != nil && !errors.Is(err, errJournal) {
			t.Error(err)
		}
		if size > 4*len(row) {
			t.Errorf("%d bytes from a row of %d", size, len(row))
		}
	})
}

func TestDifference(t *testing.T) {
	for _, of := range [][2]string{{"", ""}, {"", "new"}, {"old", ""}, {"same", "same"}, {"aaa", "aa"}, {"aa", "aaa"}, {"one two three", "one 2 three"},
		{"it begins as this does, one two three", "it began as that does, one 2 three"}, {"sixteen bytes to", "sixteen bytes too"}} {
		r := rowReader{left: appendDifference(nil, []byte(of[0]), []byte(of[1]))}
		if is, ok := r.difference([]byte(of[0])); !ok || string(is) != of[1] || is == nil || len(r.left) > 0 {
			t.Errorf("%q to %q gives %q, %v", of[0], of[1], is, ok)
		}
		r = rowReader{left: appendDifference(nil, []byte("it begins here: one two three"), []byte("it begins here: one 2 three"))}
		if is, ok := r.difference([]byte("it begins here: one two threw")); ok {
			t.Errorf("another value is taken for the one before: %q", is)
		}
	}
}

// TestDamagedJournal: a file whose last changes cannot be read does not open; a
// repair keeps all that came before them.
func TestDamagedJournal(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "desk.db")
	b := openAt(t, path, newClock())
	lived(t, b, 20)
	b.writeThrough(t)
	lead := b.create(t, model.KindLead, "company=Nord", "city=Oslo")
	b.edit(t, model.KindLead, lead, "city=Bergen")
	b.edit(t, model.KindLead, lead, "city=Stavanger")
	kinds := counted(t, b)
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	damageRow(t, path, 3)

	if _, err := Open(ctx, path, Options{}); !errors.Is(err, ErrDamaged) {
		t.Fatalf("it opens: %v", err)
	}
	rep, err := RepairFile(ctx, path, Options{}, nil)
	if err != nil || rep.Lost > 0 || !strings.Contains(fmt.Sprint(rep.Problems), "journal") {
		t.Fatalf("%+v, %v", rep, err)
	}
	b = openAt(t, path, newClock())
	defer b.Close()
	b.check(t)
	if after := counted(t, b); after != kinds {
		t.Errorf("%s records, were %s", after, kinds)
	}
	if got := b.get(t, lead).(*model.Lead); got.City != "Bergen" {
		t.Errorf("the lead is in %q", got.City)
	}
}

func counted(t *testing.T, b *bench) string {
	t.Helper()
	counts, err := b.Counts(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(counts.Kinds)
}

// damageRow cuts a row of the journal short.
func damageRow(t *testing.T, path string, row uint32) {
	t.Helper()
	db, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		journal := tx.Bucket([]byte(bucketJournal))
		was := bytes.Clone(journal.Get(journalKey(row)))
		return journal.Put(journalKey(row), was[:4])
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
}
