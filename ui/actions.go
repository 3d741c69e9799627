package ui

import (
	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/ui/form"
	"tradedesk/ui/keys"
	"tradedesk/ui/words"
)

// key gives a key to whoever it is for: what works everywhere, the overlay on
// top, or the page, by the bindings of the place.
func (m *app) key(k tea.KeyPressMsg) tea.Cmd {
	m.toast.keyed()
	if m.player.on() {
		return m.breakOff()
	}
	m.recorder.add(stepOf(k), m.top() == nil && m.pending == "")
	cmd := m.press(k)
	if m.recorder.full() {
		return tea.Batch(cmd, m.endRecording(), m.say(m.words.T("toast.macro_long", words.Data{"Count": maxSteps})))
	}
	return cmd
}

// press does what a key means here.
func (m *app) press(k tea.KeyPressMsg) tea.Cmd {
	place := m.place()
	name := k.String()
	m.typed = name
	if cmd, ok := m.digit(place, name); ok {
		return cmd
	}
	a, found, began := m.keys.Find(place, m.pending, name)
	if !found && !began && !place.Text {
		a, found, began = m.keys.Find(place, m.pending, otherLayout(k))
		name = otherLayout(k)
	}
	pending := m.pending
	m.pending = ""
	top := m.top()
	switch {
	case m.screen.Small && (!found || a.Scope != keys.ScopeAlways || a.ID == keys.Help):
		return nil
	case began:
		m.pending = name
	case found && (top == nil || a.Scope == keys.ScopeAlways || top.owns(a.ID)):
		m.typed = name
		if top != nil {
			return m.run(a)
		}
		return m.runCounted(a)
	case top != nil:
		return top.update(m, k)
	case pending == "" && m.scene() != nil:
		return m.scene().update(m, k)
	case pending != "":
		m.dropPrefix()
		return m.cannot(m.words.T("toast.no_such_key"))
	default:
		if m.prefix.waits {
			return m.runDigit()
		}
		m.dropPrefix()
	}
	return nil
}

// otherLayout names a key by its place on a Latin keyboard, when the layout is
// of another script.
func otherLayout(k tea.KeyPressMsg) string {
	if latin := keys.Latin(k.String()); latin != k.String() {
		return latin
	}
	return form.Stroke(k)
}

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
	if cmd, done := m.runEverywhere(a.ID); done {
		return cmd
	}
	if cmd, done := m.runMove(a.ID); done {
		return cmd
	}
	if cmd, done := m.runAgenda(a.ID); done {
		return cmd
	}
	if cmd, done := m.runPart(a.ID); done {
		return cmd
	}
	if cmd, done := m.runRelated(a.ID); done {
		return cmd
	}
	if cmd, done := m.runOffer(a.ID); done {
		return cmd
	}
	if cmd, done := m.runMessage(a.ID); done {
		return cmd
	}
	return m.runRecord(a.ID)
}

func (m *app) runEverywhere(id keys.ID) (tea.Cmd, bool) {
	switch id {
	case keys.Quit, keys.Leave:
		if _, busy := m.top().(*carrying); busy {
			return m.say(m.words.T("toast.bulk_running")), true
		}
		return m.leave(), true
	case keys.Drafts:
		return m.readDrafts(true), true
	case keys.Suspend:
		return tea.Suspend, true
	case keys.Refresh:
		m.stale()
		return tea.ClearScreen, true
	case keys.Help:
		m.push(newHelp(m))
	case keys.Palette:
		return m.openPalette(), true
	case keys.Search:
		return m.openSearch(), true
	case keys.Duplicates:
		return m.openPairs(), true
	case keys.Undo:
		return m.undo(), true
	case keys.Redo:
		return m.redo(), true
	case keys.MarkGo:
		return m.goToMark(), true
	case keys.JumpBack:
		m.jump(true)
	case keys.JumpOn:
		m.jump(false)
	case keys.Record:
		return m.recordMacro(), true
	case keys.Replay:
		return m.playMacro(), true
	case keys.Mouse:
		return m.toggleMouse(), true
	case keys.GoInbox:
		m.goTo(0)
	case keys.GoLeads:
		m.goTo(1)
	case keys.GoSupply:
		m.goTo(2)
	case keys.GoRFQs:
		m.goTo(3)
	case keys.GoAgenda:
		m.goTo(agendaPage)
	case keys.GoFair:
		m.goTo(fairPage)
	case keys.GoKind:
		return m.chooseKind(), true
	case keys.GoOutbox:
		m.push(&outboxOverlay{})
	case keys.Post:
		return m.post(), true
	case keys.Firm:
		return m.openFirm(), true
	case keys.GoSync:
		m.goTo(syncPage)
	case keys.SyncLogin, keys.StartSync:
		return m.openLogin(), true
	case keys.SyncLogout:
		return m.logout(), true
	case keys.Import, keys.StartFile:
		return m.chooseFile(), true
	case keys.Export:
		return m.export(), true
	case keys.Sample, keys.StartDemo:
		return m.openSample(), true
	case keys.StartUp:
		m.start.move(-1)
	case keys.StartDown:
		m.start.move(1)
	case keys.StartDo:
		return m.startChoice(), true
	default:
		return nil, false
	}
	return nil, true
}

// goTo opens a page; what it shows is read again.
func (m *app) goTo(at int) {
	if m.at != at {
		m.jumpFrom()
	}
	m.starting = false
	if m.at != at {
		m.at = at
		m.page().stale(nil)
	}
	m.page().inside = false
	m.page().moved()
}

func (m *app) runMove(id keys.ID) (tea.Cmd, bool) {
	p := m.page()
	switch id {
	case keys.Up:
		p.list.Walk(-m.count())
	case keys.Down:
		p.list.Walk(m.count())
	case keys.PageUp:
		p.list.Page(-m.count())
	case keys.PageDown:
		p.list.Page(m.count())
	case keys.First, keys.Last:
		m.goToRow(p, id)
	case keys.Pick:
		for range min(m.count(), maxPicked) {
			if !p.list.Pick() {
				return m.cannot(m.words.N("toast.too_many", maxPicked)), true
			}
		}
	case keys.PickRange:
		return m.pickRange(), true
	case keys.PickAll:
		return m.pickAll(), true
	case keys.Open:
		p.inside = true
		return nil, true
	case keys.Filter:
		return m.filterMenu(), true
	case keys.Narrow:
		return m.openFilter(), true
	case keys.Saved:
		return m.openSaved(), true
	case keys.Sort:
		return m.sortMenu(), true
	default:
		return m.runScroll(id)
	}
	p.moved()
	return nil, true
}

// goToRow goes to the first or the last row, or with a number to that row.
func (m *app) goToRow(p *page, id keys.ID) {
	m.jumpFrom()
	switch {
	case m.times > 0:
		p.list.Goto(m.times - 1)
	case id == keys.First:
		p.list.Home()
	default:
		p.list.End()
	}
}

func (m *app) runScroll(id keys.ID) (tea.Cmd, bool) {
	p, drawn := m.page(), m.drawnOf(m.page())
	// The last line in sight says how many there are below it, if there are any.
	h := max(m.screen.Detail.H-1, 1)
	if len(drawn.lines) <= p.scroll+m.screen.Detail.H {
		h = m.screen.Detail.H
	}
	switch id {
	case keys.ScrollUp:
		p.step(drawn, -m.count(), h)
	case keys.ScrollDn:
		p.step(drawn, m.count(), h)
	case keys.ScrollPU:
		p.scroll -= m.count() * h
	case keys.ScrollPD:
		p.scroll += m.count() * h
	case keys.ScrollTop:
		p.scroll = 0
		p.toEnd(drawn, false)
	case keys.ScrollEnd:
		p.scroll = len(drawn.lines)
		p.toEnd(drawn, true)
	case keys.Pane:
		p.inside = !p.inside
	case keys.Back:
		m.back()
	default:
		return nil, false
	}
	p.scroll = max(min(p.scroll, len(drawn.lines)-m.screen.Detail.H), 0)
	p.follow(drawn, h)
	return nil, true
}

// back takes one step back, the nearest first.
func (m *app) back() {
	p := m.page()
	switch {
	case p.list.DropRange():
	case p.list.Picked() > 0:
		p.list.Unpick()
	case p.inside && p.on.what != keys.PartNone:
		p.on = target{}
	case p.pin != nil:
		p.moved()
		p.inside = false
	case p.inside:
		p.inside = false
	case p.filter.on():
		p.filter = narrowing{}
		p.reset(m.now)
	case p.stage != "":
		p.stage = ""
		p.reset(m.now)
	}
}

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

// open goes to a record, on the page of its kind.
func (m *app) open(e model.Excerpt) {
	m.jumpFrom()
	m.starting = false
	for i, p := range m.pages[:numbered] {
		if p.kind == e.Kind && p.view == desk.ViewAll {
			m.show(i, e)
			return
		}
	}
	m.showOthers(e.Kind)
	m.show(numbered, e)
}

// showOthers has the page without a number show the records of a kind.
func (m *app) showOthers(k model.Kind) {
	other := m.pages[numbered]
	if other.kind != k {
		other.kind = k
		other.sort, other.filter = sorting{}, narrowing{}
		other.reset(m.now)
	}
}

func (m *app) show(at int, e model.Excerpt) {
	if m.at != at {
		m.at = at
		m.page().stale(nil)
	}
	m.page().show(e)
}
