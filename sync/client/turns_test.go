package client

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"tradedesk/model"
	"tradedesk/model/causal"
	"tradedesk/store"
	"tradedesk/sync/protocol"
)

// registered answers a registration as another device.
func registered(b *bench) protocol.Registered {
	l, _, err := b.store.Link(context.Background())
	if err != nil {
		panic(err)
	}
	device := l.Device
	device[15]++
	return protocol.Registered{Device: device, Token: "another", User: l.User, Role: l.Role, Workspace: l.Workspace.String()}
}

// A server that sends the desk another way again and again, as one whose file is damaged
// does, is not asked without a pause for ever.
func TestAServerThatLeadsNowhere(t *testing.T) {
	at := causal.Cursor{Epoch: model.ID{1}, Seq: 1, Hash: causal.Hash{7}}
	wrong := protocol.Changes{Cursor: at, Head: 1, Entries: []json.RawMessage{protocol.AppendEntry(nil, causal.Entry{
		Seq: 1, ID: model.ID{2}, Device: model.ID{3}, N: 1, Kind: model.KindLead, Record: model.ID{4},
	})}}
	says := func(status int, code protocol.Code) func(*bench, string) (int, any) {
		return func(*bench, string) (int, any) { return status, protocol.NewProblem(status, code, "so it is") }
	}
	pull := func(page protocol.Changes) func(*bench, string) (int, any) {
		return func(*bench, string) (int, any) { return http.StatusOK, page }
	}
	for name, serve := range map[string]func(*bench, string) (int, any){
		"another history":              says(http.StatusConflict, protocol.CodeDiverged),
		"a log that is forgotten":      says(http.StatusGone, protocol.CodeCompacted),
		"entries of another hash":      pull(wrong),
		"more, and nothing of it":      pull(protocol.Changes{Cursor: causal.Cursor{Epoch: model.ID{1}}, Head: 9, More: true}),
		"an end before what it showed": pull(nothingNew()),
		"an end and a longer log":      pull(protocol.Changes{Cursor: causal.Cursor{Epoch: model.ID{1}}, Head: 1 << 63}),
		"a copy of this desk": func(_ *bench, call string) (int, any) {
			if call == "push" {
				return says(http.StatusConflict, protocol.CodeFork)(nil, "")
			}
			return http.StatusOK, nothingNew()
		},
		"changes that are missing": func(_ *bench, call string) (int, any) {
			if call == "push" {
				return says(http.StatusConflict, protocol.CodeGap)(nil, "")
			}
			return http.StatusOK, nothingNew()
		},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			b.o.SetToken = func(string) error { return nil }
			b.add(t, 1)
			if strings.HasPrefix(name, "an end") {
				err := b.store.UpdateLink(context.Background(), func(l *store.Link) (*store.Link, error) { l.Seen = at; return l, nil })
				if err != nil {
					t.Fatal(err)
				}
			}
			b.serve = func(call string, _ []byte) (int, any) {
				switch call {
				case "ancestor":
					return http.StatusOK, protocol.Ancestor{Cursor: causal.Cursor{Epoch: model.ID{1}}}
				case "devices":
					return http.StatusOK, registered(b)
				case "snapshot":
					return http.StatusOK, noRecords{}
				}
				return serve(b, call)
			}
			if at := b.run(t); !b.Failing() || b.Err() == nil || at.IsZero() {
				t.Fatalf("%v, again at %s", b.Err(), at)
			}
			if s := b.standing(t); s.Pending != 1 {
				t.Errorf("%+v", s)
			}
			// When it is mended, all comes in step.
			if !strings.HasPrefix(name, "an end") {
				b.serve = mended(b)
				b.Wake()
				b.run(t)
				if s := b.standing(t); s.Pending != 0 || b.Failing() {
					t.Errorf("mended: %+v and %v", s, b.Err())
				}
			}
		})
	}
}

// noRecords is a page of a snapshot without records.
type noRecords struct{ next string }

func (p noRecords) lines() string {
	at := causal.Cursor{Epoch: model.ID{1}}
	head, _ := json.Marshal(protocol.SnapshotHead{From: at})                 // it has nothing that
	tail, _ := json.Marshal(protocol.SnapshotTail{Next: p.next, Cursor: at}) // JSON could not say
	return string(head) + "\n" + string(tail) + "\n"
}

// mended answers as a server without records that takes all.
func mended(b *bench) func(string, []byte) (int, any) {
	takes := takes(100)
	return func(call string, body []byte) (int, any) {
		switch call {
		case "ancestor":
			return http.StatusOK, protocol.Ancestor{Cursor: causal.Cursor{Epoch: model.ID{1}}}
		case "devices":
			return http.StatusOK, registered(b)
		case "snapshot":
			return http.StatusOK, noRecords{}
		}
		return takes(call, body)
	}
}

// A desk that stands in the middle of a snapshot, at an entry that the server has forgotten
// since, begins the snapshot anew.
func TestASnapshotThatWasLeftTooLong(t *testing.T) {
	b := newBench(t)
	old := causal.Cursor{Epoch: model.ID{1}, Seq: 9, Hash: causal.Hash{7}}
	err := b.store.UpdateLink(context.Background(), func(l *store.Link) (*store.Link, error) {
		l.Snapshot, l.Seen = &store.Snapshot{From: old, After: model.ID{5}}, old
		return l, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	b.serve = func(call string, _ []byte) (int, any) {
		if strings.Contains(b.query, "seen=") {
			return http.StatusGone, protocol.NewProblem(http.StatusGone, protocol.CodeCompacted, "the log begins behind entry 10")
		}
		if call == "snapshot" {
			return http.StatusOK, noRecords{}
		}
		return http.StatusOK, nothingNew()
	}
	b.run(t)
	if l, _, err := b.store.Link(context.Background()); err != nil || l.Snapshot != nil || b.Failing() || len(b.calls) > 3 {
		t.Errorf("%+v, %v and %v by %q", l, err, b.Err(), b.calls)
	}
}

// A server that was restored after the desk read of its log, and before a snapshot that asks
// for no place in it, does not know what it lost: the desk does.
func TestASnapshotOfARestoredServer(t *testing.T) {
	b := newBench(t)
	err := b.store.UpdateLink(context.Background(), func(l *store.Link) (*store.Link, error) {
		l.Snapshot, l.Cursor = &store.Snapshot{}, causal.Cursor{Epoch: model.ID{8}}
		return l, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	b.serve = mended(b)
	b.run(t)
	if !slices.Contains(b.calls, "ancestor") || b.Failing() {
		t.Errorf("%q and %v, want it to look for an ancestor", b.calls, b.Err())
	}
}

// A page of a snapshot that does not lead beyond the one before is none.
func TestASnapshotThatDoesNotEnd(t *testing.T) {
	b := newBench(t)
	err := b.store.UpdateLink(context.Background(), func(l *store.Link) (*store.Link, error) { l.Snapshot = &store.Snapshot{}; return l, nil })
	if err != nil {
		t.Fatal(err)
	}
	b.serve = func(string, []byte) (int, any) { return http.StatusOK, noRecords{next: model.ID{5}.String()} }
	if b.run(t); !b.Failing() || len(b.calls) > 5 {
		t.Errorf("%v by %q", b.Err(), b.calls)
	}
}

// News of the log are no reason to ask a server earlier that wants to be left alone, and one
// when it could not be reached.
func TestNewsOfAServerThatHasTrouble(t *testing.T) {
	b := newBench(t)
	b.serve = func(string, []byte) (int, any) {
		return http.StatusServiceUnavailable, protocol.NewProblem(http.StatusServiceUnavailable, protocol.CodeUnavailable, "later")
	}
	at := b.run(t)
	b.Heard()
	if again := b.run(t); again != at || len(b.calls) != 1 {
		t.Errorf("it comes again at %s and not at %s, after %q", again, at, b.calls)
	}
	b.now = at
	b.serve = func(string, []byte) (int, any) { return 0, nil }
	b.run(t)
	b.serve = takes(100)
	b.Heard()
	if b.run(t); b.Failing() {
		t.Errorf("%v after %q", b.Err(), b.calls)
	}
}

// What a server says is one short line without what moves a terminal.
func TestWordsOfAServer(t *testing.T) {
	b := newBench(t)
	b.serve = func(string, []byte) (int, any) {
		return http.StatusTeapot, protocol.NewProblem(http.StatusTeapot, "teapot", "\x1b[31m\u202ered\r\n"+strings.Repeat("tea ", 10_000))
	}
	b.run(t)
	if text := b.Err().Error(); len(text) > 500 || strings.ContainsAny(text, "\x1b\u202e\r\n") {
		t.Errorf("%q", text)
	}
	b = newBench(t)
	b.add(t, 1)
	b.serve = func(call string, body []byte) (int, any) {
		status, reply := takes(1)(call, body)
		if out, ok := reply.(protocol.Pushed); ok {
			out.Results[0].Seq, out.Results[0].Status = 0, protocol.StatusQuarantined
			out.Results[0].Problem = protocol.NewProblem(422, protocol.CodeInvalid, "\x1b[31m"+strings.Repeat("tea ", 10_000))
			reply = out
		}
		return status, reply
	}
	b.run(t)
	held, err := b.store.Quarantine(context.Background(), 0, 1)
	if err != nil || len(held) != 1 || len(held[0].Reason) > maxSaid || strings.Contains(held[0].Reason, "\x1b") {
		t.Errorf("%+v and %v", held, err)
	}
}
