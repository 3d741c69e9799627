package main

import "strings"

// aliases: key, names of our own; those of countries and ports are in their tables.
// The keys of places are UN/LOCODEs where the table of ports has the place.
func aliases(source string) ([]byte, error) {
	var t table
	for _, name := range []string{"place-aliases.csv", "trade-words.csv"} {
		rows, err := readCSV(source, name)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			t.add(r["key"], list(strings.Split(r["names"], "|")...))
		}
	}
	return t.content()
}
