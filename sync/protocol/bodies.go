package protocol

import (
	"encoding/json"
	"regexp"

	"tradedesk/model"
	"tradedesk/model/causal"
	"tradedesk/model/value"
)

// Push is the body of a push: ops of one device, in order.
type Push struct {
	Epoch  model.ID      `json:"epoch,omitzero"`
	Cursor causal.Cursor `json:"cursor,omitzero"` // where the desk is
	Ops    []Op          `json:"ops"`
}

// Status says what became of an op.
type Status string

// What becomes of an op.
const (
	StatusApplied     Status = "applied"
	StatusConflict    Status = "conflict" // applied, and a register has values that had not seen each other
	StatusDuplicate   Status = "duplicate"
	StatusQuarantined Status = "quarantined"
	StatusSkipped     Status = "skipped"
)

// Result is what became of one op.
type Result struct {
	N       uint64   `json:"n"`
	ID      model.ID `json:"id,omitzero"`
	Status  Status   `json:"status"`
	Seq     uint64   `json:"seq,omitempty"` // 0 when it is not in the log
	Problem *Problem `json:"problem,omitempty"`
}

// Pushed is the reply to a push.
type Pushed struct {
	Head    uint64        `json:"head"`
	Cursor  causal.Cursor `json:"cursor"` // of the head
	Results []Result      `json:"results"`
}

// Changes is the reply to a pull. Entries are lines of canonical JSON, see Entry; the
// hash of the log is over their bytes.
type Changes struct {
	Cursor  causal.Cursor     `json:"cursor"` // behind the last entry
	Head    uint64            `json:"head"`
	More    bool              `json:"more"`
	Entries []json.RawMessage `json:"entries"`
}

// SnapshotHead is the first line of a page of a snapshot.
type SnapshotHead struct {
	From  causal.Cursor `json:"from"` // where the log is to be folded from
	Total uint64        `json:"total"`
}

// SnapshotTail is the last line of a page of a snapshot.
type SnapshotTail struct {
	Next string `json:"next"` // the token of the next page, "" after the last
	// Cursor is that of the head when the page was read: the log is to be folded to
	// there before the state is whole. It is given back with the next call, as "seen".
	Cursor causal.Cursor `json:"cursor"`
}

// Point is an entry that somebody has read, and the hash of the log up to it.
type Point struct {
	Seq  uint64      `json:"seq"`
	Hash causal.Hash `json:"hash"`
}

// Ancestor is the reply to a question for the highest point that both sides share.
type Ancestor struct {
	Cursor causal.Cursor `json:"cursor"` // at 0 when they share nothing
}

// Head is what the stream of news says.
type Head struct {
	Head uint64 `json:"head"`
}

// Previous is a device that another goes on from: it has seen what that one wrote up
// to N.
type Previous struct {
	Device model.ID `json:"device"`
	N      uint64   `json:"n"`
}

// Registration asks for a device: with an invitation, a password, or the token of the
// device that it goes on from.
type Registration struct {
	Invitation string     `json:"invitation,omitempty"`
	Name       string     `json:"name"`  // of the desk, for people
	Start      uint64     `json:"start"` // the last counter that the desk will not send
	Previous   []Previous `json:"previous,omitempty"`
	// Nonce is 128 random bits or more, in letters of NonceForm. Asked for again with the same,
	// it is the same device: the reply to the first time may have been lost.
	Nonce string `json:"nonce,omitempty"`
}

// NonceForm is how a registration's nonce is written.
var NonceForm = regexp.MustCompile(`^[A-Za-z0-9_-]{22,64}$`)

// Registered is a device and its token, which is never said again.
type Registered struct {
	Device    model.ID `json:"device"`
	Token     string   `json:"token"`
	User      string   `json:"user"`
	Role      string   `json:"role"`
	Workspace string   `json:"workspace"`
}

// Device is a desk of the workspace, as its people see it.
type Device struct {
	ID      model.ID      `json:"id"`
	User    string        `json:"user"`
	Name    string        `json:"name"`
	Created value.Instant `json:"created_at"`
	Revoked value.Instant `json:"revoked_at,omitzero"`
	Changes uint64        `json:"changes"` // how many it wrote itself
	This    bool          `json:"this,omitempty"`
}

// Devices is the reply to a question for the desks of a workspace.
type Devices struct {
	Devices []Device `json:"devices"`
}

// Blob is the reply to a part of an attached file's content.
type Blob struct {
	Size  int64 `json:"size"`  // how many bytes the server has
	Whole bool  `json:"whole"` // it has all of them, and they are what the name says
}
