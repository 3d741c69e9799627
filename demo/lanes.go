package demo

import (
	"time"

	"tradedesk/model"
	"tradedesk/model/cost"
	"tradedesk/model/value"
)

// rateDays are how many days before now rates were published.
var rateDays = []int{45, 20, 6, 1}

// makeRates makes what one euro was worth on some days.
func (g *generator) makeRates() {
	for n, before := range rateDays {
		d := throw(g.Seed, "rates", n)
		r := &model.Rate{Source: "ECB", Date: day(g.Now.AddDate(0, 0, -before)), Base: "EUR"}
		for _, c := range []value.Currency{"AED", "CAD", "CHF", "GBP", "MAD", "SAR", "USD", "XOF"} {
			units := perEuro[c]*100 + d.between(-perEuro[c], perEuro[c]) // within one percent
			r.Rates = append(r.Rates, model.ExchangeRate{Currency: c, Units: fraction(units, 4)})
		}
		g.rates = append(g.rates, r)
		g.put(r, g.Now.AddDate(0, 0, -before).Add(-16*time.Hour))
	}
}

// fraction writes n with so many of its digits behind the point.
func fraction(n, digits int) value.Decimal {
	text := string(decimal(n))
	for len(text) <= digits {
		text = "0" + text
	}
	return value.Decimal(text[:len(text)-digits] + "." + text[len(text)-digits:])
}

// near and roadside markets are reached in days, and by lorry.
var (
	near     = map[value.Country]bool{"ES": true, "PT": true, "FR": true, "IT": true, "DZ": true, "TN": true, "LY": true, "EG": true, "GR": true, "TR": true, "MR": true, "SN": true, "CI": true}
	roadside = map[value.Country]bool{"CH": true, "AT": true, "CZ": true, "ML": true}
	european = map[value.Country]bool{"FR": true, "ES": true, "DE": true, "IT": true, "NL": true, "BE": true, "PL": true, "PT": true, "SE": true, "DK": true, "FI": true, "AT": true, "CZ": true, "GR": true, "RO": true}
)

// makeLanes makes what the way to each market costs.
func (g *generator) makeLanes() {
	for n, m := range markets() {
		d := throw(g.Seed, "lane", n)
		freight, last := d.between(46, 88)*50, d.between(10, 30)*25
		if near[m.country] {
			freight = d.between(20, 40) * 50
		}
		lane := &model.Lane{
			Name: "Morocco to " + m.country.Name("en"), FromCountry: "MA", ToCountry: m.country, Mode: cost.Sea, Container: "40HC",
			Insurance: value.Decimal(pick(d, []string{"0.25", "0.30", "0.35"})), VAT: decimal(d.between(0, 4) * 5),
			Source: pick(d, []string{"Atlas Forwarding", "Detroit Shipping Agency", "Méditerranée Transit"}), Date: day(g.Now.AddDate(0, 0, -d.between(3, 40))),
			Duties: []model.Duty{{Rate: decimal(d.between(2, 9))}},
			Notes:  "Sample figures of a forwarder.",
		}
		if european[m.country] {
			lane.Duties = []model.Duty{{Rate: "0"}}
			lane.Agreement = "EU-Morocco Association Agreement (2000)"
		}
		if roadside[m.country] {
			lane.Mode, lane.Container = cost.Road, ""
		}
		for _, c := range []struct {
			leg      cost.Leg
			amount   int
			currency value.Currency
		}{
			{cost.Inland, d.between(14, 40) * 250, "MAD"}, {cost.ExportClearance, d.between(12, 20) * 100, "MAD"}, {cost.OriginTerminal, d.between(20, 36) * 100, "MAD"},
			{cost.Freight, freight, "USD"}, {cost.DestinationTerminal, d.between(16, 30) * 10, "EUR"}, {cost.OnCarriage, last, "EUR"},
			{cost.Unloading, d.between(6, 14) * 10, "EUR"}, {cost.ImportClearance, d.between(7, 14) * 10, "EUR"}, {cost.Fees, 0, "EUR"},
		} {
			lane.Legs = append(lane.Legs, model.Charge{Leg: c.leg, Amount: decimal(c.amount), Currency: c.currency})
		}
		g.lanes = append(g.lanes, lane)
		g.put(lane, g.Now.AddDate(0, -3, 0))
	}
}

// makeWayToPort makes the lane from a plant to a port at home, for what is sold there.
func (g *generator) makeWayToPort() {
	lane := &model.Lane{
		Name: "Morocco, plant to port", FromCountry: "MA", ToCountry: "MA", Source: "Atlas Forwarding", Date: day(g.Now.AddDate(0, 0, -12)),
		Legs: []model.Charge{
			{Leg: cost.Inland, Amount: "6500", Currency: "MAD"}, {Leg: cost.ExportClearance, Amount: "1500", Currency: "MAD"}, {Leg: cost.OriginTerminal, Amount: "2600", Currency: "MAD"},
		},
		Notes: "Sample figures of a forwarder.",
	}
	g.lanes = append(g.lanes, lane)
	g.put(lane, g.Now.AddDate(0, -3, 0))
}

// makeFirm makes the broker's own house.
func (g *generator) makeFirm() {
	g.put(&model.Firm{
		Name: "Atlas Trade Brokers SARL", NameFR: "Atlas Trade Brokers SARL", NameAR: "أطلس للوساطة التجارية ش.م.م",
		Address: "12, rue Tahar Sebti\n20000 Casablanca", AddressAR: "12، شارع الطاهر السبتي\nالدار البيضاء", City: "Casablanca", Country: "MA",
		TaxNo: "001234567000089", Register: "RC Casablanca 123456", Phone: "+212661000000", Email: "desk@brokers.example", Website: "https://brokers.example",
		Bank: "Banque de l'Exemple, Casablanca\nRIB 000 000 0000000000000000 00", Footer: "Sample letterhead: no such firm exists",
		Signatory: "Nadia Berrada", SignatoryAR: "نادية برادة", Title: "Managing Director", TitleFR: "Directrice générale", TitleAR: "المديرة العامة",
	}, g.Now.AddDate(-1, -2, 0))
}
