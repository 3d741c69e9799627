package desk

import (
	"context"
	"io"
	"net/http"
	"strconv"
	"time"
)

// Backup takes the copy through the socket; what is written of it is at the
// visitor's own pace.
func (v *visitor) Backup(ctx context.Context, w io.Writer, progress func(Progress)) error {
	t := &teller{what: "backup", bytes: true, now: time.Now, tell: progress, began: time.Now()}
	var size, written int64
	err := v.raw(ctx, "backup", nothing{}, w, func(done int64, header http.Header) {
		if size == 0 {
			size, _ = strconv.ParseInt(header.Get(headerSize), 10, 64) // 0 is not known
		}
		written = done
		t.at(done, size)
	})
	if err == nil {
		t.end(written)
	}
	return err
}

func (v *visitor) Compact(ctx context.Context, progress func(Progress)) (sizes Compacted, err error) {
	err = v.lines(ctx, "compact", nothing{}, func(l line) error {
		if l.Progress != nil && progress != nil {
			progress(*l.Progress)
		}
		if l.Compact != nil {
			sizes = *l.Compact
		}
		return nil
	})
	return sizes, err
}

func (v *visitor) Repair(ctx context.Context, progress func(Progress)) (report RepairReport, err error) {
	err = v.lines(ctx, "repair", nothing{}, func(l line) error {
		if l.Progress != nil && progress != nil {
			progress(*l.Progress)
		}
		if l.Repair != nil {
			report = *l.Repair
		}
		return nil
	})
	return report, err
}
