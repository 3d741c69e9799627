package client

import (
	"context"
	"net/http"
	"regexp"
	"sync/atomic"

	"tradedesk/model"
	"tradedesk/store"
	"tradedesk/sync/protocol"
)

// roleReader is the role of people whose changes no server takes: they stay on their
// desk.
const roleReader = "reader"

// OnlyReads reports whether the desk sends nothing, as its user may only read.
func OnlyReads(l store.Link) bool { return l.Role == roleReader }

// role is what the server last said that the desk's user may do.
type role struct{ said atomic.Pointer[roleOf] }

// roleOf is what the user of a device may do.
type roleOf struct {
	device model.ID
	role   string
}

// plainRole is how roles are written, also those that a newer server may know.
var plainRole = regexp.MustCompile(`^[a-z]{1,20}$`)

// note takes in what the reply to a call of a device says.
func (r *role) note(device model.ID, reply *http.Response) {
	if said := reply.Header.Get(protocol.HeaderRole); plainRole.MatchString(said) {
		r.said.Store(&roleOf{device, said})
	}
}

// learnRole keeps the role that the server gives the desk's user, when it is another one
// than before: a desk that may write again sends what waits. What was said to the device that
// the desk was before is of somebody else: a call with a file may outlast a login.
func (e *Engine) learnRole(ctx context.Context, l store.Link) error {
	said := e.role.said.Swap(nil)
	if said == nil || said.device != l.Device || said.role == l.Role {
		return nil
	}
	return e.o.Store.UpdateLink(ctx, func(l *store.Link) (*store.Link, error) {
		if l != nil && l.Device == said.device {
			l.Role = said.role
		}
		return l, nil
	})
}
