package model

import (
	"cmp"
	"slices"

	"tradedesk/model/cost"
	"tradedesk/model/value"
)

// Charge is what one leg of a lane costs; without an amount it is not known yet.
type Charge struct {
	Leg      cost.Leg       `json:"leg" cbor:"1,keyasint"`
	Amount   value.Decimal  `json:"amount,omitempty" cbor:"2,keyasint,omitempty"`
	Currency value.Currency `json:"currency,omitempty" cbor:"3,keyasint,omitempty"`
	Per      cost.Per       `json:"per,omitempty" cbor:"4,keyasint,omitempty"` // "" is the shipment
}

// Duty is what customs ask for goods of an HS code, in percent; without a code for
// all goods.
type Duty struct {
	HS   value.HS      `json:"hs,omitempty" cbor:"1,keyasint,omitempty"`
	Rate value.Decimal `json:"rate,omitempty" cbor:"2,keyasint,omitempty"`
	Fees value.Decimal `json:"fees,omitempty" cbor:"3,keyasint,omitempty"`
	Base cost.DutyBase `json:"base,omitempty" cbor:"4,keyasint,omitempty"` // "" is what the destination uses
}

// ExchangeRate is how many units of a currency one euro is worth. On a quote it was
// frozen, and says of which day it is and who published it.
type ExchangeRate struct {
	Currency value.Currency `json:"currency" cbor:"1,keyasint"`
	Units    value.Decimal  `json:"units" cbor:"2,keyasint"`
	Date     value.Date     `json:"date,omitempty" cbor:"3,keyasint,omitempty"`
	Source   string         `json:"source,omitempty" cbor:"4,keyasint,omitempty"`
}

// QuoteLine is what a quote asks for one line of its RFQ, which it names as the RFQ
// does.
type QuoteLine struct {
	Product string        `json:"product,omitempty" cbor:"1,keyasint,omitempty"`
	HS      value.HS      `json:"hs,omitempty" cbor:"2,keyasint,omitempty"`
	Tiers   []Tier        `json:"tiers" cbor:"3,keyasint"`
	Unit    value.Unit    `json:"unit,omitempty" cbor:"4,keyasint,omitempty"`
	MOQ     value.Decimal `json:"moq,omitempty" cbor:"5,keyasint,omitempty"`
	Base    value.Decimal `json:"base,omitempty" cbor:"6,keyasint,omitempty"` // units that a price is for; "" is 1
	// LeadDays is how long this line takes; 0 is as long as the quote says.
	LeadDays int `json:"lead_days,omitempty" cbor:"7,keyasint,omitempty"`
}

// Lead gives how many days all that a quote asks a price for takes; 0 when it does not say.
func (q *Quote) Lead() int {
	if len(q.Lines) == 0 {
		return q.LeadDays
	}
	longest := 0
	for _, line := range q.Lines {
		longest = max(longest, cmp.Or(line.LeadDays, q.LeadDays))
	}
	return longest
}

// Lane is a cost profile: what the way from one place to another costs, leg by leg,
// by whom and when it was said.
type Lane struct {
	Head
	Name        string        `json:"name" cbor:"10,keyasint,omitempty"`
	FromPort    value.Port    `json:"from_port" cbor:"11,keyasint,omitempty"`
	FromCountry value.Country `json:"from_country" cbor:"12,keyasint,omitempty"`
	FromPlace   string        `json:"from_place" cbor:"13,keyasint,omitempty"`
	ToPort      value.Port    `json:"to_port" cbor:"14,keyasint,omitempty"`
	ToCountry   value.Country `json:"to_country" cbor:"15,keyasint,omitempty"`
	ToPlace     string        `json:"to_place" cbor:"16,keyasint,omitempty"`
	Mode        cost.Mode     `json:"mode" cbor:"17,keyasint,omitempty"`
	Container   Container     `json:"container" cbor:"18,keyasint,omitempty"`
	Volume      value.Decimal `json:"volume" cbor:"19,keyasint,omitempty"`  // m³, in place of the container's
	Fill        value.Decimal `json:"fill" cbor:"20,keyasint,omitempty"`    // percent of the volume that is filled
	Payload     value.Decimal `json:"payload" cbor:"21,keyasint,omitempty"` // kg, in place of the container's
	Legs        []Charge      `json:"legs" cbor:"22,keyasint,omitempty"`
	Insurance   value.Decimal `json:"insurance_rate" cbor:"23,keyasint,omitempty"` // percent of the insured value
	Duties      []Duty        `json:"duties" cbor:"24,keyasint,omitempty"`
	VAT         value.Decimal `json:"vat" cbor:"25,keyasint,omitempty"` // percent
	Agreement   string        `json:"agreement" cbor:"26,keyasint,omitempty"`
	Source      string        `json:"source" cbor:"27,keyasint,omitempty"`
	Date        value.Date    `json:"date" cbor:"28,keyasint,omitempty"`
	Notes       string        `json:"notes" cbor:"29,keyasint,omitempty" field:"long"`
	Tags        []string      `json:"tags" cbor:"30,keyasint,omitempty"`
}

// Rate is what one source published of one day: units of other currencies that one
// euro is worth.
type Rate struct {
	Head
	Source string         `json:"source" cbor:"10,keyasint,omitempty"`
	Date   value.Date     `json:"date" cbor:"11,keyasint,omitempty"`
	Base   value.Currency `json:"base" cbor:"12,keyasint,omitempty"`
	Rates  []ExchangeRate `json:"rates" cbor:"13,keyasint,omitempty"`
}

// Kind says what the record is.
func (*Lane) Kind() Kind { return KindLane }

// Kind says what the record is.
func (*Rate) Kind() Kind { return KindRate }

// From gives the country that a lane begins in, "" when it does not say.
func (l *Lane) From() value.Country { return countryOf(l.FromPort, l.FromCountry) }

// To gives the country that a lane ends in, "" when it does not say.
func (l *Lane) To() value.Country { return countryOf(l.ToPort, l.ToCountry) }

func countryOf(p value.Port, c value.Country) value.Country {
	if !c.IsZero() {
		return c
	}
	return p.Country()
}

// WithRates gives rates with others put in the place of those of the same currency, or
// behind them.
func WithRates(rates, others []ExchangeRate) []ExchangeRate {
	out := slices.Clone(rates)
	for _, rate := range others {
		i := slices.IndexFunc(out, func(r ExchangeRate) bool { return r.Currency == rate.Currency })
		if i < 0 {
			out = append(out, rate)
		} else {
			out[i] = rate
		}
	}
	return out
}
