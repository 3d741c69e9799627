package search

import "math/bits"

// plan says what a pattern asks of the columns, and bounds from what they answer how many
// points a record can have.
type plan struct {
	chars  []int // columns of the characters that a match must have
	pairs  []int // of the letters that follow each other, one for each two
	starts []int // of the beginnings of words, one for each letter
	free   int   // letters whose beginnings of words have no column

	// Of b pairs: what they bring themselves, and what a record can have with them before
	// its length is taken off.
	adjacent []int64
	ceiling  []int64
	letters  int64
}

func newPlan(p *pattern, table *pairTable) *plan {
	q := &plan{letters: int64(len(p.letters))}
	seen := [allClasses]bool{other: true}
	for _, is := range p.classes {
		if !seen[is] {
			seen[is] = true
			q.chars = append(q.chars, charAt+int(is))
		}
		if is == other {
			q.free++
		} else {
			q.starts = append(q.starts, startAt+int(is))
		}
	}
	for i := 1; i < len(p.classes); i++ {
		q.pairs = append(q.pairs, pairAt+int(table[pairOf(p.classes[i-1], p.classes[i])]))
	}
	q.bound(p.seps)
	return q
}

// bound: the k-th pair brings 5·3^k, a word's beginning 20. Only behind a letter that
// separates words does one letter bring both. The first letter brings at most 20 less the
// byte before it.
func (q *plan) bound(separators int) {
	sum, next := int64(0), int64(adjacentBonus)
	base := int64(separatorBonus+leadPenalty) + int64(separators)*separatorBonus + q.letters
	better := int64(0)
	for b := range len(q.pairs) + 1 {
		q.adjacent = append(q.adjacent, sum)
		q.ceiling = append(q.ceiling, base+better+int64(len(q.pairs)-b)*separatorBonus)
		sum += next
		better += max(separatorBonus, next)
		next *= 3
	}
}

// startsNeeded gives how many of its letters must begin a word for a record with b pairs
// to have so many points.
func (q *plan) startsNeeded(b int, points int64, length int) int {
	missing := points - q.adjacent[b] - q.letters + int64(length) - int64(q.free)*separatorBonus
	if missing <= 0 {
		return 0
	}
	return int(min((missing+separatorBonus-1)/separatorBonus, 64))
}

// planes counts bits of columns for 64 records in a word: the sum of a record is spread
// over the planes, its lowest bit in the first.
type planes struct {
	depth int // planes that are in use
	bits  [6][chunkWords]uint64
}

// reset makes room for sums of at most so much.
func (c *planes) reset(most int) {
	c.depth = bits.Len(uint(most))
	for d := range c.depth {
		c.bits[d] = [chunkWords]uint64{}
	}
}

// add counts a column, by a carry-save adder.
func (c *planes) add(column []uint64) {
	column = column[:chunkWords]
	switch {
	case c.depth <= 2:
		p0, p1 := &c.bits[0], &c.bits[1]
		for k, carry := range column {
			p0[k], carry = p0[k]^carry, p0[k]&carry
			p1[k] ^= carry
		}
	case c.depth <= 4:
		p0, p1, p2, p3 := &c.bits[0], &c.bits[1], &c.bits[2], &c.bits[3]
		for k, carry := range column {
			p0[k], carry = p0[k]^carry, p0[k]&carry
			p1[k], carry = p1[k]^carry, p1[k]&carry
			p2[k], carry = p2[k]^carry, p2[k]&carry
			p3[k] ^= carry
		}
	default:
		for k, carry := range column {
			for d := 0; d < c.depth && carry != 0; d++ {
				c.bits[d][k], carry = c.bits[d][k]^carry, c.bits[d][k]&carry
			}
		}
	}
}

// equal gives the records of a word whose sum is n.
func (c *planes) equal(word, n int) uint64 {
	if n >= 1<<c.depth {
		return 0
	}
	same := ^uint64(0)
	for d := range c.depth {
		plane := c.bits[d][word]
		if n>>d&1 == 0 {
			plane = ^plane
		}
		same &= plane
	}
	return same
}

// atLeast gives the records of a word whose sum is n or more.
func (c *planes) atLeast(word, n int) uint64 {
	if n >= 1<<c.depth {
		return 0
	}
	more, same := uint64(0), ^uint64(0)
	for d := c.depth - 1; d >= 0; d-- {
		plane := c.bits[d][word]
		if n>>d&1 == 0 {
			more |= same & plane
			same &^= plane
		} else {
			same &= plane
		}
	}
	return more | same
}
