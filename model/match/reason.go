package match

import (
	"time"

	"tradedesk/model"
	"tradedesk/model/value"
)

// Code names a part of a score, or a reason to leave a supplier out. Codes are stable:
// words and scripts hang on them.
type Code string

// The parts of a score: what was found, or that it is not known, which counts half.
const (
	ProductHS       Code = "product_hs"    // an HS code agrees, as far as Seen.HS
	ProductWords    Code = "product_words" // words of the product's name agree
	ProductName     Code = "product_name"  // the product is named the same
	MOQFits         Code = "moq_fits"      // the quantity is not below the least order
	MOQAbove        Code = "moq_above"     // it is below, by little enough to ask
	MOQUnknown      Code = "moq_unknown"
	Certified       Code = "certified"        // holds all that is asked for
	CertificateEnds Code = "certificate_ends" // holds all, but one expires soon after the delivery
	PortSame        Code = "port_same"        // loads at the port that the term names
	PortCountry     Code = "port_country"
	PortOther       Code = "port_other"
	LanePort        Code = "lane_port"      // a lane leads from their port to the destination
	LaneCountry     Code = "lane_country"   // one leads there from their country
	LaneNone        Code = "lane_none"      // none does
	LaneAgreement   Code = "lane_agreement" // none does, but a trade agreement may cover it: verify
	TermOffered     Code = "term_offered"
	TermNotOffered  Code = "term_not_offered"
	TermUnknown     Code = "term_unknown"
	Replies         Code = "replies" // how fast and how often
	RepliesNever    Code = "replies_never"
	RepliesUnknown  Code = "replies_unknown" // nobody asked them yet
	RepliesAwaited  Code = "replies_awaited" // asked, and it is not time yet for an answer
	Wins            Code = "wins"            // how many of the RFQs that they quoted for they won
	WinsUnknown     Code = "wins_unknown"
	QuotedLately    Code = "quoted_lately"
	QuotedLongAgo   Code = "quoted_long_ago"
	NeverQuoted     Code = "never_quoted"
	Rated           Code = "rated"
	Verified        Code = "verified" // tagged as verified, preferred or trusted
	RatingUnknown   Code = "rating_unknown"
)

// The reasons to leave a supplier out.
const (
	NoProduct          Code = "no_product" // offers none of the lines
	CapacityShort      Code = "capacity_short"
	CertificateMissing Code = "certificate_missing"
	CertificateExpired Code = "certificate_expired" // before the goods are delivered
	MarketExcluded     Code = "market_excluded"     // they do not sell where the goods go
)

// Seen is what a part or a reason goes by; what does not belong to its code is zero.
type Seen struct {
	HS          value.HS       `json:"hs,omitempty"`
	Words       string         `json:"words,omitempty"`
	Lines       int            `json:"lines,omitempty"`    // of the RFQ that they offer
	OfLines     int            `json:"of_lines,omitempty"` // that it has
	Wanted      value.Quantity `json:"wanted,omitzero"`
	Has         value.Quantity `json:"has,omitzero"` // least order, or capacity
	Certificate string         `json:"certificate,omitempty"`
	Until       value.Date     `json:"until,omitempty"` // the certificate is valid
	Port        value.Port     `json:"port,omitempty"`
	Market      value.Market   `json:"market,omitempty"`  // that is excluded
	Country     value.Country  `json:"country,omitempty"` // where the goods go
	Lane        model.ID       `json:"lane,omitzero"`
	Name        string         `json:"name,omitempty"` // of a lane, an agreement or a tag
	Incoterm    value.Incoterm `json:"incoterm,omitempty"`
	Count       int            `json:"count,omitempty"`
	Of          int            `json:"of,omitempty"`
	Took        time.Duration  `json:"took_ns,omitempty"`
	Days        int            `json:"days,omitempty"`
	Rating      value.Decimal  `json:"rating,omitempty"`
}

// Part is one part of a score: its points, of how many, and what it goes by.
type Part struct {
	Code   Code `json:"code"`
	Points int  `json:"points"`
	Of     int  `json:"of"`
	Seen   Seen `json:"seen"`
}

// Reason is why a supplier is left out.
type Reason struct {
	Code Code `json:"code"`
	Seen Seen `json:"seen"`
}

// Weights are the points that each part of a score can give; together 100.
type Weights struct {
	Product, MOQ, Certificates, Route, Term, Replies, Wins, Quotes, Rating int
}

// DefaultWeights gives the weights of a desk that has set none.
func DefaultWeights() Weights {
	return Weights{Product: 35, MOQ: 10, Certificates: 10, Route: 10, Term: 5, Replies: 10, Wins: 10, Quotes: 5, Rating: 5}
}
