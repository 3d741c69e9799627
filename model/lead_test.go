package model

import "testing"

func TestLeadOfAQuoteIsThatOfItsSlowestLine(t *testing.T) {
	for want, q := range map[int]*Quote{
		0:  {},
		21: {LeadDays: 21},
		30: {LeadDays: 21, Lines: []QuoteLine{{Product: "amlou", LeadDays: 30}, {Product: "argan oil"}}},
		14: {LeadDays: 21, Lines: []QuoteLine{{Product: "amlou", LeadDays: 14}, {Product: "argan oil", LeadDays: 7}}},
	} {
		if got := q.Lead(); got != want {
			t.Errorf("%+v takes %d days, want %d", q, got, want)
		}
	}
}
