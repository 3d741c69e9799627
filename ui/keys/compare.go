package keys

// What is done in a comparison of quotes.
const (
	Compare         ID = "rfq.compare"
	CompareUp       ID = "compare.up"
	CompareDown     ID = "compare.down"
	ComparePart     ID = "compare.part"
	ComparePrevPart ID = "compare.previous_part"
	CompareTerm     ID = "compare.term"
	CompareCurrency ID = "compare.currency"
	CompareQuantity ID = "compare.quantity"
	CompareFreight  ID = "compare.freight"
	CompareRate     ID = "compare.rate"
	CompareDuty     ID = "compare.duty"
	CompareReset    ID = "compare.reset"
	CompareFreeze   ID = "compare.freeze"
	CompareClose    ID = "compare.close"
)

// ScopeCompare is a comparison of quotes.
const ScopeCompare Scope = "compare"

func inComparison() []Action {
	return []Action{
		{ID: Compare, Scope: ScopeRFQ, Keys: []string{"="}, Hint: 14, Enabled: one},
		{ID: CompareUp, Scope: ScopeCompare, Keys: []string{"up", "k"}},
		{ID: CompareDown, Scope: ScopeCompare, Keys: []string{"down", "j"}},
		{ID: ComparePart, Scope: ScopeCompare, Keys: []string{"enter", "right", "l"}, Hint: 10},
		{ID: ComparePrevPart, Scope: ScopeCompare, Keys: []string{"left", "h"}},
		{ID: CompareTerm, Scope: ScopeCompare, Keys: []string{"i", "alt+i"}, Hint: 20},
		{ID: CompareCurrency, Scope: ScopeCompare, Keys: []string{"c", "alt+c"}, Hint: 22},
		{ID: CompareQuantity, Scope: ScopeCompare, Keys: []string{"n", "alt+n"}, Hint: 24},
		{ID: CompareFreight, Scope: ScopeCompare, Keys: []string{"f", "alt+f"}, Hint: 26},
		{ID: CompareRate, Scope: ScopeCompare, Keys: []string{"r", "alt+r"}, Hint: 28},
		{ID: CompareDuty, Scope: ScopeCompare, Keys: []string{"d", "alt+d"}, Hint: 30},
		{ID: CompareReset, Scope: ScopeCompare, Keys: []string{"x", "ctrl+x"}, Hint: 40},
		{ID: CompareFreeze, Scope: ScopeCompare, Keys: []string{"F", "ctrl+s"}, Hint: 50},
		{ID: CompareClose, Scope: ScopeCompare, Keys: []string{"esc", "q"}, Hint: 12},
	}
}
