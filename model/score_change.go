package model

import (
	"math"
	"time"

	"tradedesk/model/value"
)

// NextScoreChange gives when the score of a lead changes next because time passes,
// 0 when it does not any more: only judgeFresh depends on the time.
func NextScoreChange(l *Lead, c ScoreContext) value.Instant {
	if c.Weights == (Weights{}) {
		c.Weights = DefaultWeights()
	}
	c.brief = true
	now, _ := judgeFresh(l, c)
	points := share(c.Weights.Fresh, now)
	if points == 0 {
		return 0
	}
	percent := now
	for percent > 0 && share(c.Weights.Fresh, percent) == points {
		percent--
	}
	// judgeFresh rounds, so a percentage begins half a per cent above itself.
	halves := -math.Log2((float64(percent) + 0.5) / 100)
	age := time.Duration(halves * float64(time.Duration(c.Weights.HalfLifeDays)*24*time.Hour))
	// A millisecond later, as an instant holds no less: then it has changed for sure.
	return value.At(l.ReceivedAt.Time().Add(age)) + 2
}
