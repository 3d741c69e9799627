package search

import "sort"

// arena holds folded texts in order of their length, so that where one lies needs no
// table of its own: only the first record of each length is noted.
type arena struct {
	texts  []byte
	first  []int32 // of each length, the first record; one more at the end, and one of all
	offset []int64 // of each length, where the texts of it begin
}

// newArena lays out texts of which counts[l] are l bytes long; texts is not there yet.
func newArena(counts []int) (a arena, bytes int64) {
	a.first, a.offset = make([]int32, len(counts)+1), make([]int64, len(counts)+1)
	records := int32(0)
	for length, n := range counts {
		a.first[length], a.offset[length] = records, bytes
		records += int32(n)
		bytes += int64(n) * int64(length)
	}
	a.first[len(counts)], a.offset[len(counts)] = records, bytes
	return a, bytes
}

// records gives how many texts there are.
func (a *arena) records() int { return int(a.first[len(a.first)-1]) }

// length gives how long the text of a record is.
func (a *arena) length(record int) int {
	return sort.Search(len(a.first)-1, func(l int) bool { return int(a.first[l+1]) > record })
}

// at gives where the text of a record lies, of which the length is known.
func (a *arena) at(record, length int) int64 {
	return a.offset[length] + int64(record-int(a.first[length]))*int64(length)
}

// text gives the text of a record of which the length is known.
func (a *arena) text(record, length int) []byte {
	at := a.at(record, length)
	return a.texts[at : at+int64(length)]
}
