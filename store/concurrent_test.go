package store

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"tradedesk/model"
)

// TestManyAtATime: writers and readers of one store; every action is whole for
// whoever reads.
func TestManyAtATime(t *testing.T) {
	b := newBench(t)
	ctx := context.Background()
	const writers, actions = 4, 20
	var wg sync.WaitGroup
	for writer := range writers {
		wg.Go(func() {
			s := b.As(fmt.Sprint("broker", writer))
			for i := range actions {
				pair := func(n int) Edit {
					return Edit{Kind: model.KindLead, Create: true, Set: model.Set{"company": quote(fmt.Sprintf("Lead %d-%d-%d", writer, i, n))}}
				}
				if _, _, err := s.Do(ctx, Action{Edits: []Edit{pair(1), pair(2)}}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	done := make(chan struct{})
	var readers sync.WaitGroup
	for range 2 {
		readers.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				page, err := b.List(ctx, Query{Kind: model.KindLead, View: ViewInbox, Limit: 500})
				if err != nil || len(page.Rows)%2 != 0 || page.Total != len(page.Rows) {
					t.Errorf("half an action: %d rows, total %d, %v", len(page.Rows), page.Total, err)
					return
				}
			}
		})
	}
	wg.Wait()
	close(done)
	readers.Wait()
	counts, err := b.Counts(ctx)
	if want := 2 * writers * actions; err != nil || counts.Inbox != want || counts.Pending != want {
		t.Errorf("counts %+v, %v, want %d", counts, err, want)
	}
}
