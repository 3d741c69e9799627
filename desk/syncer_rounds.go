package desk

import (
	"context"
	"fmt"

	"tradedesk/store"
)

// callFiles is what SyncProgress calls the carrying of attached files.
const callFiles = "files"

// Sync has all brought in step, and waits for it.
func (w *owner) Sync(ctx context.Context, progress func(SyncProgress)) (SyncReport, error) {
	return during(ctx, w, func(ctx context.Context) (SyncReport, error) {
		r := &round{ctx: ctx, moved: make(chan SyncProgress, 1), done: make(chan error, 1)}
		select {
		case w.sync.rounds <- r:
		case <-ctx.Done():
			return SyncReport{}, ctx.Err()
		}
		defer context.AfterFunc(ctx, w.sync.cut)()
		err := r.wait(progress)
		if err == nil {
			// Files that cannot be carried now are no trouble of the records, and wait.
			_, _ = w.courier.carry(ctx, true, func(done, total int) {
				if progress != nil {
					progress(SyncProgress{Call: callFiles, Done: done, Total: total})
				}
			})
		}
		report, reported := w.sync.report(context.WithoutCancel(ctx), r)
		if err == nil {
			err = reported
		}
		if err != nil {
			return report, fmt.Errorf("syncing: %w", err)
		}
		return report, nil
	})
}

// wait hands on how far it is, as quickly as who asked takes it, until the end.
func (r *round) wait(progress func(SyncProgress)) error {
	for {
		select {
		case p := <-r.moved:
			if progress != nil {
				progress(p)
			}
		case err := <-r.done:
			return err
		}
	}
}

// tell never waits; what was not taken yet is replaced.
func (r *round) tell(p SyncProgress) {
	select {
	case <-r.moved:
	default:
	}
	r.moved <- p
}

func (s *syncer) report(ctx context.Context, r *round) (SyncReport, error) {
	pulled, pushed, clock := s.stands.moved()
	out := SyncReport{Pulled: pulled - r.pulled, Pushed: pushed - r.pushed, Clock: clock}
	standing, err := s.w.store.Standing(ctx)
	if err != nil {
		return out, err
	}
	out.Conflicts, out.Quarantined, out.Pending = standing.Conflicts, standing.Quarantined, standing.Pending
	l, linked, err := s.w.store.Link(ctx)
	if err != nil {
		return out, err
	}
	if linked {
		out.Cursor = cursorText(l)
	}
	out.Files, err = s.w.courier.waits(ctx)
	return out, err
}

func cursorText(l store.Link) string {
	text, err := l.Cursor.MarshalText()
	if err != nil {
		return ""
	}
	return string(text)
}

// beginRounds gives the engine the reason to look that a person is. What stopped it
// before may be mended: the server says so again if not.
func (s *syncer) beginRounds(ctx context.Context, l store.Link) {
	for _, r := range s.asked {
		if r.begun {
			continue
		}
		r.begun = true
		r.pulled, r.pushed, _ = s.stands.moved()
		s.engine.Wake()
		if l.Stopped != "" {
			s.letGo(ctx)
		}
	}
}

// leaveRounds lets go of who does not wait any more.
func (s *syncer) leaveRounds() {
	var still []*round
	for _, r := range s.asked {
		if r.ctx.Err() == nil {
			still = append(still, r)
			continue
		}
		r.done <- r.ctx.Err()
	}
	if len(s.asked) > 0 && len(still) == 0 {
		s.engine.Rest()
	}
	s.asked = still
}

// endRounds tells who waits how it ended.
func (s *syncer) endRounds(err error) {
	for _, r := range s.asked {
		r.done <- err
	}
	s.asked = nil
}

// alone runs a job between two calls, for what changes who the desk is; the call that
// is under way is cut off.
func alone[T any](ctx context.Context, s *syncer, job func(context.Context) (T, error)) (out T, err error) {
	s.wait(1)
	defer s.wait(-1)
	s.cut()
	done := make(chan struct{})
	run := func() {
		defer close(done)
		out, err = job(ctx)
	}
	select {
	case s.jobs <- run:
		<-done
		return out, err
	case <-ctx.Done():
		return out, ctx.Err()
	}
}

func (s *syncer) wait(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.waiting += n
}
