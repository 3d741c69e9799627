package ui

import (
	"tradedesk/model"
	"tradedesk/ui/cells"
)

// title gives a record's name on the screen.
func (m *app) title(e model.Excerpt) string {
	if title := cells.Safe(e.Title); title != "" {
		return title
	}
	return m.words.T("untitled." + kindWord(e.Kind))
}

func kindWord(k model.Kind) string {
	if !k.Known() {
		return "unknown"
	}
	return string(k)
}

func (m *app) stage(k model.Kind, s model.Stage) string {
	if s == "" {
		return m.words.T("stage.none")
	}
	id := "stage." + string(k) + "." + string(s)
	if word := m.words.T(id); word != id {
		return word
	}
	return cells.Safe(string(s))
}
