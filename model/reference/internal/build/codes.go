package main

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// currencies: code, minor units, English, French, Arabic.
func currencies(source string) ([]byte, error) {
	rows, err := readCSV(source, "countries.csv")
	if err != nil {
		return nil, err
	}
	own, err := byCode(source, "currency-names.csv")
	if err != nil {
		return nil, err
	}
	lines := map[string][]string{}
	for _, r := range rows {
		codes := strings.Split(r["ISO4217-currency_alphabetic_code"], ",")
		names := strings.Split(r["ISO4217-currency_name"], ",")
		minors := strings.Split(r["ISO4217-currency_minor_unit"], ",")
		for i, code := range codes {
			if len(names) == len(codes) && len(minors) == len(codes) && code != "" {
				lines[code] = []string{code, minors[i], strings.TrimSpace(names[i]), "", ""}
			}
		}
	}
	for code, r := range own {
		if was := lines[code]; was != nil && was[1] != r["minor"] {
			return nil, fmt.Errorf("currency %s has %s minor digits in one source and %s in the other", code, was[1], r["minor"])
		}
		lines[code] = []string{code, r["minor"], r["english"], r["french"], r["arabic"]}
	}
	var t table
	for _, code := range slices.Sorted(maps.Keys(lines)) {
		t.add(lines[code]...)
	}
	return t.content()
}

// units: code, symbol, dimension, factor, English, French, Arabic, other names.
// They keep the order of the source, the usual ones first.
func units(source string) ([]byte, error) {
	rows, err := readCSV(source, "units.csv")
	if err != nil {
		return nil, err
	}
	var t table
	for _, r := range rows {
		t.add(r["code"], r["symbol"], r["dimension"], r["factor"], r["english"], r["french"], r["arabic"], list(r["aliases"]))
	}
	return t.content()
}

// headings: code, description.
func headings(source string) ([]byte, error) {
	rows, err := readCSV(source, "harmonized-system.csv.gz")
	if err != nil {
		return nil, err
	}
	slices.SortFunc(rows, func(a, b row) int { return cmp.Compare(a["hscode"], b["hscode"]) })
	var t table
	for _, r := range rows {
		t.add(r["hscode"], r["description"])
	}
	return t.content()
}

// freeMail: one domain a line.
func freeMail(source string) ([]byte, error) {
	text, err := os.ReadFile(filepath.Join(source, "free-mail.txt"))
	if err != nil {
		return nil, err
	}
	domains := strings.Fields(string(text))
	slices.Sort(domains)
	var t table
	for _, d := range slices.Compact(domains) {
		t.add(d)
	}
	return t.content()
}
