package desk

import (
	"context"
	"io"
	"time"

	"tradedesk/model/value"
)

// Options say where a desk is and who sits at it. Zero values have defaults.
type Options struct {
	Dir    string        // the data directory; made (0700) when missing
	Me     string        // the author of changes made here; default the user's login name
	Home   value.Country // for phones without a country code; default MA
	Wait   time.Duration // how long to wait for a file that is held, default 5 s
	Now    func() time.Time
	Random io.Reader // of ids; default crypto/rand
	// Alone makes Open fail with ErrBusy instead of visiting: for tests and repair.
	Alone bool
}

// Open opens the desk in o.Dir: as its owner when the file is free, else as a
// visitor of the owner, who takes over when the owner ends.
func Open(ctx context.Context, o Options) (Desk, error) { return open(ctx, o) }
