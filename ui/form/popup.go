package form

import (
	"slices"
	"strings"

	"tradedesk/model"
	"tradedesk/model/text"
	"tradedesk/ui/cells"
	"tradedesk/ui/layout"
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
	pick     int  // -1: none, so that enter and tab keep what is typed
	asked    bool // for an empty field too
}

func (p *popup) open() bool { return len(p.choices) > 0 }

func (p *popup) close() { p.choices, p.pick, p.asked = nil, -1, false }

func (p *popup) move(by int) {
	p.pick = max(0, min(p.pick+by, len(p.choices)-1))
}

// view draws at most h rows of w cells, the picked one among them.
func (p *popup) view(d layout.Direction, w, h int, t *theme.Theme) []string {
	var lines []string
	for i := max(0, p.pick-h+1); i < len(p.choices) && len(lines) < h; i++ {
		c := p.choices[i]
		mark, style, found := " ", t.Dim, t.Match
		if i == p.pick {
			mark, style, found = cells.Cut(t.Mark, 1), t.Selected, t.Found
		}
		row := c.Value
		if c.Label != "" && c.Label != c.Value {
			row += "  " + c.Label
		}
		if w <= 2 {
			lines = append(lines, style.Apply(d.Start(mark, w)))
			continue
		}
		row = drawn(d, row, w-2, style, found, func(at int) bool { return slices.Contains(c.Marks, at) })
		lines = append(lines, d.Line(style.Apply(d.Line(mark, " ")), row))
	}
	return lines
}

// drawn gives a row in w cells with some of its runes in another style.
func drawn(d layout.Direction, row string, w int, plain, found theme.Style, is func(rune int) bool) string {
	runs, wide := cells.Runs(d.Base(), row, w, is)
	var b, same strings.Builder
	for _, run := range runs {
		if !run.Marked {
			same.WriteString(run.Text)
			continue
		}
		plain.Write(&b, same.String())
		same.Reset()
		found.Write(&b, run.Text)
	}
	plain.Write(&b, same.String())
	return d.Line(b.String(), plain.Apply(cells.Spaces(w-wide)))
}

// offer opens the choices for what is typed into in: when asked, those for an empty
// field too. understood says whether it already reads well: then it is not
// replaced unless a choice is picked.
func (p *popup) offer(in *input, asked, understood bool) {
	p.close()
	if in.area != nil || in.table != nil {
		return
	}
	_, last := lastElement(in.field, in.line.Value())
	if last == "" && !asked {
		return
	}
	p.asked = asked
	for _, c := range p.complete(in.field, last) {
		if len(p.choices) == maxChoices {
			break
		}
		clean := text.Clean(c.Value, model.MaxText)
		if clean != c.Value {
			c.Marks = nil
		}
		c.Value, c.Label = clean, cells.Safe(c.Label)
		p.choices = append(p.choices, c)
	}
	if p.open() && (!understood || last == "") {
		p.pick = 0
	}
}

// key does the keys that move in open choices.
func (p *popup) key(stroke string) bool {
	switch stroke {
	case "down", "ctrl+n":
		p.move(1)
	case "up", "ctrl+p":
		p.move(-1)
	case "pgdown":
		p.move(maxPopup)
	case "pgup":
		p.move(-maxPopup)
	default:
		return false
	}
	return true
}

// take puts the picked choice into in, and reports whether there was one.
func (p *popup) take(in *input) bool {
	if p.pick < 0 {
		p.close()
		return false
	}
	before, _ := lastElement(in.field, in.line.Value())
	in.choose(before, p.choices[p.pick])
	in.err = ""
	p.close()
	return true
}

// offer opens the choices of the field with the cursor.
func (f *Form) offer(asked bool) {
	if len(f.inputs) == 0 {
		f.popup.close()
		return
	}
	in := f.inputs[f.focus]
	_, err := f.parsed(in)
	f.popup.offer(in, asked, err == nil)
}

// Offer looks again for choices, which came later than what is typed.
func (f *Form) Offer() {
	if f.table == nil {
		f.offer(f.popup.asked)
		f.layout()
	}
}

// popupKey does the keys that are for open choices.
func (f *Form) popupKey(stroke string) bool {
	if stroke != "enter" && stroke != "tab" {
		return f.popup.key(stroke)
	}
	return f.take(stroke)
}

// take puts the picked choice into the field and goes to the next one; after
// enter in a list it stays, for another element.
func (f *Form) take(stroke string) bool {
	in := f.inputs[f.focus]
	if !f.popup.take(in) {
		return false
	}
	f.refused = false
	f.read(in)
	if stroke == "tab" || !in.field.List && !Addresses(in.field) {
		f.leave(1)
	}
	return true
}

// Addresses reports whether the text of a field is addresses of e-mail, one after the other.
func Addresses(field model.Field) bool {
	return field.Type == model.TypeText && slices.Contains([]string{"to", "cc", "bcc"}, field.Name)
}

// lastElement splits what is typed into a list before its last element, the one
// that choices are for. Another field is one element.
func lastElement(field model.Field, typed string) (before, last string) {
	if !field.List && !Addresses(field) {
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
