package desk

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
)

// lines writes a stream, one JSON object a line. It is safe for use by several
// goroutines.
type lines struct {
	mu  sync.Mutex
	buf *bufio.Writer
	rc  *http.ResponseController
}

func newLines(w http.ResponseWriter) *lines {
	w.Header().Set("Content-Type", "application/x-ndjson")
	return &lines{buf: bufio.NewWriterSize(w, 64<<10), rc: http.NewResponseController(w)}
}

func (l *lines) write(v line) error {
	data, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("writing a stream: %w", err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	_, err = l.buf.Write(append(data, '\n'))
	return err
}

func (l *lines) flush() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.buf.Flush(); err != nil {
		return err
	}
	return l.rc.Flush()
}

// now writes a line that must not wait for others. What cannot be sent is
// noticed by the end of the request's context.
func (l *lines) now(v line) {
	if l.write(v) == nil {
		_ = l.flush()
	}
}

// finish writes how the stream ended.
func (l *lines) finish(ctx context.Context, err error) {
	if err == nil {
		l.now(line{End: true})
		return
	}
	f, _ := failureOf(told(ctx, err))
	l.now(line{Error: &f})
}
