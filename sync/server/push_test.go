package server_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"tradedesk/model"
	"tradedesk/model/canonical"
	"tradedesk/model/causal"
	"tradedesk/sync/protocol"
	"tradedesk/sync/server"
	"tradedesk/sync/server/storage"
)

func TestPushAgainIsTheSame(t *testing.T) {
	d := newOffice(t).space("atlas").desk("amina", storage.RoleBroker)
	op := d.set(d.ids.New(), map[string]string{"city": "Fez"})
	first := d.push(op)
	if r := first.Results[0]; r.Status != protocol.StatusApplied || r.Seq != 1 || first.Head != 1 || first.Cursor.Seq != 1 {
		t.Fatalf("%+v", first)
	}
	before := d.dump()
	again := d.push(op)
	if r := again.Results[0]; r.Status != protocol.StatusDuplicate || r.Seq != 1 || again.Cursor != first.Cursor {
		t.Errorf("%+v", again)
	}
	if d.dump() != before {
		t.Error("sent again, it changed something")
	}
	// In one push, too.
	twice := d.set(d.ids.New(), map[string]string{"city": "Taza"})
	both := d.push(twice, twice)
	if both.Results[0].Status != protocol.StatusApplied || both.Results[1].Status != protocol.StatusDuplicate || both.Head != 2 {
		t.Errorf("%+v", both)
	}
}

func TestPushCountsItsDevice(t *testing.T) {
	d := newOffice(t).space("atlas").desk("amina", storage.RoleBroker)
	d.fill(3)
	before := d.dump()
	d.n = 4
	if p := d.send(protocol.Push{Ops: []protocol.Op{d.set(d.ids.New(), nil)}}).problem(http.StatusConflict, protocol.CodeGap); p.N != 3 {
		t.Errorf("the server has %d", p.N)
	}
	d.n = 2 // a copy of the desk's file writes another third change
	d.send(protocol.Push{Ops: []protocol.Op{d.set(d.ids.New(), nil)}}).problem(http.StatusConflict, protocol.CodeFork)
	// A push that ends in a gap took nothing of what came before.
	d.n = 3
	good, bad := d.set(d.ids.New(), nil), d.set(d.ids.New(), nil)
	bad.N++
	d.send(protocol.Push{Ops: []protocol.Op{good, bad}}).problem(http.StatusConflict, protocol.CodeGap)
	if d.dump() != before {
		t.Error("what was refused changed something")
	}
	// What the desk no longer has leaves no gap.
	skipped := d.push(protocol.Op{Kind: protocol.OpSkip, N: 9})
	if skipped.Results[0].Status != protocol.StatusSkipped || skipped.Head != 3 {
		t.Errorf("%+v", skipped)
	}
	d.n = 9
	if d.fill(1).Head != 4 {
		t.Error("the counter does not go on")
	}
}

func TestPushMergesWhatNobodySaw(t *testing.T) {
	s := newOffice(t).space("atlas")
	amina, youssef := s.desk("amina", storage.RoleBroker), s.desk("youssef", storage.RoleAgent)
	record := s.ids.New()
	amina.push(amina.set(record, map[string]string{"city": "Fez", "company": "Argane"}))
	other := youssef.set(record, map[string]string{"city": "Taza"})
	if r := youssef.push(other); r.Results[0].Status != protocol.StatusConflict {
		t.Errorf("%+v", r)
	}
	settles := amina.set(record, map[string]string{"city": "Oujda"})
	settles.Base = 2
	if r := amina.push(settles); r.Results[0].Status != protocol.StatusApplied {
		t.Errorf("%+v", r)
	}
}

func TestPushStandsOnTheLog(t *testing.T) {
	d := newOffice(t).space("atlas").desk("amina", storage.RoleBroker)
	at := d.fill(3).Cursor
	for name, spoil := range map[string]func(*causal.Cursor){
		"another life":    func(c *causal.Cursor) { c.Epoch = d.ids.New() },
		"another history": func(c *causal.Cursor) { c.Hash[0]++ },
		"beyond the head": func(c *causal.Cursor) { c.Seq = 4 },
	} {
		t.Run(name, func(t *testing.T) {
			c := at
			spoil(&c)
			before := d.dump()
			d.send(protocol.Push{Cursor: c, Ops: []protocol.Op{d.set(d.ids.New(), nil)}}).problem(http.StatusConflict, protocol.CodeDiverged)
			d.n--
			d.get("changes?cursor="+c.String()).problem(http.StatusConflict, protocol.CodeDiverged)
			d.get("snapshot?seen="+c.String()).problem(http.StatusConflict, protocol.CodeDiverged)
			if d.dump() != before {
				t.Error("something changed")
			}
		})
	}
}

// TestQuarantine pushes what the server does not take between what it does.
func TestQuarantine(t *testing.T) {
	s := newOffice(t).space("atlas")
	broker, agent := s.desk("amina", storage.RoleBroker), s.desk("youssef", storage.RoleAgent)
	known := s.ids.New()
	broker.push(broker.set(known, map[string]string{"city": "Fez"}))
	for _, c := range []struct {
		name  string
		by    *desk
		spoil func(*protocol.Op)
		code  protocol.Code
	}{
		{"too large", broker, func(op *protocol.Op) { op.Set["notes"] = canonical.AppendString(nil, strings.Repeat("x", 5000)) }, protocol.CodeTooLarge},
		{"another kind", broker, func(op *protocol.Op) { op.Type = "supplier" }, protocol.CodeRecordUnknown},
		{"a base that is still to come", broker, func(op *protocol.Op) { op.Base = 99 }, protocol.CodeInvalid},
		{"a kind of op that is not known", broker, func(op *protocol.Op) { op.Kind = "drop" }, protocol.CodeInvalid},
		{"a hidden register", broker, func(op *protocol.Op) { op.Set["~thread"] = json.RawMessage(`true`) }, protocol.CodeInvalid},
		{"an agent deletes", agent, func(op *protocol.Op) { op.Set["deleted"] = json.RawMessage(`true`) }, protocol.CodeForbidden},
	} {
		t.Run(c.name, func(t *testing.T) {
			bad, good := c.by.set(known, map[string]string{"city": "Taza"}), c.by.set(s.ids.New(), map[string]string{"city": "Safi"})
			c.spoil(&bad)
			var raw []json.RawMessage
			for _, op := range []protocol.Op{bad, good} {
				line, err := json.Marshal(op)
				s.must(err)
				raw = append(raw, json.RawMessage(strings.Replace(string(line), `"kind":"set"`, `"kind":"`+string(op.Kind)+`"`, 1)))
			}
			send := func() (out protocol.Pushed) {
				body := map[string]any{"ops": raw}
				c.by.do(call{method: "POST", path: c.by.path("push"), token: c.by.is.Token, body: body}).into(http.StatusOK, &out)
				return out
			}
			first := send()
			r := first.Results[0]
			if r.Status != protocol.StatusQuarantined || r.Problem == nil || r.Problem.Code() != c.code || r.Seq != 0 {
				t.Errorf("%+v", r)
			}
			if first.Results[1].Status != protocol.StatusApplied {
				t.Errorf("%+v", first.Results[1])
			}
			before := s.dump()
			if again := send().Results[0]; again.Status != protocol.StatusQuarantined || again.Problem == nil || again.Problem.Code() != c.code {
				t.Errorf("sent again: %+v", again)
			}
			if s.dump() != before {
				t.Error("sent again, it changed something")
			}
		})
	}
	// A broker deletes.
	op := broker.set(known, nil)
	op.Set["deleted"] = json.RawMessage(`true`)
	if r := broker.push(op); r.Results[0].Status == protocol.StatusQuarantined {
		t.Errorf("%+v", r.Results[0])
	}
	// An agent takes a delete back.
	op = agent.set(known, nil)
	op.Set["deleted"] = json.RawMessage(`null`)
	if r := agent.push(op); r.Results[0].Status == protocol.StatusQuarantined {
		t.Errorf("%+v", r.Results[0])
	}
}

// TestARecordDoesNotGrowForEver: a desk has to be able to read the whole of it.
func TestARecordDoesNotGrowForEver(t *testing.T) {
	s := newOffice(t).space("atlas")
	d := s.desk("amina", storage.RoleBroker)
	lead := d.ids.New()
	long := canonical.AppendString(nil, strings.Repeat("x", 3500))
	refused := 0
	for i := range 13 {
		var ops []protocol.Op
		for j := range 200 {
			op := d.set(lead, nil)
			op.Set["field "+strconv.Itoa(200*i+j)] = long
			ops = append(ops, op)
		}
		for _, r := range d.push(ops...).Results {
			if r.Problem != nil {
				refused++
				if r.Problem.Code() != protocol.CodeTooLarge {
					t.Fatalf("%+v", r)
				}
			}
		}
	}
	if refused == 0 || refused > 400 {
		t.Errorf("%d changes of 2600 were refused", refused)
	}
	if r := d.push(d.set(d.ids.New(), map[string]string{"city": "Safi"})).Results[0]; r.Status != protocol.StatusApplied {
		t.Errorf("another record: %+v", r)
	}
}

// TestNoPartOfARecord refuses the op that makes a record: what follows it in the same
// push must not make the record of what it sets.
func TestNoPartOfARecord(t *testing.T) {
	d := newOffice(t).space("atlas").desk("amina", storage.RoleBroker)
	record := d.ids.New()
	makes := d.set(record, map[string]string{"notes": strings.Repeat("x", 5000)})
	ops := []protocol.Op{makes, d.set(d.ids.New(), nil), d.set(record, map[string]string{"city": "Fez"}), d.set(record, map[string]string{"city": "Taza"})}
	want := []protocol.Code{protocol.CodeTooLarge, "", protocol.CodeWaits, protocol.CodeWaits}
	for range 2 { // the reply was lost
		out := d.push(ops...)
		for i, r := range out.Results {
			if r.Status == protocol.StatusQuarantined && (r.Problem == nil || r.Problem.Code() != want[i]) || r.Status != protocol.StatusQuarantined && want[i] != "" {
				t.Errorf("op %d: %+v", i, r)
			}
		}
	}
	if strings.Contains(d.dump(), record.String()) {
		t.Error("a part of the record is there")
	}
	// Made anew, it goes on.
	out := d.push(d.set(record, map[string]string{"company": "Argane"}), d.set(record, map[string]string{"city": "Fez"}))
	if i := slices.IndexFunc(out.Results, func(r protocol.Result) bool { return r.Status != protocol.StatusApplied }); i >= 0 {
		t.Errorf("%+v", out.Results[i])
	}
}

func TestPushTooMuch(t *testing.T) {
	d := newOffice(t, func(o *server.Options) { o.Limits.Ops, o.Limits.Bytes = 10, 20_000 }).space("atlas").desk("amina", storage.RoleBroker)
	var ops []protocol.Op
	for range 11 {
		ops = append(ops, d.set(d.ids.New(), nil))
	}
	d.send(protocol.Push{Ops: ops}).problem(http.StatusRequestEntityTooLarge, protocol.CodeTooLarge)
	big := d.set(d.ids.New(), map[string]string{"notes": strings.Repeat("é", 12_000)})
	d.send(protocol.Push{Ops: []protocol.Op{big}}).problem(http.StatusRequestEntityTooLarge, protocol.CodeTooLarge)
	if d.dump() != "" {
		t.Error("something was taken")
	}
}

// TestCopyOfACopyIsAFork: a desk's file was copied twice. One copy brought what both had not
// sent, under its own name; the other still goes by the name of the desk, which wrote on
// meanwhile, and must not walk past that with what is known already.
func TestCopyOfACopyIsAFork(t *testing.T) {
	s := newOffice(t).space("atlas")
	first, copied := s.desk("amina", storage.RoleBroker), s.desk("amina", storage.RoleBroker)
	shared := first.set(first.ids.New(), map[string]string{"city": "Fez"})
	renumbered := shared
	renumbered.N = copied.n + 1
	copied.push(renumbered)

	// Nobody wrote on: it is a change that is known, as often as it is sent.
	for range 2 {
		if r := first.push(shared).Results[0]; r.Status != protocol.StatusDuplicate {
			t.Fatalf("%+v", r)
		}
	}
	second := first.set(first.ids.New(), map[string]string{"city": "Taza"})
	first.push(second)
	other := second
	other.ID, other.N = copied.ids.New(), copied.n+2
	copied.push(other)
	before := first.dump()
	other.N = second.N // as the second copy numbers it, which goes by the first desk's name
	next := first.set(first.ids.New(), map[string]string{"city": "Safi"})
	first.send(protocol.Push{Ops: []protocol.Op{other, next}}).problem(http.StatusConflict, protocol.CodeFork)
	skip := protocol.Op{Kind: protocol.OpSkip, N: second.N}
	first.send(protocol.Push{Ops: []protocol.Op{skip, next}}).problem(http.StatusConflict, protocol.CodeFork)
	if first.dump() != before {
		t.Error("what was refused changed something")
	}
}

// TestACopyUnderAnEmptyNumber: what was not taken has a number, too, and a copy of the desk
// that uses it for something else wrote without having seen what follows.
func TestACopyUnderAnEmptyNumber(t *testing.T) {
	s := newOffice(t).space("atlas")
	d := s.desk("amina", storage.RoleAgent)
	lead := d.ids.New()
	d.push(d.set(lead, map[string]string{"city": "Fez"}))
	refused := d.set(lead, nil)
	refused.Set = map[string]json.RawMessage{model.FieldDeleted: json.RawMessage(`true`)}
	for range 2 { // again, as its reply was lost
		if r := d.push(refused).Results[0]; r.Status != protocol.StatusQuarantined {
			t.Fatalf("%+v", r)
		}
	}
	before := d.dump()
	copied := d.set(lead, map[string]string{"city": "Rabat"})
	copied.N = refused.N
	d.send(protocol.Push{Ops: []protocol.Op{copied}}).problem(http.StatusConflict, protocol.CodeFork)
	if d.dump() != before {
		t.Error("what was refused changed something")
	}
	d.push(protocol.Op{Kind: protocol.OpSkip, N: refused.N})
}
