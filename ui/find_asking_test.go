package ui

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tradedesk/desk"
	"tradedesk/model"
)

// scripted is a search whose answers a test gives.
type scripted struct {
	mu     sync.Mutex
	asked  []desk.SearchQuery
	given  int // up, not answered
	answer func(ctx context.Context, q desk.SearchQuery) (desk.SearchResult, error)
}

func (s *scripted) find(ctx context.Context, q desk.SearchQuery) (desk.SearchResult, error) {
	s.mu.Lock()
	s.asked = append(s.asked, q)
	s.mu.Unlock()
	result, err := s.answer(ctx, q)
	if err != nil && errors.Is(err, ctx.Err()) {
		s.mu.Lock()
		s.given++
		s.mu.Unlock()
	}
	return result, err
}

// last gives what was asked last.
func (s *scripted) last() desk.SearchQuery {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asked[len(s.asked)-1]
}

func searching(t *testing.T, w, h int, answer func(ctx context.Context, q desk.SearchQuery) (desk.SearchResult, error)) (*driver, *scripted) {
	t.Helper()
	s := &scripted{answer: answer}
	fake := newFake(someLeads(3)...)
	fake.finds = s.find
	d := startAt(t, fake, w, h, "en")
	d.pressed("/")
	return d, s
}

func hitOf(i int, title string, positions ...int) desk.Hit {
	return desk.Hit{Excerpt: model.Excerpt{ID: idOf(i), Kind: model.KindLead, Title: title, Stage: model.LeadNew}, Positions: positions}
}

func hitsOf(titles ...string) (r desk.SearchResult) {
	for i, title := range titles {
		r.Hits = append(r.Hits, hitOf(i, title))
	}
	r.Total = len(r.Hits)
	return r
}

// The next key gives the last one up: nothing waits for it, and it changes nothing.
func TestNextKeyCancelsTheLast(t *testing.T) {
	d, s := searching(t, 120, 30, func(ctx context.Context, q desk.SearchQuery) (desk.SearchResult, error) {
		if q.Text != "ab" {
			<-ctx.Done()
			return desk.SearchResult{}, ctx.Err()
		}
		return hitsOf("Abc"), nil
	})
	d.press("a", "b")
	d.idle()
	d.sees("Abc", "1 record")
	if s.given != 1 {
		t.Errorf("%d were given up, want 1", s.given)
	}
	if q := s.last(); q.Budget != findBudget || q.Session == "" || q.Limit != maxHits {
		t.Errorf("asked %+v", q)
	}
	d.press("c")
	d.pressed("esc")
	if s.given != 2 {
		t.Error("closing the search does not give up what is looked for")
	}
}

// An answer to an older line, that came all the same, is dropped.
func TestStaleAnswerIsDropped(t *testing.T) {
	hold := make(chan struct{})
	d, _ := searching(t, 120, 30, func(_ context.Context, q desk.SearchQuery) (desk.SearchResult, error) {
		if q.Text == "a" {
			<-hold
			return hitsOf("Older"), nil
		}
		return hitsOf("Newer"), nil
	})
	d.press("a", "b")
	d.until(func() bool { return strings.Contains(d.screen(), "Newer") })
	close(hold)
	d.idle()
	d.sees("Newer")
	d.seesNot("Older")
}

// What is found at once is shown as not all yet; the whole answer takes its place, and
// the record with the mark keeps the mark and its row on the screen.
func TestWholeAnswerKeepsTheMarkWhereItIs(t *testing.T) {
	hold := make(chan struct{})
	d, s := searching(t, 120, 30, func(_ context.Context, q desk.SearchQuery) (desk.SearchResult, error) {
		if q.Budget > 0 {
			r := desk.SearchResult{Making: &desk.IndexMaking{Read: 430, Total: 1000}}
			r.Partial = true
			r.Hits, r.Total = []desk.Hit{hitOf(1, "Bravo"), hitOf(2, "Charlie")}, 2
			return r, nil
		}
		<-hold
		return hitsOf("Alpha", "Bravo", "Charlie", "Delta"), nil
	})
	d.press("a")
	d.until(func() bool { return strings.Contains(d.screen(), "Charlie") })
	d.sees("2 records · still looking · preparing the search: 43 %")
	d.press("down")
	row := rowWith(d, "Charlie")
	close(hold)
	d.idle()
	d.sees("4 records · ↑ 1", "▌ Lead       Charlie")
	d.seesNot("still looking", "Alpha")
	if got := rowWith(d, "Charlie"); got != row {
		t.Errorf("the mark went from row %d to %d", row, got)
	}
	if q := s.last(); q.Budget != 0 {
		t.Errorf("the whole answer was asked for with a budget: %+v", q)
	}
	d.pressed("up", "up")
	d.sees("▌ Lead       Alpha")
}

// A mark that nobody moved is on the best hit of the whole answer; a key that was meant for
// the one before still opens that.
func TestBestHitTakesTheMarkByItself(t *testing.T) {
	for _, waits := range []time.Duration{0, arrivalWaits} {
		hold := make(chan struct{})
		d, _ := searching(t, 120, 30, func(_ context.Context, q desk.SearchQuery) (desk.SearchResult, error) {
			var r desk.SearchResult
			if r.Partial = q.Budget > 0; r.Partial {
				r.Hits = []desk.Hit{hitOf(1, "Ж001")}
				return r, nil
			}
			<-hold
			r.Hits = []desk.Hit{hitOf(0, "Ж000"), hitOf(1, "Ж001")}
			return r, nil
		})
		d.press("Ж")
		d.until(func() bool { return strings.Contains(d.screen(), "▌ Lead       Ж001") })
		close(hold)
		d.idle()
		d.sees("▌ Lead       Ж000")
		d.opensAfter(waits, map[time.Duration]string{0: "Ж001", arrivalWaits: "Ж000"}[waits])
	}
}

// opensAfter waits and presses enter, which opens the record that is wanted.
func (d *driver) opensAfter(waits time.Duration, want string) {
	d.t.Helper()
	now := d.m.o.Now
	d.m.o.Now = func() time.Time { return now().Add(waits) }
	d.pressed("enter")
	if d.current() != want {
		d.t.Errorf("after %v: opened %q, want %q", waits, d.current(), want)
	}
}

// While the index is made it is asked how far it is, and searched again once it is there.
func TestSearchGoesOnWithTheIndex(t *testing.T) {
	var made atomic.Bool
	fake := newFake()
	fake.finds = func(ctx context.Context, q desk.SearchQuery) (desk.SearchResult, error) {
		if made.Load() {
			return hitsOf("All of it"), nil
		}
		if q.Budget == 0 {
			<-ctx.Done()
			return desk.SearchResult{}, ctx.Err()
		}
		r := hitsOf("Some")
		r.Partial, r.Making = true, &desk.IndexMaking{Read: 1, Total: 4}
		return r, nil
	}
	d := start120(t, fake)
	d.pressed("/")
	d.press("a")
	d.until(func() bool { return strings.Contains(d.screen(), "25 %") })
	f := d.m.top().(*finder)
	made.Store(true)
	d.send(findProgressMsg{of: of(d.m.session), finder: f, seq: f.ask.seq, asked: true, making: &desk.IndexMaking{Read: 3, Total: 4}})
	d.sees("75 %")
	d.send(findProgressMsg{of: of(d.m.session), finder: f, seq: f.ask.seq})
	d.idle()
	d.sees("All of it", "1 record")
	d.seesNot("still looking")
}

// All that match are counted once nobody types, and not before.
func TestCountsWhenTypingRests(t *testing.T) {
	d, s := searching(t, 120, 30, func(_ context.Context, q desk.SearchQuery) (desk.SearchResult, error) {
		r := hitsOf("A", "B")
		if r.Total, r.More = 100, true; q.Count {
			r.Total, r.More = 1234, false
		}
		return r, nil
	})
	d.typed("ab")
	d.sees("100+ records")
	f := d.m.top().(*finder)
	d.send(findRestMsg{of: of(d.m.session), finder: f, seq: f.ask.seq - 1})
	d.idle()
	if s.last().Count {
		t.Fatal("counted for a line that is not typed any more")
	}
	d.send(findRestMsg{of: of(d.m.session), finder: f, seq: f.ask.seq})
	d.idle()
	d.sees("the best 2 of 1,234 records")
	if !s.last().Count || f.ask.looking {
		t.Errorf("asked %+v", s.last())
	}
}

// Who types and presses enter at once means the best hit of what was typed.
func TestEnterWaitsForTheAnswer(t *testing.T) {
	hold := make(chan struct{})
	d, _ := searching(t, 120, 30, func(ctx context.Context, q desk.SearchQuery) (desk.SearchResult, error) {
		if q.Text == "Ж00" {
			<-hold
			return desk.SearchResult{}, ctx.Err()
		}
		if q.Text == "Ж002" {
			<-hold
			r := hitsOf()
			r.Hits = []desk.Hit{hitOf(2, "Ж002")}
			return r, nil
		}
		return hitsOf("Ж000"), nil
	})
	d.typed("Ж0")
	d.press("0", "2", "enter")
	close(hold)
	d.idle()
	if d.current() != "Ж002" {
		t.Errorf("opened %q", d.current())
	}
	if d.m.top() != nil {
		t.Error("the search is still open")
	}
}

func TestSearchTellsWhatFails(t *testing.T) {
	d, _ := searching(t, 120, 30, func(context.Context, desk.SearchQuery) (desk.SearchResult, error) {
		return desk.SearchResult{}, errors.New("the disk is gone")
	})
	d.typed("a")
	d.sees("searching", "the disk is gone")
	d.seesNot("still looking")
}

// A desk that answers at once is searched once a key.
func TestSearchAsksOnceAKey(t *testing.T) {
	d, s := searching(t, 120, 30, func(context.Context, desk.SearchQuery) (desk.SearchResult, error) {
		r := hitsOf("A")
		r.Took = time.Millisecond
		return r, nil
	})
	d.typed("abc")
	if len(s.asked) != 3 {
		t.Errorf("asked %d times", len(s.asked))
	}
}
