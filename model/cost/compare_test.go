package cost

import (
	"reflect"
	"slices"
	"testing"

	"github.com/cockroachdb/apd/v3"
	"pgregory.net/rapid"

	"tradedesk/model/value"
)

// TestUnknownRanksApart has a cheap offer without freight after a dear one with it.
func TestUnknownRanksApart(t *testing.T) {
	open := toUSA()
	open.Charges = slices.DeleteFunc(open.Charges, func(c Charge) bool { return c.Leg == Freight })
	cheap := Offer{Term: value.FOB, Currency: "USD", Prices: single("1.00"), Lane: open}
	nothing := Offer{Term: value.FOB, Currency: "USD", Prices: single("1.00")}
	little := Offer{Term: value.FOB, Currency: "USD", Prices: []Pricing{{Tiers: []Tier{{"20000", "1"}}, Unit: "KGM"}}, Lane: toUSA()}
	got := mustCompare(t, tenTons(value.CIF), little, cheap, nothing, offerB(toUSA()))
	if order := []int{got[0].Offer, got[1].Offer, got[2].Offer, got[3].Offer}; !slices.Equal(order, []int{3, 2, 1, 0}) {
		t.Errorf("the order is %v", order)
	}
	// 10,000 and no freight, insured: 10,000 ÷ 0.99615.
	if l := got[2]; l.Side != AtLeast || l.Total != "10038.65" || l.Gaps[0] != (Gap{Leg: Freight, Why: NoCharge, Item: -1}) {
		t.Errorf("without freight: %s %s %v", l.Side, l.Total, l.Gaps)
	}
	if l := got[1]; l.Side != AtLeast || l.Gaps[0].Why != NoLane || len(l.Gaps) != 2 {
		t.Errorf("without a lane: %s %v", l.Side, l.Gaps)
	}
	if l := got[3]; l.Side != Open || l.Priced() || l.Gaps[0].Why != TooLittle || l.Items[0].Below.Gap != "10000" {
		t.Errorf("below the minimum: %s %+v", l.Side, l)
	}
}

// TestDownTheLadder takes off what is in a price, and comes back to where it began.
func TestDownTheLadder(t *testing.T) {
	for _, lane := range []*Lane{toUSA(), toEU()} {
		for _, term := range value.Incoterms() {
			up := mustCompare(t, tenTons(term), offerA(lane))[0]
			there := Offer{Term: term, Currency: "USD", Prices: []Pricing{{Tiers: []Tier{{"1", up.Total}}, Base: "10000", Unit: "KGM"}}, Lane: lane}
			if term == value.DPU {
				continue // the lane does not know what unloading costs
			}
			down := mustCompare(t, tenTons(value.EXW), there)[0]
			if down.Total != "47904.40" || down.Estimated != (term != value.EXW) || down.Side != "" {
				t.Errorf("%s %s: EXW %s, estimated %t, %q", lane.To, term, down.Total, down.Estimated, down.Side)
			}
		}
	}
	unknown := Offer{Term: value.DAP, Currency: "USD", Prices: single("5"), Lane: &Lane{To: "US", Charges: []Charge{{Freight, usd("100"), ""}}, Insurance: "0.35"}}
	if got := mustCompare(t, tenTons(value.CIF), unknown)[0]; got.Side != AtMost || !got.Estimated || !got.Gaps[0].Off {
		t.Errorf("DAP without its terminal at CIF: %s %+v", got.Side, got.Gaps)
	}
}

func TestSeaTermInTheAir(t *testing.T) {
	lane := toUSA()
	lane.Mode = Air
	if got := mustCompare(t, tenTons(value.FOB), offerB(lane), offerA(lane)); got[0].SeaTerm || !got[1].SeaTerm {
		t.Errorf("EXW warns %t, FOB warns %t", got[0].SeaTerm, got[1].SeaTerm)
	}
}

// TestChargesByWhatTheyAreFor loads 1,400 cartons of 0.048 m³ and 17.5 kg.
func TestChargesByWhatTheyAreFor(t *testing.T) {
	box, _ := BoxNamed("40HC")
	for _, tt := range []struct {
		per   Per
		times value.Decimal
		total value.Decimal
	}{
		{PerShipment, "1", "10.00"}, {PerContainer, "2", "20.00"}, {PerUnit, "1400", "14000.00"}, {PerKilogram, "24500", "245000.00"}, {PerRevenueTon, "67.2", "672.00"},
	} {
		b := Basis{Term: value.CFR, Currency: "USD", Items: []Item{{Quantity: value.Quantity{Amount: "1400", Unit: "CT"}, Pack: Pack{Length: "0.4", Width: "0.4", Height: "0.3", Gross: "17.5"}}}}
		o := Offer{Term: value.FOB, Currency: "USD", Prices: []Pricing{{Tiers: []Tier{{"1", "0"}}, Unit: "CT"}}, Lane: &Lane{Box: box, Charges: []Charge{{Freight, usd("10"), tt.per}}}}
		got := mustCompare(t, b, o)[0]
		if w := got.Legs[1].Workings[0]; got.Total != tt.total || w.Times != tt.times || tt.per == PerContainer && w.By != ByVolume {
			t.Errorf("per %s: %s, times %s by %s", tt.per, got.Total, w.Times, w.By)
		}
	}
}

func TestWhatIsNotKnownIsNamed(t *testing.T) {
	box, _ := BoxNamed("20")
	kilograms, pieces := value.Quantity{Amount: "100", Unit: "KGM"}, value.Quantity{Amount: "100", Unit: "H87"}
	for _, tt := range []struct {
		why    Why
		q      value.Quantity
		charge Charge
		box    Box
	}{
		{NoCharge, kilograms, Charge{Freight, usd(""), PerShipment}, box},
		{NoCharge, kilograms, Charge{Freight, usd("-5"), PerShipment}, box},
		{NoRate, kilograms, Charge{Freight, value.Money{Amount: "5", Currency: "MAD"}, PerShipment}, box},
		{NoVolume, kilograms, Charge{Freight, usd("5"), PerRevenueTon}, box},
		{NoVolume, kilograms, Charge{Freight, usd("5"), PerContainer}, box},
		{NoWeight, pieces, Charge{Freight, usd("5"), PerKilogram}, box},
		{NoContainer, value.Quantity{Amount: "1", Unit: "MTQ"}, Charge{Freight, usd("5"), PerContainer}, Box{}},
	} {
		b := Basis{Term: value.CFR, Currency: "USD", Items: []Item{{Quantity: tt.q, Pack: Pack{}}}, Rates: april, Date: "2026-04-13"}
		o := Offer{Term: value.FOB, Currency: "USD", Prices: []Pricing{{Tiers: []Tier{{"1", "1"}}, Unit: tt.q.Unit}}, Lane: &Lane{Box: tt.box, Charges: []Charge{tt.charge}}}
		if tt.why == NoContainer {
			b.Items[0].Quantity = value.Quantity{Amount: "1", Unit: "CT"}
			b.Items[0].Pack = Pack{Length: "1", Width: "1", Height: "1", Gross: "5"}
			o.Prices[0].Unit = "CT"
		}
		got := mustCompare(t, b, o)[0]
		if got.Side != AtLeast || len(got.Gaps) != 1 || got.Gaps[0].Why != tt.why || got.Gaps[0].Leg != Freight {
			t.Errorf("%s: %q %v", tt.why, got.Side, got.Gaps)
		}
	}
}

// TestOneBadOfferKeepsNobodyOut gives offers that make no sense.
func TestOneBadOfferKeepsNobodyOut(t *testing.T) {
	bad := []Offer{
		{Term: value.FOB, Currency: "USD", Prices: single("x"), Lane: toUSA()},
		{Term: value.FOB, Currency: "USD", Prices: single("1"), Lane: &Lane{Insurance: "9x"}},
		{Term: value.FOB, Currency: "MAD", Prices: single("1"), Lane: toUSA()},
		{Term: value.FOB, Currency: "USD", Prices: []Pricing{{Tiers: []Tier{{"1", "1"}}, Unit: "LTR"}}, Lane: toUSA()},
		{Term: value.FOB, Currency: "USD"},
	}
	got := mustCompare(t, tenTons(value.CIF), append(bad, offerB(toUSA()))...)
	if got[0].Offer != len(bad) || got[0].Total != "52301.36" {
		t.Errorf("the good offer is %+v", got[0])
	}
	for _, l := range got[1:] {
		if l.Priced() || l.Side != Open || len(l.Gaps) == 0 {
			t.Errorf("offer %d: %q %s %v", l.Offer, l.Side, l.Total, l.Gaps)
		}
	}
	// An insurance of 91 % and more would pay for itself with nothing.
	silly := toUSA()
	silly.Insurance = "95"
	if l := mustCompare(t, tenTons(value.CIF), offerB(silly))[0]; l.Side != AtLeast || l.Gaps[0].Leg != Insurance {
		t.Errorf("an insurance of 95 %%: %q %v", l.Side, l.Gaps)
	}
}

// TestDutyOfEachItem has two items with rates of their own, and one without.
func TestDutyOfEachItem(t *testing.T) {
	lane := toUSA()
	lane.Duties = []DutyRate{{HS: "15", Rate: "3.2"}, {HS: "1509", Rate: "5", Base: OnCIF}, {HS: "0804", Rate: "0"}}
	q := value.Quantity{Amount: "1000", Unit: "KGM"}
	b := Basis{Term: value.DDP, Currency: "USD", Items: []Item{{HS: "151530", Quantity: q}, {HS: "150920", Quantity: q}, {HS: "080410", Quantity: q}}}
	o := Offer{Term: value.FOB, Currency: "USD", Prices: slices.Concat(single("6"), single("3"), single("1")), Lane: lane}
	got := mustCompare(t, b, o)[0]
	// FOB 10,000, CFR 12,600, CIF 12,648.70: 3.2 % of 6,000 and 5 % of 3,794.61.
	if leg(got, Duty) != "381.73" || got.Side != "" {
		t.Errorf("duty %s, %v", leg(got, Duty), got.Gaps)
	}
	if shares, err := got.ShareOut(); err != nil || got.Total != "14285.43" || shares[0] != usd("8571.26") {
		t.Errorf("the items cost %v of %s, %v", shares, got.Total, err)
	}
	b.Items[2].HS = "420222"
	if got = mustCompare(t, b, o)[0]; got.Side != AtLeast || got.Gaps[0] != (Gap{Leg: Duty, Why: NoDutyRate, Item: 2}) {
		t.Errorf("without a rate: %q %v", got.Side, got.Gaps)
	}
}

// TestFrozenRates keeps an offer at the rate that was frozen with it, and says which.
func TestFrozenRates(t *testing.T) {
	o := offerA(toUSA())
	o.Frozen = []Rate{{"USD", "1.2", "2026-03-01", "frozen"}}
	if got := mustCompare(t, tenTons(value.FOB), o)[0]; got.Total != "50700.00" || got.Rates[0].Source != "frozen" {
		t.Errorf("at the frozen rate %s, %v", got.Total, got.Rates)
	}
	if _, err := Compare(Basis{}, nil); err == nil {
		t.Error("nothing is compared")
	}
}

// TestOffersDoNotTouchEachOther compares offers together and each alone: what one is
// worked out in, the next has again.
func TestOffersDoNotTouchEachOther(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b, offers := anyComparison(t)
		together, err := Compare(b, offers)
		if err != nil {
			t.Skip(err)
		}
		for _, got := range together {
			alone, err := Compare(b, []Offer{offers[got.Offer]})
			if err != nil {
				t.Fatal(err)
			}
			want := alone[0]
			want.Offer = got.Offer
			if got.rank.cost.Cmp(want.rank.cost) != 0 || got.rank.class != want.rank.class {
				t.Errorf("offer %d ranks by %s, alone by %s", got.Offer, got.rank.cost, want.rank.cost)
			}
			got.rank, want.rank = rank{}, rank{}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("offer %d is\n%+v\nalone\n%+v", got.Offer, got, want)
			}
		}
	})
}

// anyComparison draws offers at all terms, with and without lanes and prices.
func anyComparison(t *rapid.T) (Basis, []Offer) {
	terms := rapid.SampledFrom(value.Incoterms())
	b := Basis{Term: terms.Draw(t, "basis"), Currency: "USD", Date: "2026-04-14", Rates: april}
	for range rapid.IntRange(1, 3).Draw(t, "items") {
		b.Items = append(b.Items, Item{HS: "151530", Quantity: value.Quantity{Amount: value.DecimalOf(apd.New(rapid.Int64Range(1, 9000).Draw(t, "quantity"), 0)), Unit: "KGM"}})
	}
	var offers []Offer
	for range rapid.IntRange(1, 4).Draw(t, "offers") {
		o := Offer{Term: terms.Draw(t, "term"), Currency: rapid.SampledFrom([]value.Currency{"EUR", "USD", "JPY", "TND"}).Draw(t, "currency")}
		switch rapid.IntRange(0, 2).Draw(t, "lane") {
		case 0:
			o.Lane = toEU()
		case 1:
			o.Lane = toUSA()
		}
		for range b.Items {
			if rapid.IntRange(0, 5).Draw(t, "priced") > 0 {
				o.Prices = append(o.Prices, tiers(rapid.Bool().Draw(t, "graduated")))
			} else {
				o.Prices = append(o.Prices, Pricing{})
			}
		}
		offers = append(offers, o)
	}
	return b, offers
}

// A rate is told where something was exchanged at it: not for what the price has in it already.
func TestRatesThatCount(t *testing.T) {
	quoted := func(l *Lane) Offer {
		return Offer{Term: value.CIF, Currency: "USD", Prices: single("5.40"), Lane: l}
	}
	for name, tt := range map[string]struct {
		term  value.Incoterm
		offer Offer
		want  int
	}{
		"EXW in euros":                       {value.CIF, offerA(toUSA()), 1},
		"FOB in dollars, freight in dollars": {value.CIF, offerB(toUSA()), 0},
		"CIF in dollars":                     {value.CIF, quoted(toUSA()), 0},
		"CIF in dollars, down to FOB":        {value.FOB, quoted(toUSA()), 0},
		"CIF in dollars, down to EXW":        {value.EXW, quoted(toUSA()), 1}, // the legs in euros are taken off
		"CIF in dollars, customs of the FOB": {value.DDP, quoted(toUSA()), 1},
	} {
		if got := mustCompare(t, tenTons(tt.term), tt.offer)[0]; len(got.Rates) != tt.want {
			t.Errorf("%s: rates %v, want %d", name, got.Rates, tt.want)
		}
	}
}
