package invitation

import (
	"slices"
	"time"

	"tradedesk/model"
	"tradedesk/model/value"
)

// Record is how a supplier answered over all the RFQs that they were asked for. Its zero
// value is that of one who was never asked.
type Record struct {
	Asked    int
	Answered int
	Waiting  int // of those asked, where it is not time yet for an answer
	// Median is the time that half of the answers took at most; 0 when none is known.
	Median time.Duration
	Timed  int // answers of which it is known how long they took

	Quoted    int           // RFQs with a quote of theirs
	Won       int           // of these, with one that was accepted
	LastQuote value.Instant // when the newest was made
}

// RecordOf sums up how one supplier stands with each RFQ, and all of their quotes.
func RecordOf(standings []Standing, quotes []*model.Quote) Record {
	var r Record
	var took []time.Duration
	for _, s := range standings {
		r.Asked++
		if s.Waits() {
			if s.State == Asked && s.AskedAt != 0 {
				r.Waiting++
			}
			continue
		}
		r.Answered++
		if s.Timed() {
			took = append(took, s.Took)
		}
	}
	r.Timed, r.Median = len(took), median(took)
	quoted, won := map[model.ID]bool{}, map[model.ID]bool{}
	for _, q := range quotes {
		if q.Deleted || q.Stage == model.QuoteDraft {
			continue
		}
		quoted[q.RFQ] = true
		if q.Stage == model.QuoteAccepted {
			won[q.RFQ] = true
		}
		r.LastQuote = max(r.LastQuote, q.CreatedAt)
	}
	r.Quoted, r.Won = len(quoted), len(won)
	return r
}

// median gives the middle of the times, the mean of the middle two of an even number.
func median(took []time.Duration) time.Duration {
	if len(took) == 0 {
		return 0
	}
	slices.Sort(took)
	half := len(took) / 2
	if len(took)%2 == 1 {
		return took[half]
	}
	return (took[half-1] + took[half]) / 2
}
