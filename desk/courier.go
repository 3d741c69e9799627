package desk

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"tradedesk/model"
	"tradedesk/store"
	"tradedesk/sync/client"
)

// courierPause is how long contents wait for the next try, at most.
const courierPause = 5 * time.Minute

// courier carries the contents of attached files, in the background and after
// everything else, part by part. What becomes a path is a SHA-256 and nothing else.
type courier struct {
	w     *owner
	wakes chan struct{} // holds one when something was committed

	changed sync.Mutex
	files   []model.Attachment // that committed records name, not noted yet
	all     bool               // there may be others
	fresh   []string           // contents that were attached once more, by their SHA-256

	turn chan struct{} // holds one while somebody carries or takes note: he alone changes the list
	most int           // errands that are remembered at once

	mu   sync.Mutex // while the list is changed, and while others read it
	list *errands   // nil before it was read
}

func newCourier(w *owner) *courier {
	return &courier{w: w, wakes: make(chan struct{}, 1), turn: make(chan struct{}, 1), most: maxErrands}
}

// begin waits for the turn, no longer than its context; done must be called at its end.
func (c *courier) begin(ctx context.Context) (done func(), err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	select {
	case c.turn <- struct{}{}:
		return func() { <-c.turn }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// follow remembers what was committed. News that name no record at all are of a file
// that was put in order as a whole.
func (c *courier) follow(n News) {
	c.changed.Lock()
	c.files = append(c.files, n.Files...)
	if c.all = c.all || len(n.Records) == 0 || len(c.files) > maxErrands; c.all {
		c.files = nil
	}
	c.changed.Unlock()
	select {
	case c.wakes <- struct{}{}:
	default:
	}
}

// attached remembers that a content was kept here: one that was damaged is whole again.
func (c *courier) attached(sum string) {
	c.changed.Lock()
	defer c.changed.Unlock()
	c.fresh = append(c.fresh, sum)
}

// run takes note of what is committed, and carries it while the desk calls its server by
// itself.
func (c *courier) run() {
	ctx := c.w.base
	pause := 2 * syncDelay
	timer := time.NewTimer(pause)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-c.wakes:
			if noted, err := c.note(ctx); err == nil && noted { // the file tells its own trouble
				pause = syncDelay
				timer.Reset(pause)
			}
		case <-timer.C:
			pause = min(2*pause, courierPause)
			if !c.w.sync.stands.calling() {
				timer.Reset(pause)
				continue
			}
			// What cannot be carried now, or nobody has sent yet, waits.
			if left, _ := c.carry(ctx, false, nil); left {
				timer.Reset(pause)
			}
		}
	}
}

// carry carries what waits, and reports whether something is left. One that cannot be carried
// holds up no other; a server that is away ends it. asked says that a person waits for it, and
// tell, which may be nil, is told how far it is.
func (c *courier) carry(ctx context.Context, asked bool, tell func(done, total int)) (left bool, err error) {
	end, err := c.begin(ctx)
	if err != nil {
		return true, err
	}
	defer end()
	if linked, err := c.read(ctx); err != nil || !linked {
		return err != nil, err
	}
	before, err := c.waits(ctx)
	if err != nil {
		return true, err
	}
	err = c.carryAll(ctx, asked, tell)
	if after, waitsErr := c.waits(ctx); waitsErr == nil && !slices.EqualFunc(before, after, FilesWait.alike) {
		c.w.news.publish(News{Sync: true})
	}
	return c.list == nil || len(c.list.Wait) > 0 || c.list.looks(), err
}

// carryAll looks for what is to be carried, as much as is remembered at once, and carries it,
// until there is no more.
func (c *courier) carryAll(ctx context.Context, asked bool, tell func(done, total int)) error {
	if _, err := c.noteAll(ctx); err != nil {
		return err
	}
	if err := c.look(ctx); err != nil || len(c.list.Wait) == 0 {
		return err
	}
	blobs, hangUp, err := c.blobs(ctx)
	if err != nil {
		return err
	}
	defer hangUp()
	r := &haul{c: c, blobs: blobs, asked: asked, tell: tell}
	if reads, err := c.mayOnlyRead(ctx); err != nil {
		return err
	} else if reads {
		r.held.send = errFileRefused
	}
	for {
		before := r.carried
		if err := r.round(ctx); err != nil || !c.list.looks() {
			return err
		}
		if r.carried == before {
			c.makeRoom()
			return c.keep(ctx)
		}
		if err := c.look(ctx); err != nil {
			return err
		}
	}
}

// blobs gives a line of the courier's own, so that a content on its way is in no call's way
// and none in its; hangUp ends it.
func (c *courier) blobs(ctx context.Context) (blobs *client.Blobs, hangUp func(), err error) {
	ca, err := c.w.store.Setting(ctx, settingCA)
	if err != nil {
		return nil, nil, err
	}
	line, err := client.NewHTTP([]byte(ca))
	if err != nil {
		return nil, nil, fmt.Errorf("the certificates that were given at login: %w", err)
	}
	caller := client.New(client.Options{
		Store: c.w.store, HTTP: line, Now: c.w.o.Now, Schema: store.Schema(),
		Token: func() (string, error) { return c.w.sync.tokens.get(ctx) },
	})
	blobs, err = caller.Blobs(ctx)
	return blobs, line.CloseIdleConnections, err
}
