package picker

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"tradedesk/ui/cells"
	"tradedesk/ui/form"
	"tradedesk/ui/keys"
	"tradedesk/ui/layout"
	"tradedesk/ui/theme"
)

// Choice is one line of a menu.
type Choice struct {
	Key   string // the key that takes it at once, "" for none
	Label string
	Hint  string // what it means, dim behind the label
	Why   string // why it cannot be taken now, "" when it can
}

// MenuResult is what a message did to a menu. Both false: it is still open.
type MenuResult struct {
	Done      bool
	Cancelled bool
	Index     int // of the choice that was taken
}

// Menu is a short list of choices, each with its key.
type Menu struct {
	title   string
	choices []Choice
	theme   *theme.Theme
	at      int
	refused string // why the choice that was asked for cannot be taken
	d       layout.Direction
	w, h    int
}

// NewMenu makes a menu with the first choice under the cursor; nil t has no styles.
func NewMenu(title string, choices []Choice, t *theme.Theme) *Menu {
	m := &Menu{title: cells.Safe(title), theme: orPlain(t)}
	for _, c := range choices {
		c.Label, c.Hint, c.Why = cells.Safe(c.Label), cells.Safe(c.Hint), cells.Safe(c.Why)
		m.choices = append(m.choices, c)
	}
	return m
}

func orPlain(t *theme.Theme) *theme.Theme {
	if t == nil {
		return &theme.Theme{Mark: ">"}
	}
	return t
}

// SetSize gives the menu its box, in cells.
func (m *Menu) SetSize(d layout.Direction, w, h int) { m.d, m.w, m.h = d, max(w, 0), max(h, 0) }

// Select puts the cursor on a choice.
func (m *Menu) Select(index int) { m.at = max(0, min(index, len(m.choices)-1)) }

// At gives the choice under the cursor.
func (m *Menu) At() int { return m.at }

// Update takes a key. A choice's own key takes it, on any keyboard layout.
func (m *Menu) Update(msg tea.Msg) MenuResult {
	k, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return MenuResult{}
	}
	m.refused = ""
	if i := m.named(k); i >= 0 {
		m.at = i
		return m.take()
	}
	switch form.Stroke(k) {
	case "up", "ctrl+p", "shift+tab":
		m.Select(m.at - 1)
	case "down", "ctrl+n", "tab":
		m.Select(m.at + 1)
	case "pgup":
		m.Select(m.at - m.rows())
	case "pgdown":
		m.Select(m.at + m.rows())
	case "home":
		m.Select(0)
	case "end":
		m.Select(len(m.choices) - 1)
	case "enter":
		return m.take()
	case "esc":
		return MenuResult{Cancelled: true}
	}
	return MenuResult{}
}

// Click takes the choice on a line of what Lines gives.
func (m *Menu) Click(line int) MenuResult {
	line -= len(m.head(m.w))
	i := m.topChoice() + line
	if line < 0 || line >= m.rows() || i >= len(m.choices) {
		return MenuResult{}
	}
	m.at = i
	return m.take()
}

func (m *Menu) topChoice() int { return max(0, m.at-m.rows()+1) }

// named gives the choice with this key, -1 when none has it. What is printed on
// the keyboard comes before the key's place, which a terminal may not tell.
func (m *Menu) named(k tea.KeyPressMsg) int {
	for _, name := range []string{k.String(), form.Stroke(k), keys.Latin(k.String())} {
		for i, c := range m.choices {
			if c.Key != "" && c.Key == name {
				return i
			}
		}
	}
	return -1
}

func (m *Menu) take() MenuResult {
	if len(m.choices) == 0 {
		return MenuResult{}
	}
	if why := m.choices[m.at].Why; why != "" {
		m.refused = why
		return MenuResult{}
	}
	return MenuResult{Done: true, Index: m.at}
}

// Height gives the lines that the whole menu would take at a width.
func (m *Menu) Height(w int) int { return len(m.head(w)) + len(m.choices) + 1 }

func (m *Menu) rows() int { return max(1, m.h-len(m.head(m.w))-1) }

// mostHead is how many lines the title may take.
const mostHead = 5

// head gives the title in lines of a width.
func (m *Menu) head(w int) []string {
	if cells.Width(m.title) <= w {
		return []string{m.title}
	}
	return m.d.Wrap(m.title, w, mostHead)
}

// View draws exactly the lines and cells of SetSize.
func (m *Menu) View() string { return strings.Join(m.Lines(), "\n") }

// Lines is View in lines: the title, the choices, and why one was refused.
func (m *Menu) Lines() []string {
	var lines []string
	for _, line := range m.head(m.w) {
		lines = append(lines, m.theme.Strong.Apply(m.d.Start(line, m.w)))
	}
	keyW := 0
	for _, c := range m.choices {
		keyW = max(keyW, cells.Width(c.Key))
	}
	top := m.topChoice()
	for i := top; i < len(m.choices) && i < top+m.rows(); i++ {
		lines = append(lines, m.line(i, keyW))
	}
	if m.refused != "" {
		lines = append(lines, m.theme.Warn.Apply(m.d.Start("! "+m.refused, m.w)))
	}
	return cells.Block(lines, m.w, m.h)
}

func (m *Menu) line(i, keyW int) string {
	c := m.choices[i]
	mark := " "
	if i == m.at {
		mark = cells.Cut(m.theme.Mark, 1)
	}
	key := m.d.Start(c.Key, keyW)
	if i == m.at {
		return m.theme.Selected.Apply(m.d.Start(m.d.Line(mark, " ", key, "  ", m.d.Cut(joined(c), m.w-4-keyW)), m.w))
	}
	style := m.theme.Text
	if c.Why != "" {
		style = m.theme.Dim
	}
	used := 1 + 1 + keyW + 2
	label := m.d.Cut(c.Label, m.w-used)
	rest := m.w - used - cells.Width(label)
	hint := ""
	if c.Hint != "" && rest > 2 {
		hint = m.d.Line("  ", c.Hint)
	}
	return m.d.Start(m.d.Line(mark, " ", m.theme.Key.Apply(key), "  ", style.Apply(label), m.theme.Dim.Apply(m.d.Start(hint, rest))), m.w)
}

func joined(c Choice) string {
	if c.Hint == "" {
		return c.Label
	}
	return c.Label + "  " + c.Hint
}
