package cost

import (
	"errors"
	"testing"

	"tradedesk/model/value"
)

func usd(amount value.Decimal) value.Money { return value.Money{Amount: amount, Currency: "USD"} }
func eur(amount value.Decimal) value.Money { return value.Money{Amount: amount, Currency: "EUR"} }

func single(price value.Decimal) []Pricing {
	return []Pricing{{Tiers: []Tier{{"1", price}}, Unit: "KGM"}}
}

func origin() []Charge {
	return []Charge{
		{Inland, eur("900"), PerShipment}, {ExportClearance, eur("0"), ""}, {OriginTerminal, eur("350"), PerShipment}, {Freight, usd("2600"), PerShipment},
		{DestinationTerminal, usd("480"), PerShipment}, {OnCarriage, usd("650"), PerShipment}, {ImportClearance, usd("125"), PerShipment}, {Fees, usd("0"), PerShipment},
	}
}

func toUSA() *Lane {
	return &Lane{To: "US", Mode: Sea, Charges: origin(), Insurance: "0.35", Duties: []DutyRate{{HS: "1515", Rate: "3.2"}}, VAT: "0"}
}

func toEU() *Lane {
	return &Lane{To: "FR", Mode: Sea, Charges: origin(), Insurance: "0.35", Duties: []DutyRate{{HS: "1515", Rate: "3.2"}}, VAT: "20"}
}

var april = NewRates([]Rate{{"USD", "1.1684", "2026-04-13", "ECB"}, {"JPY", "163.45", "2026-04-13", "test"}})

func tenTons(term value.Incoterm) Basis {
	return Basis{Term: term, Currency: "USD", Date: "2026-04-14", Items: []Item{{HS: "151530", Quantity: value.Quantity{Amount: "10000", Unit: "KGM"}}}, Rates: april}
}

func offerA(l *Lane) Offer {
	return Offer{Term: value.EXW, Currency: "EUR", Prices: single("4.10"), Lane: l}
}

func offerB(l *Lane) Offer {
	return Offer{Term: value.FOB, Currency: "USD", Prices: single("4.95"), Lane: l}
}

func leg(l Landed, leg Leg) value.Decimal {
	for _, c := range l.Legs {
		if c.Leg == leg {
			return c.Amount
		}
	}
	return ""
}

func mustCompare(t interface {
	Helper()
	Fatal(...any)
}, b Basis, offers ...Offer) []Landed {
	t.Helper()
	landed, err := Compare(b, offers)
	if err != nil {
		t.Fatal(err)
	}
	return landed
}

func TestLadder(t *testing.T) {
	for _, tt := range []struct {
		term        value.Incoterm
		a, b        value.Decimal
		unitA, unit value.Decimal
	}{
		{value.FOB, "49364.90", "49500.00", "4.9365", "4.9500"},
		{value.CFR, "51964.90", "52100.00", "5.1965", "5.2100"},
		{value.CIF, "52165.74", "52301.36", "5.2166", "5.2301"},
	} {
		got := mustCompare(t, tenTons(tt.term), offerB(toUSA()), offerA(toUSA()))
		a, b := got[0], got[1]
		if a.Offer != 1 || a.Total != tt.a || b.Total != tt.b || a.Unit != tt.unitA || b.Unit != tt.unit || a.Side != "" || b.Side != "" {
			t.Errorf("%s: A %s (%s %q), B %s (%s %q), want %s and %s", tt.term, a.Total, a.Unit, a.Side, b.Total, b.Unit, b.Side, tt.a, tt.b)
		}
	}
}

func TestDutyPaid(t *testing.T) {
	usa := mustCompare(t, tenTons(value.DDP), offerA(toUSA()))[0]
	if usa.Total != "55000.42" || usa.Unit != "5.5000" || leg(usa, Duty) != "1579.68" || leg(usa, Insurance) != "200.84" || usa.Side != "" {
		t.Errorf("DDP USA: %s, %s a kg, duty %s, insurance %s, %v", usa.Total, usa.Unit, leg(usa, Duty), leg(usa, Insurance), usa.Gaps)
	}
	eu := mustCompare(t, tenTons(value.DDP), offerA(toEU()))[0]
	if leg(eu, Duty) != "1669.30" || leg(eu, Tax) != "10863.01" {
		t.Errorf("DDP EU: duty %s, VAT %s", leg(eu, Duty), leg(eu, Tax))
	}
	for _, c := range eu.Legs {
		if w := c.Workings; c.Leg == Tax && (w[0].Of != "54315.04" || w[0].Percent != "20") {
			t.Errorf("VAT is %s %% of %s", w[0].Percent, w[0].Of)
		}
	}
}

func TestExchange(t *testing.T) {
	from, _ := april.On("JPY", "2026-04-13")
	to, _ := april.On("USD", "2026-04-20")
	if got, err := Exchange(value.Money{Amount: "1000000", Currency: "JPY"}, from, to); err != nil || got != usd("7148.36") {
		t.Errorf("JPY 1,000,000 = %s, %v", got, err)
	}
	if age := to.Age("2026-04-20"); age != 7 {
		t.Errorf("the rate is %d days old", age)
	}
	if rate, ok := april.On("USD", "2026-04-12"); ok {
		t.Errorf("before the first rate there is %v", rate)
	}
	b := tenTons(value.EXW)
	b.Items[0].Quantity.Amount = "1"
	yen := Offer{Term: value.EXW, Currency: "JPY", Prices: single("1000000")}
	if got := mustCompare(t, b, yen)[0]; got.Total != "7148.36" {
		t.Errorf("an offer of JPY 1,000,000 = %s", got.Total)
	}
}

func tiers(graduated bool) Pricing {
	return Pricing{Tiers: []Tier{{"500", "4.20"}, {"1000", "3.95"}, {"5000", "3.60"}}, Graduated: graduated, Unit: "KGM"}
}

func TestTiers(t *testing.T) {
	var below *BelowMOQ
	if got, err := tiers(false).Of("499"); !errors.As(err, &below) || below.Gap != "1" || below.MOQ != "500" {
		t.Errorf("499: %v, %v", got, err)
	}
	for _, tt := range []struct {
		quantity, want, more value.Decimal
		graduated            bool
	}{
		{"999", "4195.80", "1000", false}, {"1000", "3950.00", "", false}, {"4999", "19746.05", "5000", false}, {"5000", "18000.00", "", false},
		{"4556", "17996.20", "", false}, {"4557", "18000.15", "5000", false}, {"1000", "4199.75", "", true}, {"5000", "19999.40", "", true},
	} {
		got, err := tiers(tt.graduated).Of(tt.quantity)
		if err != nil || got.Amount.Cmp(tt.want) != 0 || got.More != tt.more {
			t.Errorf("%s, graduated %t: %s, more %q, %v, want %s, %q", tt.quantity, tt.graduated, got.Amount, got.More, err, tt.want, tt.more)
		}
	}
	two := Pricing{Tiers: []Tier{{"1", "5.10"}, {"1000", "4.80"}}}
	if got, err := two.Of("950"); err != nil || got.Amount.Cmp("4845.00") != 0 || got.More != "1000" || got.MoreAmount.Cmp("4800.00") != 0 {
		t.Errorf("950 at 5.10: %+v, %v", got, err)
	}
	hundred := Pricing{Tiers: []Tier{{"1", "420"}}, Base: "100"}
	if got, err := hundred.Of("250"); err != nil || got.Amount != "1050" || got.Unit != "4.2" {
		t.Errorf("250 at 420 a hundred: %+v, %v", got, err)
	}
	for name, p := range map[string]Pricing{
		"no price": {}, "disordered": {Tiers: []Tier{{"5", "1"}, {"5", "2"}}}, "no number": {Tiers: []Tier{{"x", "1"}}}, "base 0": {Tiers: []Tier{{"1", "1"}}, Base: "0"}, "negative": {Tiers: []Tier{{"1", "-1"}}},
	} {
		if got, err := p.Of("10"); err == nil {
			t.Errorf("%s: %+v, want a refusal", name, got)
		}
	}
}

func TestUnits(t *testing.T) {
	if got, err := (Pack{}).Convert(value.Quantity{Amount: "18.5", Unit: "STN"}, "KGM"); err != nil || got.Amount != "16782.91769" {
		t.Errorf("18.5 STN = %s, %v", got, err)
	}
	if got, err := (Pack{}).PricePer("2.35", "LBR", "KGM"); err != nil || got != "5.1809" {
		t.Errorf("2.35 a pound = %s a kg, %v", got, err)
	}
	carton := Pack{Unit: "CT", Holds: value.Quantity{Amount: "12", Unit: "H87"}}
	for _, tt := range []struct {
		q    value.Quantity
		to   value.Unit
		want value.Decimal
	}{{value.Quantity{Amount: "3", Unit: "CT"}, "DZN", "3"}, {value.Quantity{Amount: "30", Unit: "H87"}, "CT", "2.5"}, {value.Quantity{Amount: "2", Unit: "TNE"}, "KGM", "2000"}} {
		if got, err := carton.Convert(tt.q, tt.to); err != nil || got.Amount != tt.want {
			t.Errorf("%s into %s = %s, %v, want %s", tt.q, tt.to, got, err, tt.want)
		}
	}
	for _, q := range []value.Quantity{{Amount: "1", Unit: "BX"}, {Amount: "1", Unit: "KGM"}} {
		if got, err := carton.Convert(q, "H87"); err == nil {
			t.Errorf("%s into pieces = %s, want a refusal", q, got)
		}
	}
}

func TestContainers(t *testing.T) {
	high, _ := BoxNamed("40HC")
	if got, err := high.Count("67.2", "24500"); err != nil || got != (Count{"2", ByVolume}) {
		t.Errorf("67.2 m³ and 24.5 t: %v, %v", got, err)
	}
	carton := Pack{Length: "0.40", Width: "0.30", Height: "0.25", Gross: "14.6"}
	for _, tt := range []struct {
		box  Box
		want Count
	}{
		{Box{"20", "33.2", "85", "28200"}, Count{"940", ByVolume}},
		{Box{"40", "67.7", "85", "26700"}, Count{"1828", ByWeight}},
		{Box{"40HC", "76.4", "85", "26500"}, Count{"1815", ByWeight}},
	} {
		if got, err := tt.box.Holds(carton); err != nil || got != tt.want {
			t.Errorf("%s holds %v, %v, want %v", tt.box.Name, got, err, tt.want)
		}
	}
	if got, err := RevenueTons("6.2", "4850"); err != nil || got != "6.2" {
		t.Errorf("W/M = %s, %v", got, err)
	}
	if got, err := RevenueTons("1.9", "2400"); err != nil || got != "2.4" {
		t.Errorf("W/M = %s, %v", got, err)
	}
	if got, err := (Box{Volume: "28"}).Count("1", "1"); err == nil {
		t.Errorf("a box of no payload: %v, want a refusal", got)
	}
}

func TestRounding(t *testing.T) {
	for in, want := range map[value.Decimal]value.Decimal{"2.345": "2.35", "-2.345": "-2.35", "1.005": "1.01", "2.3449": "2.34"} {
		if got, err := Round(in, 2); err != nil || got != want {
			t.Errorf("%s = %s, %v, want %s", in, got, err, want)
		}
	}
	for currency, want := range map[value.Currency]value.Decimal{"USD": "1.24", "TND": "1.235", "KWD": "1.235", "BHD": "1.235", "JPY": "1", "XOF": "1"} {
		if got, err := Fix(value.Money{Amount: "1.2350", Currency: currency}); err != nil || got.Amount != want {
			t.Errorf("%s: %s, %v, want %s", currency, got, err, want)
		}
	}
}

// TestLinesAreRounded adds up lines as an invoice fixes them: three of 1.005 are 3.03.
func TestLinesAreRounded(t *testing.T) {
	item := Item{Quantity: value.Quantity{Amount: "3", Unit: "H87"}}
	p := Pricing{Tiers: []Tier{{"1", "0.335"}}, Unit: "H87"}
	b := Basis{Term: value.EXW, Currency: "USD", Items: []Item{item, item, item}}
	if got := mustCompare(t, b, Offer{Term: value.EXW, Currency: "USD", Prices: []Pricing{p, p, p}})[0]; got.Total != "3.03" {
		t.Errorf("three lines of 3 × 0.335 = %s", got.Total)
	}
}

func TestAllocate(t *testing.T) {
	for _, tt := range []struct {
		total  value.Money
		shares []value.Decimal
		want   []value.Decimal
	}{
		{usd("100.00"), []value.Decimal{"1", "1", "1"}, []value.Decimal{"33.34", "33.33", "33.33"}},
		{usd("2150.00"), []value.Decimal{"15050", "4375", "1750"}, []value.Decimal{"1528.10", "444.21", "177.69"}},
		{usd("-100.00"), []value.Decimal{"1", "1", "1"}, []value.Decimal{"-33.34", "-33.33", "-33.33"}},
		{value.Money{Amount: "10", Currency: "JPY"}, []value.Decimal{"1", "0", "3"}, []value.Decimal{"3", "0", "7"}},
	} {
		got, err := Allocate(tt.total, tt.shares)
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range tt.want {
			if got[i].Amount != want {
				t.Errorf("%s by %v = %v, want %v", tt.total, tt.shares, got, tt.want)
				break
			}
		}
	}
	for _, shares := range [][]value.Decimal{nil, {"0"}, {"-1", "2"}, {"x"}} {
		if got, err := Allocate(usd("1.00"), shares); err == nil {
			t.Errorf("by %v: %v, want a refusal", shares, got)
		}
	}
	if got, err := Allocate(usd("1.005"), []value.Decimal{"1"}); err == nil {
		t.Errorf("an amount that is not fixed: %v, want a refusal", got)
	}
}
