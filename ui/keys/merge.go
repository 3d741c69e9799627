package keys

// alike allows what is for a record that may be the same as what is typed.
func alike(s State) (bool, string) {
	if !s.Alike {
		return false, "why.none_alike"
	}
	return true, ""
}
