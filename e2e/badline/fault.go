package badline

import (
	"math/rand/v2"
	"time"
)

// Fault is what a line does to a connection.
type Fault string

// The faults. Where something is cut, some bytes have come through before.
const (
	Clean        Fault = "clean"         // nothing
	Late         Fault = "late"          // every piece comes later
	Narrow       Fault = "narrow"        // 64 KiB a second each way
	Trickle      Fault = "trickle"       // the first 256 bytes come one at a time, each way
	Refused      Fault = "refused"       // hung up on before anything was said
	Silent       Fault = "silent"        // accepted, never answered, and cut after a while
	ResetRequest Fault = "reset request" // cut while the request is sent
	ResetReply   Fault = "reset reply"   // cut while the reply comes, after the server has done its work
	ShortRequest Fault = "short request" // the server sees the end of the request too early
	ShortReply   Fault = "short reply"   // the caller sees the end of the reply too early, and could go on sending
	LostReply    Fault = "lost reply"    // no byte of the reply comes, then the line is cut
)

// Faults are all but Clean.
func Faults() []Fault {
	return []Fault{Late, Narrow, Trickle, Refused, Silent, ResetRequest, ResetReply, ShortRequest, ShortReply, LostReply}
}

// end is what happens to one way of a connection after its bytes have run out.
type end int

const (
	open  end = iota // it goes on
	reset            // both ways are cut, as when a machine loses power
	shut             // the other side sees the end, and what follows is dropped
)

// way is how bytes travel in one direction.
type way struct {
	piece int           // most bytes at once
	slow  int           // how many bytes travel so, 0 for all; the rest at full speed
	pause time.Duration // before each piece
	until int           // how many bytes come through before end
	end   end
}

const (
	wholePiece = 32 << 10
	endless    = 1 << 62
	maxLate    = 20 * time.Millisecond // a piece
	silence    = 100 * time.Millisecond
)

// ways works out what a fault does to the request and the reply of a connection.
func (f Fault) ways(random *rand.Rand) (request, reply way) {
	request = way{piece: wholePiece, until: endless}
	reply = request
	some := 1 + random.IntN(1<<(1+random.IntN(12))) // often few bytes, at times some KiB
	switch f {
	case Late:
		request.pause = time.Duration(random.Int64N(int64(maxLate)))
		reply.pause = time.Duration(random.Int64N(int64(maxLate)))
	case Narrow:
		request.piece, request.pause = 1<<10, time.Second/64
		reply.piece, reply.pause = request.piece, request.pause
	case Trickle:
		request.piece, request.pause, request.slow = 1, 50*time.Microsecond, 256
		reply.piece, reply.pause, reply.slow = request.piece, request.pause, request.slow
	case ResetRequest:
		request.until, request.end = some, reset
	case ResetReply:
		reply.until, reply.end = some, reset
	case ShortRequest:
		request.until, request.end = some, shut
	case ShortReply:
		reply.until, reply.end = some, shut
	case LostReply:
		reply.until, reply.end = 0, reset
	}
	return request, reply
}
