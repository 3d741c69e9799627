package ui

import (
	"bytes"
	"context"
	"encoding/json"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/ui/words"
)

// tableNews is what others made of the list in a table while it is open.
type tableNews struct {
	outdated bool // it may have been changed since it was read
	flying   bool
	value    json.RawMessage // the list as the table's author has seen it
	said     string          // who changed what, "" when nobody did
}

func (o *tableOverlay) told(n desk.News) {
	o.news.outdated = o.news.outdated || concerns(n, o.record)
}

func (o *tableOverlay) stale() { o.news.outdated = true }

type tableNewsMsg struct {
	of
	table   *tableOverlay
	detail  desk.Detail
	history []model.Change
	err     error
}

// reads asks for the record again when it may have been changed. While it is being saved
// the desk has the last word.
func (o *tableOverlay) reads(m *app) tea.Cmd {
	if !o.news.outdated || o.news.flying || o.saving {
		return nil
	}
	o.news.outdated, o.news.flying = false, true
	d, msg := m.desk, tableNewsMsg{of: of(m.session), table: o}
	return m.work.reading(func(ctx context.Context) tea.Msg {
		if msg.detail, msg.err = d.Detail(ctx, o.record); msg.err == nil {
			msg.history, msg.err = d.History(ctx, o.record, historyRead)
		}
		return msg
	})
}

// take shows what others made of the list where nothing is typed yet. Else both are kept:
// what is saved had not seen theirs, and stands beside it.
func (msg tableNewsMsg) take(m *app) tea.Cmd {
	o := msg.table
	o.news.flying = false
	switch {
	case !m.showing(o) || o.saving:
		return nil
	case msg.err != nil:
		return m.failed(m.words.T("failed.detail"), msg.err)
	}
	r, by := msg.detail.Record, authors(msg.history)
	is, author := model.FieldValue(r, o.field.Name), by[o.field.Name]
	data := words.Data{"Who": m.personOf(author.name), "When": m.ago(author.at)}
	changed := !bytes.Equal(is, o.news.value)
	if changed && o.table.Dirty() {
		o.news.said = m.words.T("others.list_apart", data)
		return nil
	}
	o.seen, o.base = r.Header().UpdatedAt, &msg.detail.Base
	switch {
	case r.Header().Deleted:
		o.news.said = m.words.T("others.deleted", words.Data{"Who": m.personOf(by[model.FieldDeleted].name)})
	case changed:
		o.news.value, o.news.said = is, m.words.T("others.list", data)
		o.table.Follow(is)
	}
	return nil
}
