package terms

// Cursor walks the documents that were found, in order. It is for one goroutine.
type Cursor struct {
	found   iterator
	without iterator // nil when nothing is left out
	within  Bits
	keep    func(uint32) bool
	meter   *meter
	err     error
}

// Next gives the next document; false at the end, and when Err is not nil.
func (c *Cursor) Next() (doc uint32, ok bool) {
	doc, ok = c.found.next()
	return c.settle(doc, ok)
}

// Advance gives the first document that is not below doc, and goes there; it stays where
// it is when that is not below.
func (c *Cursor) Advance(doc uint32) (its uint32, ok bool) {
	its, ok = c.found.advance(doc)
	return c.settle(its, ok)
}

// settle goes on to a document that nothing keeps out.
func (c *Cursor) settle(doc uint32, ok bool) (uint32, bool) {
	for ; ok && c.err == nil; doc, ok = c.found.next() {
		if c.err = c.meter.spend(1); c.err != nil {
			break
		}
		if c.within != nil && !c.within.Has(doc) || c.keep != nil && !c.keep(doc) {
			continue
		}
		if c.without != nil {
			its, there := c.without.advance(doc)
			if c.err = c.without.fail(); c.err != nil {
				break
			}
			if there && its == doc {
				continue
			}
		}
		return doc, true
	}
	if c.err == nil {
		c.err = c.found.fail()
	}
	return 0, false
}

// Err says why Next or Advance gave false: nil at the end.
func (c *Cursor) Err() error { return c.err }

// AtMost is how many documents there can be, known without walking them.
func (c *Cursor) AtMost() int { return c.found.estimate() }

// Take gives the next documents, up to limit; all that are left when limit is 0.
func (c *Cursor) Take(limit int) ([]uint32, error) {
	var out []uint32
	for limit == 0 || len(out) < limit {
		doc, ok := c.Next()
		if !ok {
			break
		}
		out = append(out, doc)
	}
	return out, c.err
}

// Count walks what is left and counts it.
func (c *Cursor) Count() (int, error) {
	n := 0
	for {
		if _, ok := c.Next(); !ok {
			return n, c.err
		}
		n++
	}
}
