package store

import (
	"bytes"
	"encoding/binary"

	"tradedesk/model"
)

// synced: a record is what the log says with the desk's own changes on top, and the
// lists of conflicts and of what the server did not take are right.
func (c *checker) synced() error {
	if c.link == nil {
		return nil
	}
	conflicts, quarantined := int64(0), int64(0)
	err := c.tx.Bucket([]byte(bucketShadow)).ForEach(func(key, _ []byte) error {
		if len(key) != numberSize {
			c.problem("shadow: %x is no record", key)
			return nil
		}
		if c.link.whole() { // else it is on its way from one history to another
			c.shown(numberAt(key))
		}
		if get(c.tx, bucketConflict, key) != nil {
			conflicts++
		}
		return c.tick()
	})
	if err != nil {
		return err
	}
	err = c.tx.Bucket([]byte(bucketQuarantine)).ForEach(func(key, raw []byte) error {
		var q Quarantined
		if err := decode(raw, &q); err != nil || len(key) != 8 || q.N != binary.BigEndian.Uint64(key) {
			c.problem("quarantine: %x is no change", key)
			return nil
		}
		quarantined++
		return c.ctx.Err()
	})
	c.counter(bucketConflict, nil, conflicts)
	c.counter(bucketQuarantine, nil, quarantined)
	if listed := keysIn(c.tx, bucketConflict); listed != conflicts {
		c.problem("conflict: %d records are listed and %d are known to the server", listed, conflicts)
	}
	return err
}

// shown compares a record with what is to be shown of it.
func (c *checker) shown(n number) {
	is, err := readStored(c.tx, n)
	if err != nil {
		c.problem("shadow: record %d: %v", n, err)
		return
	}
	state, err := c.link.shown(c.tx, n, is.record)
	if err != nil {
		c.problem("shadow of %s: %v", describe(is.record), err)
		return
	}
	if has, listed := len(state.Conflicts()) > 0, get(c.tx, bucketConflict, n.key()) != nil; has != listed {
		c.problem("conflict: %s has one: %v, is listed: %v", describe(is.record), has, listed)
	}
	due, err := state.View()
	if err != nil {
		c.problem("shadow of %s: %v", describe(is.record), err)
		return
	}
	if due != nil && !bytes.Equal(model.EncodeJSON(due), model.EncodeJSON(is.record)) {
		c.problem("%s is not what the log and the changes made here say", describe(is.record))
	}
}
