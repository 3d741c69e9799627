package server_test

import (
	"bufio"
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"tradedesk/model/value"
	"tradedesk/sync/protocol"
	"tradedesk/sync/server"
	"tradedesk/sync/server/storage"
)

// stream is a stream of news over a real connection.
type stream struct {
	t     *testing.T
	lines *bufio.Scanner
}

func (d *desk) listen(ctx context.Context, base, lastID string) (*stream, *http.Response) {
	d.t.Helper()
	r, err := http.NewRequestWithContext(ctx, "GET", base+d.path("events"), nil)
	d.must(err)
	r.Header.Set("Authorization", "Bearer "+d.is.Token)
	if lastID != "" {
		r.Header.Set("Last-Event-ID", lastID)
	}
	answer, err := http.DefaultClient.Do(r)
	d.must(err)
	d.t.Cleanup(func() { _ = answer.Body.Close() })
	return &stream{d.t, bufio.NewScanner(answer.Body)}, answer
}

// next gives the next event, "" when the stream has ended.
func (s *stream) next() string {
	var event []string
	for s.lines.Scan() {
		if line := s.lines.Text(); line != "" {
			event = append(event, line)
		} else if len(event) > 0 {
			return strings.Join(event, "|")
		}
	}
	return ""
}

func (s *stream) want(event string) {
	s.t.Helper()
	if got := s.next(); got != event {
		s.t.Fatalf("the stream says %q, want %q", got, event)
	}
}

// asked is a storage that tells no news of its own.
type asked struct{ storage.Storage }

// TestNewsOfPushes listens at another server on the same storage than is written to.
func TestNewsOfPushes(t *testing.T) {
	for name, change := range map[string]func(*server.Options){
		"told":  func(*server.Options) {},
		"asked": func(o *server.Options) { o.Storage, o.Poll = asked{o.Storage}, 1e6 },
	} {
		t.Run(name, func(t *testing.T) {
			var same server.Options
			s := newOffice(t, change, func(o *server.Options) { same = *o }).space("atlas")
			d, reader := s.desk("amina", storage.RoleBroker), s.desk("rachid", storage.RoleReader)
			other := server.New(same)
			web := httptest.NewServer(other)
			defer web.Close()
			news, answer := reader.listen(t.Context(), web.URL, "")
			if kind := answer.Header.Get("Content-Type"); answer.StatusCode != 200 || kind != protocol.TypeEvents {
				t.Fatal(answer.StatusCode, kind)
			}
			news.want(`id: 0|event: head|data: {"head":0}`)
			d.fill(2)
			news.want(`id: 2|event: head|data: {"head":2}`)
			d.fill(1)
			news.want(`id: 3|event: head|data: {"head":3}`)
			again, _ := reader.listen(t.Context(), web.URL, "3") // it knows 3
			older, _ := reader.listen(t.Context(), web.URL, "9") // before a restore
			older.want(`id: 3|event: head|data: {"head":3}`)
			d.fill(1)
			again.want(`id: 4|event: head|data: {"head":4}`)
			other.Close()
			for _, open := range []*stream{news, again, older} {
				for open.next() != "" {
				}
			}
		})
	}
}

func TestStreamsAreBounded(t *testing.T) {
	s := newOffice(t).space("atlas")
	d := s.desk("amina", storage.RoleBroker)
	web := httptest.NewServer(s.api)
	defer web.Close()
	defer s.api.Close()
	for range 4 {
		news, _ := d.listen(t.Context(), web.URL, "")
		news.next()
	}
	if _, answer := d.listen(t.Context(), web.URL, ""); answer.StatusCode != http.StatusTooManyRequests || answer.Header.Get("Retry-After") == "" {
		t.Errorf("the fifth: %d", answer.StatusCode)
	}
	// A desk is not held up by the streams of another.
	news, _ := s.desk("youssef", storage.RoleAgent).listen(t.Context(), web.URL, "")
	news.want(`id: 0|event: head|data: {"head":0}`)
}

// TestNewsEndWithTheDesk shuts a desk out while it listens.
func TestNewsEndWithTheDesk(t *testing.T) {
	s := newOffice(t).space("atlas")
	d, other := s.desk("amina", storage.RoleBroker), s.desk("youssef", storage.RoleAgent)
	web := httptest.NewServer(s.api)
	defer web.Close()
	news, _ := d.listen(t.Context(), web.URL, "")
	news.next()
	s.update(func(tx storage.Tx) error {
		u, err := tx.User("amina")
		if err != nil {
			return err
		}
		u.Revoked = value.At(s.now)
		return tx.PutUser(u)
	})
	other.fill(1)
	news.want("")
}
