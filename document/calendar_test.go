package document

import (
	"strings"
	"testing"
	"time"

	"tradedesk/model"
)

func TestCalendar(t *testing.T) {
	id := model.ID{6: 0x70, 15: 1}
	casablanca := time.FixedZone("", 3600)
	due := []Appointment{
		{ID: id, What: model.DueTask, At: time.Date(2026, 12, 1, 15, 30, 0, 0, casablanca), Title: "Call Nord; today, please\x1b", Detail: "a\\b\nc", Label: "task"},
		{ID: id, What: model.DueDeadline, At: time.Date(2026, 12, 31, 12, 0, 0, 0, time.UTC), Title: strings.Repeat("زيت الأركان ", 12), Label: "RFQ closes"},
	}
	var out strings.Builder
	if err := WriteCalendar(&out, due, time.Date(2026, 11, 29, 10, 0, 0, 0, casablanca)); err != nil {
		t.Fatal(err)
	}
	unfolded := strings.ReplaceAll(out.String(), "\r\n ", "")
	for _, want := range []string{
		"UID:task-" + id.String() + "@tradedesk\r\nDTSTAMP:20261129T090000Z\r\nSUMMARY:task: Call Nord\\; today\\, please\r\nDESCRIPTION:a\\\\b\\nc\r\nDUE:20261201T143000Z\r\n",
		"DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n", "SUMMARY:RFQ closes: زيت الأركان زيت",
	} {
		if !strings.Contains(unfolded, want) {
			t.Errorf("%s\nlacks %q", unfolded, want)
		}
	}
	for _, line := range strings.Split(out.String(), "\r\n") {
		if len(line) > 75 || strings.ContainsAny(line, "\r\n\x1b") || strings.ToValidUTF8(line, "") != line {
			t.Errorf("line %q of %d octets", line, len(line))
		}
	}
}
