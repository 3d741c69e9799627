package ui

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/text"
	"tradedesk/ui/picker"
	"tradedesk/ui/words"
)

const (
	// maxRecent is how many lines are remembered.
	maxRecent = 20
	// maxRemembered is how many bytes a line has that is remembered.
	maxRemembered = 2000
)

// searches is what a person searched for.
type searches struct {
	Saved  []savedFilter `json:"saved,omitempty"`
	Recent []string      `json:"recent,omitempty"` // that a record was opened from, the newest first
}

// used remembers a line that a record was opened from.
func (s *searches) used(line string) {
	if line == "" || len(line) > maxRemembered {
		return
	}
	recent := append([]string{line}, slices.DeleteFunc(slices.Clone(s.Recent), func(had string) bool { return had == line })...)
	s.Recent = recent[:min(len(recent), maxRecent)]
}

// save keeps a line under a name; a name that is there means another line from then on.
// It reports whether there is room.
func (s *searches) save(name, line string) bool {
	saved := slices.Clone(s.Saved)
	at := slices.IndexFunc(saved, func(f savedFilter) bool { return f.Name == name })
	switch {
	case at >= 0:
		saved[at].Text = line
	case len(saved) >= maxSaved:
		return false
	default:
		saved = append(saved, savedFilter{name, line})
	}
	s.Saved = saved
	return true
}

func (s *searches) unsave(name string) {
	s.Saved = slices.DeleteFunc(slices.Clone(s.Saved), func(f savedFilter) bool { return f.Name == name })
}

func (s *searches) forget(line string) {
	s.Recent = slices.DeleteFunc(slices.Clone(s.Recent), func(had string) bool { return had == line })
}

// mine gives the searches of the person who sits here.
func (m *app) mine() searches { return m.kept.Searches[m.desk.Me()] }

// changeSearches changes the searches of the person who sits here, as they are in the desk's
// file: who has two screens open saves in both.
func (m *app) changeSearches(change func(*searches)) tea.Cmd {
	me := m.desk.Me()
	apply := func(all map[string]searches) {
		mine := all[me]
		change(&mine)
		all[me] = mine
	}
	apply(m.kept.Searches)
	d, session := m.desk, of(m.session)
	return m.work.Writing(func(ctx context.Context) (tea.Msg, error) {
		err := changeSearches(ctx, d, apply)
		return keptSavedMsg{of: session, err: err}, err
	})
}

func changeSearches(ctx context.Context, d desk.Desk, apply func(map[string]searches)) error {
	all, err := readSearches(ctx, d)
	if err != nil {
		return err
	}
	apply(all)
	data, err := json.Marshal(all)
	if err == nil {
		err = d.SetSetting(ctx, settingSearches, string(data))
	}
	if err != nil {
		return fmt.Errorf("keeping %s: %w", settingSearches, err)
	}
	return nil
}

func readSearches(ctx context.Context, d desk.Desk) (map[string]searches, error) {
	all := map[string]searches{}
	kept, err := d.Setting(ctx, settingSearches)
	if err == nil && kept != "" {
		err = json.Unmarshal([]byte(kept), &all)
	}
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", settingSearches, err)
	}
	return all, nil
}

type searchesMsg struct {
	of
	all map[string]searches
}

func (msg searchesMsg) take(m *app) tea.Cmd {
	m.kept.Searches = msg.all
	return nil
}

// keepLine asks for a name for what is typed.
func (f *finder) keepLine(m *app) tea.Cmd {
	line := f.line.Value()
	if len(line) > maxRemembered {
		return m.cannot(m.words.T("toast.line_long"))
	}
	m.prompt(picker.PromptOptions{Title: m.words.T("ask.search_name", words.Data{"Line": line}), Check: m.notEmpty}, func(name string) tea.Cmd {
		name = text.Clean(name, model.MaxText)
		mine := m.mine()
		if !mine.save(name, line) {
			return m.say(m.words.T("toast.searches_full"))
		}
		return tea.Batch(m.changeSearches(func(s *searches) { s.save(name, line) }), m.succeed(m.words.T("done.search_saved", words.Data{"Name": name})))
	})
	return nil
}

// dropLine forgets the line with the mark.
func (f *finder) dropLine(m *app) tea.Cmd {
	e, ok := f.current()
	if !ok {
		return nil
	}
	mine := m.mine()
	var forget func(*searches)
	name := ""
	switch e.kind {
	case entrySaved:
		name = mine.Saved[e.i].Name
		forget = func(s *searches) { s.unsave(name) }
	case entryRecent:
		name = mine.Recent[e.i]
		forget = func(s *searches) { s.forget(name) }
	default:
		return nil
	}
	cmd := m.changeSearches(forget)
	f.walk(0)
	return tea.Batch(cmd, m.succeed(m.words.T("done.search_deleted", words.Data{"Name": name})))
}

// recall puts an older line, or with -1 a newer one, in the place of what is typed; the
// newest is what was typed.
func (f *finder) recall(m *app, by int) tea.Cmd {
	recent := m.mine().Recent
	to := max(min(f.back+by, len(recent)), 0)
	if to == f.back {
		return nil
	}
	if f.back == 0 {
		f.was = f.line.Value()
	}
	line := f.was
	if to > 0 {
		line = recent[to-1]
	}
	cmd := f.set(m, line)
	f.back = to
	return cmd
}
