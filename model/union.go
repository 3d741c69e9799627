package model

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"tradedesk/model/canonical"
)

// Union gives the list that has what each of several versions changed of the one that
// their authors had all seen: elements that came in, none that was taken out and left alone
// by the others, and in one element the parts that different people changed. Where two
// changed one part, or one the unit of an amount that another changed, both versions of the
// element stand one below the other. What one took out and another changed stays.
func Union(f Field, seen json.RawMessage, versions []json.RawMessage) (json.RawMessage, error) {
	base, err := elementsOf(seen)
	if err != nil {
		return nil, err
	}
	var all []element
	for i, raw := range versions {
		next, err := elementsOf(raw)
		if err != nil {
			return nil, err
		}
		if i == 0 {
			all = next
			continue
		}
		if all, err = unionOf(f, base, all, next); err != nil {
			return nil, err
		}
	}
	list := []json.RawMessage{}
	for _, e := range all {
		list = append(list, e.raw)
	}
	raw, err := json.Marshal(list)
	if err != nil {
		return nil, fmt.Errorf("writing what is in several lists: %w", err)
	}
	return canonical.JSON(raw)
}

// element is one of a list in canonical JSON; members is nil when it is no object.
type element struct {
	raw     json.RawMessage
	members map[string]json.RawMessage
}

func elementsOf(raw json.RawMessage) ([]element, error) {
	var list []json.RawMessage
	if err := json.Unmarshal(raw, &list); err != nil {
		return nil, fmt.Errorf("reading a list: %w", err)
	}
	out := make([]element, len(list))
	for i, raw := range list {
		out[i].raw = raw
		if json.Unmarshal(raw, &out[i].members) != nil {
			out[i].members = nil
		}
	}
	return out, nil
}

func (e element) equal(other element) bool { return bytes.Equal(e.raw, other.raw) }

// united is an element of a union and where it comes from.
type united struct {
	element
	base   int  // its place in what both had seen, -1 of what was put in
	second bool // only the second author has it
	both   bool // both put it in
	beside bool // one of two versions of an element
}

// unionOf puts two versions together, in the order of the first, or of the second when only
// that one moved elements.
func unionOf(f Field, base, first, second []element) ([]element, error) {
	a, err := matchElements(f, base, first)
	if err != nil {
		return nil, err
	}
	b, err := matchElements(f, base, second)
	if err != nil {
		return nil, err
	}
	if !a.moved && b.moved {
		first, second, a, b = second, first, b, a
	}
	var out []united
	for i, e := range first {
		at := a.base[i]
		switch {
		case at < 0:
			out = append(out, united{element: e, base: -1})
		case b.version[at] >= 0:
			both := together(base[at], e, second[b.version[at]])
			for _, e := range both {
				out = append(out, united{element: e, base: at, beside: len(both) > 1})
			}
		case !e.equal(base[at]):
			out = append(out, united{element: e, base: at})
		}
	}
	return besideOnce(addMissing(out, base, second, a, b)), nil
}

// besideOnce leaves out what was put in and is a version of an element that stands beside
// another: of three authors two made the same of it.
func besideOnce(all []united) []element {
	var versions []element
	for _, o := range all {
		if o.beside {
			versions = append(versions, o.element)
		}
	}
	out := make([]element, 0, len(all))
	for _, o := range all {
		if same := slices.IndexFunc(versions, o.equal); same >= 0 && o.base < 0 {
			versions = slices.Delete(versions, same, same+1)
			continue
		}
		out = append(out, o.element)
	}
	return out
}

// addMissing puts in what only the second version has, each behind what it stands behind
// there.
func addMissing(out []united, base, second []element, a, b matching) []united {
	place := 0
	for i, e := range second {
		at := b.base[i]
		if at >= 0 && a.version[at] >= 0 {
			place = behind(out, at, place)
			continue
		}
		if at >= 0 && e.equal(base[at]) {
			continue // the first author took it out
		}
		added := func(o united) bool { return o.base < 0 && !o.second && !o.both }
		if same := slices.IndexFunc(out, func(o united) bool { return added(o) && at < 0 && o.equal(e) }); same >= 0 {
			out[same].both = true
			place = same + 1
			continue
		}
		for place < len(out) && added(out[place]) {
			place++
		}
		out = slices.Insert(out, place, united{element: e, base: at, second: true})
		place++
	}
	return out
}

// behind gives the place behind all versions of an element, or the one from before when it
// is gone.
func behind(out []united, base, place int) int {
	for i, o := range out {
		if o.base == base {
			place = i + 1
		}
	}
	return place
}

// together gives one element of which two people changed different parts, or both versions.
func together(base, a, b element) []element {
	switch {
	case a.equal(b) || b.equal(base):
		return []element{a}
	case a.equal(base):
		return []element{b}
	}
	if base.members == nil || a.members == nil || b.members == nil {
		return []element{a, b}
	}
	ofA, ofB := changedMembers(base, a), changedMembers(base, b)
	if measures(ofA, ofB) || measures(ofB, ofA) {
		return []element{a, b}
	}
	members := maps.Clone(a.members)
	for name := range ofB {
		raw, has := b.members[name]
		switch {
		case ofA[name] && !bytes.Equal(raw, a.members[name]):
			return []element{a, b}
		case has:
			members[name] = raw
		default:
			delete(members, name)
		}
	}
	raw, err := json.Marshal(members)
	if err == nil {
		raw, err = canonical.JSON(raw)
	}
	if err != nil {
		return []element{a, b}
	}
	return []element{{raw, members}}
}

func changedMembers(base, version element) map[string]bool {
	out := map[string]bool{}
	for _, members := range []map[string]json.RawMessage{base.members, version.members} {
		for name := range members {
			if !bytes.Equal(base.members[name], version.members[name]) {
				out[name] = true
			}
		}
	}
	return out
}

// measures reports whether one changed what the other's amounts are counted in: 5 USD for
// a kilogram and 5 tonnes are not 5 USD for a tonne.
func measures(one, other map[string]bool) bool {
	if !one["unit"] && !one["base"] && !one["currency"] && !one["per"] {
		return false
	}
	for name := range other {
		if !one[name] && name != "product" && name != "hs" && name != "pack" && name != "lead_days" {
			return true
		}
	}
	return false
}
