package keys

// What is done in the search.
const (
	SearchPageUp   ID = "search.page_up"
	SearchPageDown ID = "search.page_down"
	SearchGroup    ID = "search.group"
	SearchMeant    ID = "search.meant"
	SearchFilter   ID = "search.filter"
	SearchKeep     ID = "search.save"
	SearchDrop     ID = "search.delete"
	SearchOlder    ID = "search.older"
	SearchNewer    ID = "search.newer"
	SearchList     ID = "search.list"
	SearchHelp     ID = "search.help"
)

// SearchState is what was found.
type SearchState struct {
	Hits   bool // something was found
	Groups bool // hits are of more groups than one
	Meant  bool // something else was perhaps meant
	Recent bool // there are lines that were searched for
}

func withGroups(s State) (bool, string) {
	if !s.Search.Groups {
		return false, "why.one_group"
	}
	return true, ""
}

func withHits(s State) (bool, string) {
	if !s.Search.Hits {
		return false, "why.no_hit"
	}
	return true, ""
}

func withMeant(s State) (bool, string) {
	if !s.Search.Meant {
		return false, "why.nothing_meant"
	}
	return true, ""
}

func withRecent(s State) (bool, string) {
	if !s.Search.Recent {
		return false, "why.nothing_searched"
	}
	return true, ""
}

func inSearch() []Action {
	return []Action{
		{ID: SearchPageUp, Scope: ScopeSearch, Keys: []string{"pgup"}},
		{ID: SearchPageDown, Scope: ScopeSearch, Keys: []string{"pgdown"}},
		{ID: SearchGroup, Scope: ScopeSearch, Keys: []string{"ctrl+g"}, Hint: 14, Enabled: withGroups},
		{ID: SearchMeant, Scope: ScopeSearch, Keys: []string{"ctrl+y"}, Hint: 12, Enabled: withMeant},
		{ID: SearchFilter, Scope: ScopeSearch, Keys: []string{"tab"}, Hint: 16},
		{ID: SearchList, Scope: ScopeSearch, Keys: []string{"ctrl+o"}, Hint: 51, Enabled: withHits},
		{ID: SearchKeep, Scope: ScopeSearch, Keys: []string{"ctrl+s"}, Hint: 52, Enabled: withLine},
		{ID: SearchOlder, Scope: ScopeSearch, Keys: []string{"ctrl+p", "alt+up"}, Hint: 54, Enabled: withRecent},
		{ID: SearchNewer, Scope: ScopeSearch, Keys: []string{"ctrl+n", "alt+down"}, Enabled: withRecent},
		{ID: SearchDrop, Scope: ScopeSearched, Keys: []string{"delete", "ctrl+d"}, Hint: 15},
		{ID: SearchHelp, Scope: ScopeSearch, Keys: []string{"f1"}, Hint: 56},
	}
}
