package desk

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"net/http"
	"slices"

	"tradedesk/model/refusal"
	"tradedesk/sync/client"
	problems "tradedesk/sync/protocol"
)

// Why attached files wait.
var (
	errFileTurn      = refusal.New("files.turn", "they are carried after everything else")
	errFileElsewhere = refusal.New("files.elsewhere", "the desk that has them has not sent them yet")
	errFileDamaged   = refusal.New("files.damaged", "they are damaged on this machine: attach them again")
	errFileOther     = refusal.New("files.other", "the server has something else in their place: attach them again where they are whole")
	errFileFull      = refusal.New("files.full", "the server has no room left for them: tell who runs it")
	errFileLarge     = refusal.New("files.large", "the server takes none of their size")
	errFileRefused   = refusal.New("files.refused", "your role sends no files: ask an owner of the workspace")
	errFileBusy      = refusal.New("files.busy", "another desk is sending them")
	errFileUnwritten = refusal.New("files.unwritten", "they cannot be written on this machine: does its disk have room?")
	errFileNoRoom    = refusal.New("files.no_room", "the disk of this machine has too little room for them, beside what is kept free for records: make room")
	errFileTrouble   = refusal.New("files.trouble", "the server has trouble with them: they are tried again")
	errFileAway      = refusal.New("files.away", "the server cannot be reached, or wants to be left alone")
	errFileUnkept    = refusal.New("files.unkept", "the server keeps no attached files")
)

// fileTroubles are the reasons by their codes, as the desk's file has them.
func fileTroubles() map[string]*refusal.Error {
	troubles := map[string]*refusal.Error{"": errFileTurn}
	for _, why := range []*refusal.Error{
		errFileElsewhere, errFileDamaged, errFileOther, errFileFull, errFileLarge, errFileRefused, errFileBusy,
		errFileUnwritten, errFileNoRoom, errFileTrouble, errFileAway, errFileUnkept,
	} {
		troubles[why.Told().Code] = why
	}
	return troubles
}

// troubleOf says why a content could not be carried, and whether others need not be tried
// now either.
func troubleOf(err error) (why *refusal.Error, ends bool) {
	var p *problems.Problem
	if errors.As(err, &p) {
		return problemOfFile(p)
	}
	switch {
	case errors.As(err, &why): // said already
		return why, false
	case errors.Is(err, client.ErrNoContent):
		return errFileElsewhere, false
	case errors.Is(err, client.ErrNoBlobs):
		return errFileUnkept, true
	case errors.Is(err, client.ErrOffline), errors.Is(err, client.ErrNotServer):
		return errFileAway, true
	}
	return errFileTrouble, false
}

func problemOfFile(p *problems.Problem) (why *refusal.Error, ends bool) {
	switch {
	case p.Code() == problems.CodeBlobMismatch:
		return errFileDamaged, false
	case p.Code() == problems.CodeUnavailable:
		return errFileBusy, false // a server that is away says it without this code
	case client.FailureOf(p) == client.FailedFull:
		return errFileFull, false
	case p.Status == http.StatusRequestEntityTooLarge:
		return errFileLarge, false
	case p.Code() == problems.CodeForbidden:
		return errFileRefused, false
	case slices.Contains([]int{http.StatusUnauthorized, http.StatusForbidden, http.StatusTooManyRequests, http.StatusServiceUnavailable}, p.Status):
		return errFileAway, true
	}
	return errFileTrouble, false
}

// costly reports whether it costs a whole content to find out whether a trouble is over.
func costly(why *refusal.Error) bool {
	return slices.Contains([]*refusal.Error{errFileDamaged, errFileOther, errFileLarge, errFileTrouble}, why)
}

// heldUp is what is not tried any more in a round of the courier, and why; nil is nothing.
type heldUp struct {
	send, fetch *refusal.Error
	full        int64 // the least size for which the server has no room: smaller ones are tried
}

// after takes in what came of one content of a size.
func (h *heldUp) after(why *refusal.Error, ends bool, size int64) {
	switch {
	case ends:
		h.send, h.fetch = why, why
	case why == errFileFull:
		if h.send != errFileFull || size < h.full {
			h.full = size
		}
		h.send = why
	case why == errFileRefused:
		h.send = why
	case why == errFileUnwritten:
		h.fetch = why
	}
}

// sends reports whether a content of a size may be sent still.
func (h *heldUp) sends(size int64) bool {
	return h.send == nil || h.send == errFileFull && size < h.full
}

// waits says how many contents wait, and why; the reason of most comes first.
func (c *courier) waits(ctx context.Context) ([]FilesWait, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	list := c.list
	if list == nil {
		var err error
		if list, err = readErrands(ctx, c.w.store); err != nil {
			return nil, err
		}
	}
	counts := map[string]int{}
	for _, e := range list.Wait {
		counts[e.Why]++
	}
	troubles := fileTroubles()
	var out []FilesWait
	for _, code := range slices.Sorted(maps.Keys(counts)) {
		why := cmp.Or(troubles[code], errFileTrouble) // a newer program's
		told := why.Told()
		out = append(out, FilesWait{Count: counts[code], Error: why.Error(), Why: &told})
	}
	slices.SortStableFunc(out, func(a, b FilesWait) int { return b.Count - a.Count })
	return out, nil
}

// mayOnlyRead reports whether the server takes no contents of this desk.
func (c *courier) mayOnlyRead(ctx context.Context) (bool, error) {
	l, _, err := c.w.store.Link(ctx)
	return client.OnlyReads(l), err
}
