package ui

import (
	tea "charm.land/bubbletea/v2"

	"tradedesk/model"
	"tradedesk/ui/keys"
)

// runID does an action that no key said.
func (m *app) runID(id keys.ID) tea.Cmd {
	a, ok := m.keys.Action(id)
	if !ok {
		return nil
	}
	return m.run(a)
}

// run does an action, or says why it cannot be done.
func (m *app) run(a keys.Action) tea.Cmd {
	if ok, why := a.Can(m.state()); !ok {
		return m.refuse(a, why)
	}
	if top := m.top(); top != nil && top.owns(a.ID) {
		return top.do(m, a.ID)
	}
	if scene := m.scene(); scene != nil && m.top() == nil && scene.owns(a.ID) {
		return scene.do(m, a.ID)
	}
	for _, does := range []func(keys.ID) (tea.Cmd, bool){
		m.runEverywhere, m.runGo, m.runStart, m.runMove, m.runAgenda, m.runPart, m.runRelated, m.runOffer, m.runMessage,
	} {
		if cmd, done := does(a.ID); done {
			return cmd
		}
	}
	return m.runRecord(a.ID)
}

// runEverywhere does what no page and no record is needed for.
func (m *app) runEverywhere(id keys.ID) (tea.Cmd, bool) {
	switch id {
	case keys.Quit, keys.Leave:
		if _, busy := m.top().(*carrying); busy {
			return m.say(m.words.T("toast.bulk_running")), true
		}
		return m.leave(), true
	case keys.Suspend:
		return m.lent(tea.Suspend), true
	case keys.Refresh:
		m.stale()
		return tea.ClearScreen, true
	case keys.Help:
		m.push(newHelp(m))
	case keys.Palette:
		return m.openPalette(), true
	case keys.Undo:
		return m.undo(), true
	case keys.Redo:
		return m.redo(), true
	case keys.Record:
		return m.recordMacro(), true
	case keys.Replay:
		return m.playMacro(), true
	case keys.Order:
		return m.nextOrder(), true
	case keys.Mouse:
		return m.toggleMouse(), true
	case keys.Export:
		return m.export(), true
	case keys.Post:
		return m.post(), true
	case keys.SyncLogout:
		return m.logout(), true
	default:
		return nil, false
	}
	return nil, true
}

// runRecord does what is done to the records of a page.
func (m *app) runRecord(id keys.ID) tea.Cmd {
	switch id {
	case keys.EditAll:
		return m.editAll()
	case keys.Repeat:
		return m.again()
	case keys.MarkSet:
		return m.markRecord()
	case keys.Create:
		return m.create()
	case keys.Edit:
		return m.edit()
	case keys.Delete:
		return m.remove()
	case keys.Note:
		return m.note()
	case keys.Tag:
		return m.tag()
	case keys.Move:
		return m.moveMenu(m.page().chosen())
	case keys.MergeAlike:
		return m.mergeAlike()
	case keys.NextStep:
		return m.nextStep()
	case keys.Qualify:
		return m.move(m.page().chosen(), model.LeadQualified, "")
	case keys.Junk:
		return m.reasonMenu(m.page().chosen(), model.LeadJunk)
	case keys.Lost:
		return m.reasonMenu(m.page().chosen(), model.LeadLost)
	case keys.Snooze:
		return m.snoozeMenu()
	case keys.Assign:
		return m.assign()
	}
	return nil
}
