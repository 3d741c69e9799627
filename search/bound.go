package search

import "math/bits"

// plan says what a pattern asks of the columns, and bounds from what they answer how many
// points a record can have.
type plan struct {
	pairs  []int // of the letters that follow each other, one for each two
	starts []int // of the beginnings of words, one for each letter
	free   int   // letters whose beginnings of words have no column

	// ceiling says of b pairs how many points a record can have with them, before its length
	// is taken off, and most the same when so many of its letters begin words.
	ceiling []int64
	most    [][]int64
}

func newPlan(p *pattern, table *pairTable) *plan {
	q := new(plan)
	for _, is := range p.classes {
		if is == other {
			q.free++
		} else {
			q.starts = append(q.starts, startAt+int(is))
		}
	}
	for i := 1; i < len(p.classes); i++ {
		q.pairs = append(q.pairs, pairAt+int(table[pairOf(p.classes[i-1], p.classes[i])]))
	}
	q.bound(p)
	return q
}

// bound works out the most points. The first letter brings 15 at most, at a word that
// begins at the second byte, and nothing where no word begins with it.
func (q *plan) bound(p *pattern) {
	letters := len(p.letters)
	for b := range len(q.pairs) + 1 {
		most := make([]int64, letters+1)
		for s := range most {
			behind := ahead{letters: letters - 1, pairs: b, starts: s, separated: p.separated(0)}
			best := behind.most(0, 0)
			if behind.starts--; s > 0 {
				best = max(best, firstMost+behind.most(0, 0))
			}
			most[s] = int64(letters + best)
		}
		q.most = append(q.most, most)
		q.ceiling = append(q.ceiling, most[letters])
	}
}

// startsNeeded gives how many of its letters must begin a word for a record with b pairs
// to have so many points, more than there are when it cannot.
func (q *plan) startsNeeded(b int, points int64, length int) int {
	most := q.most[b][q.free:]
	for s := range most {
		if most[s]-int64(length) >= points {
			return s
		}
	}
	return len(most)
}

// firstMost is what the first letter can bring: at the second byte, behind a separator.
// Further on a word's beginning has no more than the text's.
const firstMost = separatorBonus + leadPenalty

// ahead says what is known of letters of a pattern that are still to be found in a text.
type ahead struct {
	letters   int
	pairs     int // that may follow the letter before
	starts    int // that may begin a word
	separated int // that stand behind a separator in the pattern too
}

// most bounds what they bring when letters that followed each other have had so much, and
// so many of those that may follow the one before do not.
//
// A letter that begins a word brings 20. When it follows no other, or one that separates
// words, that comes on top; else in the place of what it has for following, if that is
// less, as the first two have at most. Each letter that is taken off a run costs more than
// the one before, so that the most is at one end: none more, or as many as begin words.
func (a ahead) most(run, least int) (most int) {
	if least > a.pairs {
		return 0
	}
	free := a.letters - a.pairs + a.separated
	first, in := 2*run+adjacentBonus, 0 // what a letter has for following, and gets in its place
	for instead := 0; ; {
		starts := a.starts - instead
		if a.pairs-least >= instead {
			most = max(most, gain(run, a.pairs-least)+in+separatorBonus*min(free+least, starts))
		}
		if off := min(starts-free, a.pairs); off > least && a.pairs-off >= instead {
			most = max(most, gain(run, a.pairs-off)+in+separatorBonus*min(free+off, starts))
		}
		if instead++; first >= separatorBonus || instead > a.starts {
			return most
		}
		in, first = in+separatorBonus-first, 3*first
	}
}

// whole bounds what letters bring that all follow the one before: of those that have less
// for it than a word's beginning, the next two at most, begins says which begin one.
func whole(run, letters int, begins, separated uint64) int {
	most := gain(run, letters) + separatorBonus*bits.OnesCount64(begins&separated)
	for bonus := 2*run + adjacentBonus; bonus < separatorBonus && letters > 0; bonus *= 3 {
		if begins&1 != 0 {
			most += separatorBonus - bonus
		}
		begins >>= 1
		letters--
	}
	return most
}

// gain is what letters have that follow each other behind some that had run: each three
// times the last, (2·run + 5)·(3^follow - 1)/2 in all.
func gain(run, follow int) int { return (2*run + adjacentBonus) * (powers[follow] - 1) / 2 }

// most bounds the points of a text that the columns know so much of, before its length is
// taken off.
func (p *pattern) most(has holds) int {
	behind := p.behind(0, 0, has)
	switch {
	case has.begins&1 == 0:
	case has.led:
		behind += firstMost
	default:
		behind += firstBonus
	}
	return len(p.letters) + behind
}

// behind bounds what the letters behind one bring.
func (p *pattern) behind(i, run int, has holds) int {
	a := ahead{
		letters:   len(p.letters) - 1 - i,
		pairs:     bits.OnesCount64(has.pairs >> i),
		starts:    bits.OnesCount64(has.begins >> (i + 1)),
		separated: p.separated(i),
	}
	if a.pairs < a.letters || a.starts == 0 {
		return a.most(run, 0)
	}
	return max(whole(run, a.letters, has.begins>>(i+1), p.seps>>i), a.most(run, 1))
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
