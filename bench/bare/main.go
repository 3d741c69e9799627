// Command bare is the least that a Bubble Tea program is: it draws one screen and
// changes a line at every key. What tradedesk takes longer is its own.
package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"
)

type bare struct {
	width, height int
	keys          int
}

func (b bare) Init() tea.Cmd { return nil }

func (b bare) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		b.width, b.height = msg.Width, msg.Height
	case tea.KeyPressMsg:
		if msg.String() == "q" {
			return b, tea.Quit
		}
		b.keys++
	}
	return b, nil
}

func (b bare) View() tea.View {
	lines := make([]string, 0, b.height)
	for n := range b.height {
		line := "READY " + strconv.Itoa(n) + " " + strings.Repeat(".", max(0, b.width-20))
		if n == b.height/2 {
			line = "keys: " + strconv.Itoa(b.keys)
		}
		lines = append(lines, line)
	}
	view := tea.NewView(strings.Join(lines, "\n"))
	view.AltScreen = true
	return view
}

// fps is that of tradedesk.
const fps = 60

func main() {
	if _, err := tea.NewProgram(bare{}, tea.WithFPS(fps)).Run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
