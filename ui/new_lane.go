package ui

import (
	"maps"
	"slices"
	"strings"
	"time"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/comparison"
	"tradedesk/model/cost"
	"tradedesk/model/value"

	tea "charm.land/bubbletea/v2"
)

// laneFor gives a lane from where a quote's goods are to where the RFQ wants them, with the
// legs that are not known and wait for their amounts.
func laneFor(rfq *model.RFQ, e comparison.Entry, today value.Date) *model.Lane {
	lane := &model.Lane{ToPort: rfq.Port, Mode: cost.Sea, Date: today}
	if rfq.Port == "" {
		lane.ToPlace = rfq.Place
	}
	if s := e.Supplier; s != nil {
		lane.FromPort, lane.FromCountry = s.Port, s.Country
	}
	if lane.FromPort == "" && lane.FromCountry == "" {
		lane.FromPlace = e.Quote.Place
	}
	for _, leg := range cost.Chargeable() { // a premium is of a rate, which has a field of its own
		if leg != cost.Insurance && slices.ContainsFunc(e.Gaps, func(g cost.Gap) bool { return g.Leg == leg }) {
			lane.Legs = append(lane.Legs, model.Charge{Leg: leg})
		}
	}
	return lane
}

// newLane opens the form of a lane for a quote that no lane fits. What is proposed is kept as
// it is when nothing is typed over it.
func (m *app) newLane(rfq *model.RFQ, e comparison.Entry) tea.Cmd {
	lane := laneFor(rfq, e, value.Date(m.now.In(m.o.Location).Format(time.DateOnly)))
	ends := []string{placeOr(lane.FromPort, lane.FromCountry.Name(m.words.Language()), lane.FromPlace), placeOr(lane.ToPort, "", lane.ToPlace)}
	lane.Name = strings.Join(slices.DeleteFunc(ends, func(end string) bool { return end == "" }), " – ")
	m.newForm(m.words.T("form.new.lane"), lane, editable(model.KindLane), func(f *formOverlay, set model.Set) tea.Cmd {
		all := model.Fields(lane)
		maps.Copy(all, set)
		return m.added(f, desk.Edit{Kind: model.KindLane, ID: m.ids.New(), Create: true, Set: all})
	})
	return nil
}

// newRates opens the form of the exchange rates of today, with the currencies that have none.
// What a person types of a day counts before what is published of it.
func (m *app) newRates(missing []value.Currency) tea.Cmd {
	rate := &model.Rate{Date: value.Date(m.now.In(m.o.Location).Format(time.DateOnly)), Source: model.ManualSource, Base: cost.Base}
	for _, currency := range missing {
		rate.Rates = append(rate.Rates, model.ExchangeRate{Currency: currency})
	}
	m.createForm(rate)
	return nil
}

// withoutRate gives the currencies that a quote has no exchange rate for.
func withoutRate(e comparison.Entry) []value.Currency {
	var out []value.Currency
	for _, g := range e.Gaps {
		if g.Why == cost.NoRate && !slices.Contains(out, g.Currency) {
			out = append(out, g.Currency)
		}
	}
	return out
}

func placeOr(port value.Port, country, place string) string {
	if port != "" {
		return port.Name()
	}
	if place != "" {
		return place
	}
	return country
}
