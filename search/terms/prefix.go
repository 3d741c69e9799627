package terms

// word gives the documents that have word.
func (x *Index) word(m *meter, word string) (iterator, error) {
	c := newWordCursor(x)
	if ok, err := c.seekExact([]byte(word)); !ok {
		return &sorted{}, err
	}
	return newList(x, c.entry, m), nil
}

// prefix gives the documents with words that begin with prefix: a few lists side by side,
// or what all of them hold together.
func (x *Index) prefix(m *meter, prefix string, among []uint32) (iterator, error) {
	c, from := newWordCursor(x), []byte(prefix)
	var few []iterator
	ok, err := c.seek(from)
	for ; ok && err == nil && c.within(from) && len(few) < maxLists; ok, err = c.next() {
		few = append(few, newList(x, c.entry, m))
	}
	if err != nil {
		return nil, err
	}
	if !ok || !c.within(from) {
		return unite(few), nil
	}
	var all together = newGathering(x, m)
	if among != nil {
		all = newChoosing(x, m, among)
	}
	ok, err = c.seek(from)
	for more := true; ok && err == nil && more && c.within(from); ok, err = c.next() {
		if more, err = all.add(c.entry); err != nil {
			return nil, err
		}
	}
	if err != nil {
		return nil, err
	}
	return all.documents(), nil
}

// together collects the documents of many words.
type together interface {
	// add adds those of a word; false when no other word could add any.
	add(e entry) (more bool, err error)
	documents() iterator
}

// gathering puts the documents of many words together. Whatever an index claims, it takes
// a small multiple of the index's size: every posting is a byte of it at least.
type gathering struct {
	x     *Index
	list  list
	meter *meter
	total int
	pile  *pile
}

func newGathering(x *Index, m *meter) *gathering {
	return &gathering{x: x, meter: m, pile: newPile(x.bound, freeBits+uint64(len(x.data)))}
}

func (g *gathering) add(e entry) (more bool, err error) {
	if g.total += e.count; g.total > len(g.x.data) {
		return false, damaged("more documents than it has room for")
	}
	g.list.reset(g.x, e, g.meter)
	for g.list.load(g.list.block + 1) {
		docs := g.list.docs[:g.list.held]
		if uint64(docs[len(docs)-1]) >= g.x.bound {
			return false, damaged("a document that is not there")
		}
		g.pile.put(docs)
	}
	return true, g.list.fail()
}

func (g *gathering) documents() iterator { return g.pile.documents() }
