package server_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"testing"

	"tradedesk/model"
	"tradedesk/model/causal"
	"tradedesk/model/value"
	"tradedesk/sync/protocol"
	"tradedesk/sync/server/storage"
)

// changes reads the log from a cursor to its head, page by page.
func (d *desk) changes(from string) (entries []json.RawMessage, end causal.Cursor) {
	d.t.Helper()
	for {
		var page protocol.Changes
		d.get("changes?cursor="+from).into(http.StatusOK, &page)
		entries = append(entries, page.Entries...)
		if from = page.Cursor.String(); !page.More {
			return entries, page.Cursor
		}
	}
}

func TestChangesAreAChain(t *testing.T) {
	s := newOffice(t).space("atlas")
	d, reader := s.desk("amina", storage.RoleBroker), s.desk("rachid", storage.RoleReader)
	pushed := d.fill(12) // pages have five
	entries, end := reader.changes("")
	if len(entries) != 12 || end != pushed.Cursor {
		t.Fatalf("%d entries up to %v, want 12 up to %v", len(entries), end, pushed.Cursor)
	}
	var hash causal.Hash
	for i, line := range entries {
		e, err := protocol.ParseEntry(line)
		if hash = hash.Next(line); err != nil || e.Seq != uint64(i)+1 {
			t.Errorf("entry %d: %s, %v", i, line, err)
		}
	}
	if hash != end.Hash {
		t.Error("the hash is not that of the lines")
	}
	var none protocol.Changes
	reader.get("changes?cursor="+end.String()).into(http.StatusOK, &none)
	if none.More || len(none.Entries) != 0 || none.Cursor != end {
		t.Errorf("%+v", none)
	}
	for _, bad := range []string{"cursor=c1.x", "cursor=%00", "seen=nothing"} {
		reader.get("changes?"+bad).problem(http.StatusBadRequest, protocol.CodeInvalid)
	}
	var few protocol.Changes
	reader.get("changes?limit=2").into(http.StatusOK, &few)
	if len(few.Entries) != 2 || !few.More {
		t.Errorf("a page of two has %d", len(few.Entries))
	}
}

// TestChangesAreTheLinesOfTheLog: the hash is over the lines, so that not one letter of
// them may be written in another way.
func TestChangesAreTheLinesOfTheLog(t *testing.T) {
	d := newOffice(t).space("atlas").desk("amina", storage.RoleBroker)
	pushed := d.push(d.set(d.ids.New(), map[string]string{"company": "Smith & <Sons>\u2028"}))
	entries, _ := d.changes("")
	if hash := (causal.Hash{}).Next(entries[0]); hash != pushed.Cursor.Hash {
		t.Errorf("%s is not the line that the log has", entries[0])
	}
}

// snapshot reads all pages.
func (d *desk) snapshot() (states []*causal.State, from causal.Cursor) {
	d.t.Helper()
	for token := ""; ; {
		r := d.get("snapshot?token=" + token)
		r.into(http.StatusOK, nil)
		lines := bytes.Split(bytes.TrimSuffix(r.data, []byte("\n")), []byte("\n"))
		var head protocol.SnapshotHead
		var tail protocol.SnapshotTail
		d.must(json.Unmarshal(lines[0], &head))
		d.must(json.Unmarshal(lines[len(lines)-1], &tail))
		if token == "" {
			from = head.From
		}
		for _, line := range lines[1 : len(lines)-1] {
			state, err := protocol.ParseState(line)
			d.must(err)
			states = append(states, state)
		}
		if token = tail.Next; token == "" {
			return states, from
		}
	}
}

func TestSnapshotIsTheFold(t *testing.T) {
	s := newOffice(t).space("atlas")
	d := s.desk("amina", storage.RoleBroker)
	d.fill(11)
	states, from := d.snapshot()
	entries, end := d.changes("")
	if from != end || len(states) != 11 {
		t.Fatalf("%d records at %v, want 11 at %v", len(states), from, end)
	}
	folded := map[model.ID]*causal.State{}
	for _, line := range entries {
		e, err := protocol.ParseEntry(line)
		s.must(err)
		state := causal.NewState(e.Kind, e.Record)
		causal.Fold(state, &causal.Stamp{At: e.At, By: e.By}, e.Seq, e.Effects)
		folded[e.Record] = state
	}
	for _, state := range states {
		if want, is := protocol.AppendState(nil, folded[state.Record]), protocol.AppendState(nil, state); !bytes.Equal(want, is) {
			t.Errorf("%s\nis not the fold\n%s", is, want)
		}
	}
	d.get("snapshot?token=..%2F..").problem(http.StatusBadRequest, protocol.CodeInvalid)
}

func TestWhatIsForgotten(t *testing.T) {
	s := newOffice(t).space("atlas")
	d := s.desk("amina", storage.RoleBroker)
	early := d.fill(2).Cursor
	d.fill(4)
	s.update(func(tx storage.Tx) error {
		_, err := tx.Forget(value.At(s.now.AddDate(0, 0, 1)), 4)
		return err
	})
	d.get("changes").problem(http.StatusGone, protocol.CodeCompacted)
	d.get("changes?cursor="+early.String()).problem(http.StatusGone, protocol.CodeCompacted)
	d.send(protocol.Push{Cursor: early, Ops: []protocol.Op{d.set(d.ids.New(), nil)}}).problem(http.StatusGone, protocol.CodeCompacted)
	states, from := d.snapshot()
	if len(states) != 6 {
		t.Errorf("%d records", len(states))
	}
	if entries, _ := d.changes(from.String()); len(entries) != 0 {
		t.Errorf("%d entries behind the snapshot", len(entries))
	}
}

func TestAncestor(t *testing.T) {
	s := newOffice(t).space("atlas")
	d := s.desk("amina", storage.RoleBroker)
	one, two := d.fill(2).Cursor, d.fill(3).Cursor
	ask := func(points ...protocol.Point) (out protocol.Ancestor) {
		d.do(call{method: "POST", path: d.path("ancestor"), token: d.is.Token, body: points}).into(http.StatusOK, &out)
		return out
	}
	strange := protocol.Point{Seq: 4, Hash: causal.Hash{7}}
	if a := ask(strange, protocol.Point{Seq: one.Seq, Hash: one.Hash}, protocol.Point{Seq: 99, Hash: two.Hash}); a.Cursor != one {
		t.Errorf("%v, want %v", a.Cursor, one)
	}
	if a := ask(protocol.Point{Seq: two.Seq, Hash: two.Hash}, protocol.Point{Seq: one.Seq, Hash: one.Hash}); a.Cursor != two {
		t.Errorf("%v, want %v", a.Cursor, two)
	}
	if a := ask(strange); a.Cursor.Seq != 0 || a.Cursor.Epoch != one.Epoch {
		t.Errorf("%v", a.Cursor)
	}
	many := make([]protocol.Point, 1001)
	for i := range many {
		many[i] = protocol.Point{Seq: uint64(i)}
	}
	d.do(call{method: "POST", path: d.path("ancestor"), token: d.is.Token, body: many}).problem(http.StatusRequestEntityTooLarge, protocol.CodeTooLarge)
}

func TestInfo(t *testing.T) {
	o := newOffice(t)
	var info protocol.Info
	o.do(call{method: "GET", path: "/v1/sync"}).into(http.StatusOK, &info)
	if info.Name != "tradedesk" || info.Version != "test" || info.Limits.Page != 5 || fmt.Sprint(info.Protocols, info.Encodings) != "[1] [zstd gzip]" {
		t.Errorf("%+v", info)
	}
	o.do(call{method: "GET", path: "/v2/sync"}).problem(http.StatusNotFound, protocol.CodeNotFound)
	for _, path := range []string{"/healthz", "/readyz"} {
		o.do(call{method: "GET", path: path}).into(http.StatusOK, nil)
	}
	o.must(o.engine.View(context.Background(), o.space("atlas").id, func(storage.ReadTx) error { return nil }))
	o.api.Close()
	o.do(call{method: "GET", path: "/readyz"}).into(http.StatusServiceUnavailable, nil)
	o.do(call{method: "GET", path: "/healthz"}).into(http.StatusOK, nil)
}

func TestVersionsOfDesks(t *testing.T) {
	d := newOffice(t).space("atlas").desk("amina", storage.RoleBroker)
	for name, c := range map[string]struct {
		header, value string
		status        int
	}{
		"another protocol": {protocol.HeaderProtocol, "2", http.StatusConflict},
		"an older file":    {protocol.HeaderSchema, "1", http.StatusConflict},
		"a newer file":     {protocol.HeaderSchema, "3", http.StatusOK},
		"nonsense":         {protocol.HeaderSchema, "x", http.StatusConflict},
	} {
		t.Run(name, func(t *testing.T) {
			r := d.do(call{method: "GET", path: d.path("changes"), token: d.is.Token, header: map[string]string{c.header: c.value}})
			if r.StatusCode != c.status {
				t.Errorf("%d: %s", r.StatusCode, r.data)
			}
		})
	}
}
