package server

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"tradedesk/model"
)

// However many listen, the head is asked for once at a time, they are woken only when it
// moved or cannot be read, and nobody asks when nobody listens.
func TestPollingAsksOnceForAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex // of what follows
		asked, head := map[model.ID]int{}, uint64(7)
		var failed error
		becomes := func(to uint64, err error) {
			mu.Lock()
			defer mu.Unlock()
			head, failed = to, err
		}
		p := &polling{every: time.Second, open: map[model.ID]*poller{}, head: func(_ context.Context, workspace model.ID) (uint64, error) {
			mu.Lock()
			defer mu.Unlock()
			asked[workspace]++
			return head, failed
		}}
		atlas, rif := model.ID{1}, model.ID{2}
		var listeners []<-chan struct{}
		var stops []func()
		listen := func(workspace model.ID) {
			grew, stop := p.watch(workspace)
			listeners, stops = append(listeners, grew), append(stops, stop)
		}
		// after lets some seconds pass, and gives how many were woken.
		after := func(seconds int) (woken int) {
			time.Sleep(time.Duration(seconds) * time.Second)
			synctest.Wait()
			for _, grew := range listeners {
				select {
				case <-grew:
					woken++
				default:
				}
			}
			return woken
		}
		for range 50 {
			listen(atlas)
		}
		listen(rif)
		if woken := after(1); woken != 51 {
			t.Errorf("at the first look %d are woken", woken)
		}
		if woken := after(10); woken != 0 || asked[atlas] != 11 || asked[rif] != 11 {
			t.Errorf("while nothing happens %d are woken, it was asked %v", woken, asked)
		}
		listen(atlas)
		becomes(8, nil)
		if woken := after(3); woken != 52 {
			t.Errorf("of a head that moved %d are told", woken)
		}
		becomes(8, errors.New("cannot be read"))
		if woken := after(1); woken != 52 {
			t.Errorf("of an error %d are told", woken)
		}
		for _, stop := range stops {
			stop()
			stop()
		}
		before := asked[atlas]
		if woken := after(10); woken != 0 || asked[atlas] != before || len(p.open) != 0 {
			t.Errorf("when nobody listens %d are woken, it was asked %d times more", woken, asked[atlas]-before)
		}
		becomes(8, nil)
		listen(atlas)
		if woken := after(1); woken != 1 {
			t.Errorf("who listens later is woken %d times", woken)
		}
		stops[len(stops)-1]()
	})
}
