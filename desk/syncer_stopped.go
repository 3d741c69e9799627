package desk

import (
	"context"
	"time"

	"tradedesk/store"
	"tradedesk/sync/client"
)

// stopLook is how often a server that shut the desk out is asked whether it still does.
const stopLook = time.Hour

// stopped reports whether the desk was shut out, and would call if it was not.
func (s *syncer) stopped(l store.Link) bool {
	return l.Stopped != "" && l.Stopped != client.StoppedLoggedOut && s.stands.modeNow() == SyncAutomatic
}

// mayBeMended reports whether it is time to ask whether the desk is still shut out: a newer
// program was installed, somebody gave the user another role. The server says so again if
// not.
func (s *syncer) mayBeMended(l store.Link) bool {
	return s.stopped(l) && (s.retried.IsZero() || s.w.o.Now().Sub(s.retried) >= stopLook)
}

// letGo forgets what stopped the desk. What cannot be written now is told by the call that
// follows.
func (s *syncer) letGo(ctx context.Context) {
	_ = s.w.store.UpdateLink(ctx, func(l *store.Link) (*store.Link, error) {
		if l != nil {
			l.Stopped = ""
		}
		return l, nil
	})
}
