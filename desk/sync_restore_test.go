package desk

import (
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"tradedesk/model"
	syncwords "tradedesk/sync/protocol"
	api "tradedesk/sync/server"
	"tradedesk/sync/server/boltlog"
	"tradedesk/sync/server/storage"
)

// exported gives all leads of a desk as another program reads them.
func exported(t *testing.T, d Desk) string {
	t.Helper()
	var lines []string
	err := d.Records(context.Background(), Query{Kind: model.KindLead, Deleted: true}, func(r model.Record) error {
		lines = append(lines, string(model.EncodeJSON(r)))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// openManual opens a desk that syncs when it is told.
func openManual(t *testing.T, dir string) Desk {
	t.Helper()
	d, err := Open(context.Background(), Options{Dir: dir, Me: "salma", TokenFile: true, Sync: SyncManual})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// A desk that is restored from an older backup, or whose directory was copied, goes on
// syncing, whatever is written at it before it does; nothing that anybody wrote is lost.
func TestARestoredDeskGoesOnSyncing(t *testing.T) {
	ctx := context.Background()
	for name, writes := range map[string]int{"nothing is written before": 0, "as much is written as was lost": 1, "more is written": 3} {
		t.Run(name, func(t *testing.T) {
			s := newSyncServer(t)
			far := s.colleague(t, "far")
			dir := t.TempDir()
			d := openManual(t, dir)
			s.login(t, d)
			lead := addLead(t, d, "Nord Foods Inc")
			mustSync(t, d)
			backup := filepath.Join(t.TempDir(), "desk.tar")
			if _, err := WriteBackup(ctx, d, BackupRequest{File: backup}, nil); err != nil {
				t.Fatal(err)
			}
			addLead(t, d, "After the backup")
			edit(t, d, lead, model.Set{"city": quoted("Agadir")})
			mustSync(t, d)
			mustSync(t, far)
			if err := d.Close(); err != nil {
				t.Fatal(err)
			}
			if _, err := RestoreBackup(ctx, Options{Dir: dir, Me: "salma"}, backup, nil); err != nil {
				t.Fatal(err)
			}
			d = openManual(t, dir)
			defer d.Close()
			for range writes {
				addLead(t, d, "After the restore")
			}
			mustSync(t, d)
			mustSync(t, far)
			mustSync(t, d)
			if mine, theirs := exported(t, d), exported(t, far); mine != theirs || strings.Count(mine, "After the restore") != writes || !strings.Contains(mine, "After the backup") || !strings.Contains(mine, "Agadir") {
				t.Errorf("here:\n%s\nthere:\n%s", mine, theirs)
			}
			addLead(t, d, "Life goes on")
			if report := mustSync(t, d); report.Pushed != 1 || report.Pending != 0 || report.Quarantined != 0 {
				t.Errorf("%+v", report)
			}
			for _, each := range []Desk{d, far} {
				if check, err := each.Check(ctx, nil); err != nil || !check.OK {
					t.Errorf("%+v and %v", check, err)
				}
			}
		})
	}
}

// restored puts a server in the place of s that was restored from a backup.
func (s *syncServer) restored(t *testing.T, backup string) {
	t.Helper()
	ctx := context.Background()
	engine, err := boltlog.Open(backup, boltlog.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := engine.Close(); err != nil {
			t.Error(err)
		}
	})
	ids := model.NewIDs(time.Now, nil)
	if err := engine.Update(ctx, s.space, func(tx storage.Tx) error { return tx.SetEpoch(ids.New()) }); err != nil {
		t.Fatal(err)
	}
	var handler http.Handler = api.New(api.Options{Storage: engine, Version: "test", Schema: syncwords.Range{Min: 1, Max: 9}, Now: time.Now, IDs: ids})
	s.instead.Store(&handler)
}

// backedUp copies the server's file as it stands.
func (s *syncServer) backedUp(t *testing.T) (name string) {
	t.Helper()
	file, err := os.Create(filepath.Join(t.TempDir(), "backup.db"))
	if err != nil {
		t.Fatal(err)
	}
	err = s.engine.Backup(context.Background(), func(int64) (io.Writer, error) { return file, nil })
	if err := errors.Join(err, file.Close()); err != nil {
		t.Fatal(err)
	}
	return file.Name()
}

// What a restored server lost, whoever wrote it brings back. A desk that had read a value
// of his does not hold it up against what he wrote over it since; one that nobody else
// brings it does bring back.
func TestARestoredServerGetsWhatItLostOnce(t *testing.T) {
	for name, comesBack := range map[string]bool{"its author comes back": true, "its author does not": false} {
		t.Run(name, func(t *testing.T) {
			s := newSyncServer(t)
			author, reader := s.colleague(t, "author"), s.colleague(t, "reader")
			lead := addLead(t, author, "Nord Foods Inc")
			mustSync(t, author)
			mustSync(t, reader)
			backup := s.backedUp(t)
			edit(t, author, lead, model.Set{"city": quoted("Agadir")})
			mustSync(t, author)
			mustSync(t, reader)
			s.restored(t, backup)
			third := s.colleague(t, "third")
			addLead(t, third, "Oasis Trading") // the log goes on otherwise
			mustSync(t, third)
			want := "Agadir"
			if comesBack {
				want = "Tanger"
				edit(t, author, lead, model.Set{"city": quoted(want)})
				mustSync(t, author)
			}
			mustSync(t, reader)
			mustSync(t, third)
			for _, d := range []Desk{reader, third} {
				if city := leadOf(t, d, lead).City; city != want || statusOf(t, d).Conflicts > 0 {
					t.Errorf("%s has %q and %d conflicts, want %q and none", d.Me(), city, statusOf(t, d).Conflicts, want)
				}
			}
		})
	}
}

// Two copies of one directory become two devices.
func TestACopiedDeskBecomesAnother(t *testing.T) {
	s := newSyncServer(t)
	dir, copied := t.TempDir(), t.TempDir()
	d := openManual(t, dir)
	s.login(t, d)
	addLead(t, d, "Nord Foods Inc")
	mustSync(t, d)
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(filepath.Join(copied, "desk"), os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	a, b := openManual(t, dir), openManual(t, filepath.Join(copied, "desk"))
	defer a.Close()
	defer b.Close()
	addLead(t, a, "Written at the first")
	addLead(t, b, "Written at the copy")
	for range 2 {
		mustSync(t, a)
		mustSync(t, b)
	}
	if one, other := exported(t, a), exported(t, b); one != other || strings.Count(one, "Written at") != 2 {
		t.Errorf("the first:\n%s\nthe copy:\n%s", one, other)
	}
	if statusOf(t, a).Device == statusOf(t, b).Device {
		t.Error("both are one device")
	}
}

// A desk whose file was repaired goes on syncing.
func TestARepairedDeskGoesOnSyncing(t *testing.T) {
	ctx := context.Background()
	s := newSyncServer(t)
	far := s.colleague(t, "far")
	dir := t.TempDir()
	d := openManual(t, dir)
	defer d.Close()
	s.login(t, d)
	lead := addLead(t, d, "Nord Foods Inc")
	mustSync(t, d)
	mustSync(t, far)
	edit(t, d, lead, model.Set{"city": quoted("Agadir")})
	edit(t, far, lead, model.Set{"city": quoted("Tanger")})
	mustSync(t, far)
	mustSync(t, d)
	if _, err := d.Repair(ctx, nil); err != nil {
		t.Fatal(err)
	}
	if status := statusOf(t, d); status.Conflicts != 1 || status.Server != s.URL {
		t.Errorf("%+v", status)
	}
	edit(t, d, lead, model.Set{"city": quoted("Essaouira")})
	mustSync(t, d)
	mustSync(t, far)
	if mine, theirs := exported(t, d), exported(t, far); mine != theirs || !strings.Contains(mine, "Essaouira") {
		t.Errorf("here:\n%s\nthere:\n%s", mine, theirs)
	}
}

// A desk that is new to a long log takes the records as they are, and nothing of its own
// is lost by it.
func TestANewDeskOfALongLog(t *testing.T) {
	if testing.Short() {
		t.Skip("it writes thousands of records")
	}
	ctx := context.Background()
	s := newSyncServer(t)
	a := openManual(t, t.TempDir())
	defer a.Close()
	s.login(t, a)
	const rows = longLog + 1500
	if _, err := a.Import(ctx, leadsImport("leads.csv"), strings.NewReader(csvOf(rows)), nil); err != nil {
		t.Fatal(err)
	}
	if report := mustSync(t, a); report.Pushed != rows {
		t.Fatalf("%+v", report)
	}
	b := openManual(t, t.TempDir())
	defer b.Close()
	addLead(t, b, "Of the new desk")
	s.login(t, b)
	var pages atomic.Int64
	counting := http.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/snapshot") {
			pages.Add(1)
		}
		s.handler.ServeHTTP(w, r)
	}))
	s.instead.Store(&counting)
	var calls []string
	report, err := b.Sync(ctx, func(p SyncProgress) {
		if len(calls) == 0 || calls[len(calls)-1] != p.Call {
			calls = append(calls, p.Call)
		}
	})
	if err != nil || report.Pushed != 1 || report.Pulled < rows || !slices.Contains(calls, "snapshot") {
		t.Fatalf("%+v and %v, by %q", report, err, calls)
	}
	if got, most := pages.Load(), int64(rows/syncwords.DefaultLimits().Page+2); got > most {
		t.Errorf("%d pages of the snapshot were asked for, at most %d are due", got, most)
	}
	if status := statusOf(t, b); status.Pending != 0 || status.Seq != rows+1 {
		t.Errorf("%+v", status)
	}
	counts, err := b.Counts(ctx)
	if err != nil || counts.Kinds[model.KindLead] != rows+1 {
		t.Errorf("%d leads and %v, want %d", counts.Kinds[model.KindLead], err, rows+1)
	}
}
