package cost

import (
	"slices"
	"testing"

	"github.com/cockroachdb/apd/v3"
	"pgregory.net/rapid"

	"tradedesk/model/value"
)

func amountOf(t *rapid.T, label string) value.Decimal {
	return value.Decimal(rapid.StringMatching(`(0|[1-9][0-9]{0,5})(\.[0-9]{1,4})?`).Draw(t, label))
}

func percentOf(t *rapid.T, label string) value.Decimal {
	return value.Decimal(rapid.StringMatching(`[0-9](\.[0-9]{1,3})?`).Draw(t, label))
}

var currencies = []value.Currency{"EUR", "USD", "JPY", "TND"}

func anyLane(t *rapid.T) *Lane {
	box, _ := BoxNamed(rapid.SampledFrom([]string{"20", "40", "40HC"}).Draw(t, "box"))
	lane := &Lane{To: rapid.SampledFrom([]value.Country{"US", "FR"}).Draw(t, "to"), Box: box, Duties: []DutyRate{{Rate: percentOf(t, "duty")}}}
	for _, leg := range Chargeable() {
		if leg == Insurance || rapid.IntRange(0, 4).Draw(t, "known") == 0 {
			continue
		}
		money := value.Money{Amount: amountOf(t, string(leg)), Currency: rapid.SampledFrom(currencies).Draw(t, "currency")}
		lane.Charges = append(lane.Charges, Charge{leg, money, rapid.SampledFrom(Pers()).Draw(t, "per")})
	}
	if rapid.Bool().Draw(t, "insured") {
		lane.Insurance = value.Decimal(rapid.StringMatching(`0\.[0-9]{1,3}`).Draw(t, "rate"))
	}
	if rapid.Bool().Draw(t, "taxed") {
		lane.VAT = percentOf(t, "vat")
	}
	return lane
}

func anyOffer(t *rapid.T) Offer {
	o := Offer{Term: rapid.SampledFrom(value.Incoterms()).Draw(t, "term"), Currency: rapid.SampledFrom(currencies).Draw(t, "currency"), Lane: anyLane(t)}
	for range 2 {
		price := value.Decimal(rapid.StringMatching(`[1-9][0-9]{0,2}(\.[0-9]{1,4})?`).Draw(t, "price"))
		o.Prices = append(o.Prices, Pricing{Tiers: []Tier{{"1", price}}, Unit: "KGM"})
	}
	return o
}

func anyBasis(t *rapid.T) Basis {
	carton := Pack{Unit: "CT", Holds: value.Quantity{Amount: "10", Unit: "KGM"}, Length: "0.4", Width: "0.3", Height: "0.2", Gross: "11"}
	b := Basis{Term: rapid.SampledFrom(value.Incoterms()).Draw(t, "basis"), Currency: "USD", Date: "2026-04-14"}
	for range 2 {
		quantity := value.Decimal(rapid.StringMatching(`[1-9][0-9]{0,3}`).Draw(t, "quantity"))
		b.Items = append(b.Items, Item{Quantity: value.Quantity{Amount: quantity, Unit: "KGM"}, Pack: carton})
	}
	b.Rates = NewRates([]Rate{
		{"USD", "1.1684", "2026-04-13", ""}, {"TND", "3.3871", "2026-04-13", ""}, {"JPY", "186.75", "2026-04-13", ""}, {"KWD", "0.35", "2026-04-13", ""},
	})
	return b
}

// TestCurrencyNeverChangesTheOrder compares in another currency at the same rates.
func TestCurrencyNeverChangesTheOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := anyBasis(t)
		offers := make([]Offer, rapid.IntRange(2, 5).Draw(t, "offers"))
		for i := range offers {
			offers[i] = anyOffer(t)
		}
		order := func(currency value.Currency) []int {
			b.Currency = currency
			var out []int
			for _, l := range mustCompare(t, b, offers...) {
				out = append(out, l.Offer)
			}
			return out
		}
		want := order("EUR")
		for _, currency := range []value.Currency{"USD", "JPY", "TND", "KWD"} {
			if got := order(currency); !slices.Equal(got, want) {
				t.Fatalf("in EUR %v, in %s %v", want, currency, got)
			}
		}
	})
}

// TestLegsNeverLower compares on every rung: what covers more never costs less, and
// neither does a charge that becomes known.
func TestLegsNeverLower(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b, o := anyBasis(t), anyOffer(t)
		o.Term = value.EXW
		var before value.Decimal
		for _, term := range []value.Incoterm{value.EXW, value.FCA, value.FAS, value.FOB, value.CFR, value.CPT, value.CIF, value.CIP, value.DAP, value.DDP} {
			b.Term = term
			got := mustCompare(t, b, o)[0]
			if got.Total.Cmp(before) < 0 {
				t.Fatalf("%s costs %s, the term before %s", term, got.Total, before)
			}
			before = got.Total
		}
		more := *o.Lane
		more.Charges = append(slices.Clone(more.Charges), Charge{rapid.SampledFrom(Chargeable()).Draw(t, "leg"), usd(amountOf(t, "more")), PerShipment})
		if more.Charges[len(more.Charges)-1].Leg == Insurance {
			return // an amount takes the place of the rate
		}
		o.Lane = &more
		if got := mustCompare(t, b, o)[0]; got.Total.Cmp(before) < 0 {
			t.Fatalf("with one more charge %s, before %s", got.Total, before)
		}
	})
}

// TestLegsAddUp holds that the legs are the total, and the items' parts too.
func TestLegsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := anyBasis(t)
		b.Currency = rapid.SampledFrom(currencies).Draw(t, "in")
		l := mustCompare(t, b, anyOffer(t))[0]
		var legs, items []value.Decimal
		for _, c := range l.Legs {
			legs = append(legs, c.Amount)
		}
		shares, err := l.ShareOut()
		if err != nil {
			t.Fatal(err)
		}
		for _, share := range shares {
			items = append(items, share.Amount)
		}
		if sum(legs) != sum([]value.Decimal{l.Total}) {
			t.Fatalf("%v add up to %s, the total is %s", l.Legs, sum(legs), l.Total)
		}
		if sum(items) != sum([]value.Decimal{l.Total}) {
			t.Fatalf("items %v, the total is %s", items, l.Total)
		}
	})
}

func sum(all []value.Decimal) value.Decimal {
	var c calc
	total := new(apd.Decimal)
	for _, d := range all {
		total = c.add(total, c.of(d))
	}
	return plain(total)
}

// TestAllocationAddsUp holds the law of every allocation: no part is off its quota by
// a minor unit or more, and all of them are the whole.
func TestAllocationAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		currency := rapid.SampledFrom(currencies).Draw(t, "currency")
		total, err := Fix(value.Money{Amount: amountOf(t, "total"), Currency: currency})
		if err != nil {
			t.Fatal(err)
		}
		shares := []value.Decimal{"1"}
		for range rapid.IntRange(0, 8).Draw(t, "more") {
			shares = append(shares, amountOf(t, "share"))
		}
		parts, err := Allocate(total, shares)
		if err != nil {
			t.Fatal(err)
		}
		var amounts []value.Decimal
		var c calc
		whole, all := c.of(total.Amount), c.of(sum(shares))
		for i, part := range parts {
			amounts = append(amounts, part.Amount)
			off := c.sub(c.of(part.Amount), c.quo(c.mul(whole, c.of(shares[i])), all))
			if off.Abs(off).Cmp(apd.New(1, int32(-currency.MinorUnits()))) >= 0 {
				t.Fatalf("%s by %v: part %d is %s", total, shares, i, part)
			}
		}
		if sum(amounts) != sum([]value.Decimal{total.Amount}) {
			t.Fatalf("%s by %v is %v", total, shares, amounts)
		}
	})
}

// TestTiersAreMonotone holds that graduated prices never cost less for more, and that
// where an all-units price does, it says what to buy instead.
func TestTiersAreMonotone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := Pricing{Graduated: rapid.Bool().Draw(t, "graduated")}
		from, price := 0, 100000
		for range rapid.IntRange(1, 5).Draw(t, "tiers") {
			from += rapid.IntRange(1, 500).Draw(t, "step")
			price = rapid.IntRange(1, price).Draw(t, "price")
			p.Tiers = append(p.Tiers, Tier{value.DecimalOf(apd.New(int64(from), 0)), value.DecimalOf(apd.New(int64(price), -2))})
		}
		at := func(label string) (int, Price) {
			q := rapid.IntRange(0, 3000).Draw(t, label)
			q += int(big(t, p.Tiers[0].From))
			got, err := p.Of(value.DecimalOf(apd.New(int64(q), 0)))
			if err != nil {
				t.Fatal(err)
			}
			return q, got
		}
		q, less := at("less")
		r, more := at("more")
		if q > r {
			less, more = more, less
		}
		if less.Amount.Cmp(more.Amount) > 0 && (p.Graduated || less.More == "" || less.MoreAmount.Cmp(more.Amount) > 0) {
			t.Fatalf("%d and %d of %v: %+v and %+v", q, r, p, less, more)
		}
	})
}

func big(t *rapid.T, d value.Decimal) int64 {
	n, err := d.Big()
	if err != nil {
		t.Fatal(err)
	}
	i, err := n.Int64()
	if err != nil {
		t.Fatal(err)
	}
	return i
}

// TestShortNumbersAreRead holds the quick reader to the one of value.Decimal.
func TestShortNumbersAreRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := value.Decimal(rapid.StringMatching(`-?[0-9.x]{0,20}`).Draw(t, "digits"))
		coefficient, exponent, ok := short(d)
		want, err := d.Big()
		if ok && (err != nil || want.Cmp(apd.New(coefficient, exponent)) != 0) {
			t.Fatalf("%q is %d e%d, Big gives %v, %v", d, coefficient, exponent, want, err)
		}
	})
}
