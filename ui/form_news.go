package ui

import (
	"encoding/json"
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
	following
	known   bool          // something was read: seen and base are those of the form's record now
	seen    value.Instant // of the record as it was read last
	base    uint64
	deleted string            // who deleted the record
	by      map[string]author // who changed a field last
}

// author is who wrote something, when, and what.
type author struct {
	name  string
	at    value.Instant
	wrote json.RawMessage
}

// follows reports whether the form is of one record that is there.
func (o *formOverlay) follows() bool {
	return o.base != nil && !o.several && !o.record.Header().ID.IsZero()
}

func (o *formOverlay) following() *following { return &o.news.following }
func (o *formOverlay) stale()                { maybeOutdated(o) }

func (o *formOverlay) told(n desk.News) {
	toldOf(o, n)
	o.refs.told()
	if o.alike != nil {
		o.alike.asked = nil // something else may be there by now
	}
}

func (o *formOverlay) reads(m *app) tea.Cmd {
	return tea.Batch(m.readAgain(o), o.refs.readNames(m, o))
}

func (o *formOverlay) followed() model.ID {
	if !o.follows() {
		return model.ID{}
	}
	return o.record.Header().ID
}

// others shows what others made of the record, field by field.
func (o *formOverlay) others(m *app, detail desk.Detail, history []model.Change) {
	h := detail.Record.Header()
	o.news.known, o.news.seen, o.news.base, o.news.by = true, h.UpdatedAt, detail.Base, authors(history)
	o.news.deleted = ""
	if h.Deleted && !o.record.Header().Deleted {
		o.news.deleted = m.personOf(o.news.by[model.FieldDeleted].name)
	}
	o.form.Follow(detail.Record)
}

// authors gives who changed each field last; changes are given newest first.
func authors(history []model.Change) map[string]author {
	out := map[string]author{}
	for _, change := range history {
		for name, wrote := range change.Set {
			if _, later := out[name]; !later {
				out[name] = author{change.By, change.At, wrote}
			}
		}
	}
	delete(out, "failure_why") // what the failure says, for its words
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
	data := words.Data{"Who": strings.Join(who, m.words.T("text.and")), "Fields": strings.Join(fields, m.words.T("text.and")), "Key": keys.Label(m.words, m.keyOf(keys.FormTheirs))}
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
