//go:build unix

package e2e

import "testing"

// TestGoldenComparison shows quotes side by side: one that is best, one that expires,
// one without a lane and one that nobody sells so little of; how a part was worked out,
// and several quantities.
func TestGoldenComparison(t *testing.T) {
	eachSize(t, func(t *testing.T, cols, rows int, name string) {
		s := newSeat(t)
		tifawin := s.add("supplier", "name=Coopérative Tifawin", "country=MA", "certificates=ECOCERT")
		argania := s.add("supplier", "name=Argania Sud SARL", "country=MA")
		vigo := s.add("supplier", "name=Vigo Oils", "country=ES", "certificates=ECOCERT")
		s.must("rates", "set", "USD=1.1684")
		s.add("lane", "name=Agadir to New York", "from_country=MA", "to_country=US", "mode=sea", "insurance_rate=0.35", "vat=0", "duties=1515: 3.2 fob", "source=forwarder",
			"date=2020-04-01", "legs=inland 900 EUR; export clearance 0 EUR; origin terminal 350 EUR; freight 2600 USD; destination terminal 480 USD; on-carriage 650 USD; import clearance 125 USD; fees 0 USD")
		rfq := s.add("rfq", "title=Argan oil for Nord Foods", "currency=USD", "incoterm=CIF", "port=USNYC", "certificates=ECOCERT",
			`lines=[{"product":"argan oil","hs":"151530","quantity":"10000","unit":"KGM"}]`)
		quote := func(supplier string, more ...string) {
			s.add(append([]string{"quote", "rfq=" + rfq, "supplier=" + supplier, "unit=KGM", "stage=received"}, more...)...)
		}
		quote(argania, "currency=USD", "incoterm=FOB", "place=Agadir", "tiers=1:4.95", "lead_days=14", "valid_until=2020-12-24")
		quote(tifawin, "currency=EUR", "incoterm=EXW", "place=Agadir", "tiers=1:4.10; 20000:3.80", "lead_days=21", "valid_until=2031-12-24")
		quote(vigo, "currency=USD", "incoterm=FOB", "place=Vigo", "tiers=1:2.00", "lead_days=30")
		term := s.open(cols, rows)
		term.WaitFor("4 RFQs")
		term.Press("4")
		term.WaitFor("[4 RFQs", "1 record")
		term.Press("=")
		term.WaitFor("Landed cost", "5.2166", "≥2.0000")
		golden(t, term, "compare-"+name)
		term.Press("enter", "enter", "enter", "enter")
		term.WaitFor("÷ (1 − 1.10 × 0.35 %)")
		golden(t, term, "compare-part-"+name)
		term.Press("n")
		term.WaitFor("Quantities, such as")
		term.Press("10000; 20000; 40000", "enter")
		term.WaitFor("40,000 kg", "4.5590")
		golden(t, term, "compare-quantities-"+name)
	})
}
