package model

import (
	"errors"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"tradedesk/model/value"
)

func TestCheckTiers(t *testing.T) {
	for _, c := range []struct {
		tiers []Tier
		index int
		part  string // "" is right
	}{
		{nil, 0, ""},
		{[]Tier{{"500", "4.20"}, {"1000", "3.95"}, {"5000", "3.60"}}, 0, ""},
		{[]Tier{{"500", "4.20"}, {"500.0", "3.95"}}, 1, "from"},
		{[]Tier{{"500", "4.20"}, {"100", "3.95"}}, 1, "from"},
		{[]Tier{{"0", "4.20"}}, 0, "from"},
		{[]Tier{{"-1", "4.20"}}, 0, "from"},
		{[]Tier{{"1", "0"}}, 0, "price"},
		{[]Tier{{"1", "x"}}, 0, "price"},
		{[]Tier{{"x", "1"}}, 0, "from"},
	} {
		err := CheckTiers(c.tiers)
		if (err == nil) != (c.part == "") || err != nil && (err.Index != c.index || err.Part != c.part || errors.Unwrap(err) == nil) {
			t.Errorf("%v: got %v", c.tiers, err)
		}
	}
}

// The worked numbers of the trade: from 4,557 units on, buying 5,000 costs less,
// and 950 at 5.10 cost more than 1,000 at 4.80.
func TestCheaperTiers(t *testing.T) {
	for _, c := range []struct {
		tiers []Tier
		want  []value.Decimal
	}{
		{[]Tier{{"500", "4.20"}, {"1000", "3.95"}, {"5000", "3.60"}}, []value.Decimal{"", "941", "4557"}},
		{[]Tier{{"1", "5.10"}, {"1000", "4.80"}}, []value.Decimal{"", "942"}},
		{[]Tier{{"1", "1"}, {"2", "1"}}, []value.Decimal{"", ""}},
		{[]Tier{{"900", "10"}, {"1000", "1"}}, []value.Decimal{"", "900"}},
		{[]Tier{{"1", "1"}, {"10", "2"}}, []value.Decimal{"", ""}},
		{[]Tier{{"5", "1"}, {"1", "2"}}, []value.Decimal{"", ""}},
	} {
		got := CheaperTiers(c.tiers)
		for i := range c.want {
			if got[i] != c.want[i] {
				t.Errorf("%v: got %v, want %v", c.tiers, got, c.want)
			}
		}
	}
}

// The quantity that is given costs more than what the tier begins with, and one
// less does not.
func TestCheaperTiersIsTheFirst(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		below := Tier{value.Decimal(itoa(rapid.IntRange(1, 500).Draw(t, "from"))), value.Decimal(itoa(rapid.IntRange(1, 900).Draw(t, "price")))}
		from, cost := rapid.IntRange(501, 5000).Draw(t, "more"), rapid.IntRange(1, 900).Draw(t, "less")
		got := CheaperTiers([]Tier{below, {value.Decimal(itoa(from)), value.Decimal(itoa(cost))}})[1]
		want := 0
		for q := atoi(t, below.From); q < from; q++ {
			if q*atoi(t, below.Price) > from*cost {
				want = q
				break
			}
		}
		if want == 0 && got != "" || want > 0 && got != value.Decimal(itoa(want)) {
			t.Fatalf("below %v, from %d at %d: got %q, want %d", below, from, cost, got, want)
		}
	})
}

func itoa(n int) string { return strconv.Itoa(n) }

func atoi(t *rapid.T, d value.Decimal) int {
	n, err := strconv.Atoi(d.String())
	if err != nil {
		t.Fatal(err)
	}
	return n
}
