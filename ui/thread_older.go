package ui

import (
	"context"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/ui/keys"
)

// olderAtOnce is how many messages of a thread are read at a time.
const olderAtOnce = desk.ThreadLimit

// readOlder puts up to n messages before those of a detail.
func readOlder(ctx context.Context, d desk.Desk, detail *desk.Detail, n int) error {
	for n > 0 && detail.Older != "" {
		page, err := d.List(ctx, desk.Query{
			Kind: model.KindMessage, View: desk.ViewThread, Of: detail.Record.Header().ID,
			From: detail.Older, Back: true, Limit: min(n, olderAtOnce),
		})
		if err != nil {
			return fmt.Errorf("reading older messages: %w", err)
		}
		detail.Older = ""
		if page.Before && len(page.Rows) > 0 {
			detail.Older = page.Rows[0].Cursor
		}
		older := make([]model.Record, 0, len(page.Rows)+len(detail.Thread))
		for _, row := range page.Rows {
			r, err := d.Get(ctx, row.ID)
			if err != nil {
				return fmt.Errorf("reading older messages: %w", err)
			}
			older = append(older, r)
		}
		detail.Thread = append(older, detail.Thread...)
		n -= len(page.Rows)
	}
	return nil
}

// wantsOlder asks for older messages once the cursor has come up to where they go.
func (p *page) wantsOlder() (model.ID, bool) {
	e, ok := p.current()
	k := p.details[e.ID]
	if !p.upward || !ok || k == nil || k.Older == "" || !p.flying.IsZero() {
		return model.ID{}, false
	}
	return e.ID, true
}

// readMore reads a detail again with one more page of its thread.
func (m *app) readMore(p *page, id model.ID) tea.Cmd {
	p.upward = false
	p.details[id].older += olderAtOnce
	return m.readDetail(p, id)
}

// goOn puts the cursor, which waited where older messages go, on the one that was
// the oldest before they came.
func (m *app) goOn(p *page, before *known) {
	e, _ := p.current()
	k := p.details[e.ID]
	if before == nil || k == nil || p.on.what != keys.PartOlder || len(before.Thread) == 0 || len(k.Thread) <= len(before.Thread) {
		return
	}
	p.on = toRecord(m.rowOf(before.Thread[0]))
	drawn := m.drawnOf(p)
	if at, ok := p.item(drawn); ok {
		p.reveal(at, max(m.screen.Detail.H-1, 1))
	}
}
