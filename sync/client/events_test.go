package client

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"tradedesk/model"
	"tradedesk/sync/protocol"
)

// stream begins an event stream.
func stream(w http.ResponseWriter, text string) {
	w.Header().Set("Content-Type", protocol.TypeEvents)
	fmt.Fprint(w, text)
	_ = http.NewResponseController(w).Flush() // who hung up hears nothing
}

func listening(t *testing.T, h http.HandlerFunc, beat time.Duration) (heads chan uint64, stop func()) {
	t.Helper()
	web := httptest.NewServer(h)
	client, err := NewHTTP(nil)
	if err != nil {
		t.Fatal(err)
	}
	heads = make(chan uint64, 100)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	e := &Events{HTTP: client, Server: web.URL, Token: "secret", Workspace: model.ID{1}, Random: rand.New(source{}), Heartbeat: beat}
	go func() { defer close(done); e.Run(ctx, func(head uint64) { heads <- head }) }()
	stop = func() { cancel(); <-done; client.CloseIdleConnections(); web.CloseClientConnections(); web.Close() }
	return heads, stop
}

// source makes every wait a few nanoseconds.
type source struct{}

func (source) Uint64() uint64 { return 1 << 32 }

// A stream that breaks is taken up again behind the last event that was heard.
func TestEventsAreTakenUpAgain(t *testing.T) {
	lasts := make(chan string, 100)
	calls := 0
	heads, stop := listening(t, func(w http.ResponseWriter, r *http.Request) {
		lasts <- r.Header.Get("Last-Event-ID")
		calls++
		switch calls {
		case 1:
			stream(w, ": hello\n\nid: 7\nevent: head\ndata: {\"head\":7}\n\n")
		case 2:
			http.Error(w, "bad gateway", http.StatusBadGateway)
		case 3:
			http.Error(w, "<p>Welcome to our hotel: log in", http.StatusForbidden)
		default:
			stream(w, "id: 9\ndata:{\"head\":9}\n\ndata: no JSON\n\nid: not a number\n\n")
			<-r.Context().Done()
		}
	}, 0)
	defer stop()
	var got []uint64
	for len(got) < 4 {
		got = append(got, <-heads)
	}
	if want := []uint64{0, 7, 0, 9}; !slices.Equal(got, want) {
		t.Errorf("heads %v, want %v", got, want)
	}
	if got := []string{<-lasts, <-lasts, <-lasts, <-lasts}; !slices.Equal(got, []string{"", "7", "7", "7"}) {
		t.Errorf("it goes on from %q", got)
	}
}

// A server that went away is told of once, after the stream was tried again.
func TestALostStreamIsToldOf(t *testing.T) {
	var calls, lost atomic.Int32
	ctx, cancel := context.WithCancel(context.Background())
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		switch calls.Add(1) {
		case 1, 2, 6:
			stream(w, "")
		case 9:
			cancel()
		default:
			http.Error(w, "away", http.StatusBadGateway)
		}
	}))
	defer web.Close()
	client, err := NewHTTP(nil)
	if err != nil {
		t.Fatal(err)
	}
	e := &Events{HTTP: client, Server: web.URL, Workspace: model.ID{1}, Random: rand.New(source{}), Lost: func() { lost.Add(1) }}
	e.Run(ctx, func(uint64) {})
	if got := lost.Load(); got != 2 {
		t.Errorf("told of %d times, want once for each stream that was not taken up again", got)
	}
}

// A stream on which nothing comes for three heartbeats is dead.
func TestASilentStreamIsGivenUp(t *testing.T) {
	heads, stop := listening(t, func(w http.ResponseWriter, r *http.Request) {
		stream(w, "")
		<-r.Context().Done()
	}, 5*time.Millisecond)
	defer stop()
	for range 3 { // it begins again and again
		if head := <-heads; head != 0 {
			t.Errorf("head %d of a stream on which nothing came", head)
		}
	}
}

// A server that has no stream for this desk is not asked again.
func TestNoStream(t *testing.T) {
	for _, status := range []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound} {
		calls := 0
		web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			calls++
			w.Header().Set("Content-Type", protocol.TypeProblem)
			w.WriteHeader(status)
		}))
		client, err := NewHTTP(nil)
		if err != nil {
			t.Fatal(err)
		}
		(&Events{HTTP: client, Server: web.URL, Workspace: model.ID{1}}).Run(context.Background(), func(uint64) { t.Error("it heard something") })
		web.Close()
		if calls != 1 {
			t.Errorf("%d: %d calls, want 1", status, calls)
		}
	}
}

// FuzzEvents: whatever a stream says, what comes of it are heads.
func FuzzEvents(f *testing.F) {
	f.Add("id: 7")
	f.Add("data: {\"head\":7}")
	f.Add("data:")
	f.Add(": \x1b[31m")
	f.Add("id: -1\r")
	f.Fuzz(func(t *testing.T, text string) {
		e := &Events{}
		e.line(text, func(head uint64) {
			if head == 0 {
				t.Error("a head of nothing")
			}
		})
		if strings.Trim(e.last, "0123456789") != "" {
			t.Errorf("the last event is %q", e.last)
		}
	})
}
