package query

import (
	"errors"
	"testing"
	"time"
)

// What is refused says so with a code that has an English text.
func TestRefusalsHaveCodes(t *testing.T) {
	r := Reader{Now: time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)}
	for line, want := range map[string]Refusal{
		`owner:""`: RefusedEmpty, "owner:me": RefusedMe, "kind:none": RefusedKind, "event:Nowhere": RefusedEvent, "value:50k..10k": RefusedOrder, "value:..": RefusedRange,
		"due:2026-12-02..2026-12-01": RefusedOrder, "received:overdue": RefusedOverdue, "phone:abc": RefusedNoDigits, "due:..": RefusedDayRange,
	} {
		problems := r.Parse(line).Problems
		var got Refusal
		if len(problems) != 1 || !errors.As(problems[0].Err, &got) || got != want || got.Error() == "" {
			t.Errorf("%s: %+v, want %q", line, problems, want)
		}
	}
}
