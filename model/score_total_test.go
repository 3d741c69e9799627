package model_test

import (
	"testing"

	"pgregory.net/rapid"

	"tradedesk/model"
	"tradedesk/model/modeltest"
	"tradedesk/model/value"
)

// TestScoreTotal: the total alone is that of the score with its reasons, and stands
// until it is said to change.
func TestScoreTotal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lead := modeltest.Record(model.KindLead).Draw(t, "lead").(*model.Lead)
		if rapid.Bool().Draw(t, "plain numbers") {
			lead.Quantity = value.Decimal(rapid.StringMatching(`[1-9][0-9]{0,4}(\.[0-9]{0,2}[1-9])?`).Draw(t, "quantity"))
			lead.TargetPrice = value.Decimal(rapid.StringMatching(`[1-9][0-9]{0,3}(\.[0-9]?[1-9])?`).Draw(t, "price"))
			lead.Currency = rapid.SampledFrom([]value.Currency{"EUR", "JPY", "MAD", "ISK"}).Draw(t, "currency")
			lead.Unit = "KGM"
		}
		lead.Message = rapid.SampledFrom([]string{"", "In March 2027, please", "by 15/03/2027", "le 3 août", "MAYBE in JUNE.", "marchandise", lead.Message}).Draw(t, "message")
		c := model.ScoreContext{Now: nine}
		lead.ReceivedAt = value.At(nine) - value.Instant(rapid.Int64Range(-1, 90*24*3600*1000).Draw(t, "age"))
		want := model.ScoreLead(lead, c)
		if got := model.ScoreTotal(lead, c); got != want.Total {
			t.Fatalf("the total is %d, want %d of %+v", got, want.Total, want.Reasons)
		}
		next := model.NextScoreChange(lead, c)
		fresh := pointsOf(want, model.ReasonFresh)
		if next.IsZero() != (fresh == 0) {
			t.Fatalf("%d points for being fresh, and they change at %v", fresh, next)
		}
		if next.IsZero() {
			return
		}
		for _, before := range []value.Instant{0, 1000, 60_000} {
			at := max(next-before-3, value.At(nine))
			if got := pointsOf(model.ScoreLead(lead, model.ScoreContext{Now: at.Time()}), model.ReasonFresh); got != fresh {
				t.Fatalf("at %v, before %v, there are %d points, not %d", at, next, got, fresh)
			}
		}
		if got := pointsOf(model.ScoreLead(lead, model.ScoreContext{Now: next.Time()}), model.ReasonFresh); got >= fresh {
			t.Fatalf("at %v there are still %d points", next, got)
		}
	})
}

func pointsOf(s model.Score, code string) int {
	for _, reason := range s.Reasons {
		if reason.Code == code {
			return reason.Points
		}
	}
	return 0
}
