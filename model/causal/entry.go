package causal

import (
	"tradedesk/model"
	"tradedesk/model/value"
)

// Entry is an op that a server took: its number and its effects on the record and on
// those that it answers.
type Entry struct {
	Seq     uint64
	ID      model.ID
	Device  model.ID
	N       uint64
	Clock   uint64
	At      value.Instant
	By      string
	Kind    model.Kind
	Record  model.ID
	Effects []Effect
	On      []On // by the records' ids
}

// On is what an entry did to a record that it answers.
type On struct {
	Record  model.ID
	Effects []Effect
}

// Source is where the entry's own dots come from.
func (e Entry) Source() Source { return Source{e.Device, e.N, e.Seq, e.Clock, e.By} }
