package keys

// What is done with drafts.
const (
	Drafts     ID = "drafts"
	DraftUp    ID = "draft.up"
	DraftDown  ID = "draft.down"
	DraftGoOn  ID = "draft.go_on"
	DraftThrow ID = "draft.throw"
	DraftBack  ID = "draft.back"
	DraftClose ID = "draft.close"
)

// ScopeDrafts is the list of what was typed and not saved.
const ScopeDrafts Scope = "drafts"

func onDrafts() []Action {
	return []Action{
		{ID: Drafts, Scope: ScopeGlobal, Keys: []string{"g u", "alt+u"}},
		{ID: DraftGoOn, Scope: ScopeDrafts, Keys: []string{"enter"}, Hint: 10},
		{ID: DraftThrow, Scope: ScopeDrafts, Keys: []string{"x", "ctrl+x"}, Hint: 20},
		{ID: DraftBack, Scope: ScopeDrafts, Keys: []string{"u", "f9"}, Hint: 30},
		{ID: DraftUp, Scope: ScopeDrafts, Keys: []string{"up", "k"}},
		{ID: DraftDown, Scope: ScopeDrafts, Keys: []string{"down", "j"}},
		{ID: DraftClose, Scope: ScopeDrafts, Keys: []string{"esc", "q"}, Hint: 40},
	}
}
