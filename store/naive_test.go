package store

import (
	"bytes"
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"tradedesk/model"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

// naive is the desk as one would write it without a file: a map and a stack of
// what was there before.
type naive struct {
	records map[model.ID]model.Record
	done    []memory
	undone  []memory
}

// memory is what an action changed: the fields before and after, by record.
type memory struct{ before, after map[model.ID]model.Set }

func newNaive() *naive { return &naive{records: map[model.ID]model.Record{}} }

// took applies what an action gave back.
func (n *naive) took(done Done) {
	m := memory{map[model.ID]model.Set{}, map[model.ID]model.Set{}}
	for _, r := range done.Records {
		id := r.Header().ID
		if was, ok := n.records[id]; ok {
			m.before[id] = model.Fields(was)
		} else {
			m.before[id] = withDeleted(model.Fields(r))
		}
		m.after[id] = model.Fields(r)
		n.records[id] = r
	}
	if len(done.Records) > 0 {
		n.done = append(n.done, m)
		n.undone = nil
	}
}

func withDeleted(s model.Set) model.Set {
	s = maps.Clone(s)
	s[model.FieldDeleted] = json.RawMessage("true")
	return s
}

// fields gives what must be in the store after an undo or a redo.
func (n *naive) undo() (want map[model.ID]model.Set, ok bool) {
	if len(n.done) == 0 {
		return nil, false
	}
	m := n.done[len(n.done)-1]
	n.done = n.done[:len(n.done)-1]
	n.undone = append(n.undone, m)
	return m.before, true
}

func (n *naive) redo() (want map[model.ID]model.Set, ok bool) {
	if len(n.undone) == 0 {
		return nil, false
	}
	m := n.undone[len(n.undone)-1]
	n.undone = n.undone[:len(n.undone)-1]
	n.done = append(n.done, m)
	return m.after, true
}

// list answers a query by looking at every record.
func (n *naive) list(q Query, now time.Time, score func(model.ID) int) []model.ID {
	var found []model.Record
	for _, r := range n.records {
		if (q.Kind == "" || r.Kind() == q.Kind) && inView(r, q, now) && fitsAll(r, q.Where, score) {
			found = append(found, r)
		}
	}
	slices.SortFunc(found, func(a, b model.Record) int { return compareIn(q, a, b, score) })
	var ids []model.ID
	for _, r := range found {
		ids = append(ids, r.Header().ID)
	}
	return ids
}

func inView(r model.Record, q Query, now time.Time) bool {
	deleted := r.Header().Deleted
	if q.View == ViewDeleted {
		return deleted
	}
	if deleted && (!q.Deleted || q.View != ViewAll && q.View != ViewQuotes) {
		return false
	}
	switch r := r.(type) {
	case *model.Lead:
		switch q.View {
		case ViewInbox:
			return r.Stage == "new" && !(r.SnoozedUntil != 0 && r.SnoozedUntil.Time().After(now))
		case ViewSnoozed:
			return r.SnoozedUntil != 0 && r.SnoozedUntil.Time().After(now)
		case ViewDue:
			return naiveDue(r) != 0 && r.Stage != "lost" && r.Stage != "junk"
		case ViewPromised:
			return naivePromise(r) != 0
		}
	case *model.Task:
		if q.View == ViewDue {
			return r.DueAt != 0 && r.DoneAt == 0
		}
	case *model.Message:
		if q.View == ViewThread {
			return r.Thread == q.Of
		}
	case *model.RFQ:
		if q.View == ViewDue {
			return r.Deadline != "" && !slices.Contains([]model.Stage{"awarded", "closed", "expired", "cancelled"}, r.Stage)
		}
	case *model.Quote:
		switch q.View {
		case ViewQuotes:
			return r.RFQ == q.Of
		case ViewDue:
			return r.ValidUntil != "" && slices.Contains([]model.Stage{"received", "shortlisted", "countered"}, r.Stage)
		}
	}
	return q.View == ViewAll
}

func fitsAll(r model.Record, conds []Cond, score func(model.ID) int) bool {
	for _, c := range conds {
		if !fitsOne(r, c, score) {
			return false
		}
	}
	return true
}

// fitsOne knows the few fields that the test asks for.
func fitsOne(r model.Record, c Cond, score func(model.ID) int) bool {
	l, ok := r.(*model.Lead)
	if !ok {
		return false
	}
	if one, other, ok := strings.Cut(c.Text, Alternatives); ok {
		x, y := fitsOne(r, Cond{c.Field, c.Op, one}, score), fitsOne(r, Cond{c.Field, c.Op, other}, score)
		return x && y || (x || y) && c.Op == OpEqual
	}
	if c.Op == OpContains {
		has := map[string]string{
			"company": l.Company, "owner": l.Owner, "website": string(l.Website), "tags": strings.Join(l.Tags, " "),
		}[c.Field]
		return strings.Contains(text.Fold(has), text.Fold(c.Text))
	}
	compare := func(empty bool, order int) bool {
		switch c.Op {
		case OpEqual:
			return !empty && order == 0
		case OpNotEqual:
			return empty || order != 0
		case OpLess:
			return !empty && order < 0
		case OpAtMost:
			return !empty && order <= 0
		case OpMore:
			return !empty && order > 0
		}
		return !empty && order >= 0
	}
	ofText := func(s string) bool {
		if c.Text == "" {
			return (s == "") == (c.Op == OpEqual)
		}
		return compare(s == "", strings.Compare(text.Fold(s), text.Fold(c.Text)))
	}
	switch c.Field {
	case "company":
		return ofText(l.Company)
	case "owner":
		return ofText(l.Owner)
	case "country":
		return compare(l.Country == "", strings.Compare(string(l.Country), c.Text))
	case "stage":
		return compare(l.Stage == "", strings.Compare(string(l.Stage), c.Text))
	case "website":
		return ofText(string(l.Website))
	case "quantity":
		return compare(l.Quantity == "", l.Quantity.Cmp(value.Decimal(c.Text)))
	case "due_at":
		want, _ := value.ParseInstant(c.Text, time.Time{})
		return compare(l.DueAt == 0, cmp.Compare(l.DueAt, want))
	case "score":
		want, _ := strconv.Atoi(c.Text)
		return compare(false, cmp.Compare(score(l.ID), want))
	case "tags":
		has := slices.ContainsFunc(l.Tags, func(tag string) bool { return text.Fold(tag) == text.Fold(c.Text) })
		if c.Text == "" {
			has = len(l.Tags) == 0
		}
		return has == (c.Op == OpEqual)
	}
	panic("no naive comparison of " + c.Field)
}

func compareIn(q Query, a, b model.Record, score func(model.ID) int) int {
	order := 0
	x, isLead := a.(*model.Lead)
	y, _ := b.(*model.Lead)
	switch {
	case q.Sort == "created_at":
		order = cmp.Compare(a.Header().CreatedAt, b.Header().CreatedAt)
	case q.Sort != "" && isLead:
		emptyX, emptyY, o := compareField(q.Sort, x, y, score)
		if emptyX != emptyY {
			if emptyX { // what has no value comes last, both ways
				return 1
			}
			return -1
		}
		order = o
	case q.View == ViewInbox:
		order = cmp.Or(cmp.Compare(score(y.ID), score(x.ID)), cmp.Compare(x.ReceivedAt, y.ReceivedAt))
	case q.View == ViewSnoozed:
		order = cmp.Compare(x.SnoozedUntil, y.SnoozedUntil)
	case q.View == ViewDue:
		order = cmp.Compare(naiveDue(a), naiveDue(b))
	case q.View == ViewPromised:
		order = cmp.Compare(naivePromise(x), naivePromise(y))
	case q.View == ViewThread:
		order = cmp.Compare(a.(*model.Message).At, b.(*model.Message).At)
	case q.View == ViewDeleted:
		order = cmp.Or(cmp.Compare(b.Header().UpdatedAt, a.Header().UpdatedAt), -compareIDs(a, b))
	}
	order = cmp.Or(order, compareIDs(a, b))
	if q.Desc {
		return -order
	}
	return order
}

func naiveDue(r model.Record) value.Instant {
	switch r := r.(type) {
	case *model.Task:
		return r.DueAt
	case *model.Lead:
		return max(r.DueAt, r.SnoozedUntil)
	case *model.RFQ:
		return value.At(r.Deadline.Time(nil).Add(12 * time.Hour))
	case *model.Quote:
		return value.At(r.ValidUntil.Time(nil).Add(12 * time.Hour))
	}
	return 0
}

// naivePromise is a day after a lead came, while nobody answered.
func naivePromise(l *model.Lead) value.Instant {
	at := l.ReceivedAt
	if at == 0 {
		at = l.CreatedAt
	}
	if l.Stage != "new" || l.RepliedAt != 0 || at == 0 {
		return 0
	}
	return value.At(at.Time().AddDate(0, 0, 1))
}

func compareIDs(a, b model.Record) int {
	x, y := a.Header().ID, b.Header().ID
	return bytes.Compare(x[:], y[:])
}

func compareField(name string, x, y *model.Lead, score func(model.ID) int) (emptyX, emptyY bool, order int) {
	cutText := func(s string) string { s = text.Fold(s); return s[:min(len(s), 64)] }
	switch name {
	case "company":
		return x.Company == "", y.Company == "", strings.Compare(cutText(x.Company), cutText(y.Company))
	case "quantity":
		if x.Quantity == "" || y.Quantity == "" {
			return x.Quantity == "", y.Quantity == "", 0
		}
		return false, false, x.Quantity.Cmp(y.Quantity)
	case "due_at":
		return x.DueAt == 0, y.DueAt == 0, cmp.Compare(x.DueAt, y.DueAt)
	case "country":
		return x.Country == "", y.Country == "", strings.Compare(string(x.Country), string(y.Country))
	case "score":
		return false, false, cmp.Compare(score(x.ID), score(y.ID))
	}
	panic("no naive order of " + name)
}
