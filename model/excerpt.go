package model

import "tradedesk/model/value"

// Excerpt is what a list row shows of a record, without the record. It is
// derived: made again whenever the record is written, never synced.
type Excerpt struct {
	ID        ID             `json:"id" cbor:"1,keyasint"`
	Kind      Kind           `json:"kind" cbor:"2,keyasint"`
	Title     string         `json:"title" cbor:"3,keyasint,omitempty"`  // company, name or subject
	Detail    string         `json:"detail" cbor:"4,keyasint,omitempty"` // what is wanted or offered
	Country   value.Country  `json:"country" cbor:"5,keyasint,omitempty"`
	Quantity  value.Decimal  `json:"quantity" cbor:"6,keyasint,omitempty"`
	Unit      value.Unit     `json:"unit" cbor:"7,keyasint,omitempty"`
	Amount    value.Decimal  `json:"amount" cbor:"8,keyasint,omitempty"` // total value, in Currency
	Currency  value.Currency `json:"currency" cbor:"9,keyasint,omitempty"`
	Stage     Stage          `json:"stage" cbor:"10,keyasint,omitempty"`
	Score     int            `json:"score" cbor:"11,keyasint,omitempty"` // 0-100, as of ScoredAt
	ScoredAt  value.Instant  `json:"scored_at" cbor:"12,keyasint,omitempty"`
	At        value.Instant  `json:"at" cbor:"13,keyasint,omitempty"` // received, sent or created
	DueAt     value.Instant  `json:"due_at" cbor:"14,keyasint,omitempty"`
	Snoozed   value.Instant  `json:"snoozed_until" cbor:"15,keyasint,omitempty"`
	RepliedAt value.Instant  `json:"replied_at" cbor:"16,keyasint,omitempty"`
	Owner     string         `json:"owner" cbor:"17,keyasint,omitempty"`
	Tags      []string       `json:"tags" cbor:"18,keyasint,omitempty"`
	Next      string         `json:"next_action" cbor:"19,keyasint,omitempty"`
	Deleted   bool           `json:"deleted" cbor:"20,keyasint,omitempty"`
	// Also is what the record is found by and the row does not show: person, city,
	// country, e-mail, phone.
	Also string `json:"also,omitempty" cbor:"23,keyasint,omitempty"`
	// Number is what an RFQ is called in letters, and an offer on paper.
	Number string `json:"number,omitempty" cbor:"24,keyasint,omitempty"`
	// TitleCells and DetailCells are terminal widths, measured once.
	TitleCells  int `json:"title_cells" cbor:"21,keyasint,omitempty"`
	DetailCells int `json:"detail_cells" cbor:"22,keyasint,omitempty"`
}
