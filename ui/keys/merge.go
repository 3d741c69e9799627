package keys

import "tradedesk/model/duplicate"

// What is done about duplicates.
const (
	Duplicates ID = "duplicates"
	MergeAlike ID = "merge"
	FormAlike  ID = "form.alike"
	FormLook   ID = "form.look"
	ReadReview ID = "read.review"

	SameUp       ID = "same.up"
	SameDown     ID = "same.down"
	SamePageUp   ID = "same.page_up"
	SamePageDown ID = "same.page_down"
	SameFirst    ID = "same.first"
	SameLast     ID = "same.last"
	SameMerge    ID = "same.merge"
	SameNot      ID = "same.not"
	SameUndo     ID = "same.undo"
	SameClose    ID = "same.close"

	PairOpen  ID = "pair.open"
	PairLevel ID = "pair.level"
	PairKind  ID = "pair.kind"

	MergeFirst  ID = "merge.first"
	MergeSecond ID = "merge.second"
	MergeBoth   ID = "merge.both"
	MergeWrite  ID = "merge.write"
	MergeSwap   ID = "merge.swap"
	MergeSkip   ID = "merge.skip"
)

// The scopes of duplicates.
const (
	ScopeSame  Scope = "same"  // on duplicates
	ScopePairs Scope = "pairs" // in the list of duplicates
	ScopeMerge Scope = "merge" // in a merge
)

// alike allows what is for a record that may be the same as what is there.
func alike(s State) (bool, string) {
	if !s.Alike {
		return false, "why.none_alike"
	}
	return true, ""
}

// mergeable allows to merge two picked records, or one with its duplicate.
func mergeable(s State) (bool, string) {
	switch {
	case !duplicate.Mergeable(s.Kind):
		return false, "why.not_mergeable"
	case s.Picked == 2:
		return true, ""
	case s.Picked > 0:
		return false, "why.two_to_merge"
	}
	return alike(s)
}

func onDuplicates() []Action {
	return []Action{
		{ID: Duplicates, Scope: ScopeGlobal, Keys: []string{"D", "alt+d"}},
		{ID: MergeAlike, Scope: ScopeRecord, Keys: []string{"M", "alt+g"}, Hint: 42, Enabled: mergeable},
		{ID: ReadReview, Scope: ScopeRead, Keys: []string{"D", "tab"}, Hint: 15, Enabled: alike},

		{ID: SameUp, Scope: ScopeSame, Keys: []string{"up", "k"}},
		{ID: SameDown, Scope: ScopeSame, Keys: []string{"down", "j"}},
		{ID: SamePageUp, Scope: ScopeSame, Keys: []string{"pgup", "ctrl+b"}},
		{ID: SamePageDown, Scope: ScopeSame, Keys: []string{"pgdown", "ctrl+f"}},
		{ID: SameFirst, Scope: ScopeSame, Keys: []string{"home"}},
		{ID: SameLast, Scope: ScopeSame, Keys: []string{"end"}},
		{ID: SameMerge, Scope: ScopeSame, Keys: []string{"M", "ctrl+s"}, Hint: 20, Enabled: alike},
		{ID: SameNot, Scope: ScopeSame, Keys: []string{"x", "ctrl+x"}, Hint: 30, Enabled: alike},
		{ID: SameUndo, Scope: ScopeSame, Keys: []string{"u", "f9"}, Hint: 60},
		{ID: SameClose, Scope: ScopeSame, Keys: []string{"esc", "q"}, Hint: 90},

		{ID: PairOpen, Scope: ScopePairs, Keys: []string{"enter", "o"}, Hint: 10, Enabled: alike},
		{ID: PairLevel, Scope: ScopePairs, Keys: []string{"f", "f4"}, Hint: 40},
		{ID: PairKind, Scope: ScopePairs, Keys: []string{"tab"}, Hint: 50},

		{ID: MergeFirst, Scope: ScopeMerge, Keys: []string{"1", "left", "h"}, Hint: 10, Enabled: alike},
		{ID: MergeSecond, Scope: ScopeMerge, Keys: []string{"2", "right", "l"}, Hint: 12, Enabled: alike},
		{ID: MergeBoth, Scope: ScopeMerge, Keys: []string{"3", "b", "alt+b"}, Hint: 14, Enabled: alike},
		{ID: MergeWrite, Scope: ScopeMerge, Keys: []string{"e", "enter"}, Hint: 16, Enabled: alike},
		{ID: MergeSwap, Scope: ScopeMerge, Keys: []string{"s", "tab"}, Hint: 40, Enabled: alike},
		{ID: MergeSkip, Scope: ScopeMerge, Keys: []string{"n", "ctrl+n"}, Hint: 50},
	}
}
