package search

import (
	"time"

	"tradedesk/model"
	"tradedesk/search/query"
)

// Query is what a person typed, as it was read, and how it is answered.
type Query struct {
	query.Query
	Me   string     // whom owner:me means
	Kind model.Kind // "" means every kind
	// Limit is how many of the best are given, 0 means 100, and how many of those that
	// sound alike.
	Limit int
	// Phone has the digits that the line asks for when it looks like a number.
	Phone string
	// Count counts all that match; else Total says how many were found.
	Count bool
	// Budget is how long to look, 0 for as long as it takes: what was found by then is
	// given, marked Partial.
	Budget time.Duration
	// Session names who types, so that what did not match the beginning of a line is not
	// looked at again; "" for nobody.
	Session string
}

// Hit is one record found; Positions are rune offsets in Title.
type Hit struct {
	model.Excerpt
	Rank      int   `json:"rank"` // the score of the match, more is better
	Positions []int `json:"positions"`
	// Alike is a record without the letters that were typed: it sounds like them in
	// another alphabet, goes by another name, or has the words in another order.
	Alike bool `json:"alike,omitempty"`
	// Snippet is the place of a longer text that has what was typed, when it was found
	// there alone, with the rune offsets of the hits in it.
	Snippet string   `json:"snippet,omitempty"`
	Marks   [][2]int `json:"marks,omitempty"`
}

// Result is the best hits first, then those that are alike.
type Result struct {
	Query string        `json:"query"`
	Took  time.Duration `json:"took"`
	// Total is how many match, or with More how many of them are given.
	Total   int   `json:"total"`
	More    bool  `json:"more,omitempty"`
	Partial bool  `json:"partial,omitempty"` // it was not all looked at yet
	Hits    []Hit `json:"hits"`
	// Meant are lines that find more, given when this one finds little.
	Meant []string `json:"meant,omitempty"`
}
