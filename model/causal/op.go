package causal

import (
	"encoding/json"

	"tradedesk/model"
	"tradedesk/model/value"
)

// Op is one person's change of one record on its way to the other desks.
type Op struct {
	ID     model.ID
	Device model.ID
	N      uint64 // the device's counter, from 1 without gaps
	Clock  uint64 // hybrid logical clock: 48 bits of milliseconds, 16 that count within one
	Base   uint64 // the sequence number up to which the author had seen the log
	At     value.Instant
	By     string
	Kind   model.Kind
	Record model.ID
	Set    map[string]json.RawMessage // register → canonical JSON, null clears it
	// Seen says of lists among what is set which value the author saw, as Seen.Beside
	// writes it; a list of which it says nothing merges as any other value.
	Seen map[string]json.RawMessage
	// Threads are the records that the change answers, as it points its own to them: an
	// RFQ with a new message is not deleted behind the message's back.
	Threads []model.ID
}

// Source says which op a value came from.
type Source struct {
	Device model.ID
	N      uint64
	Seq    uint64 // 0 while the op is on its way
	Clock  uint64
	By     string
}

func (o Op) source(seq uint64) Source { return Source{o.Device, o.N, seq, o.Clock, o.By} }

// after orders what is shown: later by the clock, then by device and counter, so
// that every desk shows the same.
func (s Source) after(other Source) bool {
	if s.Clock != other.Clock {
		return s.Clock > other.Clock
	}
	if s.Device != other.Device {
		return string(s.Device[:]) > string(other.Device[:])
	}
	return s.N > other.N
}

// Ancestor is a device that another goes on from, as after a restored backup: what
// it wrote up to a counter, the other has seen.
type Ancestor struct {
	Device model.ID
	Upto   uint64
}

// Lineage lists the ancestors of an op's device.
type Lineage []Ancestor

// saw reports whether the author of an op had seen a value: it is in the log up to
// the op's base, or the author's own.
func (o Op) saw(s Source, line Lineage) bool {
	if s.Seq > 0 && s.Seq <= o.Base || s.Device == o.Device && s.N <= o.N {
		return true
	}
	for _, a := range line {
		if s.Device == a.Device && s.N <= a.Upto {
			return true
		}
	}
	return false
}
