package keys

// What is done at a fair.
const (
	FairSave   ID = "fair.save"
	FairAttach ID = "fair.attach"
	FairNext   ID = "fair.next_alike"
	FairLast   ID = "fair.last"
	FairList   ID = "fair.list"
	FairKind   ID = "fair.kind"
	FairUndo   ID = "fair.undo"
	FairPaste  ID = "fair.paste"
	FairEvent  ID = "fair.event"

	CapturedOpen ID = "captured.open"
	CapturedFix  ID = "captured.correct"
	CapturedTag  ID = "captured.tag"
	CapturedBack ID = "captured.line"
)

// withLine refuses what needs something typed.
func withLine(s State) (bool, string) {
	if !s.Typed {
		return false, "why.nothing_typed"
	}
	return true, ""
}

// withoutLine refuses what would take the place of something typed.
func withoutLine(s State) (bool, string) {
	if s.Typed {
		return false, "why.line_typed"
	}
	return true, ""
}

// atFair: every key can be pressed with the hand that types, and none types a
// character.
func atFair() []Action {
	return []Action{
		{ID: FairSave, Scope: ScopeFair, Keys: []string{"enter"}, Hint: 10, Enabled: withLine},
		{ID: FairAttach, Scope: ScopeFair, Keys: []string{"tab"}, Hint: 15, Enabled: alike},
		{ID: FairNext, Scope: ScopeFair, Keys: []string{"shift+tab"}, Enabled: alike},
		{ID: FairLast, Scope: ScopeFair, Keys: []string{"up"}, Hint: 20, Enabled: withoutLine},
		{ID: FairList, Scope: ScopeFair, Keys: []string{"down", "esc"}, Hint: 25},
		{ID: FairKind, Scope: ScopeFair, Keys: []string{"f4"}, Hint: 30},
		{ID: FairUndo, Scope: ScopeFair, Keys: []string{"ctrl+z"}, Hint: 35},
		{ID: FairPaste, Scope: ScopeFair, Keys: []string{"ctrl+v"}, Hint: 40},
		{ID: FairEvent, Scope: ScopeFair, Keys: []string{"ctrl+g"}},

		{ID: CapturedOpen, Scope: ScopeCaptured, Keys: []string{"enter", "o"}, Hint: 10, Enabled: withRow},
		{ID: CapturedFix, Scope: ScopeCaptured, Keys: []string{"e", "ctrl+e"}, Hint: 20, Enabled: withRow},
		{ID: CapturedTag, Scope: ScopeCaptured, Keys: []string{"t", "ctrl+t"}, Hint: 25, Enabled: withRow},
		{ID: CapturedBack, Scope: ScopeCaptured, Keys: []string{"esc", "tab"}, Hint: 30},
	}
}
