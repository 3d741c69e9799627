package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"tradedesk/model"
)

// addLeads makes n leads in one action.
func addLeads(t testing.TB, d Desk, n int) {
	t.Helper()
	a := Action{Label: "add many"}
	for i := range n {
		a.Edits = append(a.Edits, newLead(fmt.Sprintf("Buyer %05d", i)))
	}
	mustDo(t, d, a)
}

// leadsOf gives every lead in creation order.
func leadsOf(t testing.TB, d Desk) []*model.Lead {
	t.Helper()
	var out []*model.Lead
	err := d.Records(context.Background(), Query{Kind: model.KindLead}, func(r model.Record) error {
		out = append(out, r.(*model.Lead))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func countLeads(t testing.TB, d Desk, field, text string) int {
	t.Helper()
	n, err := d.Count(context.Background(), Query{Kind: model.KindLead, Where: []Cond{{Field: field, Op: OpEqual, Text: text}}})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func contractBulk(t *testing.T, b bench) {
	ctx := context.Background()
	const n = 2*bulkBatch + 7
	addLeads(t, b.d, n)
	spared := leadsOf(t, b.d)[3].ID
	action := Bulk{
		ID: model.NewIDs(fixedNow, nil).New(), Label: "qualify all", Query: Query{Kind: model.KindLead, View: ViewInbox, Limit: 5, Sort: "company"},
		Except: []model.ID{spared}, Set: model.Set{"stage": quoted("qualified"), "owner": quoted("amina")}, Tag: []string{"fair", "bio"},
	}
	var told []Progress
	report, err := b.d.DoWhere(ctx, action, func(p Progress) { told = append(told, p) })
	if err != nil || report != (BulkReport{Changed: n - 1}) {
		t.Fatalf("%+v and %v", report, err)
	}
	if len(told) < 3 || told[len(told)-1].Done != n-1 {
		t.Errorf("progress %+v, want the last to tell of %d", told, n-1)
	}
	if got := countLeads(t, b.other, "stage", "qualified"); got != n-1 {
		t.Errorf("the other sees %d qualified leads, want %d", got, n-1)
	}
	if lead := leadsOf(t, b.d)[5]; lead.Owner != "amina" || !slices.Equal(lead.Tags, []string{"fair", "bio"}) || lead.UpdatedBy != "salma" {
		t.Errorf("owner %q, tags %q, by %q", lead.Owner, lead.Tags, lead.UpdatedBy)
	}
	if report, err := b.d.DoWhere(ctx, action, nil); err != nil || report.Changed != 0 {
		t.Errorf("doing it again: %+v and %v", report, err)
	}
	untag := Bulk{Label: "untag", Query: Query{Kind: model.KindLead}, Untag: []string{"fair"}}
	if report, err := b.d.DoWhere(ctx, untag, nil); err != nil || report != (BulkReport{Changed: n - 1, Left: 1}) {
		t.Errorf("untag: %+v and %v", report, err)
	}
	for _, want := range []string{"untag", "qualify all"} {
		if done, err := b.other.Undo(ctx); err != nil || done.Changed != n-1 || done.Label != want {
			t.Fatalf("undo of %s took back %d of %q and %v", want, done.Changed, done.Label, err)
		}
	}
	if got := countLeads(t, b.d, "stage", "new"); got != n {
		t.Errorf("%d new leads after one undo, want all %d", got, n)
	}
}

func contractBulkLeaves(t *testing.T, b bench) {
	ctx := context.Background()
	addLeads(t, b.d, 9)
	all := leadsOf(t, b.d)
	mustDo(t, b.d, Action{Edits: []Edit{
		{Kind: model.KindLead, ID: all[2].ID, Set: model.Set{"stage": quoted("junk"), "reason": quoted("spam")}},
		{Kind: model.KindLead, ID: all[4].ID, Set: model.Set{"stage": quoted("qualified")}},
	}})
	report, err := b.d.DoWhere(ctx, Bulk{Label: "junk", Query: Query{Kind: model.KindLead}, Set: model.Set{"stage": quoted("junk"), "reason": quoted("spam")}}, nil)
	if err != nil || report.Changed != 7 || report.Left != 2 {
		t.Errorf("%+v and %v, want 7 junk, 2 left", report, err)
	}
	// Without a reason the move of each is refused, and that is said.
	report, err = b.d.DoWhere(ctx, Bulk{Label: "lose", Query: Query{Kind: model.KindLead}, Set: model.Set{"stage": quoted("lost")}}, nil)
	if err != nil || report.Changed != 0 || report.Left != 9 || !strings.Contains(report.Why, "reason") {
		t.Errorf("%+v and %v, want all left for want of a reason", report, err)
	}
	for name, wrong := range map[string]Bulk{
		"no kind":  {Set: model.Set{"owner": quoted("a")}},
		"nothing":  {Query: Query{Kind: model.KindLead}},
		"no tags":  {Query: Query{Kind: model.KindTask}, Tag: []string{"a"}},
		"no field": {Query: Query{Kind: model.KindLead, Where: []Cond{{Field: "colour", Op: OpEqual, Text: "red"}}}, Tag: []string{"a"}},
		"too many": {Query: Query{Kind: model.KindLead}, Tag: []string{"a"}, Except: make([]model.ID, MaxExcept+1)},
	} {
		if _, err := b.d.DoWhere(ctx, wrong, nil); !errors.Is(err, ErrInvalid) {
			t.Errorf("%s: got %v, want %v", name, err, ErrInvalid)
		}
	}
}

// contractBulkCancelled: what is done stays, as one action; the rest is not.
func contractBulkCancelled(t *testing.T, b bench) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	const n = 12 * bulkBatch
	addLeads(t, b.d, n)
	action := Bulk{Label: "tag", Query: Query{Kind: model.KindLead}, Tag: []string{"fair"}}
	_, err := b.d.DoWhere(ctx, action, func(Progress) { cancel() })
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v, want %v", err, context.Canceled)
	}
	if done, err := b.d.Undo(context.Background()); err != nil || done.Changed == 0 || done.Changed == n {
		t.Errorf("undo took back %d of %d and %v", done.Changed, n, err)
	}
	if got := countLeads(t, b.other, "tags", "fair"); got != 0 {
		t.Errorf("%d tags are left after undo", got)
	}
}

func contractSettings(t *testing.T, b bench) {
	ctx := context.Background()
	if text, err := b.d.Setting(ctx, "sort.leads"); err != nil || text != "" {
		t.Errorf("nothing is kept, got %q and %v", text, err)
	}
	pending, err := b.d.Status(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := b.d.SetSetting(ctx, "sort.leads", "-score ملح"); err != nil {
		t.Fatal(err)
	}
	if text, err := b.other.Setting(ctx, "sort.leads"); err != nil || text != "-score ملح" {
		t.Errorf("the other has %q and %v", text, err)
	}
	after, err := b.d.Status(ctx)
	if err != nil || asJSON(t, after) != asJSON(t, pending) {
		t.Errorf("a setting is to be sent: %+v before, %+v after, %v", pending, after, err)
	}
	if _, err := b.d.Undo(ctx); !errors.Is(err, ErrNothing) {
		t.Errorf("undo of a setting: %v", err)
	}
	if err := b.other.SetSetting(ctx, "sort.leads", ""); err != nil {
		t.Fatal(err)
	}
	if text, err := b.d.Setting(ctx, "sort.leads"); err != nil || text != "" {
		t.Errorf("after forgetting it there is %q and %v", text, err)
	}
	// The desk's own settings are out of reach.
	if text, err := b.d.Setting(ctx, "device"); err != nil || text != "" {
		t.Errorf("device: %q and %v", text, err)
	}
	long := strings.Repeat("x", MaxSetting+1)
	for _, wrong := range [][2]string{{"", "a"}, {long[:MaxSettingName+1], "a"}, {"a", long}} {
		if err := b.d.SetSetting(ctx, wrong[0], wrong[1]); !errors.Is(err, ErrInvalid) {
			t.Errorf("a name of %d and a text of %d bytes: %v, want %v", len(wrong[0]), len(wrong[1]), err, ErrInvalid)
		}
	}
	if err := b.d.SetSetting(ctx, "a", long[1:]); err != nil {
		t.Error(err)
	}
}
