package keys

// atFair: every key can be pressed with the hand that types, and none types a
// character.
func atFair() []Action {
	return []Action{
		{ID: FairList, Scope: ScopeFair, Keys: []string{"down", "esc"}, Hint: 40},
		{ID: CapturedOpen, Scope: ScopeCaptured, Keys: []string{"enter", "o"}, Hint: 10, Enabled: withRow},
		{ID: CapturedBack, Scope: ScopeCaptured, Keys: []string{"esc", "tab", "i"}, Hint: 30},
	}
}
