package desk

import "context"

// QueueRows bounds a page of what waits to be sent.
const QueueRows = 500

// Queue gives a page of the changes that wait to be sent.
func (w *owner) Queue(ctx context.Context, q QueueQuery) (QueuePage, error) {
	return during(ctx, w, func(ctx context.Context) (QueuePage, error) {
		if q.Limit <= 0 || q.Limit > QueueRows {
			q.Limit = QueueRows
		}
		return w.store.Queue(ctx, q)
	})
}

// EachQueued calls yield with the changes that wait to be sent, the oldest first, until yield
// gives an error. What is sent meanwhile is left out.
func EachQueued(ctx context.Context, d Desk, yield func(Queued) error) error {
	for q := (QueueQuery{}); ; {
		page, err := d.Queue(ctx, q)
		if err != nil {
			return err
		}
		for _, c := range page.Changes {
			if err := yield(c); err != nil {
				return err
			}
			q.From = c.N
		}
		if !page.More {
			return nil
		}
	}
}
