package form

import "tradedesk/model"

// strokeClear says of the field with the cursor that it is to be emptied, in a
// form of several records, where nothing typed means that each keeps its own.
const strokeClear = "ctrl+x"

// toggleClear marks the field with the cursor as one to be emptied, or not.
func (f *Form) toggleClear() {
	if len(f.inputs) == 0 {
		return
	}
	in := f.inputs[f.focus]
	cleared := !in.cleared
	if in.area != nil {
		in.area.set("")
	} else {
		in.line.Set("")
	}
	in.cleared = cleared
	in.err, in.reading = "", ""
	f.popup.close()
}

// addCleared puts the fields that are to be emptied into what is saved.
func (f *Form) addCleared(set model.Set) model.Set {
	for _, in := range f.inputs {
		if in.cleared {
			set[in.field.Name] = nil
		}
	}
	return set
}
