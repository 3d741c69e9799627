package server

import (
	"crypto/sha256"
	"errors"
	"net/http"
	"strings"

	"tradedesk/model"
	"tradedesk/model/causal"
	"tradedesk/model/value"
	"tradedesk/sync/protocol"
	"tradedesk/sync/server/storage"
)

// caller is who makes a call.
type caller struct {
	workspace model.ID
	user      string
	role      role
	token     model.ID
	device    model.ID // zero for a token that only registers devices
	fresh     bool     // the desk may not have come with its token before
	replaced  bool     // another copy of the desk came with another token
}

// role is what a caller may do.
type role storage.Role

func (r role) writes() bool { return r.deletes() || storage.Role(r) == storage.RoleAgent }
func (r role) deletes() bool {
	return storage.Role(r) == storage.RoleOwner || storage.Role(r) == storage.RoleBroker
}

// NewToken makes a token or an invitation of a workspace from random bytes, and its hash: a
// server keeps only that.
func NewToken(workspace model.ID, random [32]byte) (token string, hash causal.Hash) {
	token = protocol.Token(workspace, random)
	return token, sha256.Sum256([]byte(token))
}

// need is what a caller has to be allowed for a call.
type need int

const (
	reads need = iota
	writes
)

type handler func(w http.ResponseWriter, r *http.Request, by caller) error

// errNobody is all that a wrong token is told, whatever is wrong with it.
var errNobody = protocol.NewProblem(http.StatusUnauthorized, protocol.CodeUnauthorized, "the token is not known here, or has expired: log in again")

// authorized lets a call through whose token is a device's of the workspace that it
// names.
func (s *Server) authorized(needs need, next handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		by, err := s.admit(r, needs)
		if by.role != "" {
			w.Header().Set(protocol.HeaderRole, string(by.role))
		}
		if err == nil {
			err = next(w, r, by)
		}
		if err != nil {
			s.fail(w, r, err)
		}
	}
}

// admit gives who makes a call, when it may be made; of one who is not let in nothing is
// said.
func (s *Server) admit(r *http.Request, needs need) (caller, error) {
	by, err := s.caller(r)
	if err == nil && by.workspace.String() != r.PathValue("ws") {
		err = errNobody // as if there were no such workspace
	}
	if err != nil {
		return caller{}, s.guessing(r, err)
	}
	if err := s.byToken.take(by.token.String()); err != nil {
		return by, err
	}
	switch {
	case by.replaced:
		return by, errReplaced
	case by.device.IsZero():
		return by, protocol.NewProblem(http.StatusForbidden, protocol.CodeForbidden, "this token registers desks; log in with it first")
	case needs == writes && !by.role.writes():
		return by, protocol.NewProblem(http.StatusForbidden, protocol.CodeForbidden, "a reader changes nothing; ask an owner of the workspace for another role")
	}
	if err := s.checkVersions(r); err != nil || !by.fresh {
		return by, err
	}
	return by, s.arrived(r.Context(), by)
}

// guessing counts a call that was not let in for its address. Only such calls are:
// whoever shares an address with one that guesses is not held up.
func (s *Server) guessing(r *http.Request, err error) error {
	if err == errNobody {
		if tooMany := s.byAddress.take(addressOf(r)); tooMany != nil {
			return tooMany
		}
	}
	return err
}

// caller gives who a token lets in.
func (s *Server) caller(r *http.Request) (caller, error) {
	token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	workspace, named := protocol.WorkspaceOf(token)
	if !ok || !named {
		return caller{}, errNobody
	}
	by := caller{workspace: workspace}
	now := value.At(s.now())
	err := s.storage.View(r.Context(), workspace, func(tx storage.ReadTx) error {
		t, err := tx.Token(sha256.Sum256([]byte(token)))
		if err != nil {
			return err
		}
		if t.Expires != 0 && t.Expires <= now {
			return errNobody
		}
		by.user, by.token, by.device = t.User, t.ID, t.Device
		by.fresh, by.replaced = t.Registration != (causal.Hash{}), t.Replaced != 0
		return s.mayCome(tx, t, &by)
	})
	if errors.Is(err, storage.ErrNotFound) {
		err = errNobody
	}
	return by, err
}

// mayCome looks whether a token, its device and its user were not revoked.
func (s *Server) mayCome(tx storage.ReadTx, t storage.Token, by *caller) error {
	revoked := protocol.NewProblem(http.StatusForbidden, protocol.CodeRevoked, "this desk was shut out of the workspace; what it holds can be exported")
	u, err := tx.User(t.User)
	if err != nil {
		return err
	}
	by.role = role(u.Role)
	if t.Revoked != 0 || u.Revoked != 0 {
		return revoked
	}
	if t.Device.IsZero() {
		return nil
	}
	d, err := tx.Device(t.Device)
	if err != nil {
		return err
	}
	if d.Revoked != 0 {
		return revoked
	}
	return nil
}
