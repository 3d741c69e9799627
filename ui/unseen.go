package ui

import (
	"bytes"
	"context"
	"maps"
	"slices"
	"strings"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/ui/keys"
	"tradedesk/ui/words"
)

const (
	// maxUnseen bounds the records that are remembered; of more, marks say nothing.
	maxUnseen = 1000
	// maxUnseenAtOnce is how many records one piece of news may be about: a file that a
	// colleague reads in is no news of single records.
	maxUnseenAtOnce = 50
	// unseenFields bounds what a detail tells of a record.
	unseenFields = 8
)

// noteUnseen remembers records that others changed, until the person here has looked at
// them.
func (m *app) noteUnseen(n desk.News) {
	if m.kept.Unseen == nil || n.All || n.By == m.desk.Me() || !n.Sync && n.By == "" || len(n.Records) > maxUnseenAtOnce {
		return
	}
	for _, id := range n.Records {
		if len(m.kept.Unseen) < maxUnseen {
			m.kept.Unseen[id], m.kept.changed = true, true
		}
	}
}

// looked takes the mark from the record that was looked at when another is.
func (m *app) looked() {
	p := m.page()
	e, _ := p.current()
	if p.looking == e.ID {
		return
	}
	if k := p.details[p.looking]; k != nil && len(k.others) > 0 && !k.stale {
		delete(m.kept.Unseen, p.looking)
		k.others, m.kept.changed = nil, true
	}
	p.looking = e.ID
}

// readOthers gives what others changed of a record since the person here did.
func (m *app) readOthers(id model.ID) func(context.Context) ([]model.Change, error) {
	if !m.kept.Unseen[id] {
		return func(context.Context) ([]model.Change, error) { return nil, nil }
	}
	d, me := m.desk, m.desk.Me()
	return func(ctx context.Context) ([]model.Change, error) {
		history, err := d.History(ctx, id, historyRead)
		if mine := slices.IndexFunc(history, func(c model.Change) bool { return c.By == me }); mine >= 0 {
			history = history[:mine]
		}
		return history, err
	}
}

// readApart gives the registers of a record that people wrote while apart.
func readApart(ctx context.Context, d desk.Desk, id model.ID) (names []string, err error) {
	conflicts, err := d.ConflictsOf(ctx, id)
	for _, c := range conflicts {
		names = append(names, c.Field)
	}
	return names, err
}

// drawApart says what of a record is to be decided, and where.
func (m *app) drawApart(s *sheet, k *known) {
	if len(k.apart) == 0 {
		return
	}
	names := make([]string, len(k.apart))
	for i, name := range k.apart {
		names[i] = m.registerName(name)
	}
	data := words.Data{"Fields": strings.Join(names, m.words.T("text.and")), "Key": keys.Label(m.words, m.keyOf(keys.GoSync))}
	s.textAtMost(2, m.theme.Warn, m.words.T("conflict.here", data), 0)
	s.blank()
}

// drawOthers says who changed what of a record, field by field, the latest first.
func (m *app) drawOthers(s *sheet, k *known) {
	if k == nil || k.Record == nil || len(k.others) == 0 {
		return
	}
	by := authors(k.others)
	names := slices.SortedFunc(maps.Keys(by), func(a, b string) int {
		if x, y := by[a].at, by[b].at; x != y {
			return int(max(-1, min(1, y-x)))
		}
		return strings.Compare(a, b)
	})
	left := 0
	if len(names) > unseenFields {
		names, left = names[:unseenFields], len(names)-unseenFields
	}
	for _, name := range names {
		data := words.Data{"Who": m.personOf(by[name].name), "When": m.ago(by[name].at), "Field": m.registerName(name), "Value": m.othersValue(k.Record, name)}
		says := "unseen.field"
		if other := m.besides(k.Record, name, by[name]); other != nil {
			says, data["Value"] = "unseen.apart", m.othersValue(other, name)
		}
		switch {
		case name == model.FieldDeleted && string(by[name].wrote) == "true":
			says = "unseen.deleted"
		case name == model.FieldDeleted:
			says = "unseen.restored"
		}
		s.textAtMost(2, m.theme.New, m.words.T(says, data), 0)
	}
	if left > 0 {
		s.text(m.theme.New, m.words.N("unseen.more", left), 0)
	}
	s.blank()
}

// besides gives the record with what somebody wrote into a field, nil when that is what the
// record shows: of values that had not seen each other another may be.
func (m *app) besides(r model.Record, name string, by author) model.Record {
	f, ok := model.SchemaOf(r.Kind()).Field(name)
	if !ok || by.wrote == nil {
		return nil
	}
	with, err := model.Apply(r, model.Change{Record: r.Header().ID, Kind: r.Kind(), Set: model.Set{name: by.wrote}, At: by.at, By: by.name})
	if err != nil || bytes.Equal(f.Get(with), f.Get(r)) {
		return nil
	}
	return with
}

// othersValue gives what a field holds now, as the detail says it.
func (m *app) othersValue(r model.Record, name string) string {
	f, ok := model.SchemaOf(r.Kind()).Field(name)
	if !ok || f.Empty(r) {
		return m.words.T("conflict.cleared")
	}
	return m.fieldValue(f, r)
}
