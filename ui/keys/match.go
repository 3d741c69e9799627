package keys

// What is done in the ranking of suppliers for an RFQ.
const (
	Match       ID = "rfq.match"
	MatchUp     ID = "match.up"
	MatchDown   ID = "match.down"
	MatchMark   ID = "match.mark"
	MatchInvite ID = "match.invite"
	MatchRemind ID = "match.remind"
	MatchOpen   ID = "match.open"
	MatchUndo   ID = "match.undo"
	MatchClose  ID = "match.close"
)

// ScopeMatch is the ranking of suppliers for an RFQ.
const ScopeMatch Scope = "match"

func inMatch() []Action {
	return []Action{
		{ID: Match, Scope: ScopeRFQ, Keys: []string{"+"}, Hint: 13, Enabled: one},
		{ID: MatchUp, Scope: ScopeMatch, Keys: []string{"up", "k"}},
		{ID: MatchDown, Scope: ScopeMatch, Keys: []string{"down", "j"}},
		{ID: MatchMark, Scope: ScopeMatch, Keys: []string{"space", "insert"}, Hint: 10},
		{ID: MatchInvite, Scope: ScopeMatch, Keys: []string{"i", "alt+i"}, Hint: 12},
		{ID: MatchRemind, Scope: ScopeMatch, Keys: []string{"r", "alt+r"}, Hint: 14},
		{ID: MatchOpen, Scope: ScopeMatch, Keys: []string{"enter", "right", "l"}, Hint: 20},
		{ID: MatchUndo, Scope: ScopeMatch, Keys: []string{"u", "f9"}, Hint: 30},
		{ID: MatchClose, Scope: ScopeMatch, Keys: []string{"esc", "q"}, Hint: 40},
	}
}
