package client

import (
	"context"
	"net/http"
	"regexp"
	"sync/atomic"

	"tradedesk/store"
	"tradedesk/sync/protocol"
)

// roleReader is the role of people whose changes no server takes: they stay on their
// desk.
const roleReader = "reader"

// OnlyReads reports whether the desk sends nothing, as its user may only read.
func OnlyReads(l store.Link) bool { return l.Role == roleReader }

// role is what the server last said that the desk's user may do.
type role struct{ said atomic.Pointer[string] }

// plainRole is how roles are written, also those that a newer server may know.
var plainRole = regexp.MustCompile(`^[a-z]{1,20}$`)

func (r *role) note(reply *http.Response) {
	if said := reply.Header.Get(protocol.HeaderRole); plainRole.MatchString(said) {
		r.said.Store(&said)
	}
}

// learnRole keeps the role that the server gives the desk's user, when it is another one
// than before: a desk that may write again sends what waits.
func (e *Engine) learnRole(ctx context.Context, l store.Link) error {
	said := e.role.said.Swap(nil)
	if said == nil || *said == l.Role {
		return nil
	}
	return e.o.Store.UpdateLink(ctx, func(l *store.Link) (*store.Link, error) {
		if l != nil {
			l.Role = *said
		}
		return l, nil
	})
}
