package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"tradedesk/ui/cells"
	"tradedesk/ui/theme"
	"tradedesk/ui/words"
)

// Bidi says who puts Arabic letters into their order on the screen.
type Bidi string

// The desk does, and joins them; the terminal does; nobody does, for who reads the screen
// aloud.
const (
	BidiAuto     Bidi = "" // as the terminal is known to want it
	BidiApp      Bidi = "app"
	BidiTerminal Bidi = "terminal"
	BidiOff      Bidi = "off"
)

// order gives who orders letters on this terminal.
func (o Options) order() cells.Order {
	switch {
	case o.Bidi == BidiOff:
		return cells.ByNobody
	case o.Bidi == BidiTerminal, o.Bidi == BidiAuto && o.turnsLetters():
		return cells.ByTerminal
	}
	return cells.ByDesk
}

// turnsLetters reports whether the terminal is one that puts letters into order whatever
// it is told.
func (o Options) turnsLetters() bool {
	return theme.Env(o.Env, "KONSOLE_VERSION") != "" || theme.Env(o.Env, "TERM_PROGRAM") == "Apple_Terminal"
}

// What tells mlterm that the letters come in their order, and that they do so no more.
const (
	mltermLeaves = "\x1b]5379;use_ctl=false\a"
	mltermTurns  = "\x1b]5379;use_ctl=true\a"
)

// takeOrder is what tells a terminal to leave letters where they are; giveOrder gives it
// back what it does at other times.
func (o Options) takeOrder(order cells.Order) string {
	if order != cells.ByDesk {
		return ""
	}
	if theme.Env(o.Env, "MLTERM") != "" {
		return ansi.ResetModeBiDirectionalSupport + mltermLeaves
	}
	return ansi.ResetModeBiDirectionalSupport
}

func (o Options) giveOrder(order cells.Order) string {
	if order != cells.ByDesk {
		return ""
	}
	if theme.Env(o.Env, "MLTERM") != "" {
		return ansi.SetModeBiDirectionalSupport + mltermTurns
	}
	return ansi.SetModeBiDirectionalSupport
}

// askOrder asks a terminal that was guessed to turn letters whether it leaves them when it
// is told: a variable of the environment outlives the terminal that set it.
func (m *app) askOrder() tea.Cmd {
	if m.o.Bidi != BidiAuto || m.order != cells.ByTerminal {
		return nil
	}
	return tea.Raw(ansi.RequestModeBiDirectionalSupport)
}

// answeredOrder takes the terminal's answer.
func (m *app) answeredOrder(msg tea.ModeReportMsg) tea.Cmd {
	if msg.Mode != ansi.ModeBiDirectionalSupport || m.o.Bidi != BidiAuto || !(msg.Value.IsSet() || msg.Value.IsReset()) {
		return nil
	}
	return m.setOrder(cells.ByDesk)
}

func (m *app) setOrder(order cells.Order) tea.Cmd {
	codes := m.o.giveOrder(m.order) + m.o.takeOrder(order)
	m.order = order
	m.stale()
	if codes == "" {
		return nil
	}
	return tea.Raw(codes)
}

// nextOrder has the next one order the letters, and shows some: who sits there sees whether
// they read right.
func (m *app) nextOrder() tea.Cmd {
	next, name := cells.ByTerminal, BidiTerminal
	switch m.order {
	case cells.ByTerminal:
		next, name = cells.ByNobody, BidiOff
	case cells.ByNobody:
		next, name = cells.ByDesk, BidiApp
	}
	ordered := m.setOrder(next)
	return tea.Batch(ordered, m.say(m.words.T("toast.order."+string(name), words.Data{"Sample": "شركة النور (MA) 120"})))
}

// lent hands the terminal to another program, in the order that it is used to.
func (m *app) lent(cmd tea.Cmd) tea.Cmd {
	codes := m.o.giveOrder(m.order)
	if codes == "" {
		return cmd
	}
	return tea.Sequence(tea.Raw(codes), cmd)
}

// takenBack tells the terminal again what another program may have changed.
func (m *app) takenBack() tea.Cmd {
	if codes := m.o.takeOrder(m.order); codes != "" {
		return tea.Raw(codes)
	}
	return nil
}

// drawnLine is a line before it is put in order, and by whom it is to be.
type drawnLine struct {
	order cells.Order
	text  string
}

// painted is the screen as the terminal gets it. Most of a screen is as it was a frame ago,
// and to put it in order takes as long as to draw it.
func (m *app) painted(lines []string) string {
	before := m.ordering
	m.ordering = make(map[drawnLine]string, len(before))
	for i, line := range lines {
		is := drawnLine{m.order, line}
		done, known := before[is]
		if !known {
			done = m.order.Paint(line)
		}
		if done != line {
			m.ordering[is] = done
		}
		lines[i] = done
	}
	return strings.Join(lines, "\n")
}
