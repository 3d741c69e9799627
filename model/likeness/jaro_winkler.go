package likeness

// Words compares two words by their letters, 0-100 (Winkler 1990: Jaro's
// measure plus a tenth of the rest for each of the first four letters that
// agree).
func Words(a, b string) int {
	var roomA, roomB [48]rune
	x, y := appendRunes(roomA[:0], a), appendRunes(roomB[:0], b)
	if len(x) == 0 || len(y) == 0 {
		return 0
	}
	m, swapped := jaroMatches(x, y)
	if m == 0 {
		return 0
	}
	// In millionths, so that no float takes part.
	const whole = 1_000_000
	jaro := (whole*m/len(x) + whole*m/len(y) + whole*(m-swapped/2)/m) / 3
	prefix := 0
	for prefix < min(4, len(x), len(y)) && x[prefix] == y[prefix] {
		prefix++
	}
	return (jaro + prefix*(whole-jaro)/10 + whole/200) / (whole / 100)
}

func appendRunes(to []rune, s string) []rune {
	for _, r := range s {
		to = append(to, r)
	}
	return to
}

// jaroMatches counts the letters that agree, equal and not farther apart than half of
// the longer word, and how many of them stand in another order.
func jaroMatches(x, y []rune) (matches, swapped int) {
	window := max(max(len(x), len(y))/2-1, 0)
	var usedRoom [48]bool
	var inRoom [48]rune
	used, inX := append(usedRoom[:0], make([]bool, len(y))...), inRoom[:0]
	for i, r := range x {
		for j := max(0, i-window); j < min(len(y), i+window+1); j++ {
			if !used[j] && y[j] == r {
				used[j] = true
				inX = append(inX, r)
				break
			}
		}
	}
	for j, ok := range used {
		if ok {
			if inX[matches] != y[j] {
				swapped++
			}
			matches++
		}
	}
	return matches, swapped
}
