package ui

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
)

// Names of the settings in the desk's file.
const (
	settingSorts   = "sorts"
	settingFilters = "filters"
	settingMarks   = "marks"
	settingMacros  = "macros"
	settingUnseen  = "unseen"
	// settingSearches is changed as it is in the file: see changeSearches.
	settingSearches = "searches"
)

// kept is what the screens remember at this desk from run to run. It is read
// before the first rows are, as it says how they are sorted.
type kept struct {
	known   bool
	flying  bool
	changed bool // Unseen is not as it was read

	Sorts   map[string]sorting           // by page
	Filters map[model.Kind][]savedFilter // in the order of their keys
	Marks   map[string]mark              // by letter
	Macros  map[string][]step            // by letter
	Unseen  map[model.ID]bool            // records that others changed; see noteUnseen

	Searches map[string]searches // by who searched
}

// parts gives where each setting is kept.
func (k *kept) parts() map[string]any {
	return map[string]any{settingSorts: &k.Sorts, settingFilters: &k.Filters, settingMarks: &k.Marks, settingMacros: &k.Macros, settingUnseen: &k.Unseen, settingSearches: &k.Searches}
}

func newKept() kept {
	return kept{Sorts: map[string]sorting{}, Filters: map[model.Kind][]savedFilter{}, Marks: map[string]mark{}, Macros: map[string][]step{}, Unseen: map[model.ID]bool{}, Searches: map[string]searches{}}
}

type keptMsg struct {
	of
	kept kept
	err  error
}

func (m *app) readKept() tea.Cmd {
	m.kept.flying = true
	d, session := m.desk, of(m.session)
	return m.work.Reading(func(ctx context.Context) tea.Msg {
		msg := readKept(ctx, d)
		msg.of = session
		return msg
	})
}

func readKept(ctx context.Context, d desk.Desk) keptMsg {
	msg := keptMsg{kept: newKept()}
	for name, into := range msg.kept.parts() {
		text, err := d.Setting(ctx, name)
		if err == nil && text != "" {
			err = json.Unmarshal([]byte(text), into)
		}
		if err != nil {
			msg.err = errors.Join(msg.err, fmt.Errorf("reading %s: %w", name, err))
		}
	}
	return msg
}

// take goes on without what cannot be read: a list can be shown unsorted.
func (msg keptMsg) take(m *app) tea.Cmd {
	m.kept = msg.kept
	m.kept.known = true
	for _, p := range m.pages {
		if s, ok := m.kept.Sorts[p.name]; ok && s.fits(p) {
			p.sort = s
			p.reset(m.now)
		}
	}
	if msg.err != nil {
		return m.failed(m.words.T("failed.kept"), msg.err)
	}
	return nil
}

type keptSavedMsg struct {
	of
	err error
}

// keep writes down one of the settings as it is now.
func (m *app) keep(name string) tea.Cmd {
	d, session := m.desk, of(m.session)
	data, err := json.Marshal(m.kept.parts()[name])
	return m.work.Writing(func(ctx context.Context) (tea.Msg, error) {
		if err == nil {
			err = d.SetSetting(ctx, name, string(data))
		}
		if err != nil {
			err = fmt.Errorf("keeping %s: %w", name, err)
		}
		return keptSavedMsg{of: session, err: err}, err
	})
}

func (msg keptSavedMsg) take(m *app) tea.Cmd {
	if msg.err != nil {
		return m.failed(m.words.T("failed.keep"), msg.err)
	}
	return nil
}
