// Package storagetest is what every engine of a sync server has to pass.
package storagetest

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"tradedesk/model"
	"tradedesk/model/canonical"
	"tradedesk/model/causal"
	"tradedesk/model/value"
	"tradedesk/sync/protocol"
	"tradedesk/sync/server/storage"
)

// Engine is an engine under test.
type Engine struct {
	// Open gives an empty storage of its own, which is closed when the test ends.
	Open func(t *testing.T) storage.Storage
	// Again closes a storage and opens what it kept, as after a restart.
	Again func(t *testing.T, s storage.Storage) storage.Storage
	// Another opens what a storage has a second time, as another server does; nil where
	// one process holds it.
	Another func(t *testing.T, s storage.Storage) storage.Storage
	// WhenFull runs do while the disk of s has no room left.
	WhenFull func(t *testing.T, s storage.Storage, do func())
}

// Run holds an engine to what storage.Storage promises.
func Run(t *testing.T, e Engine) {
	for name, test := range map[string]func(*testing.T, *bench){
		"workspaces have names of their own":         testWorkspaces,
		"a transaction lasts whole or not at all":    testWholeOrNot,
		"many write together and one fails":          testTogether,
		"a write that nobody waits for is not done":  testCanceled,
		"a write that panics fails alone":            testPanic,
		"the log has no gap":                         testLog,
		"pages of the log are bounded":               testPages,
		"what is old is forgotten":                   testForget,
		"another life of the log":                    testEpoch,
		"states come in order":                       testStates,
		"what became of ops":                         testOps,
		"accounts":                                   testAccounts,
		"an invitation is taken once":                testInvitation,
		"invitations of one user are dropped":        testInvitationsDropped,
		"an invitation survives what failed":         testInvitationComesBack,
		"a registration is its workspace's":          testRegistration,
		"what has expired is dropped":                testExpired,
		"workspaces know nothing of each other":      testIsolation,
		"readers see one moment":                     testOneMoment,
		"news of growth":                             testWatch,
		"all is there after a restart":               func(t *testing.T, b *bench) { testAgain(t, b, e.Again) },
		"two handles are one storage":                func(t *testing.T, b *bench) { testAnother(t, b, e.Another) },
		"a full disk is said and nothing half there": func(t *testing.T, b *bench) { testFull(t, b, e.WhenFull) },
	} {
		t.Run(name, func(t *testing.T) { test(t, newBench(t, e.Open(t))) })
	}
}

// bench is a storage with one workspace on it.
type bench struct {
	t     *testing.T
	s     storage.Storage
	ids   *model.IDs
	space model.ID
	epoch model.ID
}

func newBench(t *testing.T, s storage.Storage) *bench {
	b := &bench{t: t, s: s, ids: model.NewIDs(time.Now, rand.Reader)}
	b.space, b.epoch = b.create("atlas")
	return b
}

func (b *bench) create(name string) (space, epoch model.ID) {
	b.t.Helper()
	space, epoch = b.ids.New(), b.ids.New()
	b.must(b.s.Create(context.Background(), storage.Workspace{ID: space, Name: name, Created: 7}, epoch))
	return space, epoch
}

func (b *bench) must(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) update(fn func(storage.Tx) error) error {
	return b.s.Update(context.Background(), b.space, fn)
}

func (b *bench) view(fn func(storage.ReadTx) error) {
	b.t.Helper()
	b.must(b.s.View(context.Background(), b.space, fn))
}

// next gives lines that go on behind a log, taken at moments one after the other.
func (b *bench) next(log storage.Log, n int) []storage.Line {
	var out []storage.Line
	for i := range n {
		e := causal.Entry{Seq: log.Head + uint64(i) + 1, ID: b.ids.New(), Device: b.ids.New(), N: 1, Kind: "lead", Record: b.ids.New(), By: "amina"}
		line := protocol.AppendEntry(nil, e)
		log.Hash = log.Hash.Next(line)
		out = append(out, storage.Line{Seq: e.Seq, At: value.Instant(1000 * e.Seq), Hash: log.Hash, JSON: line})
	}
	return out
}

// grow appends n entries, notes their ops, and gives them.
func (b *bench) grow(n int) []storage.Line {
	b.t.Helper()
	var lines []storage.Line
	b.must(b.update(func(tx storage.Tx) error {
		log, err := tx.Log()
		if err != nil {
			return err
		}
		lines = b.next(log, n)
		return errors.Join(tx.Append(lines), tx.PutOps(opsOf(b.t, lines), takenOf(lines)))
	}))
	return lines
}

func opsOf(t *testing.T, lines []storage.Line) []model.ID {
	var out []model.ID
	for _, l := range lines {
		e, err := protocol.ParseEntry(l.JSON)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, e.ID)
	}
	return out
}

func takenOf(lines []storage.Line) []storage.Taken {
	var out []storage.Taken
	for _, l := range lines {
		out = append(out, storage.Taken{Seq: l.Seq})
	}
	return out
}

func (b *bench) log() (log storage.Log) {
	b.t.Helper()
	b.view(func(tx storage.ReadTx) (err error) {
		log, err = tx.Log()
		return err
	})
	return log
}

// dump writes down all that a transaction can read, to be compared.
func dump(tx storage.ReadTx) (string, error) {
	var out strings.Builder
	var failed error
	note := func(v any, err error) {
		failed = errors.Join(failed, err)
		fmt.Fprintf(&out, "%+v\n", v)
	}
	w, err := tx.Workspace()
	note(w, err)
	log, err := tx.Log()
	note(log, err)
	lines, err := tx.Entries(0, 1<<20, 1<<40)
	note(lines, err)
	states, err := tx.StatesAfter(model.ID{}, 1<<20, 1<<40)
	for _, s := range states {
		note(string(protocol.AppendState(nil, s)), err)
	}
	records, err := tx.Records()
	note(records, err)
	devices, err := tx.Devices()
	note(devices, err)
	tokens, err := tx.Tokens()
	note(tokens, err)
	users, err := tx.Users()
	note(users, err)
	return out.String(), failed
}

func (b *bench) dump() (out string) {
	b.t.Helper()
	b.view(func(tx storage.ReadTx) (err error) {
		out, err = dump(tx)
		return err
	})
	return out
}

// state gives a record with one value.
func state(id model.ID, city string) *causal.State {
	s := causal.NewState("lead", id)
	s.Made, s.Seq = true, 1
	s.Registers["city"] = []causal.Dot{{Source: causal.Source{N: 1, Seq: 1, By: "amina"}, Value: canonical.AppendString(nil, city)}}
	return s
}
