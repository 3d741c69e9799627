package desk

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"tradedesk/model"
	"tradedesk/model/value"
)

// openSkewed opens a desk whose clock is off.
func openSkewed(t *testing.T, s *syncServer, me string, by time.Duration) Desk {
	t.Helper()
	ctx := context.Background()
	d, err := Open(ctx, Options{Dir: t.TempDir(), Me: me, TokenFile: true, Now: func() time.Time { return time.Now().Add(by) }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := d.SetSyncMode(ctx, SyncManual); err != nil {
		t.Fatal(err)
	}
	s.login(t, d)
	return d
}

// A desk whose clock is ten years off says so, loses nothing, and leaves no time on the
// records behind which the others would have to date what they write.
func TestAClockThatIsTenYearsOff(t *testing.T) {
	const years = 10 * 365 * 24 * time.Hour
	for name, test := range map[string]struct {
		by    time.Duration
		words string
	}{
		"ahead":  {years, "clock is 10 years ahead of the server's"},
		"behind": {-years, "clock is 10 years behind the server's"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSyncServer(t)
			wrong, right := openSkewed(t, s, "salma", test.by), openSkewed(t, s, "karim", 0)
			shared := addLead(t, right, "Nord Foods Inc")
			mustSync(t, right)
			mustSync(t, wrong)
			if said := statusOf(t, wrong).Clock; !strings.Contains(said, test.words) || strings.Contains(said, "\n") {
				t.Errorf("it says %q, want %q", said, test.words)
			}
			if said := statusOf(t, right).Clock; said != "" {
				t.Errorf("the desk whose clock is right says %q", said)
			}
			edit(t, wrong, shared, model.Set{"city": quoted("Agadir")})
			own := addLead(t, wrong, "Oasis Trading")
			edit(t, wrong, own, model.Set{"city": quoted("Safi")})
			mustSync(t, wrong)
			mustSync(t, right)
			now := value.At(time.Now().Add(time.Minute))
			for _, d := range []Desk{wrong, right} {
				for _, id := range []model.ID{shared, own} {
					if at := leadOf(t, d, id).UpdatedAt; at > now {
						t.Errorf("at the desk of %s a record has the time %s", d.Me(), at)
					}
				}
			}
			// What the others write stands after it, and now.
			edit(t, right, shared, model.Set{"city": quoted("Tanger")})
			edit(t, right, own, model.Set{"contact": quoted("Marie")})
			mustSync(t, right)
			mustSync(t, wrong)
			edit(t, wrong, shared, model.Set{"contact": quoted("Luc")})
			mustSync(t, wrong)
			mustSync(t, right)
			for _, d := range []Desk{wrong, right} {
				is, mine := leadOf(t, d, shared), leadOf(t, d, own)
				if is.City != "Tanger" || is.Contact != "Luc" || mine.City != "Safi" || mine.Contact != "Marie" {
					t.Errorf("%s has %s and %s", d.Me(), asJSON(t, is), asJSON(t, mine))
				}
				if is.UpdatedAt > now || mine.UpdatedAt > now {
					t.Errorf("%s has the times %s and %s", d.Me(), is.UpdatedAt, mine.UpdatedAt)
				}
				if check, err := d.Check(context.Background(), nil); err != nil || !check.OK {
					t.Errorf("%+v and %v", check, err)
				}
			}
			if a, b := leadsJSON(t, wrong), leadsJSON(t, right); !slices.Equal(a, b) {
				t.Errorf("%s\nand\n%s", a, b)
			}
			if status := statusOf(t, right); status.Conflicts != 0 {
				t.Errorf("%d conflicts", status.Conflicts)
			}
		})
	}
}

// To a clock that is ten years ahead everything is old. A desk keeps what the server took
// all the same, for the day on which that is restored.
func TestAWrongClockForgetsNothing(t *testing.T) {
	ctx := context.Background()
	s := newSyncServer(t)
	dir := t.TempDir()
	by := time.Duration(0)
	open := func() Desk {
		d, err := Open(ctx, Options{Dir: dir, Me: "salma", TokenFile: true, Now: func() time.Time { return time.Now().Add(by) }})
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	closed := func(d Desk) {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	}
	d := open()
	s.login(t, d)
	addLead(t, d, "Nord Foods Inc")
	mustSync(t, d)
	closed(d)
	by = 10 * 365 * 24 * time.Hour
	d = open()
	defer closed(d)
	mustSync(t, d)
	// It is done between two calls, so that what the first one led to is over.
	if err := d.SetSyncMode(ctx, SyncManual); err != nil {
		t.Fatal(err)
	}
	if status := statusOf(t, d); status.Acked != 1 || status.Clock == "" {
		t.Errorf("%+v", status)
	}
}

// leadsJSON gives every lead as JSON, in the order of their ids.
func leadsJSON(t *testing.T, d Desk) []string {
	t.Helper()
	var out []string
	for _, lead := range leadsOf(t, d) {
		out = append(out, string(model.EncodeJSON(lead)))
	}
	slices.Sort(out)
	return out
}
