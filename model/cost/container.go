package cost

import (
	"errors"
	"fmt"

	"github.com/cockroachdb/apd/v3"

	"tradedesk/model/value"
)

// Box is a container as goods are stowed in it.
type Box struct {
	Name    string        // "20", "40", "40HC"
	Volume  value.Decimal // m³ that Fill is a share of
	Fill    value.Decimal // percent of Volume that stowage reaches; "" is 100
	Payload value.Decimal // kg
}

// Boxes gives the usual containers, volume as a stowed load uses it: 28, 58 and
// 66 m³ of the 33.1, 67.5 and 76.2 m³ inside (ISO 668), payload 21.6, 26.5 and
// 26.3 t. Carriers and roads allow other weights, so that a lane may say its own.
func Boxes() []Box {
	return []Box{{"20", "28", "", "21600"}, {"40", "58", "", "26500"}, {"40HC", "66", "", "26300"}}
}

// BoxNamed finds one of Boxes.
func BoxNamed(name string) (Box, bool) {
	for _, b := range Boxes() {
		if b.Name == name {
			return b, true
		}
	}
	return Box{}, false
}

// Bound is what fills a container first.
type Bound string

// The bounds of a load.
const (
	ByVolume Bound = "volume"
	ByWeight Bound = "weight"
)

// Count is how many of something, and which bound decides.
type Count struct {
	Number value.Decimal
	By     Bound
}

var errNoCapacity = errors.New("a container of no volume or no payload")

// Count gives how many boxes a load of so many m³ and kg takes:
// max(⌈V/usable⌉, ⌈W/payload⌉).
func (b Box) Count(volume, weight value.Decimal) (Count, error) {
	var c calc
	n, by := c.boxes(b, c.of(volume), c.of(weight))
	if c.err != nil {
		return Count{}, fmt.Errorf("loading %s m³ and %s kg: %w", volume, weight, c.err)
	}
	return Count{plain(n), by}, nil
}

func (c *calc) boxes(b Box, volume, weight *apd.Decimal) (*apd.Decimal, Bound) {
	usable, payload := c.capacity(b)
	if c.err != nil {
		return new(apd.Decimal), ""
	}
	byVolume, byWeight := c.quo(volume, usable), c.quo(weight, payload)
	if byVolume.Cmp(byWeight) >= 0 {
		return c.ceil(byVolume), ByVolume
	}
	return c.ceil(byWeight), ByWeight
}

func (c *calc) capacity(b Box) (usable, payload *apd.Decimal) {
	usable = c.share(c.of(b.Volume), c.or(b.Fill, hundred))
	payload = c.of(b.Payload)
	if usable.Sign() <= 0 || payload.Sign() <= 0 {
		c.settle("capacity", errNoCapacity)
	}
	return usable, payload
}

var errNoSize = errors.New("wants its length, width, height and gross weight")

// Holds gives how many packages one box holds, the smaller of what its volume and
// what its payload allow.
func (b Box) Holds(p Pack) (Count, error) {
	var c calc
	usable, payload := c.capacity(b)
	volume := c.volume(p)
	if c.err == nil && (volume == nil || p.Gross.IsZero()) {
		c.err = errNoSize
	}
	if c.err != nil {
		return Count{}, fmt.Errorf("loading a package: %w", c.err)
	}
	gross := c.of(p.Gross)
	if volume.Sign() <= 0 || gross.Sign() <= 0 {
		c.settle("a package", errNotPositive)
	}
	byVolume, byWeight := c.floor(c.quo(usable, volume)), c.floor(c.quo(payload, gross))
	if c.err != nil {
		return Count{}, fmt.Errorf("loading a package: %w", c.err)
	}
	if byVolume.Cmp(byWeight) <= 0 {
		return Count{plain(byVolume), ByVolume}, nil
	}
	return Count{plain(byWeight), ByWeight}, nil
}

// RevenueTons gives what less than a container load is charged by, W/M: the larger
// of its m³ and its metric tons.
func RevenueTons(volume, weight value.Decimal) (value.Decimal, error) {
	var c calc
	n := c.revenueTons(c.of(volume), c.of(weight))
	if c.err != nil {
		return "", fmt.Errorf("W/M of %s m³ and %s kg: %w", volume, weight, c.err)
	}
	return plain(n), nil
}

func (c *calc) revenueTons(volume, weight *apd.Decimal) *apd.Decimal {
	tons := new(apd.Decimal).Set(weight)
	tons.Exponent -= 3
	if volume.Cmp(tons) >= 0 {
		return volume
	}
	return tons
}
