package search

import (
	"time"

	"tradedesk/model"
)

// Query is what a person typed; Kind "" means every kind.
type Query struct {
	Text  string     `json:"text"`
	Kind  model.Kind `json:"kind,omitempty"`
	Limit int        `json:"limit,omitempty"` // 0 means 100
}

// Hit is one record found; Positions are rune offsets in Title.
type Hit struct {
	model.Excerpt
	Rank      int   `json:"rank"` // the score of the match, more is better
	Positions []int `json:"positions"`
}

// Result is the best hits first; Total counts all that match.
type Result struct {
	Query string        `json:"query"`
	Took  time.Duration `json:"took"`
	Total int           `json:"total"`
	Hits  []Hit         `json:"hits"`
}
