package desk

import (
	"context"
	"sync"
	"testing"
)

// How the outbox stands can be asked at any time while it is being handed over.
func TestStatusWhileItSends(t *testing.T) {
	d := openMailing(t, t.TempDir(), "salma", "sh -c 'exit 75'")
	rfq, supplier := addRFQ(t, d)
	for range 3 {
		queue(t, d, Letter{Thread: rfq.ID, To: supplier, Subject: "a", Body: "b"})
	}
	sending, over := context.WithCancel(context.Background())
	var asks sync.WaitGroup
	for range 4 {
		asks.Go(func() {
			for sending.Err() == nil {
				if _, err := d.Status(context.Background()); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	for range 20 {
		if tried := sendAll(t, d); len(tried) != 3 {
			t.Errorf("tried %d", len(tried))
		}
	}
	over()
	asks.Wait()
}
