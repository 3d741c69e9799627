package demo

import (
	"sort"
	"time"
)

// arrivals spreads enquiries over the last days: more in office hours, fewer at
// weekends, more of late.
type arrivals struct {
	start time.Time
	upTo  []float64 // of each hour, the share that came in by its end
}

func newArrivals(now time.Time) arrivals {
	a := arrivals{start: now.Add(-days * 24 * time.Hour)}
	sum := 0.0
	for hour := range days * 24 {
		at := a.start.Add(time.Duration(hour) * time.Hour)
		weight := 0.3
		if h := at.Hour(); h >= 7 && h < 18 {
			weight = 3
		}
		if at.Weekday() == time.Saturday || at.Weekday() == time.Sunday {
			weight /= 4
		}
		if hour >= (days-2)*24 {
			weight = max(weight, 1) * 2
		}
		sum += weight
		a.upTo = append(a.upTo, sum)
	}
	for i := range a.upTo {
		a.upTo[i] /= sum
	}
	return a
}

// at gives when the enquiry came in before which this share of all had.
func (a arrivals) at(share float64) time.Time {
	hour := sort.SearchFloat64s(a.upTo, share)
	hour = min(hour, len(a.upTo)-1)
	before := 0.0
	if hour > 0 {
		before = a.upTo[hour-1]
	}
	within := (share - before) / (a.upTo[hour] - before)
	return a.start.Add(time.Duration((float64(hour) + within) * float64(time.Hour))).Truncate(time.Second)
}
