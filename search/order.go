package search

// order knows of the letters of a pattern in which quarters of which texts they stand. Most
// texts that have all letters do not have them in their order, and nearly all of these are
// told by that, without being read: of a million firms some tens of thousands, or thousands,
// are left of three hundred thousand.
type order struct {
	chunk   int // that the columns are of, plus one
	columns [quarters][maxLetters][]uint64
}

// keepOrder takes the records of a chunk out of left that do not have the letters in an
// order that may be the pattern's.
func (w *worker) keepOrder(chunk int) (some bool) {
	any := uint64(0)
	for word, left := range w.left {
		if left != 0 {
			w.left[word] = w.inOrder(chunk, word, left)
			any |= w.left[word]
		}
	}
	return any != 0
}

// inOrder gives those of the records of a word whose letters may be in order: each stands
// in the quarter of the one before or behind it. The others match nothing that begins with
// the pattern either.
func (w *worker) inOrder(chunk, word int, records uint64) (left uint64) {
	if records == 0 {
		return 0
	}
	w.order.read(w.scan, chunk)
	letters := len(w.scan.pattern.classes)
	var reached [maxLetters]uint64 // by each letter, with those before it, up to this quarter
	for quarter := range w.order.columns {
		before := records
		for i, column := range w.order.columns[quarter][:letters] {
			if column != nil {
				before &= column[word]
			}
			reached[i] |= before
			if before = reached[i]; before == 0 {
				break
			}
		}
	}
	left = reached[letters-1]
	if narrow := w.scan.narrow; narrow != nil {
		narrow.dropAll(chunk*chunkWords+word, records&^left)
	}
	return left
}

// read looks the columns of a chunk up: of what has no column nothing is known.
func (o *order) read(q *scan, chunk int) {
	if o.chunk == chunk+1 {
		return
	}
	o.chunk = chunk + 1
	for i, is := range q.pattern.classes {
		if is == other {
			continue
		}
		for quarter := range o.columns {
			o.columns[quarter][i] = q.of.column(chunk, charAt+quarter*ownClasses+int(is))
		}
	}
}
