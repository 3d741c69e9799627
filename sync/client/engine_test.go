package client

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tradedesk/model"
	"tradedesk/model/canonical"
	"tradedesk/model/causal"
	"tradedesk/store"
	"tradedesk/sync/protocol"
)

// bench is an engine whose calls a function answers, and a clock that stands still.
type bench struct {
	*Engine
	store *store.Store
	now   time.Time
	calls []string
	query string // of the last call
	serve func(path string, body []byte) (status int, reply any)
}

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{now: time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)}
	now := func() time.Time { return b.now }
	ids := model.NewIDs(now, nil)
	s, err := store.Open(context.Background(), filepath.Join(t.TempDir(), "desk.db"), store.Options{Now: now, IDs: ids, By: "salma", NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	b.store = s
	err = s.SetLink(context.Background(), store.Link{Server: "http://desk.example", Workspace: ids.New(), User: "salma", Role: "owner", Device: ids.New()})
	if err != nil {
		t.Fatal(err)
	}
	b.Engine = New(Options{
		Store: s, HTTP: &http.Client{Transport: b}, Now: now, Random: rand.New(rand.NewPCG(1, 2)), Schema: 2,
		Token: func() (string, error) { return "secret", nil },
	})
	b.serve = func(path string, _ []byte) (int, any) { return http.StatusOK, nothingNew() }
	return b
}

func (b *bench) RoundTrip(r *http.Request) (*http.Response, error) {
	packed, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	body, err := protocol.Unpack(strings.NewReader(string(packed)), r.Header.Get("Content-Encoding"), 64<<20)
	if err != nil {
		return nil, err
	}
	call := r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:]
	b.calls, b.query = append(b.calls, call), r.URL.RawQuery
	status, reply := b.serve(call, body)
	if reply == nil {
		return nil, errors.New("the network is gone")
	}
	data, err := json.Marshal(reply)
	if err != nil {
		return nil, err
	}
	kind := protocol.TypeJSON
	if status >= 300 {
		kind = protocol.TypeProblem
	}
	if page, ok := reply.(noRecords); ok {
		kind, data = protocol.TypeLines, []byte(page.lines())
	}
	return &http.Response{StatusCode: status, Header: http.Header{"Content-Type": {kind}}, Body: io.NopCloser(strings.NewReader(string(data))), Request: r}, nil
}

// run steps until nothing is due now, and gives when something is.
func (b *bench) run(t *testing.T) time.Time {
	t.Helper()
	for range 100 {
		at, err := b.Step(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		if at.IsZero() || at.After(b.now) {
			return at
		}
	}
	t.Fatalf("it never rests: %q", b.calls)
	return time.Time{}
}

func (b *bench) add(t *testing.T, n int) {
	t.Helper()
	for i := range n {
		_, _, err := b.store.Do(context.Background(), store.Action{Edits: []store.Edit{{
			Kind: model.KindLead, Create: true, Set: model.Set{"company": canonical.AppendString(nil, fmt.Sprint("Firm ", i))},
		}}})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func (b *bench) standing(t *testing.T) store.Standing {
	t.Helper()
	s, err := b.store.Standing(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// takes answers a push as a server that takes at most some ops at once.
func takes(most int) func(string, []byte) (int, any) {
	seq := uint64(0)
	return func(call string, body []byte) (int, any) {
		if call != "push" {
			return http.StatusOK, nothingNew()
		}
		var push protocol.Push
		if err := json.Unmarshal(body, &push); err != nil {
			return http.StatusBadRequest, protocol.NewProblem(http.StatusBadRequest, protocol.CodeInvalid, err.Error())
		}
		if len(push.Ops) > most {
			return http.StatusRequestEntityTooLarge, protocol.NewProblem(http.StatusRequestEntityTooLarge, protocol.CodeTooLarge, "too large")
		}
		out := protocol.Pushed{}
		for _, op := range push.Ops {
			seq++
			out.Results = append(out.Results, protocol.Result{N: op.N, ID: op.ID, Status: protocol.StatusApplied, Seq: seq})
		}
		return http.StatusOK, out
	}
}

// A batch that is too large is halved until the server takes it, and grows again.
func TestABatchThatIsTooLargeIsHalved(t *testing.T) {
	b := newBench(t)
	b.add(t, 20)
	b.serve = takes(3)
	b.run(t)
	if s := b.standing(t); s.Pending != 0 || s.Acked != 20 || s.Quarantined != 0 {
		t.Errorf("%+v by %q", s, b.calls)
	}
}

// A change that is too large alone goes into quarantine, and the others go on.
func TestAChangeThatIsTooLargeAlone(t *testing.T) {
	b := newBench(t)
	b.add(t, 3)
	b.serve = takes(0)
	b.run(t)
	if s := b.standing(t); s.Pending != 0 || s.Quarantined != 3 || b.Failing() {
		t.Errorf("%+v by %q", s, b.calls)
	}
}

// A change that the server cannot read alone goes into quarantine, and the others go on.
func TestAChangeThatCannotBeRead(t *testing.T) {
	b := newBench(t)
	b.add(t, 20)
	takes := takes(100)
	b.serve = func(call string, body []byte) (int, any) {
		if call == "push" && strings.Contains(string(body), `"Firm 7"`) {
			return http.StatusBadRequest, protocol.NewProblem(http.StatusBadRequest, protocol.CodeInvalid, "the body is not what this call takes")
		}
		return takes(call, body)
	}
	b.run(t)
	if s := b.standing(t); s.Pending != 0 || s.Acked != 19 || s.Quarantined != 1 || b.Failing() {
		t.Errorf("%+v by %q", s, b.calls)
	}
}

// A line that carries little carries all of it in the end.
func TestALineThatCarriesLittle(t *testing.T) {
	b := newBench(t)
	b.add(t, 20)
	takes := takes(100)
	b.serve = func(call string, body []byte) (int, any) {
		if call == "push" && strings.Count(string(body), `"Firm `) > 3 {
			return 0, nil
		}
		return takes(call, body)
	}
	for range 20 {
		b.now = b.run(t)
	}
	if s := b.standing(t); s.Pending != 0 || s.Acked != 20 || s.Quarantined != 0 {
		t.Errorf("%+v by %q", s, b.calls)
	}
}

// A manual desk makes calls only when it is told, until all is in step or one fails.
func TestAManualDesk(t *testing.T) {
	b := newBench(t)
	b.SetManual(true)
	b.add(t, 1)
	if at := b.run(t); !at.IsZero() || len(b.calls) != 0 {
		t.Errorf("untold it calls %q, and comes again at %s", b.calls, at)
	}
	b.serve = takes(100)
	b.Wake()
	if at := b.run(t); !at.IsZero() || b.standing(t).Pending != 0 {
		t.Errorf("told: %+v by %q, and it comes again at %s", b.standing(t), b.calls, at)
	}
	b.add(t, 1)
	told := len(b.calls)
	if b.run(t); len(b.calls) != told {
		t.Errorf("it goes on by itself: %q", b.calls)
	}
	b.serve = func(string, []byte) (int, any) { return 0, nil }
	b.Wake()
	b.run(t)
	if !b.Failing() || !errors.Is(b.Err(), ErrOffline) || len(b.calls) != told+1 {
		t.Errorf("%v by %q, want one call that failed", b.Err(), b.calls)
	}
	b.now = b.now.Add(time.Hour)
	if b.run(t); len(b.calls) != told+1 {
		t.Errorf("it tries again by itself: %q", b.calls)
	}
}

func TestADeskThatLeavesTheNetworkAlone(t *testing.T) {
	b := newBench(t)
	b.SetOffline(true)
	b.add(t, 1)
	b.Wake()
	if at := b.run(t); !at.IsZero() || len(b.calls) != 0 {
		t.Errorf("it calls %q, and comes again at %s", b.calls, at)
	}
}

// A failure is tried again after a while, as long as the server wants it to be.
func TestAFailureIsTriedAgain(t *testing.T) {
	b := newBench(t)
	b.add(t, 1)
	b.serve = func(string, []byte) (int, any) { return 0, nil }
	at := b.run(t)
	if !b.Failing() || at.Sub(b.now) > time.Second {
		t.Fatalf("%v, again at %s", b.Err(), at)
	}
	b.now = at
	b.serve = takes(100)
	b.run(t)
	if s := b.standing(t); s.Pending != 0 || b.Failing() {
		t.Errorf("%+v and %v", s, b.Err())
	}
}

// A desk with nothing to do looks at the server once a minute, and writes nothing.
func TestAnIdleDesk(t *testing.T) {
	b := newBench(t)
	at := b.run(t)
	if at.Sub(b.now) != time.Minute {
		t.Fatalf("it looks again at %s", at)
	}
	for range 5 {
		b.now = at
		at = b.run(t)
	}
	if len(b.calls) != 6 {
		t.Errorf("%q, want one call a minute", b.calls)
	}
	l, _, err := b.store.Link(context.Background())
	if err != nil || !l.Last.Time().Before(b.now.Add(-4*time.Minute)) || b.InStep() != b.now {
		t.Errorf("last %s and %v, in step at %s: the file is not written every minute", l.Last, err, b.InStep())
	}
}

// A reader's desk sends nothing.
func TestAReadersDesk(t *testing.T) {
	b := newBench(t)
	err := b.store.UpdateLink(context.Background(), func(l *store.Link) (*store.Link, error) {
		l.Role = roleReader
		return l, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	b.add(t, 1)
	b.run(t)
	if s := b.standing(t); s.Pending != 1 || len(b.calls) != 1 || b.calls[0] != "changes" {
		t.Errorf("%+v by %q", s, b.calls)
	}
}

// TestARoleOfAnotherDevice looks that what the server said to the device that the desk was,
// as in reply to a file on its way while the desk logged in, is not taken for its own.
func TestARoleOfAnotherDevice(t *testing.T) {
	b := newBench(t)
	l, _, err := b.store.Link(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	says := func(role string) *http.Response {
		return &http.Response{Header: http.Header{protocol.HeaderRole: {role}}}
	}
	b.role.note(model.ID{9}, says("reader"))
	b.run(t)
	if is, _, err := b.store.Link(context.Background()); err != nil || is.Role != "owner" {
		t.Errorf("%q and %v", is.Role, err)
	}
	b.role.note(l.Device, says("reader"))
	b.Wake()
	b.run(t)
	if is, _, err := b.store.Link(context.Background()); err != nil || is.Role != "reader" {
		t.Errorf("%q and %v", is.Role, err)
	}
}

// nothingNew answers a pull at the end of a log without entries.
func nothingNew() protocol.Changes {
	return protocol.Changes{Cursor: causal.Cursor{Epoch: model.ID{1}}, Entries: []json.RawMessage{}}
}

// JSON that some other machine on the way answers with is no page of the log: the desk does
// not take it for another history, and does not begin anew.
func TestPagesThatAreNone(t *testing.T) {
	for _, reply := range []any{map[string]bool{"ok": true}, map[string]any{"error": nil, "entries": []int{}}, "welcome"} {
		b := newBench(t)
		b.run(t)
		before, _, err := b.store.Link(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		b.serve = func(string, []byte) (int, any) { return http.StatusOK, reply }
		b.Wake()
		b.run(t)
		if l, _, err := b.store.Link(context.Background()); err != nil || l.Diverged || l.Cursor != before.Cursor || !errors.Is(b.Err(), errBadReply) {
			t.Errorf("%v: %+v, %v and %v", reply, l, b.Err(), err)
		}
	}
}

// A reply that cannot be makes nothing of itself.
func TestRepliesThatCannotBe(t *testing.T) {
	for name, reply := range map[string]any{
		"results of other changes": protocol.Pushed{Results: []protocol.Result{{N: 99, Status: protocol.StatusApplied, Seq: 1}}},
		"no results":               protocol.Pushed{},
		"another shape":            []int{1, 2},
	} {
		b := newBench(t)
		b.add(t, 1)
		b.serve = func(call string, _ []byte) (int, any) {
			if call == "push" {
				return http.StatusOK, reply
			}
			return http.StatusOK, nothingNew()
		}
		b.run(t)
		if s := b.standing(t); s.Pending != 1 || !errors.Is(b.Err(), errBadReply) {
			t.Errorf("%s: %+v and %v", name, s, b.Err())
		}
	}
}
