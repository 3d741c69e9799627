package store

import "testing"

// A step that leaves more than it lists counts all of it.
func TestAStepCountsWhatItLeaves(t *testing.T) {
	var e entry
	for range maxReported + 5 {
		e.leave(leftover{changed: "city changed since"})
	}
	e.leave(leftover{changed: "city changed since", conflict: "contact in conflict"})
	if len(e.Skipped) != maxReported || e.Left != maxReported+7 || e.InConflict != 1 {
		t.Errorf("%d lines of %d, %d in conflict", len(e.Skipped), e.Left, e.InConflict)
	}
}
