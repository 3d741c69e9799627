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
	var size int64
	err := v.raw(ctx, "backup", nothing{}, w, func(done int64, header http.Header) {
		if size == 0 {
			size, _ = strconv.ParseInt(header.Get(headerSize), 10, 64) // 0 is not known
		}
		t.at(done, size)
	})
	if err == nil {
		t.end(size)
	}
	return err
}
