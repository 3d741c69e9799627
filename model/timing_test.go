package model_test

import (
	"testing"

	"pgregory.net/rapid"

	"tradedesk/model"
	"tradedesk/model/modeltest"
)

// TestTimingIsOfTheExcerpt: what is due of a record is the same by its excerpt.
func TestTimingIsOfTheExcerpt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := modeltest.AnyRecord().Draw(t, "record")
		short, whole := model.Timing(r), model.ExcerptScored(r, 0, 0)
		at, why := model.Due(short)
		wantAt, wantWhy := model.Due(whole)
		if at != wantAt || why != wantWhy || model.ReplyDue(short) != model.ReplyDue(whole) {
			t.Fatalf("due %v %s, replied by %v, want %v %s and %v", at, why, model.ReplyDue(short), wantAt, wantWhy, model.ReplyDue(whole))
		}
	})
}
