package client

import (
	"time"

	"tradedesk/store"
)

// Call is what the engine does next.
type Call string

// The calls, in the order of their urgency.
const (
	CallNothing  Call = ""
	CallAncestor Call = "ancestor" // find where the server's log and ours part
	CallRegister Call = "register" // become another device
	CallSnapshot Call = "snapshot" // read a page of records
	CallPull     Call = "pull"     // read a page of the log
	CallPush     Call = "push"     // send what waits
)

// goesAhead reports whether the call after one like it can be made before its turn.
func (c Call) goesAhead() bool { return c == CallSnapshot || c == CallPull || c == CallPush }

// Situation is all that planning looks at.
type Situation struct {
	Link    *store.Link // nil: the desk knows no server
	Waiting bool        // something waits to be sent
	Pulled  bool        // the log was read to its end since the last reason to look
	Asked   bool        // a person, or news of the server, gave a reason to look
	Manual  bool        // nothing is done unless a person asks
	Offline bool        // told to leave the network alone

	Failures int       // in a row
	Due      time.Time // when the next try is due after a failure, or the next look
	Now      time.Time
}

// Plan is a call and when to make it; a call of nothing is a look at the situation at
// that time, never when At is zero.
type Plan struct {
	Call Call
	At   time.Time
}

// plan works out what comes next. What was read of the server comes before what is
// sent, so that people see each other's changes before they make more.
func plan(s Situation) Plan {
	l := s.Link
	if !s.mayCall() {
		return Plan{}
	}
	call := CallNothing
	switch {
	case l.Diverged:
		call = CallAncestor
	case l.Forked:
		call = CallRegister
	case l.Snapshot != nil:
		call = CallSnapshot
	case !s.Pulled || l.Cursor.Seq < l.Seen.Seq:
		call = CallPull
	case s.Waiting:
		call = CallPush
	}
	if call != CallNothing && s.Failures == 0 {
		return Plan{call, s.Now}
	}
	return Plan{call, s.Due}
}

// mayCall reports whether the server may be called at all.
func (s Situation) mayCall() bool {
	return s.Link != nil && s.Link.Stopped == "" && !s.Offline && (!s.Manual || s.Asked)
}
