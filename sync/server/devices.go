package server

import (
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"tradedesk/model/value"
	"tradedesk/sync/protocol"
	"tradedesk/sync/server/storage"
)

// maxPrevious bounds how many devices one goes on from.
const maxPrevious = 64

// postDevice registers a device of the user that an invitation or a token names.
func (s *Server) postDevice(w http.ResponseWriter, r *http.Request) {
	var body protocol.Registration
	err := s.byAddress.take(addressOf(r))
	if err == nil {
		err = s.readJSON(w, r, &body)
	}
	if err == nil && (len(body.Name) > protocol.MaxName || len(body.Previous) > maxPrevious) {
		err = protocol.NewProblem(http.StatusUnprocessableEntity, protocol.CodeInvalid, "the device's name or what it goes on from is too long")
	}
	if err == nil && body.Nonce != "" && !protocol.NonceForm.MatchString(body.Nonce) {
		err = protocol.NewProblem(http.StatusUnprocessableEntity, protocol.CodeInvalid, "the nonce is to be 22 to 64 letters of base64url")
	}
	if err == nil {
		err = s.checkVersions(r)
	}
	var out protocol.Registered
	if err == nil {
		out, err = s.register(r, body)
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	if err := s.writeJSON(w, r, http.StatusCreated, out); err != nil {
		s.fail(w, r, err)
	}
}

// register makes a device and its token, or another token of the device that it made when
// the same was asked for before.
func (s *Server) register(r *http.Request, body protocol.Registration) (protocol.Registered, error) {
	by, err := s.registering(r, body)
	if err != nil {
		return protocol.Registered{}, err
	}
	var random [32]byte
	if _, err := rand.Read(random[:]); err != nil {
		return protocol.Registered{}, fmt.Errorf("making a token: %w", err)
	}
	token, hash := NewToken(by.workspace, random)
	now, fresh, key := value.At(s.now()), s.ids.New(), registrationKey(by, body)
	out := protocol.Registered{Token: token, Workspace: by.workspace.String()}
	err = s.storage.Update(r.Context(), by.workspace, func(tx storage.Tx) error {
		who, err := registrantOf(tx, by.user, body.Invitation, key, now)
		if err != nil {
			return err
		}
		previous, err := lineage(tx, who.user.Name, body.Previous)
		if err != nil {
			return err
		}
		d := who.device
		if d.ID.IsZero() {
			d = storage.Device{ID: fresh, User: who.user.Name, Created: now}
		}
		d.Name, d.Start, d.Last = body.Name, body.Start, body.Start
		// A desk that was killed when it had written down who it is asks as the device itself.
		d.Previous = slices.DeleteFunc(previous, func(p protocol.Previous) bool { return p.Device == d.ID })
		out.Device, out.User, out.Role = d.ID, who.user.Name, string(who.user.Role)
		t := storage.Token{Hash: hash, ID: s.ids.New(), User: d.User, Device: d.ID, Created: now, Registration: key}
		return errors.Join(tx.PutDevice(d), tx.PutToken(t), remember(tx, storage.Registration{Key: key, Device: d.ID, Expires: who.again}, now))
	})
	if errors.Is(err, storage.ErrNotFound) {
		err = errNobody
	}
	return out, err
}

// registering gives the workspace that an invitation names, or whom a token lets in.
func (s *Server) registering(r *http.Request, body protocol.Registration) (caller, error) {
	if body.Invitation == "" {
		return s.caller(r)
	}
	workspace, ok := protocol.WorkspaceOf(body.Invitation)
	if !ok {
		return caller{}, errNobody
	}
	return caller{workspace: workspace}, nil
}

// lineage completes what a device says that it goes on from: those that the ones it
// names go on from belong to it, but for those that it names itself, of which it may have
// seen less. A device of somebody else's is not gone on from.
func lineage(tx storage.ReadTx, user string, previous []protocol.Previous) ([]protocol.Previous, error) {
	out := slices.Clone(previous)
	add := func(p protocol.Previous) {
		i := slices.IndexFunc(out, func(o protocol.Previous) bool { return o.Device == p.Device })
		if i < 0 {
			out = append(out, p)
		} else if i >= len(previous) {
			out[i].N = max(out[i].N, p.N)
		}
	}
	for _, p := range previous {
		d, err := tx.Device(p.Device)
		if errors.Is(err, storage.ErrNotFound) {
			continue // registered after the backup that the server was restored from
		}
		if err != nil {
			return nil, err
		}
		if d.User != user {
			return nil, protocol.NewProblem(http.StatusForbidden, protocol.CodeForbidden, "a desk goes on only from desks of the same user")
		}
		for _, older := range d.Previous {
			add(older)
		}
	}
	if len(out) > maxPrevious {
		out = out[:maxPrevious]
	}
	return out, nil
}

func (s *Server) getDevices(w http.ResponseWriter, r *http.Request, by caller) error {
	out := protocol.Devices{Devices: []protocol.Device{}}
	err := s.storage.View(r.Context(), by.workspace, func(tx storage.ReadTx) error {
		all, err := tx.Devices()
		for _, d := range all {
			out.Devices = append(out.Devices, protocol.Device{
				ID: d.ID, User: d.User, Name: d.Name, Created: d.Created, Revoked: d.Revoked, Changes: d.Wrote(), This: d.ID == by.device,
			})
		}
		return err
	})
	if err != nil {
		return err
	}
	return s.writeJSON(w, r, http.StatusOK, out)
}

// deleteDevice shuts the desk that calls out, as it wishes: its token is good for nothing
// any more. What it wrote stays, and a desk that is registered later may go on from it.
func (s *Server) deleteDevice(w http.ResponseWriter, r *http.Request, by caller) error {
	if r.PathValue("device") != by.device.String() {
		return protocol.NewProblem(http.StatusForbidden, protocol.CodeForbidden, "a desk logs out itself alone; who runs the server shuts others out")
	}
	now := value.At(s.now())
	err := s.storage.Update(r.Context(), by.workspace, func(tx storage.Tx) error {
		d, err := tx.Device(by.device)
		if err != nil {
			return err
		}
		tokens, err := tx.Tokens()
		if err != nil {
			return err
		}
		d.Revoked = now
		for _, t := range tokens {
			if t.Device == by.device && t.Revoked == 0 {
				t.Revoked = now
				if err := tx.PutToken(t); err != nil {
					return err
				}
			}
		}
		return tx.PutDevice(d)
	})
	if err != nil {
		return fmt.Errorf("logging a desk out: %w", err)
	}
	return s.writeJSON(w, r, http.StatusOK, struct{}{})
}
