package store

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tradedesk/model"
)

// TestAgainstNaive runs random actions, undos and queries against the store and
// a naive desk in memory, with limits so small that every plan is taken.
func TestAgainstNaive(t *testing.T) {
	dir := t.TempDir()
	n := 0
	rapid.Check(t, func(t *rapid.T) {
		n++
		path := filepath.Join(dir, "desk"+strings.Repeat("x", n%7)+".db")
		b := openAt(t, path, newClock())
		defer os.Remove(path)
		defer b.Close()
		b.limits = rapid.SampledFrom([]limits{
			usualLimits,
			{picked: -1, counted: 2, batch: 2, bytes: 100, stretch: 2, step: 2, tidy: 2, undo: 1000},
			{picked: 2, counted: 5, batch: 3, bytes: 1 << 20, stretch: 3, step: 3, tidy: 7, undo: 1000},
		}).Draw(t, "limits")
		m := &machine{bench: b, naive: newNaive()}
		t.Repeat(map[string]func(*rapid.T){
			"create": m.create,
			"edit":   m.edit,
			"delete": m.delete,
			"undo":   func(t *rapid.T) { m.step(t, false) },
			"redo":   func(t *rapid.T) { m.step(t, true) },
			"list":   m.list,
			"wait": func(t *rapid.T) {
				b.clock.pass(time.Duration(rapid.IntRange(1, 100).Draw(t, "hours")) * time.Hour)
			},
			"rescore": func(t *rapid.T) {
				if _, err := b.Rescore(context.Background(), nil); err != nil {
					t.Fatalf("rescoring: %v", err)
				}
			},
			"tidy": func(t *rapid.T) {
				if _, err := b.Tidy(context.Background(), nil); err != nil {
					t.Fatalf("tidying: %v", err)
				}
			},
			"": m.same,
		})
		b.check(t)
	})
}

type machine struct {
	*bench
	*naive
}

func (m *machine) drawID(t *rapid.T, kinds ...model.Kind) (model.ID, model.Kind, bool) {
	var ids []model.ID
	for id, r := range m.records {
		if slices.Contains(kinds, r.Kind()) {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return model.ID{}, "", false
	}
	slices.SortFunc(ids, func(a, b model.ID) int { return strings.Compare(a.String(), b.String()) })
	id := rapid.SampledFrom(ids).Draw(t, "id")
	return id, m.records[id].Kind(), true
}

var longName = strings.Repeat("Société Générale d'Exportation ", 3)

var leadChoices = map[string][]string{
	"company":       {`"Nord Foods"`, `"nord foods"`, `"Ärger GmbH"`, `"zeta"`, `"` + longName + `A"`, `"` + longName + `B"`, "null"},
	"country":       {`"FR"`, `"US"`, `"MA"`, "null"},
	"quantity":      {`"9"`, `"10"`, `"100.5"`, "null"},
	"owner":         {`"amina"`, `"Youssef"`, "null"},
	"tags":          {`["vip"]`, `["vip","Fair"]`, `["fair","fair"]`, "null"},
	"due_at":        {`"2026-11-25T09:00:00.000Z"`, `"2026-12-01T09:00:00.000Z"`, "null"},
	"snoozed_until": {`"2026-11-25T09:00:00.000Z"`, `"2026-11-28T09:00:00.000Z"`, "null"},
	"stage":         {`"new"`, `"contacted"`, `"lost"`, `"new"`},
	"received_at":   {`"2026-11-20T09:00:00.000Z"`, `"2026-11-23T09:00:00.000Z"`},
	"replied_at":    {`"2026-11-23T10:00:00.000Z"`, "null"},
	"website":       {`"https://a.example"`, "null"},
	"newer_field":   {`{"a":[1]}`, "null"},
}

func drawSet(t *rapid.T, kind model.Kind) model.Set {
	out := model.Set{}
	if kind != model.KindLead {
		due := rapid.SampledFrom(leadChoices["due_at"]).Draw(t, "due_at")
		out["title"], out["due_at"] = json.RawMessage(`"call"`), json.RawMessage(due)
		return out
	}
	names := make([]string, 0, len(leadChoices))
	for name := range leadChoices {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range rapid.SliceOfNDistinct(rapid.SampledFrom(names), 1, 6, rapid.ID).Draw(t, "fields") {
		out[name] = json.RawMessage(rapid.SampledFrom(leadChoices[name]).Draw(t, name))
	}
	return out
}

func (m *machine) act(t *rapid.T, edits ...Edit) {
	done, _, err := m.Do(context.Background(), Action{Label: "act", Edits: edits})
	switch {
	case errors.Is(err, ErrInvalid):
	case err != nil:
		t.Fatalf("acting: %v", err)
	default:
		m.took(done)
	}
}

func (m *machine) create(t *rapid.T) {
	var edits []Edit
	for range rapid.IntRange(1, 4).Draw(t, "records") {
		kind := rapid.SampledFrom([]model.Kind{model.KindLead, model.KindLead, model.KindLead, model.KindTask, "shipment"}).Draw(t, "kind")
		set := model.Set{"weight": json.RawMessage("12")}
		if kind != "shipment" {
			set = drawSet(t, kind)
		}
		if isNull(set["company"]) && kind == model.KindLead {
			set["company"] = json.RawMessage(`"Atlas"`)
		}
		edits = append(edits, Edit{Kind: kind, Create: true, Set: set, Force: true})
	}
	if id, _, ok := m.drawID(t, model.KindLead); ok && rapid.Bool().Draw(t, "message") {
		direction := rapid.SampledFrom([]string{"in", "out"}).Draw(t, "direction")
		edits = append(edits, Edit{Kind: model.KindMessage, Create: true, Set: model.Set{
			"thread": quote(id.String()), "direction": quote(direction), "body": json.RawMessage(`"hello"`),
		}})
	}
	m.act(t, edits...)
}

func (m *machine) edit(t *rapid.T) {
	var edits []Edit
	for range rapid.IntRange(1, 3).Draw(t, "edits") {
		id, kind, ok := m.drawID(t, model.KindLead, model.KindTask)
		if !ok {
			t.Skip("nothing to edit")
		}
		edits = append(edits, Edit{Kind: kind, ID: id, Set: drawSet(t, kind), Force: true})
	}
	m.act(t, edits...)
}

func (m *machine) delete(t *rapid.T) {
	id, kind, ok := m.drawID(t, model.KindLead, model.KindTask, model.KindMessage, "shipment")
	if !ok {
		t.Skip("nothing to delete")
	}
	deleted := json.RawMessage(rapid.SampledFrom([]string{"true", "null"}).Draw(t, "deleted"))
	m.act(t, Edit{Kind: kind, ID: id, Set: model.Set{model.FieldDeleted: deleted}})
}

func (m *machine) step(t *rapid.T, redo bool) {
	want, ok := m.naive.undo, true
	if redo {
		want = m.naive.redo
	}
	fields, ok := want()
	done, _, err := m.Step(context.Background(), m.ids.New(), redo)
	if errors.Is(err, ErrNothing) != !ok || err != nil && ok {
		t.Fatalf("step: %v, where the naive desk has something: %v", err, ok)
	}
	if len(done.Skipped) > 0 {
		t.Fatalf("nobody else changed anything, yet skipped %v", done.Skipped)
	}
	for id, want := range fields {
		r := m.get(t, id)
		if got := model.Fields(r); !equalSets(got, want) {
			t.Fatalf("after the step %s has\n%s\nwant\n%s", id, asJSON(t, got), asJSON(t, want))
		}
		m.records[id] = r
	}
}

func equalSets(a, b model.Set) bool {
	for name := range a {
		if !sameJSON(a[name], b[name]) {
			return false
		}
	}
	for name := range b {
		if !sameJSON(a[name], b[name]) {
			return false
		}
	}
	return true
}

func asJSON(t tb, v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return string(raw)
}

func (m *machine) score(t tb) func(model.ID) int {
	return func(id model.ID) int {
		e, _, err := m.Excerpt(context.Background(), id)
		if err != nil {
			t.Fatalf("excerpt: %v", err)
		}
		return e.Score
	}
}

// same: the store holds what the naive desk holds, and counts it.
func (m *machine) same(t *rapid.T) {
	kinds := map[model.Kind]int{}
	for id, r := range m.records {
		if got := m.get(t, id); string(model.EncodeJSON(got)) != string(model.EncodeJSON(r)) {
			t.Fatalf("the store has\n%s\nwant\n%s", model.EncodeJSON(got), model.EncodeJSON(r))
		}
		if !r.Header().Deleted {
			kinds[r.Kind()]++
		}
	}
	counts, err := m.Counts(context.Background())
	if err != nil {
		t.Fatalf("counting: %v", err)
	}
	for kind, n := range kinds {
		if counts.Kinds[kind] != n {
			t.Fatalf("%d %ss counted, want %d", counts.Kinds[kind], kind, n)
		}
	}
	inbox := m.naive.list(Query{Kind: model.KindLead, View: ViewInbox}, m.clock.at, m.score(t))
	if counts.Inbox != len(inbox) {
		t.Fatalf("%d in the inbox counted, want %d", counts.Inbox, len(inbox))
	}
	snoozed := m.naive.list(Query{Kind: model.KindLead, View: ViewSnoozed}, m.clock.at, m.score(t))
	if counts.Snoozed != len(snoozed) {
		t.Fatalf("%d snoozed counted, want %d", counts.Snoozed, len(snoozed))
	}
}

func (m *machine) drawQuery(t *rapid.T) Query {
	q := Query{Kind: model.KindLead, Desc: rapid.Bool().Draw(t, "desc")}
	q.View = rapid.SampledFrom([]View{ViewAll, ViewAll, ViewInbox, ViewSnoozed, ViewDue, ViewPromised, ViewDeleted, ViewThread}).Draw(t, "view")
	switch q.View {
	case ViewThread:
		q.Kind = model.KindMessage
		q.Of, _, _ = m.drawID(t, model.KindLead)
		return q
	case ViewDue, ViewDeleted:
		q.Kind = rapid.SampledFrom([]model.Kind{"", model.KindLead, model.KindTask, model.KindRFQ}).Draw(t, "kind")
	case ViewAll:
		q.Kind = rapid.SampledFrom([]model.Kind{model.KindLead, model.KindLead, model.KindTask, "shipment"}).Draw(t, "kind")
		q.Deleted = rapid.Bool().Draw(t, "deleted")
	}
	if q.Kind != model.KindLead {
		return q
	}
	q.Sort = rapid.SampledFrom([]string{"", "company", "quantity", "due_at", "country", "score", "created_at"}).Draw(t, "sort")
	q.Where = rapid.SliceOfN(rapid.Custom(drawCond), 0, 2).Draw(t, "where")
	return q
}

func drawCond(t *rapid.T) Cond {
	texts := map[string][]string{
		"company": {"nord FOODS", "zeta", longName + "A", ""}, "owner": {"amina", "youssef", ""}, "country": {"FR", "MA"},
		"stage": {"new", "lost"}, "website": {"https://a.example", ""}, "quantity": {"10", "9"}, "tags": {"VIP", "fair", ""},
		"due_at": {"2026-12-01T09:00:00Z"}, "score": {"20", "40"},
	}
	field := rapid.SampledFrom([]string{"company", "owner", "country", "stage", "website", "quantity", "tags", "due_at", "score"}).Draw(t, "field")
	c := Cond{Field: field, Text: rapid.SampledFrom(texts[field]).Draw(t, "text")}
	ops := []Op{OpEqual, OpEqual, OpNotEqual}
	if c.Text != "" && field != "tags" {
		ops = append(ops, OpLess, OpAtMost, OpMore, OpAtLeast)
	}
	switch field {
	case "company", "owner", "website", "tags":
		ops = append(ops, OpContains)
	}
	c.Op = rapid.SampledFrom(ops).Draw(t, "op")
	switch c.Op {
	case OpContains:
		c.Text = rapid.SampledFrom([]string{"or", "FAIR", "general", "a", "Exportation B"}).Draw(t, "part")
	case OpEqual, OpNotEqual:
		if field != "score" && rapid.Bool().Draw(t, "either") {
			c.Text += Alternatives + rapid.SampledFrom(texts[field]).Draw(t, "other")
		}
	}
	return c
}

// list: a query gives the same rows in one page, page by page both ways, and as
// records.
func (m *machine) list(t *rapid.T) {
	q := m.drawQuery(t)
	want := m.naive.list(q, m.clock.at, m.score(t))
	if q.View != ViewThread || !q.Of.IsZero() {
		m.comparePages(t, q, want)
		m.compareSkips(t, q, want)
	}
	if q.Kind == "" {
		return
	}
	var got []model.ID
	err := m.Records(context.Background(), q, func(r model.Record) error {
		got = append(got, r.Header().ID)
		return nil
	})
	if err != nil || !slices.Equal(got, want) {
		t.Fatalf("records of %+v: %v, %v, want %v", q, got, err, want)
	}
	if n, err := m.Count(context.Background(), q); err != nil || n != len(want) {
		t.Fatalf("count of %+v: %d, %v, want %d", q, n, err, len(want))
	}
}

func (m *machine) comparePages(t *rapid.T, q Query, want []model.ID) {
	for _, back := range []bool{false, true} {
		q.Back, q.From = back, ""
		q.Limit = rapid.IntRange(1, 4).Draw(t, "limit")
		var got []model.ID
		for {
			page, err := m.List(context.Background(), q)
			if err != nil {
				t.Fatalf("listing %+v: %v", q, err)
			}
			if page.Total != len(want) && page.Total != -1 {
				t.Fatalf("total of %+v is %d, want %d", q, page.Total, len(want))
			}
			ids := rowIDs(page)
			first, last := len(got) == 0, len(got)+len(ids) == len(want)
			if back {
				got = append(ids, got...)
				first, last = last, first
			} else {
				got = append(got, ids...)
			}
			if page.Before == first || page.After == last {
				t.Fatalf("page of %+v after %d of %d: before %v, after %v", q, len(got), len(want), page.Before, page.After)
			}
			if back && !page.Before || !back && !page.After || len(page.Rows) == 0 {
				break
			}
			q.From = page.Rows[len(page.Rows)-1].Cursor
			if back {
				q.From = page.Rows[0].Cursor
			}
		}
		if !slices.Equal(got, want) {
			t.Fatalf("pages of %+v:\n%v\nwant\n%v", q, got, want)
		}
	}
}

// compareSkips: a page behind skipped rows is a part of the list, from either end and
// from a row on.
func (m *machine) compareSkips(t *rapid.T, q Query, want []model.ID) {
	for _, back := range []bool{false, true} {
		q.Back, q.From, q.Skip, q.Limit = back, "", 0, len(want)+1
		from := rapid.IntRange(0, len(want)).Draw(t, "from")
		left := want[from:]
		if back {
			left = want[:from]
		}
		if page := m.page(t, q); back && from < len(want) {
			q.From = page.Rows[from].Cursor
		} else if !back && from > 0 {
			q.From = page.Rows[from-1].Cursor
		}
		q.Skip, q.Limit = rapid.IntRange(0, len(want)+1).Draw(t, "skip"), rapid.IntRange(1, 4).Draw(t, "limit")
		skipped := min(q.Skip, len(left))
		rows := left[skipped:min(skipped+q.Limit, len(left))]
		if back {
			end := len(left) - skipped
			rows = left[max(end-q.Limit, 0):end]
		}
		page := m.page(t, q)
		if got := rowIDs(page); !slices.Equal(got, rows) {
			t.Fatalf("%+v gives %v, want %v of %v", q, got, rows, left)
		}
		// Of an empty page only the side that it was come from is known.
		before, after := len(want)-len(left)+skipped > 0, len(rows) < len(left)-skipped
		if back {
			before, after = after, before
		}
		if page.Before != before || page.After != after {
			t.Fatalf("%+v: before %v, after %v, want %v, %v", q, page.Before, page.After, before, after)
		}
	}
}

func (m *machine) page(t *rapid.T, q Query) Page {
	page, err := m.List(context.Background(), q)
	if err != nil {
		t.Fatalf("listing %+v: %v", q, err)
	}
	return page
}

func rowIDs(page Page) []model.ID {
	var ids []model.ID
	for _, row := range page.Rows {
		ids = append(ids, row.ID)
	}
	return ids
}
