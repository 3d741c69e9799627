package store

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"tradedesk/model"
	"tradedesk/model/causal"
)

// otherDesk is a device whose entries come in.
var otherDesk = model.ID{0: 9, 6: 0x70, 8: 0x80}

// linked makes a desk with a server that has taken some of its changes, and not others:
// two that wait, one in quarantine, a record in conflict and one that another desk made.
func linked(t *testing.T) (b *bench, conflicted model.ID, log *serverLog) {
	t.Helper()
	ctx := context.Background()
	b = newBench(t)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	device := b.ids.New()
	must(b.SetLink(ctx, Link{Server: "https://desk.example", Workspace: b.ids.New(), User: "salma", Role: "owner", Device: device}))
	conflicted = b.create(t, model.KindLead, "company=Nord Foods")
	b.create(t, model.KindLead, "company=Firm 2")
	b.edit(t, model.KindLead, conflicted, "city=Agadir")
	refused := b.create(t, model.KindLead, "company=Refused")
	ops, _, err := b.Waiting(ctx, 0, 100, 1<<20)
	must(err)
	if len(ops) != 4 {
		t.Fatalf("%d ops wait", len(ops))
	}
	log = &serverLog{epoch: b.ids.New(), states: map[model.ID]*causal.State{}}
	for _, op := range ops[:3] {
		log.take(op)
	}
	log.take(causal.Op{
		ID: b.ids.New(), Device: otherDesk, N: 1, Clock: ops[2].Clock + 1, Base: 1, At: ops[2].At + 1, By: "far", Kind: model.KindLead, Record: conflicted,
		Set: map[string]json.RawMessage{"city": json.RawMessage(`"Tanger"`)},
	})
	log.take(causal.Op{
		ID: b.ids.New(), Device: otherDesk, N: 2, Clock: ops[2].Clock + 2, At: ops[2].At + 2, By: "far", Kind: model.KindLead, Record: b.ids.New(),
		Set: map[string]json.RawMessage{"company": json.RawMessage(`"Far Away"`), "stage": json.RawMessage(`"new"`)},
	})
	_, err = b.Took(ctx, []Took{
		{N: ops[0].N, Seq: 1}, {N: ops[1].N, Seq: 2}, {N: ops[2].N, Seq: 3}, {N: ops[3].N, Code: "invalid", Reason: "it is not liked"},
	}, ops[3].N, causal.Cursor{Seq: 5})
	must(err)
	_, err = b.Fold(ctx, LogPage{Entries: log.entries, Cursor: log.cursor(), Head: 5})
	must(err)
	b.edit(t, model.KindLead, refused, "city=Fès")
	b.create(t, model.KindSupplier, "name=Argane du Souss")
	b.check(t)
	return b, conflicted, log
}

// serverLog merges ops as a server does.
type serverLog struct {
	epoch   model.ID
	states  map[model.ID]*causal.State
	entries []causal.Entry
}

func (l *serverLog) take(op causal.Op) {
	s := l.states[op.Record]
	if s == nil {
		s = causal.NewState(op.Kind, op.Record)
		l.states[op.Record] = s
	}
	seq := uint64(len(l.entries) + 1)
	l.entries = append(l.entries, causal.Entry{
		Seq: seq, ID: op.ID, Device: op.Device, N: op.N, Clock: op.Clock, At: op.At, By: op.By, Kind: op.Kind, Record: op.Record,
		Effects: causal.Apply(s, op, seq, nil),
	})
}

func (l *serverLog) cursor() causal.Cursor {
	return causal.Cursor{Epoch: l.epoch, Seq: uint64(len(l.entries)), Hash: causal.Hash{1}}
}

// page gives a snapshot of one page.
func (l *serverLog) page() StatePage {
	p := StatePage{From: l.cursor(), Seen: l.cursor(), Total: uint64(len(l.states))}
	for _, id := range slices.SortedFunc(maps.Keys(l.states), func(a, b model.ID) int { return bytes.Compare(a[:], b[:]) }) {
		p.States = append(p.States, l.states[id])
	}
	return p
}

// standing gives all that a desk knows of its server.
func standing(t *testing.T, s *Store) string {
	t.Helper()
	ctx := context.Background()
	l, _, err := s.Link(ctx)
	if err != nil {
		t.Fatal(err)
	}
	counts, err := s.Standing(ctx)
	if err != nil {
		t.Fatal(err)
	}
	waiting, _, err := s.Waiting(ctx, 0, 100, 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	quarantine, err := s.Quarantine(ctx, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	conflicts, _, err := s.Conflicts(ctx, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	points, err := s.Points(ctx)
	if err != nil {
		t.Fatal(err)
	}
	var fields [][]FieldConflict
	for _, c := range conflicts {
		fields = append(fields, c.Fields)
	}
	return fmt.Sprintf("%+v\n%+v\n%+v\n%+v\n%+v\n%+v", l, counts, waiting, quarantine, fields, points)
}

func TestRewritingKeepsTheLink(t *testing.T) {
	ctx := context.Background()
	for name, rewrite := range map[string]func(*testing.T, *bench) *Store{
		"compact": func(t *testing.T, b *bench) *Store {
			if _, err := b.Compact(ctx, nil); err != nil {
				t.Fatal(err)
			}
			return b.Store
		},
		"repair": func(t *testing.T, b *bench) *Store {
			report, err := b.Repair(ctx, nil)
			if err != nil || len(report.Problems) > 0 || report.Lost+report.FromHistory+report.ChangesLost > 0 {
				t.Fatalf("%+v and %v", report, err)
			}
			return b.Store
		},
		"backup": func(t *testing.T, b *bench) *Store {
			path := filepath.Join(t.TempDir(), "copy.db")
			out, err := os.Create(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := errors.Join(b.Backup(ctx, out, nil), out.Close()); err != nil {
				t.Fatal(err)
			}
			other := openAt(t, path, b.clock)
			t.Cleanup(func() {
				if err := other.Close(); err != nil {
					t.Error(err)
				}
			})
			return other.Store
		},
	} {
		t.Run(name, func(t *testing.T) {
			b, _, _ := linked(t)
			before := standing(t, b.Store)
			after := rewrite(t, b)
			if got := standing(t, after); got != before {
				t.Errorf("before:\n%s\nafter:\n%s", before, got)
			}
			if report, err := after.Check(ctx, nil); err != nil || !report.OK {
				t.Errorf("%+v and %v", report, err)
			}
		})
	}
}

// A repair that loses something sends again what the server may not have, and begins a
// snapshot.
func TestRepairWithLossesBeginsASnapshot(t *testing.T) {
	ctx := context.Background()
	for name, damage := range map[string]func(*boltTx) error{
		"the rows of records":         dropFirst(bucketRecord),
		"what a record is in the log": dropFirst(bucketShadow),
		"all of what they are":        emptied(bucketShadow),
		"the conflicts":               emptied(bucketConflict),
	} {
		t.Run(name, func(t *testing.T) {
			b, conflicted, log := linked(t)
			if err := b.update(ctx, damage); err != nil {
				t.Fatal(err)
			}
			report, err := b.Repair(ctx, nil)
			if err != nil {
				t.Fatal(err)
			}
			l, linked, err := b.Link(ctx)
			if err != nil || !linked || l.Snapshot == nil || len(report.Problems) == 0 {
				t.Fatalf("link %+v, %v and %v; report %+v", l, linked, err, report)
			}
			counts, err := b.Standing(ctx)
			if err != nil || counts.Acked != 0 || counts.Quarantined != 0 || counts.Conflicts != 0 || counts.Pending == 0 {
				t.Errorf("%+v and %v", counts, err)
			}
			b.check(t)
			// What the server has comes back, with the conflict.
			if _, err := b.TakeStates(ctx, log.page()); err != nil {
				t.Fatal(err)
			}
			b.check(t)
			conflicts, err := b.ConflictsOf(ctx, conflicted)
			if err != nil || len(conflicts) != 1 || len(conflicts[0].Values) != 2 {
				t.Errorf("conflicts %+v and %v", conflicts, err)
			}
			// What it has already is not taken twice.
			ops, _, err := b.Waiting(ctx, 0, 100, 1<<20)
			if err != nil {
				t.Fatal(err)
			}
			for _, op := range ops {
				if i := slices.IndexFunc(log.entries, func(e causal.Entry) bool { return e.N == op.N && e.Device == op.Device }); i >= 0 && log.entries[i].ID != op.ID {
					t.Errorf("change %d is sent under another id than before", op.N)
				}
			}
		})
	}
}

// A record of which the server lost what somebody else changed last is as this desk's own
// changes left it: that is no damage, and a repair leaves it as it is.
func TestRepairLeavesARecordWhoseLastChangeTheServerLost(t *testing.T) {
	ctx := context.Background()
	b, _, log := linked(t)
	var id model.ID
	for _, e := range log.entries {
		if e.N == 2 && e.Device != otherDesk {
			id = e.Record // Firm 2
		}
	}
	was := b.lead(t, id)
	log.take(causal.Op{
		ID: b.ids.New(), Device: otherDesk, N: 3, Clock: log.entries[4].Clock + 1, Base: 5, At: was.UpdatedAt + 1000, By: "far", Kind: model.KindLead, Record: id,
		Set: map[string]json.RawMessage{"city": json.RawMessage(`"Safi"`)},
	})
	if _, err := b.Fold(ctx, LogPage{Entries: log.entries[5:], Cursor: log.cursor(), Head: 6}); err != nil {
		t.Fatal(err)
	}
	if is := b.lead(t, id); is.City != "Safi" {
		t.Fatalf("city %q", is.City)
	}
	err := b.update(ctx, func(tx *transaction) error {
		w := b.newWrite(tx, b.now())
		touched, err := w.load(model.KindLead, id)
		if err != nil {
			return err
		}
		touched.current = was
		w.order = append(w.order, touched)
		if _, err := w.commit(); err != nil {
			return err
		}
		return tx.Bucket([]byte(bucketShadow)).Delete(touched.number.key())
	})
	if err != nil {
		t.Fatal(err)
	}
	b.check(t)
	before := standing(t, b.Store)
	report, err := b.Repair(ctx, nil)
	if err != nil || report.FromHistory != 0 || report.ChangesLost != 0 || len(report.Problems) != 0 {
		t.Fatalf("%+v and %v", report, err)
	}
	if is := b.lead(t, id); is.City != "" || is.UpdatedAt != was.UpdatedAt {
		t.Errorf("after the repair %s", model.EncodeJSON(is))
	}
	if after := standing(t, b.Store); after != before {
		t.Errorf("it stands with the server as %s\nand not as %s", after, before)
	}
	b.check(t)
}
