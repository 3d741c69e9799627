package ui

import (
	"context"
	"slices"
	"testing"
	"time"

	"tradedesk/desk"
	"tradedesk/model"
)

// gathered lets the time pass in which news are gathered.
func (d *driver) gathered() {
	d.t.Helper()
	d.idle()
	f := d.m.top().(*finder)
	if f.ask.news.waits {
		d.send(findNewsMsg{of: of(d.m.session), finder: f, seq: f.ask.seq})
		d.idle()
	}
}

// followed searches where a test changes what is found.
func followed(t *testing.T, w, h int, titles ...string) (d *driver, s *scripted, hits *[]desk.Hit) {
	t.Helper()
	now := hitsOf(titles...).Hits
	d, s = searching(t, w, h, func(context.Context, desk.SearchQuery) (desk.SearchResult, error) {
		var r desk.SearchResult
		r.Hits, r.Total = slices.Clone(now), len(now)
		return r, nil
	})
	d.typed("Ж")
	return d, s, &now
}

func leadNews(ids ...model.ID) desk.News {
	return desk.News{By: "karim", Records: ids, Kinds: []model.Kind{model.KindLead}}
}

func (d *driver) tells(n desk.News) {
	d.fake.mu.Lock()
	d.fake.publish(n)
	d.fake.mu.Unlock()
}

// What others add, edit and delete is shown among the hits.
func TestHitsFollowTheDesk(t *testing.T) {
	fake := newFake(someLeads(3)...)
	d := start120(t, fake)
	d.pressed("/")
	d.typed("Ж00")
	d.sees("3 records")
	fake.add(&model.Lead{Head: model.Head{ID: idOf(77)}, Company: "Ж00 Nouveau", Stage: model.LeadNew})
	d.gathered()
	d.sees("4 records", "Ж00 Nouveau")
	fake.changed("karim", 77, model.Set{"company": raw("Ж00 Neuf")})
	d.gathered()
	d.sees("4 records", "Ж00 Neuf")
	fake.changed("karim", 1, model.Set{model.FieldDeleted: raw(true)})
	d.gathered()
	d.sees("3 records")
	d.seesNot("Ж001", "Nouveau", "still looking")
}

// The record with the mark keeps the mark and its row, also when nobody moved it there, and
// keys go on meaning what they meant.
func TestNewsLeaveTheMarkWhereItIs(t *testing.T) {
	for _, moves := range [][]string{nil, {"down"}} {
		d, _, hits := followed(t, 80, 24, "Ж000", "Ж001", "Ж002")
		d.pressed(moves...)
		marked := []string{"Ж000", "Ж001"}[len(moves)]
		row := rowWith(d, marked)
		*hits = append([]desk.Hit{hitOf(60, "Ж00"), hitOf(61, "Ж01")}, *hits...)
		d.tells(leadNews(idOf(60), idOf(61)))
		d.gathered()
		d.sees("5 records · ↑ 2", "▌ Lead       "+marked)
		if got := rowWith(d, marked); got != row {
			t.Errorf("%s went from row %d to %d", marked, row, got)
		}
		d.typed("0")
		d.pressed("backspace", "enter")
		if d.current() != "Ж00" && len(moves) == 0 {
			t.Errorf("a line that is typed anew opens %q, not its best hit", d.current())
		}
	}
}

// A key that was meant for a record which is no hit any more opens that one, and the same
// a moment later what stands there now.
func TestKeyIsForTheHitThatWasSeen(t *testing.T) {
	for _, waits := range []time.Duration{0, arrivalWaits} {
		d, _, hits := followed(t, 80, 24, "Ж000", "Ж001", "Ж002")
		d.pressed("down")
		*hits = slices.Delete(*hits, 1, 2)
		d.tells(leadNews(idOf(1)))
		d.gathered()
		d.sees("▌ Lead       Ж002")
		d.opensAfter(waits, map[time.Duration]string{0: "Ж001", arrivalWaits: "Ж002"}[waits])
	}
}

// However many news there are, one question is asked when they were gathered, and none
// while one is under way.
func TestNewsAreGathered(t *testing.T) {
	d, s, hits := followed(t, 80, 24, "Ж000")
	before := len(s.asked)
	for i := range 1000 {
		*hits = append(*hits, hitOf(100+i, "Ж"))
		d.tells(leadNews(idOf(100 + i)))
		if i%100 == 0 {
			d.idle()
		}
	}
	d.gathered()
	if got := len(s.asked) - before; got != 1 {
		t.Errorf("asked %d times for 1000 news", got)
	}
	d.sees("1,001 records")
	d.gathered()
	if got := len(s.asked) - before; got != 1 {
		t.Error("asked again without news")
	}
}

// What cannot change the hits asks nothing.
func TestNewsOfOtherKindsAskNothing(t *testing.T) {
	d, s, _ := followed(t, 80, 24, "Ж000")
	d.typed(" kind:supplier")
	before := len(s.asked)
	d.tells(leadNews(idOf(0)))
	d.tells(desk.News{Sync: true})
	d.gathered()
	if len(s.asked) != before {
		t.Error("asked for news of leads and of the line to the server")
	}
	for _, n := range []desk.News{{Kinds: []model.Kind{model.KindSupplier}, Records: []model.ID{idOf(9)}}, {All: true}} {
		d.tells(n)
		d.gathered()
		if before++; len(s.asked) != before {
			t.Errorf("asked %d times after %+v", len(s.asked)-before+1, n)
		}
	}
	d.pressed("ctrl+u")
	d.tells(desk.News{All: true})
	d.gathered()
	if len(s.asked) != before {
		t.Error("asked for an empty line")
	}
}

// News are not followed with half an answer: what is shown stays until all of it is there.
// How many match stays, too, until they are counted again.
func TestNewsAreFollowedWhole(t *testing.T) {
	hold := make(chan struct{})
	begun := false
	d, s := searching(t, 80, 24, func(_ context.Context, q desk.SearchQuery) (desk.SearchResult, error) {
		r := hitsOf("Ж000", "Ж001")
		switch {
		case q.Count:
			r.Total = 1234
		case !begun:
			r.More = true
		case q.Budget > 0:
			r = hitsOf("Ж000")
			r.Partial, r.Making = true, &desk.IndexMaking{Read: 1, Total: 4}
		default:
			<-hold
			r = hitsOf("Ж000", "Ж001", "Ж002")
			r.More = true
		}
		return r, nil
	})
	d.typed("Ж")
	f := d.m.top().(*finder)
	d.send(findRestMsg{of: of(d.m.session), finder: f, seq: f.ask.seq})
	d.idle()
	d.sees("the best 2 of 1,234 records")
	begun = true
	d.tells(leadNews(idOf(2)))
	d.idle()
	d.send(findNewsMsg{of: of(d.m.session), finder: f, seq: f.ask.seq})
	d.until(func() bool { return f.ask.looking })
	d.sees("the best 2 of 1,234 records", "Ж001", "preparing the search: 25 %")
	now := d.m.o.Now
	d.m.o.Now = func() time.Time { return now().Add(time.Second) }
	close(hold)
	d.idle()
	d.sees("the best 3 of 1,234 records", "Ж002")
	if q := s.last(); q.Budget != 0 {
		t.Errorf("asked %+v", q)
	}
	if f.ask.news.took != time.Second {
		t.Errorf("an answer that took a second is reckoned as %v", f.ask.news.took)
	}
}
