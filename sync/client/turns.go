package client

import "time"

// freeTurns is how often a server may send a desk another way before the desk waits between
// two tries: a server that was restored twice and has forgotten old entries does so a few
// times.
const freeTurns = 10

// turn notes that the server sent the desk another way: to look for an ancestor, to take a
// snapshot, to be another device, to send again. What follows is due at once. A server that
// does so again and again and lets nothing come in step, as one whose file is damaged does, is
// asked as one that fails.
func (e *Engine) turn() {
	e.failures, e.due = 0, time.Time{}
	if e.turns++; e.turns <= freeTurns {
		return
	}
	if e.manual {
		e.asked = false
	}
	e.failures = e.turns - freeTurns
	e.due = e.o.Now().Add(backoff(e.failures, e.random))
}
