package form

import tea "charm.land/bubbletea/v2"

// Update takes a key or a paste. Every key is the form's own while it is open.
func (f *Form) Update(msg tea.Msg) Result {
	result := f.update(msg)
	f.layout()
	return result
}

func (f *Form) update(msg tea.Msg) Result {
	if f.table != nil {
		f.tableUpdate(msg)
		return Result{}
	}
	switch msg := msg.(type) {
	case tea.PasteMsg:
		f.edit(msg)
	case tea.KeyPressMsg:
		if f.onTable() && (Typed(msg) != "" || Stroke(msg) == "enter") {
			f.openTable(msg)
			return Result{}
		}
		if Typed(msg) != "" {
			f.edit(msg)
			return Result{}
		}
		return f.key(msg)
	}
	return Result{}
}

func (f *Form) key(k tea.KeyPressMsg) Result {
	stroke := Stroke(k)
	if stroke == "esc" {
		return f.escape()
	}
	if f.popup.open() && f.popupKey(stroke) {
		return Result{}
	}
	switch stroke {
	case "ctrl+s":
		return f.save()
	case "tab":
		f.leave(1)
	case "shift+tab":
		f.leave(-1)
	case "ctrl+space", "ctrl+@":
		f.offer(true)
	case strokeClear:
		if f.options.Several {
			f.toggleClear()
		}
	default:
		if !f.edit(k) {
			f.step(stroke)
		}
	}
	return Result{}
}

// step does the keys that move between fields when the field has no use for them.
func (f *Form) step(stroke string) {
	switch stroke {
	case "down", "enter":
		f.leave(1)
	case "up":
		f.leave(-1)
	case "pgdown":
		f.leave(min(5, len(f.inputs)-1-f.focus))
	case "pgup":
		f.leave(-min(5, f.focus))
	}
}

// escape closes the choices, then the form. What was typed is still there for who
// asks for it: see Texts.
func (f *Form) escape() Result {
	if f.popup.open() {
		f.popup.close()
		return Result{}
	}
	return Result{Cancelled: true}
}

// edit gives a message to the field with the cursor.
func (f *Form) edit(msg tea.Msg) bool {
	if len(f.inputs) == 0 {
		return false
	}
	in := f.inputs[f.focus]
	if in.table != nil {
		return false
	}
	before := in.version()
	if !in.update(msg) {
		return false
	}
	if in.version() != before {
		f.refused = false
		in.err = ""
		f.read(in)
		f.offer(false)
	}
	return true
}

// leave moves the focus, round at both ends, and checks the field it leaves.
func (f *Form) leave(by int) {
	if len(f.inputs) == 0 {
		return
	}
	f.check(f.focus)
	f.focusOn((f.focus + by + len(f.inputs)) % len(f.inputs))
}

func (f *Form) focusOn(i int) {
	f.adopt(f.focus, i)
	f.focus = i
	f.popup.close()
}
