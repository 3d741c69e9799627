package form

import (
	tea "charm.land/bubbletea/v2"

	"tradedesk/model"
	"tradedesk/ui/theme"
)

// input is one field: a line, or an area for text of many lines.
type input struct {
	field model.Field
	label string
	line  Line
	area  *area  // nil for a line
	was   string // the value before anything was typed
	err   string // what is wrong with it, "" while nothing is known to be

	cleared bool // in a form of several records: each loses what it has

	others others // what somebody else made of it

	reading string // how the text is understood, "" when that is plain

	ref   refValue      // of a field that points to a record
	table []model.Field // the columns of a field that is a table; nil for another
}

func newInput(field model.Field, label, value string, t *theme.Theme) *input {
	in := &input{field: field, label: label}
	if field.Type == model.TypeLong {
		in.area = &area{styles: LineStyles{Text: t.Text, Placeholder: t.Dim}}
		in.area.set(value)
	} else {
		in.line.Styles = LineStyles{Text: t.Text, Placeholder: t.Dim}
		in.line.Set(value)
	}
	in.table = field.Parts()
	in.was = in.value()
	return in
}

func (in *input) value() string {
	if in.area != nil {
		return in.area.value()
	}
	return in.line.Value()
}

func (in *input) set(value string) {
	if in.area != nil {
		in.area.set(value)
		return
	}
	in.line.Set(value)
}

func (in *input) dirty() bool { return in.value() != in.was || in.ref.id != in.ref.was || in.cleared }

func (in *input) update(msg tea.Msg) bool {
	before := in.version()
	defer func() { in.cleared = in.cleared && in.version() == before }()
	if in.area != nil {
		return in.area.update(msg)
	}
	return in.line.Update(msg)
}

// version changes with every change of the text.
func (in *input) version() int {
	if in.area != nil {
		return in.area.buf.version
	}
	return in.line.buf.version
}

// focusStyle makes it visible which field the keys go to.
func (in *input) focusStyle(t *theme.Theme, focused bool) {
	style := t.Text
	if focused {
		style = t.Field
	}
	in.line.Styles.Text = style
	if in.area != nil {
		in.area.styles.Text = style
	}
}
