package cost

import (
	"slices"
	"strings"

	"tradedesk/model/value"
)

// Mode is the means of the main carriage.
type Mode string

// The means of carriage; "" is not known.
const (
	Sea  Mode = "sea"
	Air  Mode = "air"
	Road Mode = "road"
)

// Per is what a charge is for.
type Per string

// What charges are for.
const (
	PerShipment   Per = "shipment"
	PerContainer  Per = "container"
	PerUnit       Per = "unit" // of the goods, in the unit that they are asked for
	PerKilogram   Per = "kg"   // gross
	PerRevenueTon Per = "wm"   // W/M: a m³ or a metric ton, whichever is more
)

// Pers gives all that a charge can be for.
func Pers() []Per { return []Per{PerShipment, PerContainer, PerUnit, PerKilogram, PerRevenueTon} }

// Charge is what one leg costs; without an amount it is not known.
type Charge struct {
	Leg    Leg
	Amount value.Money
	Per    Per // "" is the shipment
}

// DutyBase is the value that duty is a percentage of.
type DutyBase string

// The bases of duty.
const (
	OnFOB DutyBase = "fob"
	OnCIF DutyBase = "cif"
)

// DutyRate is what customs ask for goods whose HS code begins with HS; "" is all
// goods. Rate and Fees are percentages; what is not given is not known.
type DutyRate struct {
	HS         value.HS
	Rate, Fees value.Decimal
	Base       DutyBase // "" is what the destination uses
}

// fobCountries value imports without the freight and insurance to their border;
// the rest of the WTO includes them (Agreement on Customs Valuation, article 8.2,
// leaves it to each member; USA: 19 USC 1401a).
var fobCountries = []value.Country{"AU", "CA", "NZ", "US", "ZA"}

// DutyBaseOf gives the value that a country asks duty on.
func DutyBaseOf(destination value.Country) DutyBase {
	if slices.Contains(fobCountries, destination) {
		return OnFOB
	}
	return OnCIF
}

// Lane is what the way from one place to another costs.
type Lane struct {
	To        value.Country
	Mode      Mode
	Box       Box // the container that is used; without a name none
	Charges   []Charge
	Insurance value.Decimal // premium, percent of the insured value; "" is not known
	Duties    []DutyRate
	VAT       value.Decimal // percent; "" is not known
}

// dutyOf finds the rate with the longest HS code that a code begins with; one that
// is not there knows nothing but the base.
func (l *Lane) dutyOf(code value.HS) DutyRate {
	best, found := DutyRate{}, false
	for _, d := range l.Duties {
		if strings.HasPrefix(string(code), string(d.HS)) && (!found || len(d.HS) > len(best.HS)) {
			best, found = d, true
		}
	}
	if best.Base == "" {
		best.Base = DutyBaseOf(l.To)
	}
	return best
}
