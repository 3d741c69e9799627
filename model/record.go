package model

import (
	"encoding/json"
	"maps"
	"reflect"

	"tradedesk/model/value"
)

// Record is a typed record: *Lead, *Supplier, … or *Unknown. Records are values:
// after one is made, its slices and maps are replaced, never written into.
type Record interface {
	// Header gives what every record has.
	Header() *Head
	// Kind says what the record is.
	Kind() Kind
}

// Head is what every record has, whatever its kind.
type Head struct {
	ID        ID            `json:"id" cbor:"1,keyasint" field:"fixed"`
	CreatedAt value.Instant `json:"created_at" cbor:"2,keyasint,omitempty" field:"fixed"`
	UpdatedAt value.Instant `json:"updated_at" cbor:"3,keyasint,omitempty" field:"fixed"`
	UpdatedBy string        `json:"updated_by" cbor:"4,keyasint,omitempty" field:"fixed"`
	Deleted   bool          `json:"deleted" cbor:"5,keyasint,omitempty" field:"fixed"`
	// Origin is what the file it came from calls the record, so that importing
	// the file again finds it: "SOURCE:KEY", opaque.
	Origin string `json:"origin" cbor:"6,keyasint,omitempty" field:"fixed"`
	// MergedInto is the record that goes on in place of this one, which is deleted.
	MergedInto ID `json:"merged_into" cbor:"9,keyasint,omitzero" field:"fixed"`
	// Extra holds the fields that this version does not know, by name.
	Extra map[string]json.RawMessage `json:"-" cbor:"7,keyasint,omitempty"`

	// newer holds CBOR keys that a newer version wrote into this file.
	newer map[int64][]byte
}

// Header gives the head itself.
func (h *Head) Header() *Head { return h }

// Unknown is a record of a kind that this version does not know; all of its
// fields are in Head.Extra.
type Unknown struct {
	Head
	Name Kind `json:"-" cbor:"8,keyasint"`
}

// Kind gives the name that the newer version uses.
func (u *Unknown) Kind() Kind { return u.Name }

// New makes an empty record of a kind; an unknown kind gives an *Unknown.
func New(k Kind) Record {
	if r := newRecord(k); r != nil {
		return r
	}
	return &Unknown{Name: k}
}

func newRecord(k Kind) Record {
	switch k {
	case KindLead:
		return &Lead{}
	case KindSupplier:
		return &Supplier{}
	case KindContact:
		return &Contact{}
	case KindRFQ:
		return &RFQ{}
	case KindQuote:
		return &Quote{}
	case KindMessage:
		return &Message{}
	case KindTask:
		return &Task{}
	case KindEvent:
		return &Event{}
	case KindDeal:
		return &Deal{}
	case KindSample:
		return &Sample{}
	case KindTag:
		return &Tag{}
	case KindLane:
		return &Lane{}
	case KindRate:
		return &Rate{}
	case KindOffer:
		return &Offer{}
	case KindFirm:
		return &Firm{}
	case KindTemplate:
		return &Template{}
	}
	return nil
}

// Clone gives a copy whose fields can be set without touching r.
func Clone(r Record) Record {
	if r == nil {
		return nil
	}
	original := reflect.ValueOf(r).Elem()
	copied := reflect.New(original.Type())
	copied.Elem().Set(original)
	out := copied.Interface().(Record)
	h := out.Header()
	h.Extra, h.newer = maps.Clone(h.Extra), maps.Clone(h.newer)
	return out
}
