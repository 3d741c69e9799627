package value

import (
	"testing"
	"time"
)

func TestParsePeriod(t *testing.T) {
	paris := time.FixedZone("CET", 3600)
	now := time.Date(2026, 11, 24, 15, 30, 0, 0, paris)
	day := func(d int) Instant { return At(time.Date(2026, 11, d, 0, 0, 0, 0, paris)) }
	moment := At(time.Date(2026, 11, 24, 14, 30, 0, 0, paris))
	tests := []struct {
		typed       string
		from, until Instant
	}{
		{"today", day(24), day(25)},
		{"tomorrow", day(25), day(26)},
		{"2026-11-26", day(26), day(27)},
		{"3d", day(27), day(28)},
		{"-2d", day(22), day(23)},
		{"2026-11-24 14:30", moment, moment + 1},
		{"2026-11-24T13:30:00Z", moment, moment + 1},
		{"now", At(now), At(now) + 1},
		{"2h", At(now.Add(2 * time.Hour)), At(now.Add(2*time.Hour)) + 1},
	}
	for _, tt := range tests {
		from, until, err := ParsePeriod(tt.typed, now)
		if err != nil || from != tt.from || until != tt.until {
			t.Errorf("%q: from %s until %s, %v; want from %s until %s", tt.typed, from, until, err, tt.from, tt.until)
		}
	}
	if _, _, err := ParsePeriod("sometime", now); err == nil {
		t.Error("sometime is a time")
	}
}
