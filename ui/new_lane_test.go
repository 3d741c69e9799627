package ui

import (
	"slices"
	"testing"

	"tradedesk/model"
	"tradedesk/model/cost"
)

// withoutLanes are the records of a comparison without its lane and rates.
func withoutLanes() []model.Record {
	return slices.DeleteFunc(comparedRecords(), func(r model.Record) bool { return r.Kind() == model.KindLane || r.Kind() == model.KindRate })
}

// recordsOf gives the records of a kind that the desk has.
func recordsOf[T model.Record](d *driver) []T {
	d.fake.mu.Lock()
	defer d.fake.mu.Unlock()
	var out []T
	for _, r := range d.fake.records {
		if r, ok := r.(T); ok {
			out = append(out, r)
		}
	}
	return out
}

// A lane that is lacking is made from the comparison, with both ends and the legs that nobody
// knows; the comparison goes on with it.
func TestALaneIsMadeWhereNoneFits(t *testing.T) {
	d := startAt(t, newFake(withoutLanes()...), 120, 40, "en")
	d.pressed("4", "=")
	d.sees("unknown: freight, insurance")
	d.pressed("L")
	d.sees("New lane", "New York", "freight")
	d.pressed("ctrl+s")
	lanes := recordsOf[*model.Lane](d)
	if len(lanes) != 1 {
		t.Fatalf("lanes %v", lanes)
	}
	lane := lanes[0]
	if lane.Name == "" || lane.FromCountry == "" || lane.ToPort != "USNYC" || lane.Mode != cost.Sea || lane.Date == "" {
		t.Errorf("got %+v", lane)
	}
	if !slices.ContainsFunc(lane.Legs, func(c model.Charge) bool { return c.Leg == cost.Freight && c.Amount == "" }) {
		t.Errorf("legs %v: want freight without an amount", lane.Legs)
	}
	d.sees("Landed cost", "added")
}

// A rate that is lacking is typed from the comparison.
func TestARateIsTypedWhereNoneIsKnown(t *testing.T) {
	d := startAt(t, newFake(withoutLanes()...), 120, 40, "en")
	d.pressed("4", "=")
	d.pressed("c")
	d.typed("MAD")
	d.pressed("enter")
	d.sees("no rate for")
	d.pressed("R")
	d.sees("New rates", "manual", "MAD")
}

// The lists without a page in the header have a menu.
func TestOtherListsHaveAKey(t *testing.T) {
	d := startAt(t, newFake(comparedRecords()...), 80, 24, "en")
	d.pressed("g", "k")
	d.sees("Which list?", "Deals", "Lanes")
	d.pressed("l")
	d.sees("[Lanes", "Agadir – New York")
	d.pressed("g", "k", "d")
	d.sees("[Deals")
}
