package server_test

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"tradedesk/model"
	"tradedesk/model/value"
	"tradedesk/sync/protocol"
	"tradedesk/sync/server/storage"
)

const (
	nonce      = "AAAAAAAAAAAAAAAAAAAAAAAAAA"
	otherNonce = "BBBBBBBBBBBBBBBBBBBBBBBBBB"
)

// registers asks for a device: with a code, or with a token.
type registers struct {
	*space
	code, token string
	valid       time.Duration // for how long the same may be asked for again
}

// ways are the ways to a device of amina's.
func ways(s *space) map[string]registers {
	s.user("amina", storage.RoleBroker)
	until := value.At(s.now.Add(time.Hour))
	return map[string]registers{
		"a code":  {space: s, code: s.invitation("amina", until), valid: time.Hour},
		"a token": {space: s, token: s.token("amina", 0), valid: 24 * time.Hour},
	}
}

func (r registers) ask(nonce string) reply {
	r.t.Helper()
	return r.do(call{method: "POST", path: "/v1/devices", token: r.token, body: protocol.Registration{Name: "laptop", Invitation: r.code, Nonce: nonce}})
}

func (r registers) get(nonce string) (is protocol.Registered) {
	r.t.Helper()
	r.ask(nonce).into(http.StatusCreated, &is)
	return is
}

// again wants what a way that another nonce went before gives: nothing with a code, another
// device with a token.
func (r registers) again(nonce string, was protocol.Registered) {
	r.t.Helper()
	reply := r.ask(nonce)
	if r.code != "" {
		reply.problem(http.StatusUnauthorized, protocol.CodeUnauthorized)
		return
	}
	var is protocol.Registered
	reply.into(http.StatusCreated, &is)
	if is.Device == was.Device {
		r.t.Errorf("the same device, %s", is.Device)
	}
}

func (s *space) reads(token string) reply {
	s.t.Helper()
	return s.do(call{method: "GET", path: s.path("changes"), token: token})
}

func (s *space) devices() (out []storage.Device) {
	s.t.Helper()
	s.must(s.engine.View(context.Background(), s.id, func(tx storage.ReadTx) (err error) {
		out, err = tx.Devices()
		return err
	}))
	return out
}

// A desk that did not hear what it was registered as asks once more and is the same device.
// When it has come with its token, nobody else asks any more.
func TestARegistrationWhoseReplyIsLost(t *testing.T) {
	for name, way := range ways(newOffice(t).space("atlas")) {
		t.Run(name, func(t *testing.T) {
			before := len(way.devices())
			lost, is := way.get(nonce), way.get(nonce)
			if lost.Device != is.Device || lost.Token == is.Token || is.User != "amina" || is.Role != "broker" || is.Workspace != way.id.String() {
				t.Errorf("%+v behind %+v", is, lost)
			}
			if n := len(way.devices()) - before; n != 1 {
				t.Errorf("%d devices were made", n)
			}
			d := desk{space: way.space, is: is}
			d.fill(1)
			way.again(nonce, is)
			d.get("changes").into(http.StatusOK, nil)
			// Who has the other reply is a copy of the desk, and is to be another device.
			way.reads(lost.Token).problem(http.StatusConflict, protocol.CodeFork)
			var copied protocol.Registered
			body := protocol.Registration{Name: "copy", Nonce: otherNonce, Previous: []protocol.Previous{{Device: is.Device}}}
			way.do(call{method: "POST", path: "/v1/devices", token: lost.Token, body: body}).into(http.StatusCreated, &copied)
			if copied.Device == is.Device {
				t.Error("the copy is the same device")
			}
			way.reads(copied.Token).into(http.StatusOK, nil)
			d.get("changes").into(http.StatusOK, nil)
		})
	}
}

// A reply that comes late takes nothing from the desk that has come with an earlier one.
func TestARegistrationThatArrivesLate(t *testing.T) {
	for name, way := range ways(newOffice(t).space("atlas")) {
		t.Run(name, func(t *testing.T) {
			is := way.get(nonce)
			late := way.get(nonce)
			way.reads(is.Token).into(http.StatusOK, nil)
			way.reads(late.Token).problem(http.StatusConflict, protocol.CodeFork)
			way.reads(is.Token).into(http.StatusOK, nil)
		})
	}
}

// What a desk says of itself when it asks again is what counts: nobody has come as the device.
func TestARegistrationThatIsAskedForOtherwise(t *testing.T) {
	s := newOffice(t).space("atlas")
	was := s.desk("amina", storage.RoleBroker)
	was.fill(3)
	way := registers{space: s, code: s.invitation("amina", value.At(s.now.Add(time.Hour)))}
	ask := func(name string, start uint64, previous ...protocol.Previous) (is protocol.Registered) {
		t.Helper()
		body := protocol.Registration{Name: name, Invitation: way.code, Nonce: nonce, Start: start, Previous: previous}
		s.do(call{method: "POST", path: "/v1/devices", body: body}).into(http.StatusCreated, &is)
		return is
	}
	first := ask("laptop", 3, protocol.Previous{Device: was.is.Device, N: 3})
	is := ask("telephone", 2, protocol.Previous{Device: was.is.Device, N: 2}, protocol.Previous{Device: first.Device, N: 2})
	for _, d := range s.devices() {
		if d.ID == is.Device && (d.Name != "telephone" || d.Start != 2 || d.Last != 2 || len(d.Previous) != 1 || d.Previous[0].N != 2) {
			t.Errorf("%+v", d)
		}
	}
	if n := len(s.devices()); n != 2 || first.Device != is.Device {
		t.Errorf("%d devices: %+v behind %+v", n, is, first)
	}
}

// Another nonce, none, or one that is not random enough finds nothing.
func TestARegistrationIsNotGuessed(t *testing.T) {
	for name, way := range ways(newOffice(t).space("atlas")) {
		t.Run(name, func(t *testing.T) {
			is := way.get(nonce)
			way.again(otherNonce, is)
			way.again("", is)
			for _, bad := range []string{"1", nonce[:21], strings.Repeat("A", 65), nonce + "\n", nonce[:25] + "/", "é" + nonce} {
				way.ask(bad).problem(http.StatusUnprocessableEntity, protocol.CodeInvalid)
			}
			if again := way.get(nonce); again.Device != is.Device {
				t.Error("the desk itself does not find it any more")
			}
		})
	}
}

// Nobody of another workspace, and no other user, finds a registration by its nonce.
func TestRegistrationsAreApart(t *testing.T) {
	o := newOffice(t)
	mine, theirs := o.space("atlas"), o.space("rif")
	way, spies := ways(mine)["a token"], ways(theirs)
	is := way.get(nonce)
	for name, spy := range spies {
		if other := spy.get(nonce); other.Device == is.Device || other.Workspace != theirs.id.String() {
			t.Errorf("%s of another workspace: %+v", name, other)
		}
	}
	mine.user("youssef", storage.RoleBroker)
	colleague := registers{space: mine, token: mine.token("youssef", 0)}
	if other := colleague.get(nonce); other.Device == is.Device || other.User != "youssef" {
		t.Errorf("another user: %+v", other)
	}
	// The code of one workspace with the name of the other.
	code := spies["a code"].code
	renamed := strings.Replace(code, strings.ReplaceAll(theirs.id.String(), "-", ""), strings.ReplaceAll(mine.id.String(), "-", ""), 1)
	registers{space: mine, code: renamed}.ask(nonce).problem(http.StatusUnauthorized, protocol.CodeUnauthorized)
}

// Of two desks with one code one is made, and that one again and again.
func TestTwoDesksRaceWithOneCode(t *testing.T) {
	way := ways(newOffice(t).space("atlas"))["a code"]
	nonces := []string{nonce, otherNonce}
	status, racing := make([]int, len(nonces)), sync.WaitGroup{}
	for i := range nonces {
		racing.Go(func() { status[i] = way.ask(nonces[i]).StatusCode })
	}
	racing.Wait()
	for i := range nonces {
		if again := way.ask(nonces[i]).StatusCode; again != status[i] {
			t.Errorf("desk %d hears %d and then %d", i, status[i], again)
		}
	}
	if status[0]+status[1] != http.StatusCreated+http.StatusUnauthorized || len(way.devices()) != 1 {
		t.Errorf("both ask with one code: %d, and %d devices", status, len(way.devices()))
	}
}

// A registration is remembered for as long as the code is good, one with a token for a day;
// then it is forgotten.
func TestARegistrationThatIsPast(t *testing.T) {
	for _, of := range []string{"a code", "a token"} {
		t.Run(of, func(t *testing.T) {
			s := newOffice(t).space("atlas")
			way := ways(s)[of]
			is := way.get(nonce)
			s.now = s.now.Add(way.valid - time.Millisecond)
			if again := way.get(nonce); again.Device != is.Device {
				t.Error("the last moment is too late")
			}
			if way.token != "" {
				s.now = s.now.Add(way.valid) // from the last time on
			}
			s.now = s.now.Add(time.Millisecond)
			way.again(nonce, is)
			s.now = s.now.Add(100 * time.Hour)
			registers{space: s, token: s.token("amina", 0)}.get(otherNonce)
			s.update(func(tx storage.Tx) error {
				n, err := tx.DropExpired(value.At(s.now) - 1)
				if n != 0 {
					t.Errorf("%d that are past were still there", n)
				}
				return err
			})
		})
	}
}

// Who was shut out meanwhile does not come in by asking again.
func TestARegistrationThatWasShutOut(t *testing.T) {
	for name, revoke := range map[string]func(storage.Tx, model.ID) error{
		"the device": func(tx storage.Tx, id model.ID) error {
			d, err := tx.Device(id)
			if err != nil {
				return err
			}
			d.Revoked = 1
			return tx.PutDevice(d)
		},
		"the user": func(tx storage.Tx, _ model.ID) error {
			return tx.PutUser(storage.User{Name: "amina", Role: storage.RoleBroker, Revoked: 1})
		},
	} {
		for _, of := range []string{"a code", "a token"} {
			t.Run(name+" with "+of, func(t *testing.T) {
				s := newOffice(t).space("atlas")
				way := ways(s)[of]
				is := way.get(nonce)
				s.update(func(tx storage.Tx) error { return revoke(tx, is.Device) })
				switch {
				case name == "the device":
					way.again(nonce, is) // a token is good for others
				case way.code != "":
					way.ask(nonce).problem(http.StatusUnauthorized, protocol.CodeUnauthorized)
				default:
					way.ask(nonce).problem(http.StatusForbidden, protocol.CodeRevoked)
				}
				s.reads(is.Token).problem(http.StatusForbidden, protocol.CodeRevoked)
			})
		}
	}
}

// A desk of before, which says no nonce, is registered as before.
func TestARegistrationWithoutANonce(t *testing.T) {
	for name, way := range ways(newOffice(t).space("atlas")) {
		t.Run(name, func(t *testing.T) {
			is := way.get("")
			way.again("", is)
			way.again(nonce, is)
			way.reads(is.Token).into(http.StatusOK, nil)
		})
	}
}
