package comparison

import (
	"cmp"
	"slices"
	"strings"

	"tradedesk/model"
	"tradedesk/model/cost"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

// laneOf gives the lane that a quote's goods would come by: the one that it names, or
// of those that begin and end where it does the closest, the newest of these.
func (r Request) laneOf(q *model.Quote) *model.Lane {
	var best *model.Lane
	most := 0
	for _, lane := range r.Lanes {
		if lane.Deleted {
			continue
		}
		if lane.ID == q.Lane && !q.Lane.IsZero() {
			return lane
		}
		points := r.fits(lane, q)
		if points > most || points == most && points > 0 && lane.Date > best.Date {
			best, most = lane, points
		}
	}
	return best
}

// fits says how closely a lane's ends are where the goods are and where they are
// wanted; 0 when it leads elsewhere.
func (r Request) fits(lane *model.Lane, q *model.Quote) int {
	to := ends(lane.ToPort, lane.To(), lane.ToPlace, r.Port, r.Port.Country(), r.Place)
	from := ends(lane.FromPort, lane.From(), lane.FromPlace, "", "", q.Place)
	if s := r.Suppliers[q.Supplier]; s != nil {
		from = ends(lane.FromPort, lane.From(), lane.FromPlace, s.Port, cmp.Or(s.Country, s.Port.Country()), cmp.Or(q.Place, s.City))
	}
	if to == 0 || from == 0 {
		return 0
	}
	return 8*to + from
}

// ends holds one end of a lane against a place: 4 for the same port or place, 3 for
// the same country where the lane names no port, 2 where it names another, 1 where one
// of the two says nothing, 0 when they are elsewhere.
func ends(port value.Port, country value.Country, place string, atPort value.Port, atCountry value.Country, at string) int {
	switch {
	case port != "" && port == atPort, place != "" && at != "" && sameWords(place, at), port != "" && sameWords(port.Name(), at):
		return 4
	case country == "" || atCountry == "":
		return 1
	case country != atCountry:
		return 0
	case port == "" || atPort == "":
		return 3
	}
	return 2
}

func sameWords(a, b string) bool {
	return strings.Join(strings.Fields(text.Fold(a)), " ") == strings.Join(strings.Fields(text.Fold(b)), " ")
}

// costs gives a lane as the arithmetic takes it, with what is tried out.
func (r Request) costs(lane *model.Lane) *cost.Lane {
	if lane == nil && r.WhatIf.Freight.IsZero() && r.WhatIf.Duty.IsZero() {
		return nil
	}
	out := &cost.Lane{To: r.Port.Country()}
	if lane != nil {
		out = costsOf(lane)
	}
	if out.To == "" {
		out.To = r.Port.Country()
	}
	if freight := r.WhatIf.Freight; !freight.IsZero() {
		out.Charges = slices.DeleteFunc(out.Charges, func(c cost.Charge) bool { return c.Leg == cost.Freight })
		out.Charges = append(out.Charges, cost.Charge{Leg: cost.Freight, Amount: freight})
	}
	if !r.WhatIf.Duty.IsZero() {
		if !slices.ContainsFunc(out.Duties, func(d cost.DutyRate) bool { return d.HS == "" }) {
			out.Duties = append(out.Duties, cost.DutyRate{})
		}
		for i := range out.Duties {
			out.Duties[i].Rate = r.WhatIf.Duty
		}
	}
	return out
}

func costsOf(lane *model.Lane) *cost.Lane {
	out := &cost.Lane{To: lane.To(), Mode: lane.Mode, Insurance: lane.Insurance, VAT: lane.VAT}
	if box, ok := cost.BoxNamed(string(lane.Container)); ok {
		box.Volume, box.Fill, box.Payload = cmp.Or(lane.Volume, box.Volume), cmp.Or(lane.Fill, box.Fill), cmp.Or(lane.Payload, box.Payload)
		out.Box = box
	}
	for _, c := range lane.Legs {
		out.Charges = append(out.Charges, cost.Charge{Leg: c.Leg, Amount: value.Money{Amount: c.Amount, Currency: c.Currency}, Per: c.Per})
	}
	for _, d := range lane.Duties {
		out.Duties = append(out.Duties, cost.DutyRate{HS: d.HS, Rate: d.Rate, Fees: d.Fees, Base: d.Base})
	}
	return out
}

// agreement names a trade agreement that may cover the goods: the lane's own hint, or
// Morocco's with the destination.
func (r Request) agreement(lane *model.Lane) string {
	if lane == nil {
		return ""
	}
	if lane.Agreement != "" {
		return lane.Agreement
	}
	if lane.From() == "MA" {
		return model.AgreementWith(lane.To())
	}
	return ""
}
