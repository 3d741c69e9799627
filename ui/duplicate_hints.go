package ui

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/duplicate"
	"tradedesk/ui/cells"
	"tradedesk/ui/words"
)

// duplicateHints says, while a record is typed, which there may be the same. One
// question is on its way at a time; what is typed meanwhile is asked next, and
// only the newest. No key waits for it.
type duplicateHints struct {
	wide   bool            // of a record that is new: also what is called so, and other kinds
	kind   model.Kind      // of the form, which need not be said
	asked  []duplicate.Key // of the record that was asked about last
	flying bool
	next   model.Record // typed since, nil when nothing was
	found  []desk.Duplicate
}

type hintsMsg struct {
	of
	hints *duplicateHints
	found []desk.Duplicate
	err   error
}

// ask looks for what r, as far as it is typed, may be the same as. What changes
// nothing that records are known by asks nothing.
func (h *duplicateHints) ask(m *app, r model.Record) tea.Cmd {
	keys := h.keys(r)
	if slices.Equal(keys, h.asked) && h.next == nil {
		return nil
	}
	if h.flying {
		h.next = r
		return nil
	}
	h.asked, h.next = keys, nil
	if len(keys) == 0 {
		h.found = nil
		return nil
	}
	h.flying = true
	d, msg, wide, searcher := m.desk, hintsMsg{of: of(m.session), hints: h}, h.wide, m.searcher+" known"
	return m.work.Reading(func(ctx context.Context) tea.Msg {
		if wide {
			msg.found, msg.err = desk.Known(ctx, d, r, searcher)
		} else {
			msg.found, msg.err = d.Duplicates(ctx, r)
		}
		return msg
	})
}

// keys gives what records are known by, as far as r says it.
func (h *duplicateHints) keys(r model.Record) []duplicate.Key {
	keys := duplicate.Keys(r)
	if name := model.Title(r); h.wide && name != "" {
		keys = append(keys, duplicate.Key{Key: name})
	}
	return keys
}

// take shows an answer unless something else was typed since. A question that
// failed leaves no hint: what is typed can be saved all the same.
func (msg hintsMsg) take(m *app) tea.Cmd {
	h := msg.hints
	h.flying = false
	if h.next != nil {
		return h.ask(m, h.next)
	}
	h.found = nil
	if msg.err == nil {
		h.found = msg.found
	}
	return nil
}

// lines draws what was found, the surest first, in at most most lines of w cells.
func (h *duplicateHints) lines(m *app, w, most int) []string {
	var out []string
	for i, d := range h.found {
		if i == most {
			break
		}
		if i > 0 && i == most-1 && len(h.found) > most {
			out = append(out, m.theme.Dim.Apply(m.screen.Direction.Inset(2, m.words.N("detail.more_duplicates", len(h.found)-i), w)))
			break
		}
		more := ""
		if most == 1 && len(h.found) > 1 {
			more = "  +" + m.words.Number(len(h.found)-1)
		}
		line := cells.Cut(m.duplicateLine(d, h.kind), w-cells.Width(more)-1)
		out = append(out, m.theme.Warn.Apply(m.screen.Direction.Spread(line, more, w)))
	}
	return out
}

// duplicateLine says which record may be the same as one of a kind, how surely and why.
func (m *app) duplicateLine(d desk.Duplicate, of model.Kind) string {
	level := d.Level.String()
	if d.Code == desk.CalledSo {
		level = d.Code
	}
	kind := ""
	if d.Kind != of {
		kind = m.words.T("kind." + kindWord(d.Kind))
	}
	return joined("  ", "≈ "+m.words.T("duplicate."+level), m.title(d.Excerpt), cells.Safe(d.Country.String()), kind, "("+m.duplicateWhy(d.Code, d.Shared)+")")
}

// duplicateWhy says why two records may be the same.
func (m *app) duplicateWhy(code, shared string) string {
	return m.words.T("duplicate.why."+code, words.Data{"Shared": cells.Safe(shared)})
}
