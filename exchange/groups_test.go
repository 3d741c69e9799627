package exchange

import (
	"fmt"
	"strings"
	"testing"
)

func TestErrorsByReason(t *testing.T) {
	file := "Company,Quantity,Email,Country\n"
	for i := range 30 {
		file += fmt.Sprintf("Nord %d,lots%d,,\n", i, i)
	}
	file += "Sud,5,wrong,Atlantis\nWest,6,bad,Lemuria\nOst,3/4,,\n"
	report := mustImport(t, newFakeDesk(), testRequest("a.csv"), file)
	if len(report.Groups) != 2 || report.Groups[0].Field != "quantity" || report.Groups[0].Count != 31 || len(report.Groups[0].Lines) != maxGroupLines ||
		report.Groups[0].Lines[0] != 2 || report.Groups[1].Count != 2 || report.Groups[1].Lines[0] != 32 {
		t.Errorf("groups %+v", report.Groups)
	}
	total := 0
	for _, g := range report.Groups {
		total += g.Count
		if strings.Contains(g.Message, "lots") {
			t.Errorf("a value in %q", g.Message)
		}
	}
	if total != report.Rejected || len(report.Errors) != report.Rejected {
		t.Errorf("%d in groups, %d errors, %d rejected", total, len(report.Errors), report.Rejected)
	}
}
