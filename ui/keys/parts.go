package keys

import "tradedesk/model"

// PartKind says what a part of a detail is that the cursor can be on.
type PartKind int

// The parts of a detail.
const (
	PartNone   PartKind = iota
	PartRecord          // a record that belongs to the one that is shown
	PartFile            // an attached file
	PartLine            // a line of an RFQ
	PartOlder           // messages that are not read yet
)

// Part is the part of a detail that the cursor is on.
type Part struct {
	What  PartKind
	Kind  model.Kind
	Stage model.Stage
	Owner model.Kind // of the record whose detail it is
}

// The actions on a part of a detail.
const (
	PartOpen   ID = "part.open"
	PartEdit   ID = "part.edit"
	PartDelete ID = "part.delete"
	PartMove   ID = "part.move"
	PartDone   ID = "part.done"
	PartSave   ID = "part.save"
	PartCopy   ID = "part.copy"
	PartMail   ID = "part.mail"
)

func onParts() []Action {
	return []Action{
		{ID: PartOpen, Scope: ScopePart, Keys: []string{"enter", "o"}, Hint: 1},
		{ID: PartEdit, Scope: ScopePart, Keys: []string{"e", "ctrl+e"}, Hint: 2, Enabled: editablePart},
		{ID: PartDelete, Scope: ScopePart, Keys: []string{"d", "delete"}, Hint: 7, Enabled: deletablePart},
		{ID: PartMove, Scope: ScopePart, Keys: []string{"s", "ctrl+s"}, Hint: 3, Enabled: movablePart},
		{ID: PartDone, Scope: ScopePart, Keys: []string{"x", "ctrl+x"}, Hint: 4, Enabled: partIs(model.KindTask, "why.part.task")},
		{ID: PartSave, Scope: ScopePart, Keys: []string{"w", "alt+w"}, Hint: 5, Enabled: filePart},
		{ID: PartCopy, Scope: ScopePart, Keys: []string{"Y", "alt+y"}, Hint: 6, Enabled: partIs(model.KindMessage, "why.part.message")},
		{ID: PartMail, Scope: ScopePart, Keys: []string{"m", "alt+m"}, Hint: 6, Enabled: partIs(model.KindMessage, "why.part.mail")},
	}
}

func editablePart(s State) (bool, string) {
	if s.Part.What != PartRecord && s.Part.What != PartLine {
		return false, "why.part.fixed"
	}
	return true, ""
}

// deletablePart allows what belongs to the record alone; a record of its own is
// opened first, but for a supplier, who is no longer invited then.
func deletablePart(s State) (bool, string) {
	switch s.Part.What {
	case PartFile, PartLine:
		return true, ""
	case PartRecord:
	default:
		return false, "why.part.fixed"
	}
	switch s.Part.Kind {
	case model.KindMessage, model.KindQuote, model.KindSample, model.KindTask, model.KindContact:
		return true, ""
	case model.KindSupplier:
		if s.Part.Owner == model.KindRFQ {
			return true, ""
		}
	}
	return false, "why.part.open_first"
}

func movablePart(s State) (bool, string) {
	switch {
	case s.Part.What != PartRecord || model.Stages(s.Part.Kind) == nil:
		return false, "why.no_stages"
	case len(model.NextStages(s.Part.Kind, s.Part.Stage)) == 0:
		return false, "why.final"
	}
	return true, ""
}

func partIs(kind model.Kind, why string) func(State) (bool, string) {
	return func(s State) (bool, string) {
		if s.Part.What != PartRecord || s.Part.Kind != kind {
			return false, why
		}
		return true, ""
	}
}

func filePart(s State) (bool, string) {
	if s.Part.What != PartFile {
		return false, "why.part.file"
	}
	return true, ""
}
