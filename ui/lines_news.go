package ui

import (
	"bytes"
	"encoding/json"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/ui/words"
)

// tableNews is what others made of the list in a table while it is open.
type tableNews struct {
	following
	value json.RawMessage // the list as the table's author has seen it
	said  string          // who changed what, "" when nobody did
}

func (o *tableOverlay) following() *following { return &o.news.following }
func (o *tableOverlay) followed() model.ID    { return o.record }
func (o *tableOverlay) told(n desk.News)      { toldOf(o, n) }
func (o *tableOverlay) stale()                { maybeOutdated(o) }
func (o *tableOverlay) reads(m *app) tea.Cmd  { return m.readAgain(o) }

// others shows what others made of the list where nothing is typed yet. Else both are kept:
// what is saved had not seen theirs, and stands beside it.
func (o *tableOverlay) others(m *app, detail desk.Detail, history []model.Change) {
	r, by := detail.Record, authors(history)
	is, author := model.FieldValue(r, o.field.Name), by[o.field.Name]
	data := words.Data{"Who": m.personOf(author.name), "When": m.ago(author.at)}
	changed := !bytes.Equal(is, o.news.value)
	if changed && o.table.Dirty() {
		o.news.said = m.words.T("others.list_apart", data)
		return
	}
	o.seen, o.base = r.Header().UpdatedAt, &detail.Base
	switch {
	case r.Header().Deleted:
		o.news.said = m.words.T("others.deleted", words.Data{"Who": m.personOf(by[model.FieldDeleted].name)})
	case changed:
		o.news.value, o.news.said = is, m.words.T("others.list", data)
		o.table.Follow(is)
	}
}
