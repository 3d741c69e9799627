package desk

import (
	"encoding/json"

	"tradedesk/model"
	"tradedesk/model/refusal"
	"tradedesk/model/value"
)

// LoginRequest is what makes a desk one of the desks of a workspace.
type LoginRequest struct {
	Server     string `json:"server"`               // its address, such as https://desk.example
	Token      string `json:"token,omitempty"`      // of a user
	Invitation string `json:"invitation,omitempty"` // a code that is good once, instead of a token
	Name       string `json:"name,omitempty"`       // of this desk, for people; default the machine's name
	// CA holds the certificates, in PEM form, that are trusted beside the system's.
	CA string `json:"ca,omitempty"`
	// Insecure allows http:// to machines other than this one: anybody on the way reads
	// along.
	Insecure bool `json:"insecure,omitempty"`
}

// Account is what a desk is at a server.
type Account struct {
	Server    string   `json:"server"`
	Workspace string   `json:"workspace"`
	User      string   `json:"user"`
	Role      string   `json:"role"`
	Device    model.ID `json:"device"`
}

// Logout is what became of a logout.
type Logout struct {
	Device model.ID `json:"device"` // who the desk was
	// Told says that the server lets the desk's token in no more; otherwise Error says
	// why it was not told.
	Told  bool   `json:"server_told"`
	Error string `json:"error,omitempty"`
	// Why is Error for who has words of their own.
	Why *refusal.Told `json:"why,omitempty"`
	// Pending counts the changes that the server does not have: this machine alone has them.
	Pending int `json:"pending"`
}

// SyncMode says when the server is called.
type SyncMode string

// The modes of sync.
const (
	SyncAutomatic SyncMode = "automatic"
	SyncManual    SyncMode = "manual"  // only when a person says so: metered lines, fairs
	SyncOffline   SyncMode = "offline" // never
)

// SyncState is how a desk stands with its server, in a word.
type SyncState string

// The states of sync.
const (
	StateNone      SyncState = "none"       // the desk knows no server
	StateLoggedOut SyncState = "logged-out" // the desk knows one, and has no token that it takes
	StateRevoked   SyncState = "revoked"    // the desk was shut out; what it holds can be exported
	StateRefused   SyncState = "refused"    // the server takes no changes of this user
	StateTooOld    SyncState = "too-old"    // the server wants a newer program
	StateOffline   SyncState = "offline"    // the server cannot be reached, or is to be left alone
	StateFull      SyncState = "full"       // the server has no room
	StateFailing   SyncState = "failing"    // something else is wrong; it is tried again
	StateSyncing   SyncState = "syncing"    // something is on its way
	StateIdle      SyncState = "idle"       // nothing is on its way
)

// Status is how the desk stands with its server. Server is empty before login.
type Status struct {
	Server      string        `json:"server"`
	User        string        `json:"user,omitempty"`
	Role        string        `json:"role,omitempty"`
	Workspace   string        `json:"workspace,omitempty"`
	Online      bool          `json:"online"` // the last call was answered
	State       SyncState     `json:"state"`
	Mode        SyncMode      `json:"mode"`
	Device      string        `json:"device"`
	Cursor      string        `json:"cursor"`
	Seq         uint64        `json:"seq"`  // how far the server's log was read
	Head        uint64        `json:"head"` // its end, as last heard
	Pending     int           `json:"pending"`
	Acked       int           `json:"acked"`
	Quarantined int           `json:"quarantined"`
	Conflicts   int           `json:"conflicts"` // records with fields that are to be decided on
	LastSync    value.Instant `json:"last_sync"` // when all was in step
	// Error says in one line what is wrong, and what to do about it; Why is the same for who
	// has words of their own.
	Error string        `json:"error,omitempty"`
	Why   *refusal.Told `json:"why,omitempty"`
	// NextTry is when the server is called again by itself, after a call that failed; zero when
	// none failed, and when it is called only when told.
	NextTry value.Instant `json:"next_try,omitempty"`
	// Clock says in one line that this machine's clock and the server's are far apart, as
	// far as the last call told.
	Clock string `json:"clock,omitempty"`
	// Files are the attached files that are not carried yet, by the reason of most first. They
	// are tried again, and hold up no record.
	Files []FilesWait `json:"files,omitempty"`
	// Outbox is what goes out from this desk and is not sent.
	Outbox OutboxStatus `json:"outbox"`
	// Mail is what the open desk watches.
	Mail []Watched `json:"mail,omitempty"`
	// Running is how far what is on its way is.
	Running *SyncProgress `json:"running,omitempty"`
	// Exchanges are the last calls, the newest first, at most MaxExchanges.
	Exchanges []Exchange `json:"exchanges,omitempty"`
}

// FilesWait is how many attached files wait for one reason, to be sent or to be fetched.
type FilesWait struct {
	Count int `json:"count"`
	// Error says in one line why they do; Why is the same for who has words of their own.
	Error string        `json:"error"`
	Why   *refusal.Told `json:"why,omitempty"`
}

// alike reports whether as many wait for the same.
func (f FilesWait) alike(other FilesWait) bool {
	return f.Count == other.Count && f.Error == other.Error
}

// MaxExchanges is how many calls a Status tells of.
const MaxExchanges = 50

// SyncProgress is how far a stretch of sync is: records or changes.
type SyncProgress struct {
	Call   string  `json:"call"` // pull, push, snapshot, files
	Done   int     `json:"done"`
	Total  int     `json:"total"`
	PerSec float64 `json:"per_sec"`
}

// SyncReport is what a sync did.
type SyncReport struct {
	Pulled      int    `json:"pulled"` // changes, or records of a snapshot, that others wrote
	Pushed      int    `json:"pushed"`
	Conflicts   int    `json:"conflicts"` // records, all that there are now
	Quarantined int    `json:"quarantined"`
	Pending     int    `json:"pending"`
	Cursor      string `json:"cursor"`
	Clock       string `json:"clock,omitempty"` // as Status.Clock
	// Files are the attached files that are not carried yet, as Status.Files.
	Files []FilesWait `json:"files,omitempty"`
}

// ConflictPage is part of the records with conflicts. Next goes on from it, 0 when
// there are no more.
type ConflictPage struct {
	Records []Conflicted
	Next    uint64
	// Base is what of other desks' changes who reads this has seen; see Resolution.Base.
	Base uint64
}

// Take says which value settles a conflict.
type Take string

// The ways to settle a conflict. Both joins texts, and the elements of lists.
const (
	TakeMine   Take = "mine"
	TakeTheirs Take = "theirs"
	TakeBoth   Take = "both"
	TakeValue  Take = "value"
)

// Resolution settles the conflict of one field.
type Resolution struct {
	Action model.ID `json:"action,omitzero"` // made by the caller; zero means that one is made
	Record model.ID `json:"record"`
	// Field is a field's name, or that of the fields that it only makes sense with,
	// joined by "+", as conflicts have it.
	Field string `json:"field"`
	Take  Take   `json:"take"`
	// Value with TakeValue is canonical JSON: of several fields an object with them.
	Value json.RawMessage `json:"value,omitempty"`
	// Base is ConflictPage.Base of when the values were read, nil for what this desk has
	// now. A value that came in since then was chosen by nobody, and is not given up: it
	// stands beside the one that was.
	Base *uint64 `json:"base,omitempty"`
}
