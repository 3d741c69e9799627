package simulator

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"tradedesk/model"
	"tradedesk/model/causal"
	"tradedesk/store"
	"tradedesk/sync/client"
	"tradedesk/sync/protocol"
	"tradedesk/sync/server"
	"tradedesk/sync/server/boltlog"
	"tradedesk/sync/server/storage"
)

// world is one run.
type world struct {
	t      testing.TB
	dir    string
	seed   uint64
	random *rand.Rand
	now    time.Time
	quiet  bool // the network does no harm any more
	log    []string

	server *serverFile
	desks  []*desk
	late   []late
	copies int

	intents []*intent
	byOp    map[model.ID]*intent
	deeds   map[model.ID]*deed // by action
	records []model.ID         // that somebody made
	kinds   map[model.ID]model.Kind
	entries map[model.ID]causal.Entry // of the log as it stands, by op
	seen    int                       // lists of which is known what their authors had seen
	unions  int                       // conflicts of lists that were settled with all that everybody did
	dots    map[dotName]model.ID      // which op a value of the log came from, in all its lives
	epoch   model.ID
	read    uint64
	hash    causal.Hash
}

// dotName names a value by who wrote it. Two copies of a desk write as one device until
// they are told apart: their clocks do.
type dotName struct {
	device model.ID
	n      uint64
	clock  uint64
}

// serverFile is the server with its file, and copies of it from other times.
type serverFile struct {
	path   string
	engine *boltlog.Engine
	api    *server.Server
	copies []string
	token  string // of the owner, which registers desks
	space  model.ID
}

// desk is a desk with its file, and copies of it.
type desk struct {
	name    string
	path    string
	store   *store.Store
	engine  *client.Engine
	token   string
	offset  time.Duration // how wrong its clock is
	offline bool
	copies  []deskCopy
	due     time.Time
	// inherits says how many of all changes were made when this desk was copied from
	// another: the other's own among them are its own.
	inherits map[string]int
}

type deskCopy struct{ path, token string }

func (w *world) chance(percent int) bool { return !w.quiet && w.random.IntN(100) < percent }

func (w *world) logf(format string, args ...any) {
	w.log = append(w.log, fmt.Sprintf(format, args...))
}

// source gives bytes that follow from the seed.
type source struct{ random *rand.Rand }

func (s source) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(s.random.Uint32())
	}
	return len(p), nil
}

func newWorld(t testing.TB, dir string, seed uint64) *world {
	w := &world{
		t: t, dir: dir, seed: seed, random: rand.New(rand.NewPCG(seed, 0x7261646564657374)), now: time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC),
		byOp: map[model.ID]*intent{}, deeds: map[model.ID]*deed{}, kinds: map[model.ID]model.Kind{}, entries: map[model.ID]causal.Entry{}, dots: map[dotName]model.ID{},
	}
	w.openServer()
	for range 2 + w.random.IntN(3) {
		w.newDesk()
	}
	return w
}

func (w *world) must(err error) {
	if err != nil {
		w.t.Helper()
		w.fail("%v", err)
	}
}

// fail ends the run with what leads to it again.
func (w *world) fail(format string, args ...any) {
	w.t.Helper()
	if *showLog {
		for _, line := range w.log {
			fmt.Fprintln(os.Stderr, line)
		}
	}
	w.t.Fatalf("seed %d: %s\nagain: go test ./sync/simulator -run Seeds -sim.from %d -sim.seeds 1 -sim.log", w.seed, fmt.Sprintf(format, args...), w.seed)
}

func (w *world) ids(salt uint64) *model.IDs {
	return model.NewIDs(func() time.Time { return w.now }, source{rand.New(rand.NewPCG(w.seed, salt))})
}

func (w *world) file(name string) string {
	w.copies++
	return filepath.Join(w.dir, fmt.Sprintf("%s-%d", name, w.copies))
}

func (w *world) copy(from, name string) string {
	to := w.file(name)
	data, err := os.ReadFile(from)
	w.must(err)
	w.must(os.WriteFile(to, data, 0o600))
	return to
}

func (w *world) openServer() {
	first := w.server == nil
	if first {
		w.server = &serverFile{path: w.file("server")}
	}
	var err error
	w.server.engine, err = boltlog.Open(w.server.path, boltlog.Options{NoSync: true})
	w.must(err)
	w.server.api = server.New(server.Options{
		Storage: w.server.engine, Version: "sim", Schema: protocol.Range{Min: 1, Max: 9}, Now: func() time.Time { return w.now },
		IDs: w.ids(uint64(w.copies) << 32), Limits: w.limits(),
	})
	if first {
		w.foundServer()
	}
	w.readLog()
}

// limits are small, so that pages and batches end everywhere.
func (w *world) limits() protocol.Limits {
	l := protocol.DefaultLimits()
	l.Page = 1 + int(w.seed%7)
	l.OpBytes = 4000
	return l
}

func (w *world) foundServer() {
	s := w.server
	ids := w.ids(1)
	s.space = ids.New()
	w.must(s.engine.Create(context.Background(), storage.Workspace{ID: s.space, Name: "atlas"}, ids.New()))
	var random [32]byte
	_, err := io.ReadFull(source{w.random}, random[:])
	w.must(err)
	token, hash := server.NewToken(s.space, random)
	s.token = token
	w.must(s.engine.Update(context.Background(), s.space, func(tx storage.Tx) error {
		if err := tx.PutUser(storage.User{Name: "salma", Role: storage.RoleOwner}); err != nil {
			return err
		}
		return tx.PutToken(storage.Token{Hash: hash, ID: ids.New(), User: "salma"})
	}))
}

func (w *world) newDesk() *desk {
	d := &desk{name: string(rune('A' + len(w.desks))), path: w.file("desk")}
	w.desks = append(w.desks, d)
	w.openDesk(d)
	w.login(d)
	return d
}

func (w *world) openDesk(d *desk) {
	now := func() time.Time { return w.now.Add(d.offset) }
	var err error
	d.store, err = store.Open(context.Background(), d.path, store.Options{
		Now: now, IDs: w.ids(uint64(w.copies)<<32 | uint64(d.name[0])), By: "person " + d.name, NoSync: true,
	})
	w.must(err)
	d.engine = client.New(client.Options{
		Store: d.store, Token: func() (string, error) { return d.token, nil }, SetToken: func(t string) error { d.token = t; return nil },
		HTTP: &http.Client{Transport: &network{w, d}}, Now: func() time.Time { return w.now },
		Random: rand.New(rand.NewPCG(w.seed, uint64(w.copies))), Schema: 2, Desk: "desk " + d.name, Long: 1 + w.seed%40,
		Batch: 1 + int(w.seed%5),
		Run:   func(do func()) { do() }, // what is sent ahead is there, or lost, before what came before it is written
	})
	d.due = w.now
}

// login makes the desk a device of the workspace, past the network.
func (w *world) login(d *desk) {
	_, err := client.Login{
		Store: d.store, HTTP: &http.Client{Transport: direct{w}}, Server: "http://server", Plain: true, Token: w.server.token, Desk: "desk " + d.name, Schema: 2,
		Keep: func(t string) error { d.token = t; return nil },
	}.Do(context.Background())
	w.must(err)
}

// direct carries calls without harm.
type direct struct{ w *world }

func (n direct) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	return n.w.serve(r, body), nil
}

func (w *world) reopenDesk(d *desk) {
	w.must(d.store.Close())
	w.openDesk(d)
}

func (w *world) reopenServer() {
	w.must(w.server.engine.Close())
	w.openServer()
}

// readLog follows the server's log.
func (w *world) readLog() {
	w.must(w.server.engine.View(context.Background(), w.server.space, func(tx storage.ReadTx) error {
		log, err := tx.Log()
		if err != nil {
			return err
		}
		if known, ok, err := tx.HashAt(w.read); err != nil || log.Epoch != w.epoch || !ok || known != w.hash {
			w.epoch, w.read, w.hash, w.entries = log.Epoch, 0, causal.Hash{}, map[model.ID]causal.Entry{}
			if err != nil {
				return err
			}
		}
		lines, err := tx.Entries(w.read, 1<<30, 1<<40)
		if err != nil {
			return err
		}
		for _, line := range lines {
			e, err := protocol.ParseEntry(line.JSON)
			if err != nil {
				return err
			}
			if other, twice := w.entries[e.ID]; twice {
				return fmt.Errorf("I4: op %s is entry %d and entry %d", e.ID, other.Seq, e.Seq)
			}
			if w.hash = w.hash.Next(line.JSON); w.hash != line.Hash || e.Seq != w.read+1 {
				return fmt.Errorf("entry %d: the log has a gap or another hash", e.Seq)
			}
			w.read = e.Seq
			w.entries[e.ID], w.dots[dotName{e.Device, e.N, e.Clock}] = e, e.ID
		}
		return nil
	}))
}
