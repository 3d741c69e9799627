package store

import (
	"context"
	"time"
)

// replacePause is how long it takes at most until a moment without readers is
// looked for again.
const replacePause = 50 * time.Millisecond

// replaceBy puts another desk file in the place of this one, and goes on with it.
// It waits for a moment in which nobody reads; nobody waits for it. Who calls it
// holds writers off.
func (f *boltFile) replaceBy(ctx context.Context, name string) error {
	for pause := time.Millisecond; !f.using.TryLock(); pause = min(2*pause, replacePause) {
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	defer f.using.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := f.kept.drop(); err != nil {
		return err
	}
	err := f.swap(name)
	if f.replaced != nil {
		f.replaced()
	}
	return err
}
