package form

import (
	"bytes"
	"slices"

	"tradedesk/model"
	"tradedesk/ui/cells"
)

// Stand is how a field stands that others changed while it is open here.
type Stand int

// The ways in which it stands.
const (
	Untouched Stand = iota // nobody else changed it
	Theirs                 // what they wrote is what the field holds
	Apart                  // something else is typed here, and nobody has decided
	Mine                   // what is typed here is to stand, by who has seen theirs
)

// others is what somebody else made of a field.
type others struct {
	stand Stand
	swap  *input // the field as it is the other way: theirs, or mine while theirs is shown
}

// Follow takes the record as others have made it. A field in which nothing is typed shows
// what it holds now, once the cursor is elsewhere. The others keep what is typed and stand
// apart until somebody decides: see Swap.
func (f *Form) Follow(now model.Record) {
	before, next := f.options.Record, model.Clone(now)
	f.options.Record = now
	for _, field := range f.schema.Fields {
		if f.busy(field) {
			keep(field, next, f.record) // what is typed differs from the value that was there
		}
	}
	for i, in := range f.inputs {
		switch {
		case !f.changed(in.field, before, now):
		case f.busy(in.field):
			in.others = others{stand: Apart, swap: f.fresh(in)}
		default:
			f.renew(i)
		}
	}
	f.record = next
	f.layout()
}

// changed reports whether a field, or one that only makes sense together with it, differs.
func (f *Form) changed(field model.Field, before, now model.Record) bool {
	return slices.ContainsFunc(f.schema.Fields, func(other model.Field) bool {
		return together(field, other) && !bytes.Equal(other.Get(before), other.Get(now))
	})
}

func together(a, b model.Field) bool { return a.Name == b.Name || a.Group != "" && a.Group == b.Group }

// busy reports whether something is typed in a field, or in one that only makes sense
// together with it, or the cursor is there.
func (f *Form) busy(field model.Field) bool {
	for i, in := range f.inputs {
		if together(in.field, field) && (in.dirty() || i == f.focus) {
			return true
		}
	}
	return false
}

// renew shows what others wrote in a field; what was typed there before is still at hand.
func (f *Form) renew(i int) {
	in := f.inputs[i]
	theirs := f.fresh(in)
	theirs.others.stand = Theirs
	if in.others.stand == Theirs {
		theirs.others.swap = in.others.swap
	}
	f.inputs[i] = theirs
}

// fresh gives a field as others left it.
func (f *Form) fresh(in *input) *input {
	out := newInput(in.field, in.label, textOf(in.field, f.options.Record), f.theme)
	out.point(f.options)
	f.read(out)
	return out
}

// keep gives a record the value that another one of its kind has in a field.
func keep(field model.Field, into, from model.Record) {
	raw := field.Get(from)
	if raw == nil {
		raw = []byte("null")
	}
	// A field takes what it gave. Where it did not, what is typed would differ from
	// theirs instead, and be kept all the same.
	_ = field.Set(into, raw)
}

// adopt shows what others wrote where the cursor was, when nothing was typed there.
func (f *Form) adopt(leaving, to int) {
	field := f.inputs[leaving].field
	if f.inputs[leaving].others.stand != Apart || together(field, f.inputs[to].field) {
		return
	}
	for _, in := range f.inputs {
		if together(in.field, field) && in.dirty() {
			return
		}
	}
	for i, in := range f.inputs {
		if together(in.field, field) {
			keep(in.field, f.record, f.options.Record)
			f.renew(i)
		}
	}
}

// Apart reports whether a field stands apart from what others wrote, undecided.
func (f *Form) Apart(name string) bool {
	field, known := f.schema.Field(name)
	return known && slices.ContainsFunc(f.inputs, func(in *input) bool {
		return together(in.field, field) && in.others.stand == Apart
	})
}

// Swaps reports whether Swap does something where the cursor is.
func (f *Form) Swaps() bool {
	return f.table == nil && len(f.inputs) > 0 && f.inputs[f.focus].others.swap != nil
}

// Swap puts what others wrote into the field with the cursor, and into those that only
// make sense together with it; done again it puts back what was typed. Either way that is
// decided by who has seen both.
func (f *Form) Swap() {
	if !f.Swaps() {
		return
	}
	field := f.inputs[f.focus].field
	for i, in := range f.inputs {
		if !together(in.field, field) || in.others.swap == nil {
			continue
		}
		keep(in.field, f.record, f.options.Record)
		next, stand := in.others.swap, Theirs
		if in.others.stand == Theirs {
			stand = Mine
		}
		theirs := f.fresh(in)
		next.was, next.ref.was = theirs.was, theirs.ref.was
		in.others = others{}
		next.others = others{stand: stand, swap: in}
		f.inputs[i] = next
	}
	f.popup.close()
	f.refused = false
	f.layout()
}

// Stands gives how each field stands that others changed.
func (f *Form) Stands() map[string]Stand {
	out := map[string]Stand{}
	for _, in := range f.inputs {
		if stand := in.stands(f); stand != Untouched {
			out[in.field.Name] = stand
		}
	}
	return out
}

func (in *input) stands(f *Form) Stand {
	switch same := in.value() == f.fresh(in).value(); {
	case in.others.stand == Apart && same:
		return Theirs
	case in.others.stand == Theirs && !same:
		return Mine
	}
	return in.others.stand
}

// told gives the line under a field that says what others made of it, "" when they made
// nothing of it.
func (f *Form) told(in *input) string {
	if in.others.stand == Untouched || f.options.Others == nil {
		return ""
	}
	return cells.Safe(f.options.Others(in.field.Name, in.stands(f), f.fresh(in).value()))
}
