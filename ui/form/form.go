package form

import (
	"encoding/json"
	"errors"

	"tradedesk/model"
	"tradedesk/ui/cells"
	"tradedesk/ui/layout"
	"tradedesk/ui/theme"
)

// Options say what a form edits and how it speaks.
type Options struct {
	Title  string
	Fields []model.Field // in the order in which they are shown
	Record model.Record  // what the fields hold now; not written into
	Typed  model.Record  // what they show as if it was typed; nil: what they hold
	Parse  model.ParseContext
	Label  func(field string) string // a field's name for people; nil: as it is
	Words  func(id string) string    // the interface's words, ids as in ui/words; nil: the ids
	Lang   string                    // of the names of codes: en, fr or ar; "": en
	// Wrong words what is wrong with a value, and Meaning a code of a field that has one
	// of a few. Nil words are those of the error, and nil means nothing.
	Wrong    func(error) string
	Meaning  func(f model.Field, code string) string
	Complete Completer    // nil: Completions of the record in Lang
	Theme    *theme.Theme // nil: no styles
	// Name gives what a record is called that a field points to; nil: its id.
	Name func(model.ID) string
	// Check and Hints are those of the tables in the form.
	Check     func(field string, elements json.RawMessage) *CellError
	Hints     func(field string, elements json.RawMessage) []string
	Direction layout.Direction // of the tables in the form
	// Hidden are parts that the tables do not show: what is typed into a table is a
	// list without them.
	Hidden []string
	// Kept are parts that the tables do not show and that stay as they are.
	Kept []string
	// Given are the rows that a table of the form has in any case, and GivenTo says which
	// of them an element has. Both may be nil.
	Given   func(field string) []Given
	GivenTo func(field string, elements []json.RawMessage) []int
	// Others says in a line what others made of a field while it is open: theirs is what
	// they wrote. Nil says nothing.
	Others func(field string, stand Stand, theirs string) string
	// Several says that the form is of several records: what is left empty each
	// keeps, and ctrl+x empties a field of all.
	Several bool
}

// Result is what a message did to a form. Both false: it is still being filled
// in. Set has the fields that were changed, and the rest of their groups; it is
// empty when nothing was.
type Result struct {
	Done      bool
	Cancelled bool
	Set       model.Set
}

// Form is the fields of one record, being edited.
type Form struct {
	title  string
	record model.Record
	schema *model.Schema
	parse  model.ParseContext
	lang   string
	word   func(id string) string
	theme  *theme.Theme

	inputs  []*input
	focus   int
	refused bool // saving, because a field is wrong
	popup   popup
	table   *Table // the table that is open, or nil
	options Options

	w, h   int
	labelW int
	top    int // the first line of the fields that is visible
}

// New makes a form whose first field has the focus.
func New(o Options) *Form {
	f := &Form{title: cells.Safe(o.Title), record: o.Record, schema: model.SchemaOf(o.Record.Kind()), parse: o.Parse, lang: o.Lang, word: o.Words, theme: o.Theme, options: o}
	if f.lang == "" {
		f.lang = "en"
	}
	if f.word == nil {
		f.word = func(id string) string { return id }
	}
	if f.theme == nil {
		f.theme = &theme.Theme{Mark: ">"}
	}
	if f.popup.complete = o.Complete; f.popup.complete == nil {
		f.popup.complete = Completions(o.Record, f.lang)
	}
	for _, field := range o.Fields {
		label := field.Name
		if o.Label != nil {
			label = o.Label(field.Name)
		}
		in := newInput(field, cells.Safe(label), textOf(field, o.Record), f.theme)
		in.point(o)
		if o.Typed != nil {
			in.fill(o)
		}
		f.read(in)
		f.inputs = append(f.inputs, in)
	}
	return f
}

// SetSize gives the form its box, in cells. What was typed stays.
func (f *Form) SetSize(w, h int) {
	f.w, f.h = max(w, 0), max(h, 0)
	if f.table != nil {
		f.table.SetSize(f.w, f.h)
	}
	f.layout()
}

// Dirty reports whether any field differs from what the record holds.
func (f *Form) Dirty() bool {
	if f.table != nil && f.table.Dirty() {
		return true
	}
	for _, in := range f.inputs {
		if in.dirty() {
			return true
		}
	}
	return false
}

// SoFar gives the record with what is typed, as far as it can be understood.
func (f *Form) SoFar() model.Record {
	after := model.Clone(f.record)
	for _, in := range f.inputs {
		if f.put(after, in) != nil {
			continue // a field that is half typed is not known yet
		}
	}
	return after
}

// Focused gives the name of the field with the cursor, "" in a form without fields.
func (f *Form) Focused() string {
	if len(f.inputs) == 0 {
		return ""
	}
	return f.inputs[f.focus].field.Name
}

// Focus puts the cursor into a field, if the form has it.
func (f *Form) Focus(field string) {
	for i, in := range f.inputs {
		if in.field.Name == field {
			f.focusOn(i)
			f.layout()
		}
	}
}

// Long gives the text of many lines that the cursor is in; false when it is in none.
func (f *Form) Long() (string, bool) {
	if f.table != nil || len(f.inputs) == 0 || f.inputs[f.focus].area == nil {
		return "", false
	}
	return f.inputs[f.focus].area.value(), true
}

// SetLong puts a text in the place of the one that Long gives.
func (f *Form) SetLong(text string) {
	if _, ok := f.Long(); ok {
		in := f.inputs[f.focus]
		in.area.set(text)
		in.err, f.refused = "", false
		f.layout()
	}
}

// Fail shows why what was saved was not taken, under the field that it is about
// when err is a *model.FieldError of a field in this form; it reports whether it is.
func (f *Form) Fail(err error) bool {
	var wrong *model.FieldError
	if !errors.As(err, &wrong) {
		return false
	}
	for i, in := range f.inputs {
		if in.field.Name == wrong.Field {
			in.err = reason(err, f.options.Wrong)
			f.refused = true
			f.focusOn(i)
			f.layout()
			return true
		}
	}
	return false
}

// check parses a field that was changed and puts what is wrong under it.
func (f *Form) check(i int) bool {
	in := f.inputs[i]
	f.pair(in)
	_, err := f.parsed(in)
	in.err = reason(err, f.options.Wrong)
	return err == nil
}

// parsed gives the record's value with the field set to what is typed.
func (f *Form) parsed(in *input) (model.Record, error) {
	after := model.Clone(f.record)
	return after, f.put(after, in)
}

func (f *Form) put(into model.Record, in *input) error {
	if !in.dirty() || in.cleared {
		return nil
	}
	raw, err := in.raw(f)
	if err != nil {
		return err
	}
	if in.table != nil {
		model.SetField(into, in.field.Name, raw) // with what a newer version knows of its elements
		return nil
	}
	if err := in.field.Set(into, raw); err != nil {
		return err
	}
	return f.moves(in.field, into)
}

// moves refuses a stage that cannot follow the one the record has.
func (f *Form) moves(field model.Field, after model.Record) error {
	if field.Type != model.TypeStage {
		return nil
	}
	from, _ := field.Value(f.record).(model.Stage)
	to, _ := field.Value(after).(model.Stage)
	return model.Move(f.record.Kind(), from, to)
}

// save gives the changed fields, or puts the cursor on the first that is wrong.
func (f *Form) save() Result {
	after := model.Clone(f.record)
	wrong := -1
	for i, in := range f.inputs {
		f.pair(in)
		err := f.put(after, in)
		if in.err = reason(err, f.options.Wrong); err != nil && wrong < 0 {
			wrong = i
		}
	}
	if wrong >= 0 {
		f.refused = true
		f.focusOn(wrong)
		return Result{}
	}
	return Result{Done: true, Set: f.addCleared(model.Diff(f.record, after))}
}

// reason gives what is wrong, without the field's name, which is beside it.
func reason(err error, word func(error) string) string {
	if err == nil {
		return ""
	}
	var wrong *model.FieldError
	if errors.As(err, &wrong) {
		err = wrong.Err
	}
	if word != nil {
		return cells.Safe(word(err))
	}
	return cells.Safe(err.Error())
}
