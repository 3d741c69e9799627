package exchange

// warnings are what was kept as it was written. The first MaxRowErrors are there;
// the count is whole.
type warnings struct {
	first []RowError
	count int
}

func (w *warnings) add(e RowError) {
	w.count++
	if len(w.first) < MaxRowErrors {
		w.first = append(w.first, cleanRowError(e))
	}
}

func (w *warnings) addAll(others warnings) {
	w.count += others.count
	w.first = append(w.first, others.first[:min(len(others.first), MaxRowErrors-len(w.first))]...)
}
