package reference

import (
	"regexp"
	"strconv"
	"strings"
	"sync"
)

// DialPlan is how the numbers of a country are built and dialled, after
// libphonenumber's metadata.
type DialPlan struct {
	Code   string // calling code: "212"; several countries may share one
	Region string // alpha-2 of the country, "001" for services of no country

	exit      lazyPattern // what is dialled before a calling code: 00
	prefix    lazyPattern // what is dialled before a national number: 0
	trunk     string      // prefix when it is digits alone, as it mostly is
	number    lazyPattern // national numbers
	transform string      // what a prefix with groups becomes: 242$1
	lengths   []int       // of national numbers
	local     []int       // of numbers dialled within one area alone
	formats   []dialFormat
}

type dialFormat struct {
	leading, number lazyPattern
	groups          string // "$1 $2-$3"
}

// lazyPattern compiles an anchored expression when it is first matched.
type lazyPattern func() *regexp.Regexp

func anchored(pattern string, whole bool) lazyPattern {
	if pattern == "" {
		return nil
	}
	if pattern = "^(?:" + pattern + ")"; whole {
		pattern += "$"
	}
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(pattern) })
}

// dialPlans has the plans by region and, of each calling code, the main one.
type dialPlanTable struct {
	byRegion, byCode map[string]*DialPlan
}

var dialPlans = sync.OnceValue(loadDialPlans)

func loadDialPlans() *dialPlanTable {
	t := &dialPlanTable{map[string]*DialPlan{}, map[string]*DialPlan{}}
	eachLine("dialplans", 8, func(f []string) {
		p := &DialPlan{
			Code: f[0], Region: f[1], exit: anchored(f[2], false), prefix: anchored(f[3], false), number: anchored(f[4], true),
			trunk: digitsAlone(f[3]), transform: f[5], lengths: splitLengths(f[6]), local: splitLengths(f[7]),
		}
		t.byRegion[p.Region] = p
		if t.byCode[p.Code] == nil {
			t.byCode[p.Code] = p
		}
	})
	eachLine("dialformats", 4, func(f []string) {
		p := t.byCode[f[0]]
		p.formats = append(p.formats, dialFormat{anchored(f[1], false), anchored(f[2], true), f[3]})
	})
	return t
}

func digitsAlone(pattern string) string {
	if strings.Trim(pattern, "0123456789") != "" {
		return ""
	}
	return pattern
}

func splitLengths(list string) []int {
	var all []int
	for _, text := range splitNames(list) {
		n, err := strconv.Atoi(text)
		if err != nil {
			panic("reference: the table dialplans: a length is " + text)
		}
		all = append(all, n)
	}
	return all
}

// DialPlanOf gives the plan of a country by alpha-2 code.
func DialPlanOf(country string) (*DialPlan, bool) {
	p, ok := dialPlans().byRegion[country]
	return p, ok && country != "001"
}

// SplitCallingCode parts the digits of an international number into the main
// plan of its calling code and the national number. No code begins another.
func SplitCallingCode(digits string) (plan *DialPlan, national string, ok bool) {
	for n := 1; n <= min(3, len(digits)); n++ {
		if p, ok := dialPlans().byCode[digits[:n]]; ok {
			return p, digits[n:], true
		}
	}
	return nil, "", false
}

// CutExit takes off what is dialled in this country before a calling code.
func (p *DialPlan) CutExit(digits string) (rest string, ok bool) {
	if p.exit == nil {
		return "", false
	}
	match := p.exit().FindStringIndex(digits)
	if match == nil || strings.HasPrefix(digits[match[1]:], "0") {
		return "", false
	}
	return digits[match[1]:], true
}

// CutPrefix takes off, or turns into an area code, what is dialled in this
// country before a national number, unless that breaks a good number.
func (p *DialPlan) CutPrefix(digits string) string {
	if p.prefix == nil || p.trunk != "" && !strings.HasPrefix(digits, p.trunk) {
		return digits
	}
	match := p.prefix().FindStringSubmatchIndex(digits)
	if match == nil {
		return digits
	}
	rest := digits[match[1]:]
	if p.transform != "" && match[len(match)-2] >= 0 {
		rest = string(p.prefix().ExpandString(nil, p.transform, digits, match)) + rest
	}
	if p.Matches(digits) && !p.Matches(rest) {
		return digits
	}
	return rest
}

// Matches reports whether a national number is built as the country's are.
func (p *DialPlan) Matches(national string) bool {
	return p.number != nil && p.number().MatchString(national)
}

// Fit says how a national number's length fits a plan.
type Fit int

// The ways a length fits.
const (
	Fits Fit = iota
	FitsLocally
	TooShort
	TooLong
	FitsNothing // between two lengths that exist
)

// Fit compares the length of a national number with those that exist.
func (p *DialPlan) Fit(national string) Fit {
	n := len(national)
	for _, l := range p.local {
		if l == n {
			return FitsLocally
		}
	}
	for _, l := range p.lengths {
		if l == n {
			return Fits
		}
	}
	switch {
	case len(p.lengths) == 0 || n < p.lengths[0]:
		return TooShort
	case n > p.lengths[len(p.lengths)-1]:
		return TooLong
	}
	return FitsNothing
}

// Group writes a national number in the groups used internationally, as it is
// when no pattern knows it.
func (p *DialPlan) Group(national string) string {
	for _, f := range p.formats {
		if f.leading != nil && !f.leading().MatchString(national) {
			continue
		}
		if f.number().MatchString(national) {
			return f.number().ReplaceAllString(national, f.groups)
		}
	}
	return national
}
