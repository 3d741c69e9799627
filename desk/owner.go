package desk

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"
	"sync/atomic"

	"tradedesk/internal/diskfull"
	"tradedesk/model"
	"tradedesk/store"
)

// owner holds the file and does what is asked, for itself and for visitors.
type owner struct {
	o        Options
	place    place
	ids      *model.IDs
	store    *store.Store
	contents *contents
	news     *broker
	door     *server // nil when nobody can visit

	base  context.Context // ends with Close
	stop  context.CancelCauseFunc
	work  sync.WaitGroup // background work
	calls sync.WaitGroup // calls that are on their way

	mu     sync.Mutex
	closed bool

	loading atomic.Int32 // imports under way

	index *indexKeeper
	score *scorekeeper
	sync  *syncer

	courier *courier
	postman *postman
	inbox   *MailWatch
}

// newOwner takes the file if nobody holds it, and else fails with ErrBusy at once.
func newOwner(ctx context.Context, o Options, p place) (*owner, error) {
	w := &owner{o: o, place: p, ids: model.NewIDs(o.Now, o.Random), contents: p.contents(), news: newBroker()}
	w.score = newScorekeeper(o.Now)
	st, err := store.Open(ctx, p.file(), store.Options{
		Now: o.Now, IDs: w.ids, By: o.Me, Scoring: w.score.context,
	})
	if err != nil {
		return nil, err
	}
	w.store = st
	_ = w.contents.giveBack() // whoever writes is told when the disk is full still
	w.index = newIndexKeeper(w)
	w.base, w.stop = context.WithCancelCause(context.Background())
	w.work.Go(w.keepScores)
	w.sync, w.courier, w.postman = newSyncer(w), newCourier(w), newPostman(w)
	w.work.Go(w.sync.run)
	w.work.Go(w.courier.run)
	w.work.Go(w.postman.run)
	w.inbox = newInbox(w)
	if len(o.Mail.Inbox) > 0 {
		w.work.Go(func() { w.inbox.Run(w.base, nil) })
	}
	if err := w.openDoor(); err != nil {
		return nil, errors.Join(err, w.Close())
	}
	return w, nil
}

// openDoor lets visitors in, and says in owner.json who is here. The lock is
// held, so whatever socket is there is an earlier owner's.
func (w *owner) openDoor() error {
	me := ownerFile{PID: os.Getpid(), Started: w.o.Now()}
	if w.o.Alone {
		return w.place.announce(me)
	}
	path, err := w.place.prepareSocket()
	if err == nil {
		w.door, err = listen(path, w)
	}
	if err == nil {
		me.Socket = path
	} else if !diskfull.Is(err) { // nobody can visit, but the owner can read
		return err
	}
	return w.place.announce(me)
}

// begin says that a call is on its way, with a context that also ends with the
// owner; done must be called at its end.
func (w *owner) begin(ctx context.Context) (inner context.Context, done func(), err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		return nil, nil, ErrClosed
	}
	w.calls.Add(1)
	inner, cancel := context.WithCancelCause(ctx)
	unlink := context.AfterFunc(w.base, func() { cancel(ErrClosed) })
	return inner, func() { unlink(); cancel(nil); w.calls.Done() }, nil
}

// Close ends what is on its way, sends visitors away and lets go of the file.
func (w *owner) Close() error {
	w.mu.Lock()
	if w.closed {
		w.mu.Unlock()
		return nil
	}
	w.closed = true
	w.mu.Unlock()

	errs := []error{w.forget()}
	w.stop(ErrClosed)
	w.news.close()
	if w.door != nil {
		errs = append(errs, w.door.close())
	}
	w.calls.Wait()
	w.work.Wait()
	_, noted := w.courier.note(context.Background())
	closed := w.store.Close()
	return errors.Join(append(errs, noted, closed, w.index.close(w.store.State()))...)
}

// forget removes what tells others where the owner is; the lock is still held,
// so it is never another's.
func (w *owner) forget() error {
	var errs []error
	for _, path := range []string{w.place.ownerFile(), w.place.socket()} {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, fmt.Errorf("leaving the desk: %w", err))
		}
	}
	return errors.Join(errs...)
}

// committed makes everything that hangs on records follow a commit, and tells
// the watchers.
func (w *owner) committed(n News) {
	if !n.All && len(n.Records) == 0 {
		return
	}
	w.index.follow(w, n)
	w.score.follow(n)
	w.news.publish(n)
	w.courier.follow(n)
	w.postman.follow(n)
	w.sync.poke()
}

// closing gives err, with ErrClosed when it is the owner's end that ended a call.
func closing(ctx context.Context, err error) error {
	if err != nil && errors.Is(context.Cause(ctx), ErrClosed) && errors.Is(err, context.Canceled) {
		return fmt.Errorf("%w: %w", ErrClosed, err)
	}
	return err
}

// during runs one call of the owner.
func during[T any](ctx context.Context, w *owner, f func(context.Context) (T, error)) (out T, err error) {
	inner, done, err := w.begin(ctx)
	if err != nil {
		return out, err
	}
	defer done()
	out, err = f(inner)
	return out, closing(inner, err)
}
