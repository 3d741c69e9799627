package ui

import (
	"context"
	"maps"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/value"
	"tradedesk/ui/cells"
	"tradedesk/ui/form"
	"tradedesk/ui/keys"
	"tradedesk/ui/words"
)

// formNews is what others made of the record in a form while it is open.
type formNews struct {
	outdated bool // it may have been changed since it was read
	flying   bool
	known    bool          // something was read: seen and base are those of the form's record now
	seen     value.Instant // of the record as it was read last
	base     uint64
	deleted  string            // who deleted the record
	by       map[string]author // who changed a field last
}

// author is who wrote something, and when.
type author struct {
	name string
	at   value.Instant
}

// historyRead bounds how many changes of a record are looked through for who made them.
const historyRead = 200

// follows reports whether the form is of one record that is there.
func (o *formOverlay) follows() bool {
	return o.base != nil && !o.several && !o.record.Header().ID.IsZero()
}

func (o *formOverlay) told(n desk.News) {
	o.news.outdated = o.news.outdated || o.follows() && concerns(n, o.record.Header().ID)
}

func (o *formOverlay) stale() { o.news.outdated = o.follows() }

type formNewsMsg struct {
	of
	form    *formOverlay
	detail  desk.Detail
	history []model.Change
	err     error
}

// reads asks for the record again when it may have been changed. While it is being
// saved the desk has the last word.
func (o *formOverlay) reads(m *app) tea.Cmd {
	if !o.news.outdated || o.news.flying || o.saving {
		return nil
	}
	o.news.outdated, o.news.flying = false, true
	d, id, msg := m.desk, o.record.Header().ID, formNewsMsg{of: of(m.session), form: o}
	return m.work.reading(func(ctx context.Context) tea.Msg {
		if msg.detail, msg.err = d.Detail(ctx, id); msg.err == nil {
			msg.history, msg.err = d.History(ctx, id, historyRead)
		}
		return msg
	})
}

func (msg formNewsMsg) take(m *app) tea.Cmd {
	o := msg.form
	o.news.flying = false
	switch {
	case !m.showing(o) || o.saving:
		return nil
	case msg.err != nil:
		return m.failed(m.words.T("failed.detail"), msg.err)
	}
	h := msg.detail.Record.Header()
	o.news.known, o.news.seen, o.news.base, o.news.by = true, h.UpdatedAt, msg.detail.Base, authors(msg.history)
	o.news.deleted = ""
	if h.Deleted && !o.record.Header().Deleted {
		o.news.deleted = m.personOf(o.news.by[model.FieldDeleted].name)
	}
	o.form.Follow(msg.detail.Record)
	return nil
}

// authors gives who changed each field last; changes are given newest first.
func authors(history []model.Change) map[string]author {
	out := map[string]author{}
	for _, change := range history {
		for name := range change.Set {
			if _, later := out[name]; !later {
				out[name] = author{change.By, change.At}
			}
		}
	}
	return out
}

// personOf names who did something elsewhere.
func (m *app) personOf(by string) string {
	switch by {
	case "":
		return m.words.T("person.somebody")
	case m.desk.Me():
		return m.words.T("person.me")
	}
	return cells.Safe(by)
}

// otherText says under a field what others made of it.
func (o *formOverlay) otherText(m *app, field string, stand form.Stand, theirs string) string {
	by := o.news.by[field]
	data := words.Data{"Who": m.personOf(by.name), "Theirs": theirs, "When": m.ago(by.at)}
	if theirs == "" {
		data["Theirs"] = m.words.T("conflict.cleared")
	}
	switch stand {
	case form.Theirs:
		return m.words.T("others.theirs", data)
	case form.Mine:
		return m.words.T("others.mine", data)
	}
	return m.words.T("others.apart", data)
}

// newsLine says at the end of the form who changed what while it is open; "" when nobody
// did.
func (o *formOverlay) newsLine(m *app) string {
	if o.news.deleted != "" {
		return m.words.T("others.deleted", words.Data{"Who": o.news.deleted})
	}
	stands := o.form.Stands()
	apart := slices.Contains(slices.Collect(maps.Values(stands)), form.Apart)
	var who, fields []string
	for _, name := range o.shown {
		// What is to be decided is told before all else.
		if stand, changed := stands[name]; !changed || apart && stand != form.Apart {
			continue
		}
		fields = append(fields, m.words.T("field."+name))
		if by := m.personOf(o.news.by[name].name); !slices.Contains(who, by) {
			who = append(who, by)
		}
	}
	if len(fields) == 0 {
		return ""
	}
	data := words.Data{"Who": strings.Join(who, ", "), "Fields": strings.Join(fields, ", "), "Key": keys.Label(m.words, m.keyOf(keys.FormTheirs))}
	if apart {
		return m.words.T("others.line_apart", data)
	}
	return m.words.T("others.line", data)
}

// edits gives what is saved of a record. A field that stands apart from what others
// wrote had not seen that, and stands beside it; all else has seen what the form shows.
func (o *formOverlay) edits(e model.Excerpt, set model.Set) []desk.Edit {
	unseen := desk.Edit{Kind: e.Kind, ID: e.ID, Set: model.Set{}, Seen: o.seen, Base: o.base}
	seen := desk.Edit{Kind: e.Kind, ID: e.ID, Set: model.Set{}, Seen: o.seen, Base: o.base}
	// Of a record that is gone nobody saves anything unless the deletion stands beside it.
	if o.news.known && o.news.deleted == "" {
		seen.Seen, seen.Base = o.news.seen, &o.news.base
	}
	for name, raw := range set {
		if o.form.Apart(name) {
			unseen.Set[name] = raw
		} else {
			seen.Set[name] = raw
		}
	}
	return slices.DeleteFunc([]desk.Edit{seen, unseen}, func(e desk.Edit) bool { return len(e.Set) == 0 })
}
