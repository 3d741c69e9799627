package ui

import (
	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/ui/keys"
)

// runGo goes to another page, record or list.
func (m *app) runGo(id keys.ID) (tea.Cmd, bool) {
	switch id {
	case keys.GoInbox:
		m.goTo(inboxPage)
	case keys.GoLeads:
		m.goTo(leadsPage)
	case keys.GoSupply:
		m.goTo(suppliersPage)
	case keys.GoRFQs:
		m.goTo(rfqsPage)
	case keys.GoAgenda:
		m.goTo(agendaPage)
	case keys.GoFair:
		m.goTo(fairPage)
	case keys.GoSync:
		m.goTo(syncPage)
	case keys.GoKind:
		return m.chooseKind(), true
	case keys.GoOutbox:
		m.push(&outboxOverlay{})
	case keys.Drafts:
		return m.readDrafts(true), true
	case keys.Duplicates:
		return m.openPairs(), true
	case keys.Search:
		return m.openSearch(), true
	case keys.Firm:
		return m.openFirm(), true
	case keys.MarkGo:
		return m.goToMark(), true
	case keys.JumpBack:
		m.jump(true)
	case keys.JumpOn:
		m.jump(false)
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

// show opens the page at a place, with a record.
func (m *app) show(at int, e model.Excerpt) {
	if m.at != at {
		m.at = at
		m.page().stale(nil)
	}
	m.page().show(e)
}
