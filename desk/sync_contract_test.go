package desk

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"tradedesk/model"
)

func contractNoServer(t *testing.T, b bench) {
	ctx := context.Background()
	for name, call := range map[string]func(Desk) error{
		"sync":    func(d Desk) error { _, err := d.Sync(ctx, nil); return err },
		"logout":  func(d Desk) error { _, err := d.Logout(ctx); return err },
		"devices": func(d Desk) error { _, err := d.Devices(ctx); return err },
	} {
		for _, d := range []Desk{b.d, b.other} {
			if err := call(d); !errors.Is(err, ErrNoLink) {
				t.Errorf("%s: %v, want %v", name, err, ErrNoLink)
			}
		}
	}
	if status := statusOf(t, b.d); status.Server != "" || status.State != StateNone || status.Mode != SyncAutomatic || status.Device == "" {
		t.Errorf("status %+v", status)
	}
	if page, err := b.d.Conflicts(ctx, 0, 0); err != nil || len(page.Records) != 0 || page.Next != 0 {
		t.Errorf("conflicts %+v and %v", page, err)
	}
	if _, err := b.d.Login(ctx, LoginRequest{Server: "ftp://desk.example", Token: "x"}); err == nil || !strings.Contains(err.Error(), "address") {
		t.Errorf("a login to no address: %v", err)
	}
	if _, err := b.d.Login(ctx, LoginRequest{Server: "http://desk.example", Token: "x"}); err == nil || !strings.Contains(err.Error(), "not encrypted") {
		t.Errorf("a login that others can read: %v", err)
	}
	if err := b.d.SetSyncMode(ctx, "sometimes"); !errors.Is(err, ErrInvalid) {
		t.Errorf("a mode that is none: %v", err)
	}
}

func contractSync(t *testing.T, b bench) {
	ctx := context.Background()
	s := newSyncServer(t)
	far := s.colleague(t, "far")
	theirs := addLead(t, far, "Oasis Trading")
	mustSync(t, far)
	for _, d := range []Desk{b.d, b.other} {
		if err := d.SetSyncMode(ctx, SyncManual); err != nil {
			t.Fatal(err)
		}
	}
	addLead(t, b.d, "Nord Foods Inc")
	account := s.login(t, b.d)
	if account.Server != s.URL || account.User != "salma" || account.Role != "owner" || account.Workspace != s.space.String() || account.Device.IsZero() {
		t.Errorf("account %+v", account)
	}
	if status := statusOf(t, b.other); status.Server != s.URL || status.State != StateIdle || status.Mode != SyncManual || status.Pending != 1 || status.Online {
		t.Errorf("after login %+v", status)
	}
	news, err := b.other.Watch(ctx)
	if err != nil {
		t.Fatal(err)
	}
	var moved []SyncProgress
	report, err := b.d.Sync(ctx, func(p SyncProgress) { moved = append(moved, p) })
	if err != nil || report.Pulled != 1 || report.Pushed != 1 || report.Pending != 0 || report.Conflicts != 0 || report.Cursor == "" {
		t.Fatalf("%+v and %v", report, err)
	}
	if n := awaitNews(t, news, func(n News) bool { return slices.Contains(n.Records, theirs) }); n.By != "far" {
		t.Errorf("what came in is told as %+v, want it by far", n)
	}
	if got := companies(t, b.other); !slices.Contains(got, "Oasis Trading") || !slices.Contains(got, "Nord Foods Inc") {
		t.Errorf("leads %q", got)
	}
	mine, other := statusOf(t, b.d), statusOf(t, b.other)
	if asJSON(t, mine) != asJSON(t, other) {
		t.Errorf("status differs:\n%s\n%s", asJSON(t, mine), asJSON(t, other))
	}
	if !mine.Online || mine.Pending != 0 || mine.Acked != 1 || mine.Seq != 2 || mine.Head != 2 || mine.LastSync.IsZero() || len(mine.Exchanges) == 0 || mine.Error != "" {
		t.Errorf("after sync %s", asJSON(t, mine))
	}
	devices, err := b.d.Devices(ctx)
	if err != nil || len(devices) != 2 {
		t.Fatalf("devices %+v and %v", devices, err)
	}
	for _, d := range devices {
		if d.This != (d.ID == account.Device) || d.This != (d.Name == "desk of salma") {
			t.Errorf("device %+v", d)
		}
	}
	if out, err := b.other.Logout(ctx); err != nil || !out.Told || out.Error != "" || out.Device != account.Device {
		t.Fatalf("a logout: %+v and %v", out, err)
	}
	if out, err := b.d.Logout(ctx); err != nil || out.Told || !strings.Contains(out.Error, "does not have the desk's token") {
		t.Errorf("a second one: %+v and %v", out, err)
	}
	addLead(t, b.d, "Written without a login")
	if status := statusOf(t, b.d); status.State != StateLoggedOut || status.Online || status.Pending != 1 || !strings.Contains(status.Error, "log in") {
		t.Errorf("after logout %+v", status)
	}
	if _, err := b.d.Sync(ctx, nil); err == nil || !strings.Contains(err.Error(), "log in again") {
		t.Errorf("a sync after logout: %v", err)
	}
	if again := s.login(t, b.d); again.Device == account.Device {
		t.Errorf("the same device %s again", again.Device)
	}
	if report := mustSync(t, b.other); report.Pushed != 1 || report.Pending != 0 {
		t.Errorf("after the second login %+v", report)
	}
}

func awaitNews(t *testing.T, news <-chan News, fits func(News) bool) News {
	t.Helper()
	for n := range news {
		if fits(n) {
			return n
		}
	}
	t.Fatal("the news ended")
	return News{}
}

// apart makes a desk and a colleague who both have a lead, and have different notes for
// it, city and tags.
func apart(t *testing.T, b bench) (far Desk, lead model.ID) {
	t.Helper()
	s := newSyncServer(t)
	if err := b.d.SetSyncMode(context.Background(), SyncManual); err != nil {
		t.Fatal(err)
	}
	far = s.colleague(t, "far")
	s.login(t, b.d)
	lead = addLead(t, b.d, "Nord Foods Inc")
	mustSync(t, b.d)
	mustSync(t, far)
	edit(t, b.d, lead, model.Set{"message": quoted("mine"), "city": quoted("Agadir"), "tags": json.RawMessage(`["a","b"]`)})
	edit(t, far, lead, model.Set{"message": quoted("theirs"), "city": quoted("Tanger"), "tags": json.RawMessage(`["b","c"]`)})
	mustSync(t, far)
	if report := mustSync(t, b.d); report.Conflicts != 1 {
		t.Fatalf("%+v, want a record with conflicts", report)
	}
	return far, lead
}

func edit(t *testing.T, d Desk, id model.ID, set model.Set) {
	t.Helper()
	mustDo(t, d, Action{Label: "edit", Edits: []Edit{{Kind: model.KindLead, ID: id, Set: set}}})
}

func leadOf(t *testing.T, d Desk, id model.ID) *model.Lead {
	t.Helper()
	r, err := d.Get(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	return r.(*model.Lead)
}

func contractResolve(t *testing.T, b bench) {
	ctx := context.Background()
	far, lead := apart(t, b)
	for _, d := range []Desk{b.d, b.other} {
		page, err := d.Conflicts(ctx, 0, 0)
		if err != nil || len(page.Records) != 1 || page.Records[0].Record.Header().ID != lead || len(page.Records[0].Fields) != 3 || page.Next != 0 {
			t.Fatalf("%+v and %v", page, err)
		}
		of, err := d.ConflictsOf(ctx, lead)
		if err != nil || asJSON(t, of) != asJSON(t, page.Records[0].Fields) {
			t.Errorf("conflicts of the lead: %s and %v", asJSON(t, of), err)
		}
		for _, f := range of {
			if len(f.Values) != 2 || f.Values[0].Own == f.Values[1].Own || f.Values[0].At.IsZero() {
				t.Errorf("conflict %s", asJSON(t, f))
			}
		}
	}
	resolve := func(d Desk, r Resolution) error {
		r.Record = lead
		_, err := d.Resolve(ctx, r)
		return err
	}
	if err := errors.Join(
		resolve(b.d, Resolution{Field: "message", Take: TakeBoth}),
		resolve(b.other, Resolution{Field: "tags", Take: TakeBoth}),
		resolve(b.d, Resolution{Field: "city", Take: TakeTheirs}),
	); err != nil {
		t.Fatal(err)
	}
	is := leadOf(t, b.d, lead)
	if lines := strings.Split(is.Message, "\n"); len(lines) != 2 || !slices.Contains(lines, "mine") || !slices.Contains(lines, "theirs") {
		t.Errorf("notes %q, want both", is.Message)
	}
	if got := slices.Sorted(slices.Values(is.Tags)); !slices.Equal(got, []string{"a", "b", "c"}) || is.City != "Tanger" {
		t.Errorf("tags %q, city %q", got, is.City)
	}
	if status := statusOf(t, b.other); status.Conflicts != 0 {
		t.Errorf("%d records with conflicts are left", status.Conflicts)
	}
	for _, r := range []Resolution{{Field: "city", Take: TakeMine}, {Field: "no_such", Take: TakeMine}} {
		if err := resolve(b.d, r); !errors.Is(err, ErrNotFound) {
			t.Errorf("%+v: %v, want %v", r, err, ErrNotFound)
		}
	}
	if done, err := b.d.Undo(ctx); err != nil || done.Changed != 1 || !strings.Contains(done.Label, "city") {
		t.Errorf("undo: %+v and %v", done, err)
	}
	if is := leadOf(t, b.other, lead); is.City != "Agadir" && is.City != "Tanger" {
		t.Errorf("after undo the city is %q", is.City)
	}
	if _, err := b.d.Redo(ctx); err != nil {
		t.Fatal(err)
	}
	mustSync(t, b.d)
	mustSync(t, far)
	if status := statusOf(t, far); status.Conflicts != 0 {
		t.Errorf("the other desk still has %d records with conflicts", status.Conflicts)
	}
	if mine, theirs := leadOf(t, b.d, lead), leadOf(t, far, lead); mine.City != "Tanger" || mine.City != theirs.City || mine.Message != theirs.Message {
		t.Errorf("%+v here and %+v there", mine, theirs)
	}
}

// contractBase: who edits what another desk changed meanwhile overwrites nothing.
func contractBase(t *testing.T, b bench) {
	ctx := context.Background()
	s := newSyncServer(t)
	if err := b.d.SetSyncMode(ctx, SyncManual); err != nil {
		t.Fatal(err)
	}
	s.login(t, b.d)
	far := s.colleague(t, "far")
	lead := addLead(t, b.d, "Nord Foods Inc")
	mustSync(t, b.d)
	mustSync(t, far)
	seen, err := b.d.Detail(ctx, lead)
	if err != nil {
		t.Fatal(err)
	}
	edit(t, far, lead, model.Set{"city": quoted("Tanger")})
	mustSync(t, far)
	mustSync(t, b.d)
	if is := leadOf(t, b.d, lead); is.City != "Tanger" {
		t.Fatalf("city %q, want what came in", is.City)
	}
	e := Edit{Kind: model.KindLead, ID: lead, Set: model.Set{"city": quoted("Agadir")}, Seen: seen.Record.Header().UpdatedAt, Base: &seen.Base}
	mustDo(t, b.d, Action{Label: "edit", Edits: []Edit{e}})
	for range 2 { // before and after the server has it
		conflicts, err := b.other.ConflictsOf(ctx, lead)
		if err != nil || len(conflicts) != 1 || conflicts[0].Field != "city" || len(conflicts[0].Values) != 2 {
			t.Fatalf("%s and %v, want both cities", asJSON(t, conflicts), err)
		}
		mustSync(t, b.d)
	}
	mustSync(t, far)
	if conflicts, err := far.ConflictsOf(ctx, lead); err != nil || len(conflicts) != 1 {
		t.Errorf("the other desk has %s and %v", asJSON(t, conflicts), err)
	}
	// Who has seen it replaces it.
	edit(t, b.d, lead, model.Set{"city": quoted("Essaouira")})
	if conflicts, err := b.d.ConflictsOf(ctx, lead); err != nil || len(conflicts) != 0 {
		t.Errorf("after an edit that saw both: %s and %v", asJSON(t, conflicts), err)
	}
}

func contractQuarantine(t *testing.T, b bench) {
	ctx := context.Background()
	s := newSyncServer(t)
	if err := b.d.SetSyncMode(ctx, SyncManual); err != nil {
		t.Fatal(err)
	}
	s.login(t, b.d)
	lead := addLead(t, b.d, "Nord Foods Inc")
	edit(t, b.d, lead, model.Set{"message": quoted(strings.Repeat("x", 30_000))}) // more than the server takes
	edit(t, b.d, lead, model.Set{"city": quoted("Agadir")})
	report := mustSync(t, b.d)
	if report.Quarantined != 1 || report.Pending != 0 {
		t.Fatalf("%+v, want one change in quarantine", report)
	}
	var first Quarantined
	for _, d := range []Desk{b.d, b.other} {
		list, err := d.Quarantine(ctx, 0, 0)
		if err != nil || len(list) != 1 || list[0].Record != lead || list[0].Reason == "" || len(list[0].Set["message"]) == 0 {
			t.Fatalf("%.300s and %v", asJSON(t, list), err)
		}
		first = list[0]
	}
	if is := leadOf(t, b.d, lead); len(is.Message) != 30_000 || is.City != "Agadir" {
		t.Errorf("%d bytes of notes, city %q: what is in quarantine is still shown", len(is.Message), is.City)
	}
	if err := b.other.RetryQuarantined(ctx, first.N); err != nil {
		t.Fatal(err)
	}
	if report = mustSync(t, b.d); report.Quarantined != 1 {
		t.Fatalf("sent again: %+v", report)
	}
	list, err := b.d.Quarantine(ctx, 0, 0)
	if err != nil || len(list) != 1 || list[0].N == first.N {
		t.Fatalf("%.300s and %v", asJSON(t, list), err)
	}
	if err := b.other.DropQuarantined(ctx, list[0].N); err != nil {
		t.Fatal(err)
	}
	if is := leadOf(t, b.d, lead); is.Message != "" || is.City != "Agadir" {
		t.Errorf("%d bytes of notes, city %q after it was given up", len(is.Message), is.City)
	}
	for _, call := range []func(context.Context, uint64) error{b.d.DropQuarantined, b.other.RetryQuarantined} {
		if err := call(ctx, list[0].N); !errors.Is(err, ErrNotFound) {
			t.Errorf("%v, want %v", err, ErrNotFound)
		}
	}
	if check, err := b.d.Check(ctx, nil); err != nil || !check.OK {
		t.Errorf("%+v and %v", check, err)
	}
}

// contractMuchInQuarantine: what was not taken is written out whole, however much it is.
func contractMuchInQuarantine(t *testing.T, b bench) {
	ctx := context.Background()
	s := newStrictServer(t, 2000)
	if err := b.d.SetSyncMode(ctx, SyncManual); err != nil {
		t.Fatal(err)
	}
	s.login(t, b.d)
	const n = quarantineRows + 7
	a := Action{Label: "add much"}
	for i := range n {
		e := newLead(fmt.Sprintf("Buyer %05d", i))
		e.Set["message"] = quoted(strings.Repeat("x", 2001)) // more than the server takes
		a.Edits = append(a.Edits, e)
	}
	mustDo(t, b.d, a)
	if report := mustSync(t, b.d); report.Quarantined != n {
		t.Fatalf("%+v, want %d in quarantine", report, n)
	}
	var out bytes.Buffer
	if got, err := WriteQuarantine(ctx, b.other, &out); err != nil || got != n || bytes.Count(out.Bytes(), []byte("\n")) != n {
		t.Errorf("%d of %d are written, %v", got, n, err)
	}
	if got, err := RetryQuarantine(ctx, b.other, nil); err != nil || got != n {
		t.Errorf("%d of %d are made anew, %v", got, n, err)
	}
	if report := mustSync(t, b.d); report.Quarantined != n || report.Pending != 0 {
		t.Errorf("%+v, want %d in quarantine again", report, n)
	}
	if got, err := DropQuarantine(ctx, b.other, nil); err != nil || got != n {
		t.Errorf("%d of %d are given up, %v", got, n, err)
	}
	if report := mustSync(t, b.d); report.Quarantined != 0 || report.Pending != 0 {
		t.Errorf("%+v, want nothing in quarantine", report)
	}
}
