package model

import (
	"bytes"
	"errors"
)

// matching says which element of a version is which of the list that was seen, -1 for none.
type matching struct {
	base    []int // by the place in the version
	version []int // by the place in what was seen
	moved   bool  // the version has some in another order
}

// maxPairs bounds how many pairs of elements are compared.
const maxPairs = 4_000_000

var errLongLists = errors.New("the lists are too long to be put together")

// The likeness of elements: of equal ones, and of those that go by one name.
const (
	likeEqual = 1000
	likeNamed = 100
)

// matchElements finds the elements of a version: in the order that both have, and then those that
// were moved.
func matchElements(f Field, base, version []element) (matching, error) {
	m := matching{base: make([]int, len(version)), version: make([]int, len(base))}
	for i := range m.base {
		m.base[i] = -1
	}
	for i := range m.version {
		m.version[i] = -1
	}
	from := 0
	for from < len(base) && from < len(version) && base[from].equal(version[from]) {
		m.pair(from, from)
		from++
	}
	ends := 0
	for ends < min(len(base), len(version))-from && base[len(base)-1-ends].equal(version[len(version)-1-ends]) {
		m.pair(len(base)-1-ends, len(version)-1-ends)
		ends++
	}
	rows, columns := len(base)-from-ends, len(version)-from-ends
	if rows > 0 && columns > maxPairs/rows {
		return m, errLongLists
	}
	name := ""
	if parts := f.Parts(); len(parts) > 0 {
		name = parts[0].Name
	}
	like := make([][]int32, rows)
	for i := range like {
		like[i] = make([]int32, columns)
		for j := range like[i] {
			like[i][j] = versionsOfOne(name, base[from+i], version[from+j])
		}
	}
	m.align(like, from)
	m.findMoved(like, from)
	return m, nil
}

func (m *matching) pair(base, version int) { m.base[version], m.version[base] = base, version }

// align pairs elements in order so that their likeness adds up to the most (Needleman and
// Wunsch, "A general method applicable to the search for similarities", 1970).
func (m *matching) align(like [][]int32, from int) {
	if len(like) == 0 {
		return
	}
	rows, columns := len(like), len(like[0])
	best := make([][]int32, rows+1) // of what is left from there on
	best[rows] = make([]int32, columns+1)
	for i := rows - 1; i >= 0; i-- {
		best[i] = make([]int32, columns+1)
		for j := columns - 1; j >= 0; j-- {
			best[i][j] = max(best[i+1][j], best[i][j+1])
			if like[i][j] > 0 {
				best[i][j] = max(best[i][j], best[i+1][j+1]+like[i][j])
			}
		}
	}
	for i, j := 0, 0; i < rows && j < columns; {
		switch {
		case like[i][j] > 0 && best[i][j] == best[i+1][j+1]+like[i][j]:
			m.pair(from+i, from+j)
			i, j = i+1, j+1
		case best[i][j] == best[i+1][j]:
			i++
		default:
			j++
		}
	}
}

// findMoved pairs those that are left and alike, the most alike first.
func (m *matching) findMoved(like [][]int32, from int) {
	for _, least := range []int32{likeEqual, likeNamed, 1} {
		for i := range like {
			for j, l := range like[i] {
				if l >= least && m.version[from+i] < 0 && m.base[from+j] < 0 {
					m.pair(from+i, from+j)
					m.moved = true
				}
			}
		}
	}
}

// versionsOfOne says how much two elements are versions of one: 0 when they are not. Those that
// go by one name are, and those of which at least half of the parts are the same.
func versionsOfOne(name string, a, b element) int32 {
	if a.equal(b) {
		return likeEqual
	}
	if a.members == nil || b.members == nil {
		return 0
	}
	same, all := int32(0), int32(len(b.members))
	for member, raw := range a.members {
		other, has := b.members[member]
		if !has {
			all++
		} else if bytes.Equal(raw, other) {
			same++
		}
	}
	if raw, named := a.members[name]; named && bytes.Equal(raw, b.members[name]) {
		return likeNamed + same
	}
	if same > 0 && 2*same >= all {
		return same
	}
	return 0
}
