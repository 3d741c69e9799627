package server_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"tradedesk/model"
	"tradedesk/model/value"
	"tradedesk/sync/protocol"
	"tradedesk/sync/server"
	"tradedesk/sync/server/storage"
)

// calls are all that a device can ask of a workspace.
func calls(ws, sum string) []call {
	at := func(rest string) string { return "/v1/w/" + ws + "/" + rest }
	content := map[string]string{"Content-Type": protocol.TypeBytes}
	return []call{
		{method: "POST", path: at("push"), body: protocol.Push{Ops: []protocol.Op{}}},
		{method: "GET", path: at("changes")},
		{method: "GET", path: at("snapshot")},
		{method: "GET", path: at("events")},
		{method: "POST", path: at("ancestor"), body: []protocol.Point{}},
		{method: "GET", path: at("devices")},
		{method: "DELETE", path: at("devices/" + someDevice)},
		{method: "GET", path: at("blobs/" + sum)},
		{method: "HEAD", path: at("blobs/" + sum)},
		{method: "PUT", path: at("blobs/" + sum), body: []byte("x"), header: content},
	}
}

const someDevice = "01a22841-0000-7000-8000-000000000001"

const someSum = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881" // of "x"

func TestRoles(t *testing.T) {
	s := newOffice(t).space("atlas")
	broker := s.desk("salma", storage.RoleOwner)
	broker.fill(1)
	for role, writes := range map[storage.Role]bool{storage.RoleOwner: true, storage.RoleBroker: true, storage.RoleAgent: true, storage.RoleReader: false} {
		t.Run(string(role), func(t *testing.T) {
			d := s.desk("one "+string(role), role)
			if d.is.Role != string(role) || d.is.Workspace != s.id.String() || d.is.User != "one "+string(role) {
				t.Errorf("%+v", d.is)
			}
			d.get("changes").into(http.StatusOK, nil)
			d.get("devices").into(http.StatusOK, nil)
			put := call{method: "PUT", path: d.path("blobs/" + someSum), token: d.is.Token, body: []byte("x"), header: map[string]string{"Content-Type": protocol.TypeBytes}}
			push := protocol.Push{Ops: []protocol.Op{d.set(d.ids.New(), nil)}}
			if writes {
				d.send(push).into(http.StatusOK, nil)
				d.do(put).into(http.StatusCreated, nil)
				return
			}
			before := s.dump()
			d.send(push).problem(http.StatusForbidden, protocol.CodeForbidden)
			d.do(put).problem(http.StatusForbidden, protocol.CodeForbidden)
			if s.dump() != before {
				t.Error("a reader changed something")
			}
		})
	}
}

func TestTokens(t *testing.T) {
	s := newOffice(t).space("atlas")
	d := s.desk("amina", storage.RoleBroker)
	reads := func(token string) reply {
		return s.do(call{method: "GET", path: s.path("changes"), token: token})
	}
	flipped := d.is.Token[:len(d.is.Token)-2] + "xx"
	for name, token := range map[string]string{"none": "", "nonsense": "x", "another secret": flipped, "no secret": d.is.Token[:36], "an endless one": strings.Repeat("td1_", 4000)} {
		t.Run(name, func(t *testing.T) {
			r := reads(token)
			r.problem(http.StatusUnauthorized, protocol.CodeUnauthorized)
			if r.Header.Get("WWW-Authenticate") == "" {
				t.Error("it does not say how to log in")
			}
		})
	}
	// A token that registers desks reads nothing.
	registers := s.token("amina", value.At(s.now.Add(time.Hour)))
	reads(registers).problem(http.StatusForbidden, protocol.CodeForbidden)
	register := func() reply {
		return s.do(call{method: "POST", path: "/v1/devices", token: registers, body: protocol.Registration{Name: "second"}})
	}
	register().into(http.StatusCreated, nil)
	s.now = s.now.Add(time.Hour)
	register().problem(http.StatusUnauthorized, protocol.CodeUnauthorized)
	reads(d.is.Token).into(http.StatusOK, nil)
}

func TestRevocation(t *testing.T) {
	for name, revoke := range map[string]func(storage.Tx, *desk) error{
		"the token": func(tx storage.Tx, d *desk) error {
			all, err := tx.Tokens()
			for _, k := range all {
				if k.Device == d.is.Device {
					k.Revoked = 1
					return tx.PutToken(k)
				}
			}
			return fmt.Errorf("no token of the device: %w", err)
		},
		"the device": func(tx storage.Tx, d *desk) error {
			is, err := tx.Device(d.is.Device)
			if err != nil {
				return err
			}
			is.Revoked = 1
			return tx.PutDevice(is)
		},
		"the user": func(tx storage.Tx, d *desk) error {
			u, err := tx.User(d.is.User)
			if err != nil {
				return err
			}
			u.Revoked = 1
			return tx.PutUser(u)
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newOffice(t).space("atlas")
			d, other := s.desk("amina", storage.RoleBroker), s.desk("youssef", storage.RoleBroker)
			d.fill(1)
			s.update(func(tx storage.Tx) error { return revoke(tx, d) })
			before := s.dump()
			for _, c := range calls(s.id.String(), someSum) {
				c.token = d.is.Token
				if r := s.do(c); r.StatusCode != http.StatusForbidden || c.method != "HEAD" && !strings.Contains(string(r.data), string(protocol.CodeRevoked)) {
					t.Errorf("%s %s: %d %s", c.method, c.path, r.StatusCode, r.data)
				}
			}
			if s.dump() != before {
				t.Error("something changed")
			}
			other.get("changes").into(http.StatusOK, nil)
		})
	}
}

func TestInvitations(t *testing.T) {
	s := newOffice(t).space("atlas")
	s.user("amina", storage.RoleBroker)
	register := func(code string) reply {
		return s.do(call{method: "POST", path: "/v1/devices", body: protocol.Registration{Invitation: code, Name: "laptop"}})
	}
	code := s.invitation("amina", value.At(s.now.Add(time.Hour)))
	var is protocol.Registered
	register(code).into(http.StatusCreated, &is)
	if is.User != "amina" || is.Role != "broker" || is.Token == "" || is.Device.IsZero() {
		t.Errorf("%+v", is)
	}
	register(code).problem(http.StatusUnauthorized, protocol.CodeUnauthorized)
	late := s.invitation("amina", value.At(s.now.Add(time.Hour)))
	s.now = s.now.Add(time.Hour)
	register(late).problem(http.StatusUnauthorized, protocol.CodeUnauthorized)
	early := s.invitation("amina", value.At(s.now.Add(time.Hour)))
	s.update(func(tx storage.Tx) error {
		return tx.PutUser(storage.User{Name: "amina", Role: storage.RoleBroker, Revoked: value.At(s.now)})
	})
	register(early).problem(http.StatusUnauthorized, protocol.CodeUnauthorized)
	register("nonsense").problem(http.StatusUnauthorized, protocol.CodeUnauthorized)
	long := call{method: "POST", path: "/v1/devices", body: protocol.Registration{Invitation: code, Name: strings.Repeat("x", 1000)}}
	s.do(long).problem(http.StatusUnprocessableEntity, protocol.CodeInvalid)
}

// TestRegistrationGoesOn registers a desk that was a device before.
func TestRegistrationGoesOn(t *testing.T) {
	s := newOffice(t).space("atlas")
	d, other := s.desk("amina", storage.RoleBroker), s.desk("youssef", storage.RoleBroker)
	record := s.ids.New()
	d.push(d.set(record, map[string]string{"city": "Fez"}))
	register := func(previous model.ID) reply {
		body := protocol.Registration{Name: "again", Start: 1, Previous: []protocol.Previous{{Device: previous, N: 1}}}
		return s.do(call{method: "POST", path: "/v1/devices", token: d.is.Token, body: body})
	}
	register(other.is.Device).problem(http.StatusForbidden, protocol.CodeForbidden)
	var again desk
	register(d.is.Device).into(http.StatusCreated, &again.is)
	again.space, again.n = s, 1
	// It has seen what it wrote under its old name.
	if r := again.push(again.set(record, map[string]string{"city": "Taza"})); r.Results[0].Status != protocol.StatusApplied {
		t.Errorf("%+v", r.Results[0])
	}
}

// TestRoleFollowsTheUser: another role counts for a device that is there with its next call,
// and each reply says it; who is not let in hears of none.
func TestRoleFollowsTheUser(t *testing.T) {
	s := newOffice(t).space("atlas")
	d := s.desk("amina", storage.RoleBroker)
	record := s.ids.New()
	d.push(d.set(record, map[string]string{"city": "Fez"}))
	as := func(role storage.Role) {
		s.must(s.engine.Update(context.Background(), s.id, func(tx storage.Tx) error {
			u, err := tx.User("amina")
			u.Role = role
			return errors.Join(err, tx.PutUser(u))
		}))
	}
	push := func() reply {
		return s.do(call{method: "POST", path: s.path("push"), token: d.is.Token, body: protocol.Push{Ops: []protocol.Op{d.set(record, map[string]string{"city": "Taza"})}}})
	}
	said := func(r reply, want string) {
		t.Helper()
		if got := r.Header.Get(protocol.HeaderRole); got != want {
			t.Errorf("%d says the role %q, want %q", r.StatusCode, got, want)
		}
	}
	as(storage.RoleReader)
	said(d.get("changes"), "reader")
	r := push()
	r.problem(http.StatusForbidden, protocol.CodeForbidden)
	said(r, "reader")
	d.n--
	as(storage.RoleOwner)
	r = push()
	r.into(http.StatusOK, nil)
	said(r, "owner")
	stranger := s.do(call{method: "GET", path: s.path("changes"), token: d.is.Token + "x"})
	stranger.problem(http.StatusUnauthorized, protocol.CodeUnauthorized)
	said(stranger, "")
}

// TestWorkspacesAreApart asks with a good token for another workspace and for one
// that does not exist: both answers are the same to the byte.
func TestWorkspacesAreApart(t *testing.T) {
	o := newOffice(t)
	mine, theirs := o.space("atlas"), o.space("rif")
	spy, victim := mine.desk("amina", storage.RoleOwner), theirs.desk("salma", storage.RoleOwner)
	victim.fill(3)
	victim.do(call{method: "PUT", path: victim.path("blobs/" + someSum), token: victim.is.Token, body: []byte("x"), header: map[string]string{"Content-Type": protocol.TypeBytes}}).into(http.StatusCreated, nil)
	before := theirs.dump()
	there, nowhere := calls(theirs.id.String(), someSum), calls(o.ids.New().String(), someSum)
	said := func(c call, token string) string {
		c.token = token
		r := o.do(c)
		r.Header.Del("X-Request-Id")
		var head bytes.Buffer
		o.must(r.Header.Write(&head))
		return fmt.Sprintf("%d\n%s\n%s", r.StatusCode, head.Bytes(), r.data)
	}
	foreign := strings.Replace(spy.is.Token, strings.ReplaceAll(mine.id.String(), "-", ""), strings.ReplaceAll(theirs.id.String(), "-", ""), 1)
	for i := range there {
		want := said(nowhere[i], spy.is.Token)
		if !strings.HasPrefix(want, "401") {
			t.Errorf("%s: %s", nowhere[i].path, want)
		}
		for name, token := range map[string]string{"my token": spy.is.Token, "a token of mine with their name": foreign, "no token": ""} {
			if got := said(there[i], token); got != want {
				t.Errorf("%s %s, %s: is told from one that is not there:\n%s\n%s", there[i].method, there[i].path, name, got, want)
			}
		}
	}
	// Codes and tokens of one open nothing of the other.
	for name, secret := range map[string]string{"theirs": foreign, "nobody's": "td1_" + strings.ReplaceAll(o.ids.New().String(), "-", "") + "_x"} {
		if got := said(call{method: "POST", path: "/v1/devices", body: protocol.Registration{Invitation: secret, Name: "x"}}, ""); !strings.HasPrefix(got, "401") {
			t.Errorf("%s: %s", name, got)
		}
	}
	// A record, a content and a device of theirs are unknown in mine.
	if theirs.dump() != before {
		t.Error("something of theirs changed")
	}
	spy.get("blobs/"+someSum).problem(http.StatusNotFound, protocol.CodeNotFound)
	for _, rest := range []string{"changes", "snapshot", "devices"} {
		for _, secret := range []string{theirs.id.String(), victim.is.Device.String(), "salma", "Firm"} {
			if r := spy.get(rest); strings.Contains(string(r.data), secret) {
				t.Errorf("%s tells of %s", rest, secret)
			}
		}
	}
	registration := protocol.Registration{Name: "x", Previous: []protocol.Previous{{Device: victim.is.Device, N: 9}}}
	o.do(call{method: "POST", path: "/v1/devices", token: spy.is.Token, body: registration}).into(http.StatusCreated, nil)
	if log := o.log.String(); strings.Contains(log, "td1_") {
		t.Error("the log tells a token")
	}
}

func TestDevices(t *testing.T) {
	s := newOffice(t).space("atlas")
	d := s.desk("amina", storage.RoleBroker)
	s.desk("youssef", storage.RoleAgent)
	d.fill(2)
	var out struct {
		Devices []struct {
			ID      model.ID
			User    string
			Changes int
			This    bool
		}
	}
	d.get("devices").into(http.StatusOK, &out)
	if len(out.Devices) != 2 || out.Devices[0].ID != d.is.Device || !out.Devices[0].This || out.Devices[0].Changes != 2 || out.Devices[1].This || out.Devices[1].User != "youssef" {
		t.Errorf("%+v", out)
	}
}

// TestDevicesCountTheirOwn: a device that goes on from another has written nothing yet, and
// counters without a change are none.
func TestDevicesCountTheirOwn(t *testing.T) {
	for _, tt := range []struct {
		device storage.Device
		want   uint64
	}{
		{storage.Device{}, 0},
		{storage.Device{Last: 7}, 7},
		{storage.Device{Start: 20_000, Last: 20_021}, 21},
		{storage.Device{Start: 5, Last: 20, Empty: storage.Counters{{7, 7}, {9, 12}}}, 10},
		{storage.Device{Start: 5, Last: 5}, 0},
	} {
		if got := tt.device.Wrote(); got != tt.want {
			t.Errorf("%+v wrote %d, want %d", tt.device, got, tt.want)
		}
	}
	s := newOffice(t).space("atlas")
	d := s.desk("amina", storage.RoleBroker)
	d.fill(3)
	body := protocol.Registration{Name: "copy", Start: 3, Previous: []protocol.Previous{{Device: d.is.Device, N: 3}}}
	s.office.do(call{method: "POST", path: "/v1/devices", token: d.is.Token, body: body}).into(http.StatusCreated, nil)
	var out protocol.Devices
	d.get("devices").into(http.StatusOK, &out)
	if len(out.Devices) != 2 || out.Devices[0].Changes+out.Devices[1].Changes != 3 {
		t.Errorf("%+v", out)
	}
}

// TestLogout shuts a desk out as it wishes, and no other.
func TestLogout(t *testing.T) {
	s := newOffice(t).space("atlas")
	d, other := s.desk("amina", storage.RoleReader), s.desk("amina", storage.RoleReader)
	leave := func(d *desk, device model.ID) reply {
		return s.do(call{method: "DELETE", path: s.path("devices/" + device.String()), token: d.is.Token})
	}
	leave(d, other.is.Device).problem(http.StatusForbidden, protocol.CodeForbidden)
	leave(d, s.ids.New()).problem(http.StatusForbidden, protocol.CodeForbidden)
	d.get("changes").into(http.StatusOK, nil)
	leave(d, d.is.Device).into(http.StatusOK, nil)
	for _, c := range calls(s.id.String(), someSum) {
		c.token = d.is.Token
		if r := s.do(c); r.StatusCode != http.StatusForbidden {
			t.Errorf("%s %s after it: %d", c.method, c.path, r.StatusCode)
		}
	}
	other.get("changes").into(http.StatusOK, nil)
	var out struct {
		Devices []struct {
			ID      model.ID
			Revoked value.Instant `json:"revoked_at"`
		}
	}
	other.get("devices").into(http.StatusOK, &out)
	for _, is := range out.Devices {
		if gone := is.ID == d.is.Device; gone != (is.Revoked != 0) {
			t.Errorf("%+v", is)
		}
	}
	// Whoever logs in again goes on from it.
	body := protocol.Registration{Name: "again", Previous: []protocol.Previous{{Device: d.is.Device}}}
	s.do(call{method: "POST", path: "/v1/devices", token: other.is.Token, body: body}).into(http.StatusCreated, nil)
}

// TestHostileBodies sends what no desk sends. Each is refused, and changes nothing.
func TestHostileBodies(t *testing.T) {
	d := newOffice(t, func(o *server.Options) { o.Limits.Bytes = 50_000 }).space("atlas").desk("amina", storage.RoleBroker)
	good, err := json.Marshal(protocol.Push{Ops: []protocol.Op{d.set(d.ids.New(), nil)}})
	d.must(err)
	bomb := func(encoding string) []byte {
		is, packed := protocol.Pack(bytes.Repeat([]byte(" "), 100<<20), encoding)
		if is != encoding || len(packed) > 200_000 {
			t.Fatalf("%s makes %d bytes", is, len(packed))
		}
		return packed
	}
	_, packed := protocol.Pack(append(good, bytes.Repeat([]byte(" "), 2000)...), "zstd")
	deep := append(bytes.Repeat([]byte("["), 20_000), bytes.Repeat([]byte("]"), 20_000)...)
	inOp := []byte(fmt.Sprintf(`{"ops":[{"kind":"set","n":1,"id":%q,"rec":%q,"type":"lead","by":"a","set":{"x":%s}}]}`, d.ids.New(), d.ids.New(), deep[10_000:30_000]))
	for _, c := range []struct {
		name, kind, encoding string
		body                 []byte
		status               int
	}{
		{"not JSON", protocol.TypeJSON, "", []byte("hello"), 400},
		{"nothing", protocol.TypeJSON, "", nil, 400},
		{"cut JSON", protocol.TypeJSON, "", good[:len(good)-3], 400},
		{"two documents", protocol.TypeJSON, "", append(bytes.Clone(good), good...), 400},
		{"deep JSON", protocol.TypeJSON, "", append([]byte(`{"ops":`), append(deep, '}')...), 400},
		{"a list where an object is meant", protocol.TypeJSON, "", []byte(`[]`), 400},
		{"a number that is none of ours", protocol.TypeJSON, "", []byte(`{"ops":[{"n":-1}]}`), 400},
		{"a form", "application/x-www-form-urlencoded", "", good, 415},
		{"no type", "", "", good, 415},
		{"packed as nobody packs", protocol.TypeJSON, "br", good, 415},
		{"not packed but says so", protocol.TypeJSON, "zstd", good, 400},
		{"cut while packed", protocol.TypeJSON, "zstd", packed[:len(packed)-4], 400},
		{"a bomb of zstd", protocol.TypeJSON, "zstd", bomb("zstd"), 413},
		{"a bomb of gzip", protocol.TypeJSON, "gzip", bomb("gzip"), 413},
		{"too long", protocol.TypeJSON, "", append(bytes.Clone(good), bytes.Repeat([]byte(" "), 60_000)...), 413},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := d.do(call{method: "POST", path: d.path("push"), token: d.is.Token, body: c.body, header: map[string]string{"Content-Type": c.kind, "Content-Encoding": c.encoding}})
			if r.StatusCode != c.status || r.Header.Get("Content-Type") != protocol.TypeProblem || len(r.data) > 1000 {
				t.Errorf("%d %s, want %d", r.StatusCode, r.data, c.status)
			}
		})
	}
	// A value that is deep is the op's fault, and laid aside, or the body's.
	r := d.do(call{method: "POST", path: d.path("push"), token: d.is.Token, body: inOp, header: map[string]string{"Content-Type": protocol.TypeJSON}})
	if r.StatusCode != 400 && !strings.Contains(string(r.data), "quarantined") {
		t.Errorf("%d %s", r.StatusCode, r.data)
	}
	if d.dump() != "" {
		t.Error("something was taken")
	}
}
