package ui

import (
	tea "charm.land/bubbletea/v2"

	"tradedesk/model"
	"tradedesk/ui/picker"
)

// otherKinds are the kinds without a page in the header, with the letters that go there.
var otherKinds = []struct {
	key  string
	kind model.Kind
}{
	{"c", model.KindContact}, {"q", model.KindQuote}, {"o", model.KindOffer}, {"d", model.KindDeal}, {"s", model.KindSample}, {"m", model.KindMessage},
	{"t", model.KindTask}, {"e", model.KindEvent}, {"l", model.KindLane}, {"r", model.KindRate}, {"p", model.KindTemplate}, {"g", model.KindTag},
}

// chooseKind offers the lists that have no page in the header.
func (m *app) chooseKind() tea.Cmd {
	choices := make([]picker.Choice, len(otherKinds))
	for i, other := range otherKinds {
		choices[i] = picker.Choice{Key: other.key, Label: m.words.T("kinds." + kindWord(other.kind))}
	}
	m.menu(m.words.T("kinds.which"), choices, func(i int) tea.Cmd {
		m.showOthers(otherKinds[i].kind)
		m.goTo(numbered)
		return nil
	})
	return nil
}
