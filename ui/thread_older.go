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

// wantsOlder asks for older messages when the place where they go is in sight.
func (m *app) wantsOlder(p *page) (model.ID, bool) {
	e, ok := p.current()
	k := p.details[e.ID]
	if !ok || k == nil || k.Older == "" || k.stale || !p.flying.IsZero() || !p.inside {
		return model.ID{}, false
	}
	drawn := m.drawnOf(p)
	for _, at := range drawn.items {
		if at.what == keys.PartOlder {
			return e.ID, at.first >= p.scroll && at.first < p.scroll+m.screen.Detail.H
		}
	}
	return model.ID{}, false
}

// readMore reads a detail again with one more page of its thread.
func (m *app) readMore(p *page, id model.ID) tea.Cmd {
	p.details[id].older += olderAtOnce
	return m.readDetail(p, id)
}
