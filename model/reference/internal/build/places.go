package main

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// place is what the sources say together of one UN/LOCODE.
type place struct {
	name    string
	sea     bool
	aliases string
}

// gather merges the code list, the seaports and our own additions.
func gather(source string) (map[string]place, error) {
	codes, err := readCSV(source, "locodes.csv.gz")
	if err != nil {
		return nil, err
	}
	seaports, err := readCSV(source, "seaports.csv")
	if err != nil {
		return nil, err
	}
	own, err := readCSV(source, "places.csv")
	if err != nil {
		return nil, err
	}
	all := map[string]place{}
	for _, r := range codes {
		all[r["code"]] = place{name: r["name"]}
	}
	for _, r := range seaports {
		p := all[r["code"]]
		all[r["code"]] = place{name: cmp.Or(p.name, r["name"]), sea: true, aliases: r["name"]}
	}
	for _, r := range own {
		p := all[r["code"]]
		all[r["code"]] = place{
			name:    cmp.Or(r["name"], p.name),
			sea:     p.sea || r["sea"] == "1",
			aliases: list(p.aliases, r["aliases"]),
		}
	}
	return all, nil
}

// atDesk: what a desk completes first, the seaports of the world and all of Morocco.
func atDesk(code string, p place) bool { return p.sea || strings.HasPrefix(code, "MA") }

// ports: code, name, "1" for a seaport, other names.
func ports(source string) ([]byte, error) {
	all, err := gather(source)
	if err != nil {
		return nil, err
	}
	var t table
	for _, code := range slices.Sorted(maps.Keys(all)) {
		p := all[code]
		if !atDesk(code, p) {
			continue
		}
		sea := ""
		if p.sea {
			sea = "1"
		}
		other := strings.Split(p.aliases, "|")
		other = slices.DeleteFunc(other, func(n string) bool { return n == p.name })
		t.add(code, p.name, sea, list(other...))
	}
	return t.content()
}

// places: code, name of all that is not in ports.
func places(source string) ([]byte, error) {
	all, err := gather(source)
	if err != nil {
		return nil, err
	}
	var t table
	for _, code := range slices.Sorted(maps.Keys(all)) {
		if p := all[code]; !atDesk(code, p) {
			t.add(code, p.name)
		}
	}
	return t.content()
}
