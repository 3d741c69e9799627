package form

import (
	"strings"

	"tradedesk/model"
	"tradedesk/model/text"
	"tradedesk/ui/cells"
	"tradedesk/ui/theme"
)

// maxChoices is how many choices are looked at; maxPopup how many are visible.
const (
	maxChoices = 50
	maxPopup   = 6
)

// popup is the choices for the field with the cursor.
type popup struct {
	complete Completer
	choices  []Choice
	pick     int // -1: none, so that enter and tab keep what is typed
}

func (p *popup) open() bool { return len(p.choices) > 0 }

func (p *popup) close() { p.choices, p.pick = nil, -1 }

func (p *popup) move(by int) {
	p.pick = max(0, min(p.pick+by, len(p.choices)-1))
}

// view draws at most h rows of w cells, the picked one among them.
func (p *popup) view(w, h int, t *theme.Theme) []string {
	var lines []string
	for i := max(0, p.pick-h+1); i < len(p.choices) && len(lines) < h; i++ {
		c := p.choices[i]
		mark, style := " ", t.Dim
		if i == p.pick {
			mark, style = cells.Cut(t.Mark, 1), t.Selected
		}
		row := mark + " " + c.Value
		if c.Label != "" && c.Label != c.Value {
			row += "  " + c.Label
		}
		lines = append(lines, style.Apply(cells.Fit(row, w)))
	}
	return lines
}

// offer opens the choices for what is typed: when asked, those for an empty
// field too. What already reads well is not replaced unless a choice is picked.
func (f *Form) offer(asked bool) {
	f.popup.close()
	if len(f.inputs) == 0 {
		return
	}
	in := f.inputs[f.focus]
	if in.area != nil {
		return
	}
	_, last := lastElement(in.field, in.line.Value())
	if last == "" && !asked {
		return
	}
	for _, c := range f.popup.complete(in.field, last) {
		if len(f.popup.choices) == maxChoices {
			break
		}
		c.Value, c.Label = text.Clean(c.Value, model.MaxText), cells.Safe(c.Label)
		f.popup.choices = append(f.popup.choices, c)
	}
	if !f.popup.open() {
		return
	}
	if _, err := f.parsed(in); err != nil || last == "" {
		f.popup.pick = 0
	}
}

// popupKey does the keys that are for open choices.
func (f *Form) popupKey(stroke string) bool {
	switch stroke {
	case "down", "ctrl+n":
		f.popup.move(1)
	case "up", "ctrl+p":
		f.popup.move(-1)
	case "pgdown":
		f.popup.move(maxPopup)
	case "pgup":
		f.popup.move(-maxPopup)
	case "enter", "tab":
		return f.take(stroke)
	default:
		return false
	}
	return true
}

// take puts the picked choice into the field and goes to the next one; after
// enter in a list it stays, for another element.
func (f *Form) take(stroke string) bool {
	if f.popup.pick < 0 {
		f.popup.close()
		return false
	}
	in := f.inputs[f.focus]
	before, _ := lastElement(in.field, in.line.Value())
	in.line.Set(before + f.popup.choices[f.popup.pick].Value)
	in.err, f.refused = "", false
	f.read(in)
	f.popup.close()
	if stroke == "tab" || !in.field.List {
		f.leave(1)
	}
	return true
}

// lastElement splits what is typed into a list before its last element, the one
// that choices are for. Another field is one element.
func lastElement(field model.Field, typed string) (before, last string) {
	if !field.List {
		return "", strings.TrimSpace(typed)
	}
	cut := strings.LastIndexByte(typed, ';')
	if cut < 0 {
		cut = strings.LastIndexByte(typed, ',')
	}
	if cut < 0 {
		return "", strings.TrimSpace(typed)
	}
	return typed[:cut+1] + " ", strings.TrimSpace(typed[cut+1:])
}
