package cost

import (
	"slices"

	"tradedesk/model/value"
)

// Leg is a part of what goods cost on their way from the seller to the buyer.
type Leg string

// The legs, in the order in which goods come by them.
const (
	Goods               Leg = "goods"
	Inland              Leg = "inland"               // carriage to the place or port of departure
	ExportClearance     Leg = "export_clearance"     // customs of the country of departure
	OriginTerminal      Leg = "origin_terminal"      // handling up to aboard
	Freight             Leg = "freight"              // the main carriage
	Insurance           Leg = "insurance"            // of the cargo, 110 % of CIF
	DestinationTerminal Leg = "destination_terminal" // handling at arrival
	OnCarriage          Leg = "on_carriage"          // carriage to the place of delivery
	Unloading           Leg = "unloading"            // from the last vehicle
	ImportClearance     Leg = "import_clearance"     // customs of the destination
	Duty                Leg = "duty"
	Fees                Leg = "fees" // of customs, such as the merchandise processing fee
	Tax                 Leg = "tax"  // VAT and its like at import
)

// Legs gives all legs in order.
func Legs() []Leg {
	return []Leg{
		Goods, Inland, ExportClearance, OriginTerminal, Freight, Insurance, DestinationTerminal, OnCarriage, Unloading, ImportClearance, Duty, Fees, Tax,
	}
}

// Chargeable gives the legs that a carrier, a forwarder or a broker charges an
// amount for; duty and tax are worked out.
func Chargeable() []Leg {
	return []Leg{
		Inland, ExportClearance, OriginTerminal, Freight, Insurance, DestinationTerminal, OnCarriage, Unloading, ImportClearance, Fees,
	}
}

// rung is a place on the way where a price can be named.
type rung int

// The rungs of the ladder. FAS stands on that of FCA: alongside a ship there is no
// terminal's handling yet. CPT and CIP are CFR and CIF by any means of transport.
const (
	rungEXW rung = iota
	rungFCA
	rungFOB
	rungCFR
	rungCIF
	rungDAP
)

// stand is where a term is on the ladder: a rung, and what is added at its end.
type stand struct {
	rung rung
	past []Leg
}

// standOf gives where Incoterms 2020 (ICC 723) put the costs of a term; what is no
// term is EXW, which has none.
func standOf(t value.Incoterm) stand {
	switch t {
	case value.FCA, value.FAS:
		return stand{rung: rungFCA}
	case value.FOB:
		return stand{rung: rungFOB}
	case value.CFR, value.CPT:
		return stand{rung: rungCFR}
	case value.CIF, value.CIP:
		return stand{rung: rungCIF}
	case value.DAP:
		return stand{rung: rungDAP}
	case value.DPU:
		return stand{rungDAP, []Leg{Unloading}}
	case value.DDP:
		return stand{rungDAP, imports}
	}
	return stand{rung: rungEXW}
}

// imports are what DDP has over DAP.
var imports = []Leg{ImportClearance, Duty, Fees, Tax}

// between are the legs from the rung before to each.
var between = [...][]Leg{
	rungFCA: {Inland, ExportClearance},
	rungFOB: {OriginTerminal},
	rungCFR: {Freight},
	rungCIF: {Insurance},
	rungDAP: {DestinationTerminal, OnCarriage},
}

// LegsOf gives the legs that a price of a term covers, in order.
func LegsOf(t value.Incoterm) []Leg {
	at := standOf(t)
	legs := []Leg{Goods}
	for r := rungFCA; r <= at.rung; r++ {
		legs = append(legs, between[r]...)
	}
	return append(legs, at.past...)
}

// Covers reports whether a price of a term has a leg in it.
func Covers(t value.Incoterm, leg Leg) bool { return slices.Contains(LegsOf(t), leg) }
