// Package storage is what a sync server asks of the engine that keeps its
// workspaces. Every row belongs to a workspace; nothing is kept in memory that a
// second server on the same engine would have to know.
package storage

import (
	"context"
	"errors"
	"fmt"

	"tradedesk/internal/diskfull"
	"tradedesk/model"
	"tradedesk/model/causal"
	"tradedesk/model/value"
	"tradedesk/sync/protocol"
)

// Errors that a server decides on.
var (
	ErrNotFound = errors.New("not found")
	ErrExists   = errors.New("is there already")
	ErrFull     = errors.New("no room is left on the disk")
)

// Full marks an error that comes of a full disk as ErrFull.
func Full(err error) error {
	if diskfull.Is(err) && !errors.Is(err, ErrFull) {
		return fmt.Errorf("%w: %w", ErrFull, err)
	}
	return err
}

// Role says what a user may do in a workspace.
type Role string

// The roles: an owner manages users, a broker and an agent write, a reader reads.
// Only an owner and a broker delete.
const (
	RoleOwner  Role = "owner"
	RoleBroker Role = "broker"
	RoleAgent  Role = "agent"
	RoleReader Role = "reader"
)

// Workspace is the records that a firm shares.
type Workspace struct {
	ID      model.ID
	Name    string
	Created value.Instant
}

// User is a person in a workspace.
type User struct {
	Name    string // unique in the workspace
	Role    Role
	Created value.Instant
	Revoked value.Instant // 0 while the user may come in
}

// Device is a desk of a user.
type Device struct {
	ID       model.ID
	User     string
	Name     string
	Created  value.Instant
	Revoked  value.Instant // 0 while it may come in
	Start    uint64        // the counter that it goes on behind
	Last     uint64        // the last counter that was taken of it
	Empty    Counters      // those of them that no entry has
	Previous []protocol.Previous
}

// Wrote gives how many changes of the device itself the log has, without those of the devices
// that it goes on from.
func (d Device) Wrote() uint64 {
	n := d.Last - min(d.Start, d.Last)
	for _, r := range d.Empty {
		n -= min(r[1]-r[0]+1, n)
	}
	return n
}

// Token lets its bearer in as a user: to register devices, or as one of them.
type Token struct {
	Hash    causal.Hash // SHA-256 of the token, which is kept nowhere
	ID      model.ID    // for people who list and revoke tokens
	User    string
	Device  model.ID // zero for a token that registers devices
	Created value.Instant
	Expires value.Instant // 0: never
	Revoked value.Instant // 0 while it is good
	// Registration is the key of the one that it came of, until the desk comes with it or with
	// another token of that.
	Registration causal.Hash `json:",omitzero"`
	// Replaced is when the desk came with another token of the same registration, 0 when it
	// did not: who has this one is a copy of the desk.
	Replaced value.Instant `json:",omitzero"`
}

// Invitation is a code that makes one device of a user, once.
type Invitation struct {
	Code    causal.Hash // SHA-256 of the code
	User    string
	Expires value.Instant
}

// Registration is a device whose desk may not have heard of it yet: it is asked for again by
// the same key.
type Registration struct {
	Key     causal.Hash // SHA-256 of who asks and of a nonce
	Device  model.ID
	Expires value.Instant
}

// Log says how far a workspace's log goes.
type Log struct {
	Epoch model.ID
	Head  uint64      // the last entry
	Hash  causal.Hash // up to the head
	Floor uint64      // entries up to this one are gone
}

// Line is an entry of the log: its canonical JSON and the hash up to it.
type Line struct {
	Seq  uint64
	At   value.Instant // when the server took it
	Hash causal.Hash
	JSON []byte
}

// Taken is what became of an op: the number of its entry, or why it has none.
type Taken struct {
	Seq     uint64            // 0 when it is in quarantine
	Problem *protocol.Problem `json:",omitempty"`
	Refused value.Instant     // when it was not taken, for Forget; it is not read back
}

// ReadTx reads one workspace as it stands at one moment.
type ReadTx interface {
	Workspace() (Workspace, error)
	Log() (Log, error)
	// Entries gives entries behind a number, at most limit and about as many bytes.
	Entries(after uint64, limit int, bytes int64) ([]Line, error)
	// HashAt gives the hash up to an entry; false when the entry is gone or not there.
	HashAt(seq uint64) (causal.Hash, bool, error)
	// States gives the states of records, nil for one that has none.
	States(records []model.ID) ([]*causal.State, error)
	// StatesAfter gives states in the order of the records' ids.
	StatesAfter(after model.ID, limit int, bytes int64) ([]*causal.State, error)
	Records() (uint64, error)
	// Ops gives what became of ops, by place; false for one that was never seen.
	Ops(ids []model.ID) ([]Taken, []bool, error)
	Device(id model.ID) (Device, error) // ErrNotFound
	Devices() ([]Device, error)
	Token(hash causal.Hash) (Token, error) // ErrNotFound
	Tokens() ([]Token, error)
	User(name string) (User, error) // ErrNotFound
	Users() ([]User, error)
}

// Tx changes one workspace; no other Update of it runs at the same time.
type Tx interface {
	ReadTx
	// Append adds entries behind the head and moves it.
	Append(lines []Line) error
	PutStates(states []*causal.State) error
	PutOps(ids []model.ID, taken []Taken) error
	PutDevice(Device) error
	PutUser(User) error
	PutToken(Token) error
	PutInvitation(Invitation) error
	// TakeInvitation gives an invitation and removes it; ErrNotFound when there is
	// none.
	TakeInvitation(code causal.Hash) (Invitation, error)
	// DropInvitations removes all of a user.
	DropInvitations(user string) error
	PutRegistration(Registration) error
	// TakeRegistration gives a registration and removes it; ErrNotFound when there is none.
	TakeRegistration(key causal.Hash) (Registration, error)
	// DropExpired removes invitations and registrations that expire at a moment or before it,
	// and gives how many; those that expire at 0 stay.
	DropExpired(now value.Instant) (int, error)
	// SetEpoch begins another life of the log.
	SetEpoch(model.ID) error
	// Forget drops entries, and what became of their ops, that were taken before a
	// moment, and ops that were refused before it, a bounded number; it gives how many.
	Forget(before value.Instant, limit int) (int, error)
}

// Storage keeps workspaces.
type Storage interface {
	// Create makes a workspace with an empty log; ErrExists when one has its name.
	Create(ctx context.Context, w Workspace, epoch model.ID) error
	Workspaces(ctx context.Context) ([]Workspace, error)
	// Update runs fn in one transaction, which lasts when Update gives nil and did
	// nothing when it does not. fn may run more than once.
	Update(ctx context.Context, workspace model.ID, fn func(Tx) error) error
	View(ctx context.Context, workspace model.ID, fn func(ReadTx) error) error
	Close() error
}

// Watcher is a Storage that knows when a workspace's log grew. The server asks for
// the head in intervals where an engine is none.
type Watcher interface {
	// Watch gives a channel on which something comes after the log grew; several
	// growths may be one. stop ends it.
	Watch(workspace model.ID) (grew <-chan struct{}, stop func())
}
