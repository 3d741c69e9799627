package serve

import (
	"context"
	"io"
	"time"

	"tradedesk/model"
	"tradedesk/model/value"
	"tradedesk/sync/server/storage"
)

// Admin is what who runs a server can do with it. It works on the file, or through a
// socket of the server that holds it. A workspace is named by its name; "" is the only
// one.
type Admin interface {
	Workspaces(ctx context.Context) ([]Workspace, error)
	// Found makes a workspace and its owner.
	Found(ctx context.Context, workspace, owner string) (Founded, error)
	Users(ctx context.Context, workspace string) ([]User, error)
	// Add makes a user, or takes one back who was revoked, and invites him.
	Add(ctx context.Context, workspace, name string, role Role, valid time.Duration) (Invited, error)
	// Invite makes another code for a user.
	Invite(ctx context.Context, workspace, name string, valid time.Duration) (Invited, error)
	// SetRole gives a user another role, with all desks and tokens, at once.
	SetRole(ctx context.Context, workspace, name string, role Role) (RoleSet, error)
	// Revoke shuts a user out, with all tokens, devices and invitations.
	Revoke(ctx context.Context, workspace, name string) (Revoked, error)
	Tokens(ctx context.Context, workspace string) ([]Token, error)
	// Issue makes a token that registers desks of a user; valid 0 is for ever.
	Issue(ctx context.Context, workspace, user string, valid time.Duration) (Issued, error)
	// Withdraw makes a token worthless, or those of a desk that is given by its device: who
	// sits at the desk knows no other name of it.
	Withdraw(ctx context.Context, workspace string, tokenOrDevice model.ID) error
	// Backup writes all workspaces and attached files as a tar.
	Backup(ctx context.Context, w io.Writer) error
	Close() error
}

// Role says what a user may do.
type Role = storage.Role

// Roles lists the roles, from the one that may the most.
func Roles() []Role {
	return []Role{storage.RoleOwner, storage.RoleBroker, storage.RoleAgent, storage.RoleReader}
}

// Workspace is a workspace and how much is in it.
type Workspace struct {
	ID      model.ID      `json:"id"`
	Name    string        `json:"name"`
	Created value.Instant `json:"created_at"`
	Users   int           `json:"users"`
	Devices int           `json:"devices"`
	Records uint64        `json:"records"`
	Head    uint64        `json:"head"`
}

// Founded is a new workspace; its token is never said again.
type Founded struct {
	Workspace string `json:"workspace"`
	User      string `json:"user"`
	Token     string `json:"token"`
}

// User is a person of a workspace.
type User struct {
	Name    string        `json:"name"`
	Role    Role          `json:"role"`
	Created value.Instant `json:"created_at"`
	Revoked value.Instant `json:"revoked_at,omitzero"`
	Devices int           `json:"devices"` // that may come in
}

// Invited is a user and a code that registers one desk, once.
type Invited struct {
	Workspace string        `json:"workspace"`
	User      string        `json:"user"`
	Role      Role          `json:"role"`
	Code      string        `json:"code"`
	Expires   value.Instant `json:"expires_at"`
}

// RoleSet is a user's role and the one from before, which may be the same.
type RoleSet struct {
	User    string `json:"user"`
	Role    Role   `json:"role"`
	Was     Role   `json:"was"`
	Devices int    `json:"devices"` // that have it now
}

// Revoked says what of a user is worthless now.
type Revoked struct {
	User    string `json:"user"`
	Devices int    `json:"devices"`
	Tokens  int    `json:"tokens"`
}

// Token is a token without its secret.
type Token struct {
	ID      model.ID      `json:"id"`
	User    string        `json:"user"`
	Device  string        `json:"device,omitempty"` // the desk's name, "" for one that registers desks
	Created value.Instant `json:"created_at"`
	Expires value.Instant `json:"expires_at,omitzero"`
	Revoked value.Instant `json:"revoked_at,omitzero"`
}

// Issued is a new token, which is never said again.
type Issued struct {
	Workspace string        `json:"workspace"`
	User      string        `json:"user"`
	ID        model.ID      `json:"id"`
	Token     string        `json:"token"`
	Expires   value.Instant `json:"expires_at,omitzero"`
}
