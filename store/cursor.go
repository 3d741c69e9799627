package store

import (
	"bytes"

	"go.etcd.io/bbolt"
)

// cursor walks a bucket and what lies over it as one. Like that of bbolt it gives
// nil at both ends.
type cursor struct {
	b       *bucket
	bolt    *bbolt.Cursor
	version int // of the transaction, when the cursor was put in its place
	back    bool

	key                []byte // where it stands
	boltKey, boltValue []byte // the next of the bucket in the direction
	at                 int    // the next of the layer
}

// First, Last, Seek, Next and Prev are as of bbolt.
func (c *cursor) First() (key, value []byte) {
	l := c.begin(false)
	c.boltKey, c.boltValue = c.bolt.First()
	c.at = 0
	return c.settle(l)
}

func (c *cursor) Last() (key, value []byte) {
	l := c.begin(true)
	c.toLast()
	if l != nil {
		c.at = len(l.rows) - 1
	}
	return c.settle(l)
}

func (c *cursor) Seek(to []byte) (key, value []byte) {
	l := c.begin(false)
	c.boltKey, c.boltValue = c.bolt.Seek(to)
	if l != nil {
		c.at = l.search(to)
	}
	return c.settle(l)
}

// toLast goes to the last key of the bucket. In one whose keys the transaction has all
// deleted, over several pages, bbolt looks for it for ever.
func (c *cursor) toLast() {
	if c.b.tx.writable {
		if first, _ := c.b.bolt.Cursor().First(); first == nil {
			c.boltKey, c.boltValue = nil, nil
			return
		}
	}
	c.boltKey, c.boltValue = c.bolt.Last()
}

func (c *cursor) begin(back bool) *layer {
	c.back, c.version = back, c.b.tx.version
	return c.b.over()
}

func (c *cursor) Next() (key, value []byte) {
	if c.key == nil {
		return nil, nil
	}
	if c.back || c.version != c.b.tx.version {
		from := c.key
		if key, value = c.Seek(from); !bytes.Equal(key, from) {
			return key, value
		}
	}
	l := c.b.over()
	c.pass(l)
	return c.settle(l)
}

func (c *cursor) Prev() (key, value []byte) {
	if c.key == nil {
		return nil, nil
	}
	l := c.b.over()
	if c.back && c.version == c.b.tx.version {
		c.pass(l)
		return c.settle(l)
	}
	from := c.key
	if c.version != c.b.tx.version {
		c.boltKey, c.boltValue = c.bolt.Seek(from)
	}
	c.begin(true)
	// A cursor on its way forward stands, in the bucket, on the first key that is not
	// below its own.
	if c.boltKey == nil {
		c.toLast()
	} else {
		c.stepBack()
	}
	if l != nil {
		c.at = l.search(from) - 1
	}
	return c.settle(l)
}

// pass leaves the key where the cursor stands behind, in the bucket and in the layer.
func (c *cursor) pass(l *layer) {
	if l == nil || c.boltKey != nil && bytes.Equal(c.boltKey, c.key) {
		c.step()
	}
	if l != nil && c.at >= 0 && c.at < len(l.rows) && bytes.Equal(l.rows[c.at].key, c.key) {
		c.turn()
	}
}

func (c *cursor) step() {
	if c.back {
		c.stepBack()
	} else {
		c.boltKey, c.boltValue = c.bolt.Next()
	}
}

// stepBack goes to the key before. At a page whose keys the transaction has all deleted
// bbolt gives nil, as it does at the beginning, and goes on behind that page when it is
// asked again.
func (c *cursor) stepBack() {
	from := c.boltKey
	c.boltKey, c.boltValue = c.bolt.Prev()
	if c.boltKey != nil || from == nil || !c.b.tx.writable {
		return
	}
	first, _ := c.b.bolt.Cursor().First()
	for c.boltKey == nil && first != nil && bytes.Compare(first, from) < 0 {
		c.boltKey, c.boltValue = c.bolt.Prev()
	}
}

func (c *cursor) turn() {
	if c.back {
		c.at--
	} else {
		c.at++
	}
}

// settle gives what comes first of the bucket and the layer, which speaks for both
// where both have a key.
func (c *cursor) settle(l *layer) (key, value []byte) {
	for l != nil && c.at >= 0 && c.at < len(l.rows) {
		row := &l.rows[c.at]
		order := -1
		if c.boltKey != nil {
			if order = bytes.Compare(row.key, c.boltKey); c.back {
				order = -order
			}
		}
		if order > 0 {
			break
		}
		if row.value != nil {
			c.key = row.key
			return row.key, row.value
		}
		if order == 0 {
			c.step()
		}
		c.turn()
	}
	c.key = c.boltKey
	return c.boltKey, c.boltValue
}
