package cost

import (
	"fmt"

	"tradedesk/model/value"
)

// Offer is a price for the items of a shipment, and the way they would come.
type Offer struct {
	Term     value.Incoterm
	Currency value.Currency
	Prices   []Pricing     // of each item, in their order
	Freight  value.Decimal // of the shipment, in Currency, in place of the lane's
	Lane     *Lane         // nil is not known
	Frozen   []Rate        // rates that were kept with the offer, before those of the day
}

// Basis is where, in what and for which goods offers are compared.
type Basis struct {
	Term     value.Incoterm
	Currency value.Currency
	Date     value.Date // whose rates count
	Items    []Item
	Rates    Rates
}

// Side says how a cost that lacks a leg stands to the true one.
type Side string

// The sides. An exact cost has "".
const (
	AtLeast Side = "min"  // a leg that is still to be paid is not known
	AtMost  Side = "max"  // a leg that is to be taken off is not known
	Open    Side = "open" // both, or there is no price at all
)

// Why says why a leg is not known.
type Why string

// The reasons.
const (
	NoLane      Why = "no_lane"      // no way is given at all
	NoCharge    Why = "no_charge"    // the lane says nothing of it
	NoRate      Why = "no_rate"      // its currency has no exchange rate
	NoWeight    Why = "no_weight"    // it is charged by weight
	NoVolume    Why = "no_volume"    // it is charged by volume, or by container
	NoContainer Why = "no_container" // it is charged by container, and the lane has none
	NoQuantity  Why = "no_quantity"  // it is charged by a unit that the items do not share
	NoDutyRate  Why = "no_duty_rate" // no rate is given for the goods
	NoBase      Why = "no_base"      // the value that it is a percentage of is not known
	NoPrice     Why = "no_price"     // the item is not offered
	NoUnit      Why = "no_unit"      // the price's unit does not convert into the item's
	TooLittle   Why = "below_moq"    // less than is sold
	Unreadable  Why = "unreadable"   // a number that is none, or prices that are in no order
)

// Gap is what is not known of a leg. Item counts from 0, and is -1 where the gap is
// not one of an item's.
type Gap struct {
	Leg  Leg
	Why  Why
	Item int
	// Currency is the one without a rate.
	Currency value.Currency
	// Off is set when the leg would be taken off and not added.
	Off bool
}

// How says how an amount was worked out.
type How string

// The ways.
const (
	ByCharge  How = "charge"    // Given for each of Times what it is charged by (Per)
	ByPercent How = "percent"   // Percent of Of
	ByPremium How = "insurance" // CFR/(1 − 1.10·rate) − CFR, Percent the rate, Of the CFR value
	BySolving How = "solved"    // what remains of a price when the legs in it are taken off
)

// Working is how one amount came about. Given is in its own currency, Fixed what the
// document would say in it; Of and Amount are in the currency of the comparison.
type Working struct {
	How     How
	Item    int // from 0, of a customs position the first; -1 for the shipment
	Given   value.Money
	Per     Per
	Times   value.Decimal
	By      Bound // which bound decides how many containers
	Percent value.Decimal
	Of      value.Decimal
	On      DutyBase
	HS      value.HS // the code that a rate of duty was given for
	Fixed   value.Money
	Amount  value.Decimal
	Quoted  bool // the offer says so, not the lane
}

// LegCost is one leg, in the currency of the comparison.
type LegCost struct {
	Leg      Leg
	Amount   value.Decimal
	Workings []Working
}

// ItemCost is what one item costs as an invoice's line has it, in the offer's
// currency. Without a price there is a Gap in Landed.
type ItemCost struct {
	Quantity value.Quantity // in the unit of the price
	Price    value.Decimal  // for Base units
	Base     value.Decimal  // "" is 1
	Tier     int            // whose price that is
	Amount   value.Decimal
	Below    *BelowMOQ // when so little is not sold
	// More is a larger quantity that costs less in all, and what it costs.
	More, MoreAmount value.Decimal
}

// Landed is what an offer costs at a basis.
type Landed struct {
	Offer    int // its place among those given
	Total    value.Decimal
	Unit     value.Decimal // of the first item's unit; "" where items have no common one
	Quantity value.Quantity
	Side     Side
	Legs     []LegCost // goods first; they add up to Total
	Off      []LegCost // what was taken off the offered price
	Items    []ItemCost
	Gaps     []Gap
	// Estimated is set when legs were taken off: what a seller would ask at the lower
	// term is the seller's to say.
	Estimated bool
	// SeaTerm warns of FAS, FOB, CFR or CIF where the main carriage is not by sea.
	SeaTerm bool
	// Net is set when something is charged by the weight of goods without packages.
	Net   bool
	Rates []Rate // that were used

	rank rank
	into value.Currency
}

// Priced reports whether there is any number to show.
func (l *Landed) Priced() bool { return l.Total != "" }

// ShareOut gives each item's part of the total, by the value of its goods; they add
// up to it. There is none for an offer that lacks a price.
func (l *Landed) ShareOut() ([]value.Money, error) {
	values := make([]value.Decimal, len(l.Items))
	for i, item := range l.Items {
		if values[i] = item.Amount; item.Amount.IsZero() {
			return nil, fmt.Errorf("sharing out the cost: item %d: %w", i+1, ErrNoPrice)
		}
	}
	return Allocate(value.Money{Amount: l.Total, Currency: l.into}, values)
}
