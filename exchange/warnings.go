package exchange

// warnings are what was kept as it was written. The first MaxRowErrors are there;
// the count and the groups are whole.
type warnings struct {
	first  []RowError
	count  int
	groups groups
}

func (w *warnings) add(e RowError) {
	e = cleanRowError(e)
	w.count++
	w.groups.add(e)
	if len(w.first) < MaxRowErrors {
		w.first = append(w.first, e.tell())
	}
}

func (w *warnings) addAll(others warnings) {
	w.count += others.count
	w.groups.addAll(others.groups)
	w.first = append(w.first, others.first[:min(len(others.first), MaxRowErrors-len(w.first))]...)
}
