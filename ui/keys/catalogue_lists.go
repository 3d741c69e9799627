package keys

// The actions that narrow, order and cross lists, and those that save keys.
const (
	Narrow     ID = "narrow"
	Saved      ID = "saved"
	Sort       ID = "sort"
	PickRange  ID = "pick_range"
	EditAll    ID = "edit_all"
	Repeat     ID = "repeat"
	MarkSet    ID = "mark"
	MarkGo     ID = "mark.go"
	JumpBack   ID = "jump.back"
	JumpOn     ID = "jump.forward"
	Record     ID = "macro.record"
	Replay     ID = "macro.play"
	Mouse      ID = "mouse"
	Order      ID = "order"
	FilterPick ID = "filter.choose"
	FilterUp   ID = "filter.up"
	FilterDown ID = "filter.down"
	FilterDo   ID = "filter.apply"
	FilterKeep ID = "filter.save"
	FilterStop ID = "filter.cancel"
	SavedDrop  ID = "saved.delete"
	SavedStop  ID = "saved.cancel"
	LetterDrop ID = "letter.delete"
	LetterStop ID = "letter.cancel"
	ConfirmYes ID = "confirm.yes"
	ConfirmNo  ID = "confirm.no"
	StopBulk   ID = "bulk.stop"
)

func withPick(s State) (bool, string) {
	if s.Picked == 0 {
		return false, "why.no_pick"
	}
	return true, ""
}

func withList(s State) (bool, string) {
	if !s.Listed {
		return false, "why.no_list"
	}
	return true, ""
}

func withMemory(s State) (bool, string) {
	if !s.Repeats {
		return false, "why.nothing_to_repeat"
	}
	return withRow(s)
}

func withJumps(back bool) func(State) (bool, string) {
	return func(s State) (bool, string) {
		if back && !s.JumpsBack || !back && !s.JumpsOn {
			return false, "why.no_jump"
		}
		return true, ""
	}
}

func acrossLists() []Action {
	return []Action{
		{ID: Narrow, Scope: ScopeMove, Keys: []string{`\`, "N", "shift+f4"}, Hint: 52, Enabled: withList},
		{ID: Saved, Scope: ScopeMove, Keys: []string{";", "alt+f"}, Enabled: withList},
		{ID: Sort, Scope: ScopeMove, Keys: []string{"S", "alt+s"}, Hint: 54, Enabled: withList},
		{ID: PickRange, Scope: ScopeMove, Keys: []string{"v", "alt+v"}, Enabled: withRow},
		{ID: EditAll, Scope: ScopeRecord, Keys: []string{"E", "alt+e"}, Enabled: withPick},
		{ID: Repeat, Scope: ScopeRecord, Keys: []string{".", "alt+r"}, Enabled: withMemory},
		{ID: MarkSet, Scope: ScopeRecord, Keys: []string{"B", "ctrl+k"}, Enabled: withRow},
		{ID: MarkGo, Scope: ScopeGlobal, Keys: []string{"'", "ctrl+g"}},
		{ID: JumpBack, Scope: ScopeGlobal, Keys: []string{"backspace", "alt+left"}, Enabled: withJumps(true)},
		{ID: JumpOn, Scope: ScopeGlobal, Keys: []string{"alt+right"}, Enabled: withJumps(false)},
		{ID: Record, Scope: ScopeGlobal, Keys: []string{"Q", "alt+q"}},
		{ID: Replay, Scope: ScopeGlobal, Keys: []string{"@", "alt+j"}, Counted: true},
		{ID: Mouse, Scope: ScopeGlobal, Keys: []string{"g m"}},
		{ID: Order, Scope: ScopeGlobal, Keys: []string{"g v"}},
	}
}

func inListOverlays() []Action {
	return []Action{
		{ID: FilterDo, Scope: ScopeFilter, Keys: []string{"enter"}, Hint: 10},
		{ID: FilterPick, Scope: ScopeFilter, Keys: []string{"tab"}, Hint: 20},
		{ID: FilterUp, Scope: ScopeFilter, Keys: []string{"up", "ctrl+p"}},
		{ID: FilterDown, Scope: ScopeFilter, Keys: []string{"down", "ctrl+n"}},
		{ID: FilterKeep, Scope: ScopeFilter, Keys: []string{"ctrl+s"}, Hint: 30},
		{ID: FilterStop, Scope: ScopeFilter, Keys: []string{"esc"}, Hint: 40},
		{ID: SavedDrop, Scope: ScopeSaved, Keys: []string{"delete", "ctrl+d"}, Hint: 20},
		{ID: SavedStop, Scope: ScopeSaved, Keys: []string{"esc"}, Hint: 30},
		{ID: LetterDrop, Scope: ScopeLetter, Keys: []string{"delete", "ctrl+d"}},
		{ID: LetterStop, Scope: ScopeLetter, Keys: []string{"esc"}, Hint: 10},
		{ID: ConfirmYes, Scope: ScopeConfirm, Keys: []string{"enter", "y"}, Hint: 10},
		{ID: ConfirmNo, Scope: ScopeConfirm, Keys: []string{"esc", "n"}, Hint: 20},
		{ID: StopBulk, Scope: ScopeBulk, Keys: []string{"esc"}, Hint: 10},
	}
}
