package keys

// What is done in the search.
const (
	SearchPageUp   ID = "search.page_up"
	SearchPageDown ID = "search.page_down"
	SearchGroup    ID = "search.group"
	SearchMeant    ID = "search.meant"
	SearchHelp     ID = "search.help"
)

// SearchState is what was found.
type SearchState struct {
	Alike bool // there is a hit that sounds like what is typed
	Meant bool // something else was perhaps meant
}

func withAlike(s State) (bool, string) {
	if !s.Search.Alike {
		return false, "why.nothing_alike"
	}
	return true, ""
}

func withMeant(s State) (bool, string) {
	if !s.Search.Meant {
		return false, "why.nothing_meant"
	}
	return true, ""
}

func inSearch() []Action {
	return []Action{
		{ID: SearchPageUp, Scope: ScopeSearch, Keys: []string{"pgup"}},
		{ID: SearchPageDown, Scope: ScopeSearch, Keys: []string{"pgdown"}},
		{ID: SearchGroup, Scope: ScopeSearch, Keys: []string{"ctrl+g"}, Hint: 14, Enabled: withAlike},
		{ID: SearchMeant, Scope: ScopeSearch, Keys: []string{"ctrl+y"}, Hint: 12, Enabled: withMeant},
		{ID: SearchHelp, Scope: ScopeSearch, Keys: []string{"f1"}, Hint: 45},
	}
}
