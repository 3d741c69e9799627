package picker

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"tradedesk/ui/cells"
	"tradedesk/ui/form"
	"tradedesk/ui/layout"
	"tradedesk/ui/theme"
)

// PromptOptions say what a prompt asks for.
type PromptOptions struct {
	Title       string
	Value       string // what is there to begin with
	Placeholder string
	Check       func(value string) error // nil: anything will do, even nothing
	Wrong       func(error) string       // words what Check says; nil: as it says itself
	Theme       *theme.Theme             // nil: no styles
}

// PromptResult is what a message did to a prompt. Both false: it is still open.
type PromptResult struct {
	Done      bool
	Cancelled bool
	Value     string
}

// Prompt asks for one line of text.
type Prompt struct {
	title string
	line  form.Line
	check func(string) error
	word  func(error) string
	theme *theme.Theme
	err   string
	d     layout.Direction
	w, h  int
}

// NewPrompt makes a prompt with the cursor behind its value.
func NewPrompt(o PromptOptions) *Prompt {
	t := orPlain(o.Theme)
	p := &Prompt{title: cells.Safe(o.Title), check: o.Check, word: o.Wrong, theme: t}
	if p.word == nil {
		p.word = error.Error
	}
	p.line.Placeholder = o.Placeholder
	p.line.Styles = form.LineStyles{Text: t.Field, Placeholder: t.Dim}
	p.line.Set(o.Value)
	return p
}

// SetSize gives the prompt its box, in cells; three lines are enough.
func (p *Prompt) SetSize(d layout.Direction, w, h int) { p.d, p.w, p.h = d, max(w, 0), max(h, 0) }

// Update takes a key or a paste. Enter is refused while Check says why.
func (p *Prompt) Update(msg tea.Msg) PromptResult {
	if p.line.Update(msg) {
		p.err = ""
		return PromptResult{}
	}
	k, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return PromptResult{}
	}
	switch form.Stroke(k) {
	case "esc":
		return PromptResult{Cancelled: true}
	case "enter":
		value := p.line.Value()
		if p.check != nil {
			if err := p.check(value); err != nil {
				p.err = cells.Safe(p.word(err))
				return PromptResult{}
			}
		}
		return PromptResult{Done: true, Value: value}
	}
	return PromptResult{}
}

// Text gives what is typed, with the spaces around it.
func (p *Prompt) Text() string { return p.line.Text() }

// Retype puts a text there as if it was typed.
func (p *Prompt) Retype(text string) { p.line.Retype(text) }

// View draws exactly the lines and cells of SetSize.
func (p *Prompt) View() string { return strings.Join(p.Lines(), "\n") }

// Lines is View in lines: the title, the text, and what is wrong with it. With
// one line alone, that is the text.
func (p *Prompt) Lines() []string {
	text := p.d.Line(p.d.Start(p.d.Line(p.d.Onward(), " "), min(2, p.w)), p.line.View(p.d, p.w-2, true))
	if p.h == 1 {
		return []string{text}
	}
	lines := []string{p.theme.Strong.Apply(p.d.Start(p.title, p.w)), text}
	for _, line := range p.wrong(p.w) {
		lines = append(lines, p.theme.Urgent.Apply(p.d.Start(line, p.w)))
	}
	return cells.Block(lines, p.w, p.h)
}

// mostWrong is how many lines what is wrong may take.
const mostWrong = 4

// wrong says what is wrong in lines of a width.
func (p *Prompt) wrong(w int) []string {
	if p.err == "" {
		return nil
	}
	return p.d.Wrap("! "+p.err, w, mostWrong)
}

// Height gives how many lines the prompt wants at a width: three, and more when it has more to
// say of what is wrong.
func (p *Prompt) Height(w int) int { return 2 + max(len(p.wrong(w)), 1) }

// Cursor gives the cell of the cursor within the prompt's box.
func (p *Prompt) Cursor() (x, y int, ok bool) {
	if p.w <= 2 || p.h < 1 {
		return 0, 0, false
	}
	return 2 + p.line.CursorX(p.w-2), min(1, p.h-1), true
}
