package search

import (
	"cmp"
	"slices"
	"unicode/utf8"
)

// Bit columns, one bit a record, say what its text holds: a character in a quarter of it,
// two that follow each other, a word that begins with a character. They lie in blocks of
// records, a block column by column.
const (
	quarters    = 4
	pairColumns = 512
	charAt      = 0                            // where the columns of characters begin, a quarter after the other
	startAt     = charAt + quarters*ownClasses // those of the beginnings of words
	ledAt       = startAt + ownClasses         // that of texts that begin with a separator
	pairAt      = ledAt + 1                    // those of pairs, which share columns
	allColumns  = pairAt + pairColumns         //
	chunkWords  = 64                           // what is looked at in one go: 4,096 records
	chunkSize   = chunkWords * 64              //
	largeBlock  = 16 * chunkSize               // of a large segment
	largeFrom   = 4 * largeBlock               // records that make one
	pairs       = allClasses * allClasses      // that there are
)

// blockSize gives how many records a block of a segment of n has: large blocks are read
// fast, small ones leave less room empty.
func blockSize(n int) int {
	if n < largeFrom {
		return chunkSize
	}
	return largeBlock
}

// pairTable gives the column of each pair of classes.
type pairTable [pairs]uint16

func pairOf(a, b class) int { return int(a)*allClasses + int(b) }

// packPairs shares the columns out among the pairs: the most frequent have one each, and
// each of the rest goes where the least is.
func packPairs(frequent *[pairs]int) *pairTable {
	order := make([]int, pairs)
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(frequent[b], frequent[a]) })
	var load [pairColumns]int
	table := new(pairTable)
	for rank, pair := range order {
		column := rank
		if rank >= pairColumns {
			column = 0
			for c := range load {
				if load[c] < load[column] {
					column = c
				}
			}
		}
		load[column] += frequent[pair] + 1
		table[pair] = uint16(column)
	}
	return table
}

// pairCounter counts in how many texts each pair stands.
type pairCounter struct {
	count   [pairs]int
	last    [pairs]int // the text that was counted last
	texts   int
	classes []class
}

func (c *pairCounter) add(text []byte) {
	c.texts++
	c.classes = appendClasses(c.classes[:0], text)
	for i := 1; i < len(c.classes); i++ {
		if pair := pairOf(c.classes[i-1], c.classes[i]); c.last[pair] != c.texts {
			c.last[pair] = c.texts
			c.count[pair]++
		}
	}
}

// bitRow collects the bits of 64 records, a word a column.
type bitRow [allColumns]uint64

// set sets the bits of a record: bit has one bit set, its own.
func (row *bitRow) set(text []byte, bit uint64, table *pairTable) {
	if len(text) > 0 && isSeparator[text[0]] {
		row[ledAt] |= bit
	}
	before, begins := class(allClasses), true
	for i := 0; i < len(text); {
		var is class
		quarter := i * quarters / len(text)
		start := begins
		if c := text[i]; c < utf8.RuneSelf {
			is, begins = asciiClass[c], isSeparator[c]
			i++
		} else {
			r, size := utf8.DecodeRune(text[i:])
			is, begins = classOf(r), false
			i += size
		}
		if is < other {
			row[charAt+quarter*ownClasses+int(is)] |= bit
			if start {
				row[startAt+int(is)] |= bit
			}
		}
		if before < allClasses {
			row[pairAt+int(table[pairOf(before, is)])] |= bit
		}
		before = is
	}
}

// fillBlock writes the columns of a block; text gives the folded text of its i-th record.
func fillBlock(block []uint64, records int, text func(i int) []byte, table *pairTable) {
	words := len(block) / allColumns
	var row bitRow
	for word := 0; word*64 < records; word++ {
		row = bitRow{}
		for i := word * 64; i < min(records, word*64+64); i++ {
			row.set(text(i), 1<<(i%64), table)
		}
		for column, bits := range row {
			block[column*words+word] = bits
		}
	}
}
