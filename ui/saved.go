package ui

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/text"
	"tradedesk/ui/keys"
	"tradedesk/ui/layout"
	"tradedesk/ui/picker"
	"tradedesk/ui/words"
)

// maxSaved bounds the filters that are kept for a kind.
const maxSaved = 50

// savedFilter is a filter with a name. Its text is kept as it was typed, so that
// "due<3d" means three days from whenever it is used.
type savedFilter struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

// saveFilter asks for a name for the page's filter; a name that is there already
// means another filter from then on.
func (m *app) saveFilter(p *page) tea.Cmd {
	if p.filter.text == "" {
		return m.say(m.words.T("toast.no_filter"))
	}
	m.prompt(picker.PromptOptions{Title: m.words.T("ask.filter_name", words.Data{"Filter": p.filter.text}), Check: m.notEmpty}, func(name string) tea.Cmd {
		name = text.Clean(name, model.MaxText)
		filters := m.kept.Filters[p.kind]
		at := slices.IndexFunc(filters, func(f savedFilter) bool { return f.Name == name })
		switch saved := (savedFilter{name, p.filter.text}); {
		case at >= 0:
			filters[at] = saved
		case len(filters) >= maxSaved:
			return m.say(m.words.T("toast.filters_full"))
		default:
			filters = append(filters, saved)
		}
		m.kept.Filters[p.kind] = filters
		return tea.Batch(m.keep(settingFilters), m.succeed(m.words.T("done.filter_saved", words.Data{"Name": name})))
	})
	return nil
}

// savedMenu is the saved filters of a page, with how many records each selects.
type savedMenu struct {
	page    *page
	menu    *picker.Menu
	filters []savedFilter
	counts  []int // -1: not counted yet
	stop    context.CancelFunc
}

func (m *app) openSaved() tea.Cmd {
	p := m.page()
	filters := m.kept.Filters[p.kind]
	if len(filters) == 0 {
		return m.say(m.words.T("toast.no_saved"))
	}
	o := &savedMenu{page: p, filters: slices.Clone(filters)}
	m.push(o)
	return o.count(m)
}

// notCounted stands for a filter that cannot be asked any more.
const notCounted = -2

type savedCountMsg struct {
	of
	ctx   context.Context // of the count that it belongs to
	menu  *savedMenu
	index int
	n     int
}

// count asks how many records each filter selects, one after the other, until
// the menu is closed.
func (o *savedMenu) count(m *app) tea.Cmd {
	o.counts = slices.Repeat([]int{-1}, len(o.filters))
	o.rebuild(m)
	var ctx context.Context
	ctx, o.stop = context.WithCancel(m.work.ForReads())
	return o.countOne(ctx, m, 0)
}

func (o *savedMenu) countOne(ctx context.Context, m *app, at int) tea.Cmd {
	if at >= len(o.filters) {
		return nil
	}
	conds, err := m.syntax(o.page.kind).Parse(o.filters[at].Text)
	q := desk.Query{Kind: o.page.kind, View: o.page.view, Where: conds}
	d, session := m.desk, of(m.session)
	return m.work.Reading(func(context.Context) tea.Msg {
		n := -1
		if err == nil {
			n, err = d.Count(ctx, q)
		}
		if errors.Is(err, context.Canceled) {
			return nil
		}
		if err != nil {
			n = notCounted
		}
		return savedCountMsg{of: session, ctx: ctx, menu: o, index: at, n: n}
	})
}

func (msg savedCountMsg) take(m *app) tea.Cmd {
	o := msg.menu
	if !m.showing(o) || msg.ctx.Err() != nil {
		return nil
	}
	o.counts[msg.index] = msg.n
	o.rebuild(m)
	return o.countOne(msg.ctx, m, msg.index+1)
}

func (o *savedMenu) rebuild(m *app) {
	at := 0
	if o.menu != nil {
		at = o.menu.At()
	}
	choices := make([]picker.Choice, len(o.filters))
	for i, f := range o.filters {
		choices[i] = picker.Choice{Label: f.Name, Hint: f.Text}
		switch {
		case o.counts[i] >= 0:
			choices[i].Hint = joined(" · ", m.words.Number(o.counts[i]), f.Text)
		case o.counts[i] == notCounted:
			choices[i].Hint = joined(" · ", "!", f.Text)
		}
		if i < 9 {
			choices[i].Key = fmt.Sprint(i + 1)
		}
	}
	o.menu = picker.NewMenu(m.words.T("ask.saved"), choices, m.theme)
	o.menu.Select(at)
}

func (o *savedMenu) place() keys.Place    { return keys.PlaceOf("place.saved") }
func (o *savedMenu) owns(id keys.ID) bool { return strings.HasPrefix(string(id), "saved.") }

func (o *savedMenu) do(m *app, id keys.ID) tea.Cmd {
	switch id {
	case keys.SavedStop:
		o.close(m)
	case keys.SavedDrop:
		return o.remove(m)
	}
	return nil
}

func (o *savedMenu) close(m *app) {
	o.stop()
	m.drop(o)
}

// remove forgets the marked filter.
func (o *savedMenu) remove(m *app) tea.Cmd {
	at := o.menu.At()
	name := o.filters[at].Name
	kept := slices.DeleteFunc(m.kept.Filters[o.page.kind], func(f savedFilter) bool { return f.Name == name })
	m.kept.Filters[o.page.kind] = kept
	o.filters, o.counts = slices.Delete(o.filters, at, at+1), slices.Delete(o.counts, at, at+1)
	cmds := []tea.Cmd{m.keep(settingFilters), m.succeed(m.words.T("done.filter_deleted", words.Data{"Name": name}))}
	if len(o.filters) == 0 {
		o.close(m)
	} else {
		o.stop()
		cmds = append(cmds, o.count(m))
	}
	return tea.Batch(cmds...)
}

func (o *savedMenu) update(m *app, msg tea.Msg) tea.Cmd {
	result := o.menu.Update(msg)
	if !result.Done {
		return nil
	}
	o.close(m)
	if err := m.narrow(o.page, o.filters[result.Index].Text); err != nil {
		return m.say(m.filterProblem(err))
	}
	return nil
}

func (o *savedMenu) draw(m *app) ([]string, layout.Box) {
	const wide = 72
	return m.boxed("", wide, o.menu.Height(min(wide, m.screen.Size.W-4)), func(w, h int) []string {
		o.menu.SetSize(m.screen.Direction, w, h)
		return o.menu.Lines()
	})
}
