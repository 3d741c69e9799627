package ui

import (
	"context"
	"fmt"
	"slices"
	"time"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/value"
)

// fakeSync is what a desk with a server knows beside its records.
type fakeSync struct {
	status     desk.Status
	conflicts  []desk.Conflicted
	quarantine []desk.Quarantined
	queue      []desk.Queued
	devices    []desk.Device
	unlisted   error // why the devices cannot be read
	resolved   []desk.Resolution
	dropped    []uint64
	outbox     []desk.Outgoing
	letters    []desk.LetterOrder
	mail       []desk.FileReport // what ReadMail finds
	mailFails  error
	retried    []uint64
	synced     int
	logins     []desk.LoginRequest
	refuses    error // what a login answers, but with a token that is "good"
	loggedOut  int
	untold     string // why the server is not told of a logout
}

func (d *fakeDesk) Outbox(context.Context) ([]desk.Outgoing, error) {
	defer d.call("Outbox")()
	return slices.Clone(d.sync.outbox), nil
}

func (d *fakeDesk) SendOutbox(context.Context) ([]desk.Outgoing, error) {
	defer d.call("SendOutbox")()
	return slices.Clone(d.sync.outbox), nil
}

func (d *fakeDesk) SettleLetter(_ context.Context, o desk.LetterOrder) error {
	defer d.call("SettleLetter")()
	d.sync.letters = append(d.sync.letters, o)
	return nil
}

func (d *fakeDesk) ReadMail(context.Context) ([]desk.FileReport, error) {
	defer d.call("ReadMail")()
	return d.sync.mail, d.sync.mailFails
}

func (d *fakeDesk) MailFrom() string { return "Salma <salma@desk.example>" }

func (d *fakeDesk) Status(context.Context) (desk.Status, error) {
	defer d.call("Status")()
	st := d.sync.status
	st.Pending += d.pending
	return st, nil
}

func (d *fakeDesk) Conflicts(context.Context, uint64, int) (desk.ConflictPage, error) {
	defer d.call("Conflicts")()
	return desk.ConflictPage{Records: slices.Clone(d.sync.conflicts), Base: d.sync.status.Seq}, nil
}

func (d *fakeDesk) ConflictsOf(_ context.Context, id model.ID) ([]desk.FieldConflict, error) {
	defer d.call("ConflictsOf")()
	for _, c := range d.sync.conflicts {
		if c.Record.Header().ID == id {
			return slices.Clone(c.Fields), nil
		}
	}
	return nil, nil
}

func (d *fakeDesk) Quarantine(_ context.Context, behind uint64, _ int) ([]desk.Quarantined, error) {
	defer d.call("Quarantine")()
	return slices.DeleteFunc(slices.Clone(d.sync.quarantine), func(q desk.Quarantined) bool { return q.N <= behind }), nil
}

func (d *fakeDesk) Queue(_ context.Context, q desk.QueueQuery) (desk.QueuePage, error) {
	defer d.call("Queue")()
	var in []desk.Queued
	for _, c := range d.sync.queue {
		if q.From == 0 || q.Back && c.N < q.From || !q.Back && c.N > q.From {
			in = append(in, c)
		}
	}
	page := desk.QueuePage{More: len(in) > q.Limit, Total: len(d.sync.queue)}
	if n := min(q.Limit, len(in)); q.Back {
		page.Changes = slices.Clone(in[len(in)-n:])
	} else {
		page.Changes = slices.Clone(in[:n])
	}
	return page, nil
}

// many has n changes wait, of as many leads, made one a second until now.
func (d *fakeDesk) many(n int) {
	d.sync.queue = nil
	for i := range n {
		d.sync.queue = append(d.sync.queue, desk.Queued{
			N: uint64(i + 1), Record: idOf(1), Kind: model.KindLead, Title: fmt.Sprintf("Buyer %05d", i+1), Does: desk.DeedCreate,
			At: value.At(testNow.Add(-time.Duration(n-i) * time.Second)), By: "salma",
		})
	}
	d.sync.status.Pending = n
}

func (d *fakeDesk) Devices(context.Context) ([]desk.Device, error) {
	defer d.call("Devices")()
	return d.sync.devices, d.sync.unlisted
}

func (d *fakeDesk) Sync(context.Context, func(desk.SyncProgress)) (desk.SyncReport, error) {
	defer d.call("Sync")()
	d.sync.synced++
	return desk.SyncReport{Pulled: 3, Pushed: 2}, d.fail
}

func (d *fakeDesk) SetSyncMode(_ context.Context, mode desk.SyncMode) error {
	defer d.call("SetSyncMode")()
	d.sync.status.Mode = mode
	return nil
}

func (d *fakeDesk) RetryQuarantined(_ context.Context, n uint64) error {
	defer d.call("RetryQuarantined")()
	d.sync.retried = append(d.sync.retried, n)
	d.release(n)
	return nil
}

func (d *fakeDesk) DropQuarantined(_ context.Context, n uint64) error {
	defer d.call("DropQuarantined")()
	d.sync.dropped = append(d.sync.dropped, n)
	d.release(n)
	return nil
}

func (d *fakeDesk) release(n uint64) {
	d.sync.quarantine = slices.DeleteFunc(d.sync.quarantine, func(q desk.Quarantined) bool { return q.N == n })
	d.sync.status.Quarantined = len(d.sync.quarantine)
}

func (d *fakeDesk) Login(_ context.Context, req desk.LoginRequest) (desk.Account, error) {
	defer d.call("Login")()
	d.sync.logins = append(d.sync.logins, req)
	if d.sync.refuses != nil && req.Token != "good" {
		return desk.Account{}, fmt.Errorf("logging in: %w", d.sync.refuses)
	}
	d.sync.status.Server, d.sync.status.State, d.sync.status.User, d.sync.status.Role = req.Server, desk.StateIdle, "salma", "broker"
	return desk.Account{Server: req.Server, User: "salma", Role: "broker"}, nil
}

func (d *fakeDesk) Logout(context.Context) (desk.Logout, error) {
	defer d.call("Logout")()
	d.sync.loggedOut++
	d.sync.status.State = desk.StateLoggedOut
	return desk.Logout{Device: idOf(77), Told: d.sync.untold == "", Error: d.sync.untold}, nil
}

// Resolve settles a field; the record is as it was.
func (d *fakeDesk) Resolve(_ context.Context, r desk.Resolution) (desk.Done, error) {
	defer d.call("Resolve")()
	if d.fail != nil {
		return desk.Done{}, d.fail
	}
	d.sync.resolved = append(d.sync.resolved, r)
	d.done = append(d.done, fakeDone{action: desk.Action{ID: r.Action, Label: "settle " + r.Field + " of " + r.Record.Short()}})
	var left []desk.Conflicted
	for _, c := range d.sync.conflicts {
		if c.Record.Header().ID == r.Record {
			c.Fields = slices.DeleteFunc(slices.Clone(c.Fields), func(f desk.FieldConflict) bool {
				cameIn := slices.ContainsFunc(f.Values, func(v desk.ConflictValue) bool { return r.Base != nil && v.Seq > *r.Base })
				return f.Field == r.Field && !cameIn
			})
		}
		if len(c.Fields) > 0 {
			left = append(left, c)
		}
	}
	d.sync.conflicts = left
	d.sync.status.Conflicts = len(left)
	d.publish(desk.News{By: d.Me(), Records: []model.ID{r.Record}, Kinds: []model.Kind{model.KindLead}, Sync: true})
	return desk.Done{Action: r.Action, Changed: 1}, nil
}

// linked gives a desk with a server, two records with conflicts, a change in
// quarantine, calls and devices.
func linked() *fakeDesk {
	nord := &model.Lead{Head: model.Head{ID: idOf(1)}, Company: "Nord Foods Inc", Phone: "+15145550101", Stage: model.LeadNew, Message: "Call after 14:00.\nAsk for Marie."}
	gulf := &model.Lead{Head: model.Head{ID: idOf(2)}, Company: "مؤسسة الخليج للأغذية", Stage: model.LeadNew, Tags: []string{"dates"}}
	d := newFake(nord, gulf)
	ago := func(t time.Duration) value.Instant { return value.At(testNow.Add(-t)) }
	mine := func(v string, t time.Duration) desk.ConflictValue {
		return desk.ConflictValue{Value: []byte(v), By: d.Me(), At: ago(t), Own: true}
	}
	theirs := func(v, by string, t time.Duration) desk.ConflictValue {
		return desk.ConflictValue{Value: []byte(v), By: by, At: ago(t)}
	}
	d.sync.conflicts = []desk.Conflicted{
		{Record: nord, Fields: []desk.FieldConflict{
			{Field: "phone", Values: []desk.ConflictValue{theirs(`"+15145550199"`, "karim", 75*time.Minute), mine(`"+15145550101"`, time.Hour)}},
			{Field: "message", Values: []desk.ConflictValue{mine(`"Call after 14:00. Ask for Marie."`, time.Hour), theirs(`"She is away until Thursday; Luc decides meanwhile and wants the certificate of the cooperative first."`, "karim", 2*time.Hour)}},
		}},
		{Record: gulf, Fields: []desk.FieldConflict{
			{Field: "tags", Values: []desk.ConflictValue{mine(`["dates","siam"]`, 26*time.Hour), theirs(`["dates","ramadan"]`, "كريم", 27*time.Hour), theirs(`null`, "lena", 28*time.Hour)}},
		}},
	}
	d.sync.quarantine = []desk.Quarantined{{N: 7, Record: idOf(3), Kind: model.KindQuote, Code: "forbidden", Reason: "agents do not award quotes", Title: "Tifawin · CIF", At: ago(time.Hour), Set: model.Set{"stage": raw("accepted")}}}
	d.sync.queue = []desk.Queued{
		{N: 8, Record: idOf(1), Kind: model.KindLead, Title: "Nord Foods Inc", Does: desk.DeedEdit, Fields: []string{"city", "quantity", "unit"}, At: ago(50 * time.Hour), By: "salma"},
		{N: 9, Record: idOf(2), Kind: model.KindLead, Title: "مؤسسة الخليج للأغذية", Does: desk.DeedCreate, Fields: []string{"company", "stage"}, At: ago(5 * time.Hour), By: "salma"},
		{N: 10, Record: idOf(4), Kind: model.KindSupplier, Title: "Coopérative Tifawin", Does: desk.DeedMerge, Fields: []string{"deleted", "merged_into"}, At: ago(18 * time.Minute), By: "كريم"},
		{N: 11, Record: idOf(5), Kind: model.KindTask, Title: "Call Marie", Does: desk.DeedDelete, Fields: []string{"deleted"}, At: ago(20 * time.Second), By: "salma"},
	}
	d.sync.devices = []desk.Device{
		{ID: idOf(21), User: "salma", Name: "office", Changes: 1204, This: true},
		{ID: idOf(22), User: "karim", Name: "fair laptop", Changes: 88},
		{ID: idOf(23), User: "lena", Name: "old phone", Changes: 12, Revoked: ago(50 * time.Hour)},
	}
	d.sync.status = desk.Status{
		Server: "https://desk.example", User: "salma", Role: "broker", Workspace: "atlas", Online: true, State: desk.StateIdle, Mode: desk.SyncAutomatic,
		Device: "01890000-0000-7000-8000-000000000015", Pending: 4, Acked: 1200, Quarantined: 1, Conflicts: 2, LastSync: ago(3 * time.Minute),
		Exchanges: []desk.Exchange{
			{Call: "push", At: testNow.Add(-3 * time.Minute), Took: 84 * time.Millisecond, Ops: 12, Refused: 1, Bytes: 3890},
			{Call: "pull", At: testNow.Add(-4 * time.Minute), Took: 132 * time.Millisecond, Ops: 2400, Others: 2388, Bytes: 412_345},
			{Call: "pull", At: testNow.Add(-9 * time.Minute), Took: 10 * time.Second, Error: "the server cannot be reached: it did not answer in 10 s"},
		},
	}
	return d
}
