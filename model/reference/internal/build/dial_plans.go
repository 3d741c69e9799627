package main

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/nyaruka/phonenumbers"
)

// sortedPlans gives libphonenumber's plans by calling code, the main one of a
// code first, then by region.
func sortedPlans() ([]*phonenumbers.PhoneMetadata, error) {
	all, err := phonenumbers.MetadataCollection()
	if err != nil {
		return nil, err
	}
	plans := slices.Clone(all.GetMetadata())
	slices.SortFunc(plans, func(a, b *phonenumbers.PhoneMetadata) int {
		return cmp.Or(
			strings.Compare(strconv.Itoa(int(a.GetCountryCode())), strconv.Itoa(int(b.GetCountryCode()))),
			-boolCompare(isMain(a), isMain(b)),
			strings.Compare(a.GetId(), b.GetId()),
		)
	})
	return plans, nil
}

func isMain(p *phonenumbers.PhoneMetadata) bool {
	return phonenumbers.GetRegionCodeForCountryCode(int(p.GetCountryCode())) == p.GetId()
}

func boolCompare(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// dialPlans: calling code, region, patterns of the exit code, the national prefix
// and the number, the prefix's replacement, lengths, local lengths.
func dialPlans(string) ([]byte, error) {
	plans, err := sortedPlans()
	if err != nil {
		return nil, err
	}
	var t table
	for _, p := range plans {
		number := p.GetGeneralDesc()
		t.add(strconv.Itoa(int(p.GetCountryCode())), p.GetId(), p.GetInternationalPrefix(), p.GetNationalPrefixForParsing(),
			number.GetNationalNumberPattern(), p.GetNationalPrefixTransformRule(), lengths(number.GetPossibleLength()), lengths(number.GetPossibleLengthLocalOnly()))
	}
	return t.content()
}

func lengths(all []int32) string {
	var out []string
	for _, n := range all {
		out = append(out, strconv.Itoa(int(n)))
	}
	return strings.Join(out, "|")
}

// dialFormats: calling code, pattern of the leading digits, of the number, and
// how its groups are written internationally. The first that matches holds.
func dialFormats(string) ([]byte, error) {
	plans, err := sortedPlans()
	if err != nil {
		return nil, err
	}
	var t table
	for _, p := range plans {
		if !isMain(p) {
			continue
		}
		formats := p.GetIntlNumberFormat()
		if len(formats) == 0 {
			formats = p.GetNumberFormat()
		}
		for _, f := range formats {
			leading := ""
			if all := f.GetLeadingDigitsPattern(); len(all) > 0 {
				leading = all[len(all)-1]
			}
			t.add(strconv.Itoa(int(p.GetCountryCode())), leading, f.GetPattern(), f.GetFormat())
		}
	}
	return t.content()
}
