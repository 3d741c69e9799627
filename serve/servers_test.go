package serve

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"tradedesk/model"
	"tradedesk/model/canonical"
	"tradedesk/model/causal"
	"tradedesk/sync/server/storage"
)

// Who said nothing yet is cut off when a server ends, and so is who comes then; who made a
// call is not.
func TestSilentConnectionsAreCut(t *testing.T) {
	var s silent
	connect := func(states ...http.ConnState) (far net.Conn) {
		near, far := net.Pipe()
		for _, state := range states {
			s.note(near, state)
		}
		return far
	}
	// A pipe takes no deadline any more when its other end is closed.
	cut := func(c net.Conn) bool { return errors.Is(c.SetDeadline(time.Time{}), io.ErrClosedPipe) }
	calls := connect(http.StateNew, http.StateActive)
	fresh := connect(http.StateNew)
	s.cut()
	late := connect(http.StateNew)
	if !cut(fresh) || !cut(late) {
		t.Error("who said nothing is waited for")
	}
	if cut(calls) {
		t.Error("who made a call is cut off")
	}
}

// A backup on its way through the socket, which nobody reads, and a connection that says
// nothing hold a server that ends up neither in closing its port nor in ending.
func TestTheEndWaitsForNoBackup(t *testing.T) {
	store, l, _ := filled(t)
	big := causal.NewState("lead", model.ID{1})
	big.Made = true
	big.Registers["notes"] = []causal.Dot{{Value: canonical.AppendString(nil, strings.Repeat("x", 16<<20))}}
	err := l.storage.Update(t.Context(), onlySpace(t, l.local), func(tx storage.Tx) error { return tx.PutStates([]*causal.State{big}) })
	if err := errors.Join(err, l.Close()); err != nil {
		t.Fatal(err)
	}
	long := usualPatience
	long.end = time.Hour
	is, stop := atWork(t, Options{Store: store, patience: long})
	reply, err := newRemote(l.place).post(t.Context(), "backup", question{})
	if err != nil {
		t.Fatal(err)
	}
	defer reply.Body.Close()
	address := strings.TrimPrefix(is.URL, "http://")
	quiet, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer quiet.Close()
	ended := make(chan error)
	go func() { ended <- stop() }()
	for { // until desks are not taken any more, while the backup is where it was
		c, err := (&net.Dialer{}).DialContext(context.Background(), "tcp", address)
		if err != nil {
			break
		}
		_ = c.Close()
	}
	if n, err := io.Copy(io.Discard, reply.Body); err == nil {
		t.Errorf("the backup went on to its end, %d bytes", n)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if _, err := quiet.Read(make([]byte, 1)); err == nil {
		t.Error("something is said to who is silent")
	}
}
