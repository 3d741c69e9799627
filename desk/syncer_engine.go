package desk

import (
	"context"
	"fmt"
	"os"
	"time"

	"tradedesk/model"
	"tradedesk/model/text"
	"tradedesk/store"
	"tradedesk/sync/client"
)

// Settings of sync, which stay in the desk's file.
const (
	settingMode = "sync.mode"
	settingCA   = "sync.ca" // certificates in PEM form
)

// prepare makes the engine before the first call. Leads that come in are scored, so
// that offers must be known.
func (s *syncer) prepare(ctx context.Context) error {
	if s.engine != nil {
		return nil
	}
	if err := s.w.score.known(ctx); err != nil {
		return err
	}
	ca, err := s.w.store.Setting(ctx, settingCA)
	if err != nil {
		return err
	}
	http, err := client.NewHTTP([]byte(ca))
	if err != nil {
		return fmt.Errorf("the certificates that were given at login: %w", err)
	}
	mode, err := s.modeOf(ctx)
	if err != nil {
		return err
	}
	s.engine = client.New(client.Options{
		Store: s.w.store, HTTP: http, Now: s.w.o.Now, Schema: store.Schema(), Desk: deskName(""), Long: longLog,
		Token:     func() (string, error) { return s.tokens.get(s.w.base) },
		SetToken:  func(token string) error { return s.tokens.set(s.w.base, token) },
		Changed:   s.w.committed,
		Exchanged: s.exchanged,
	})
	s.setMode(mode)
	return nil
}

// modeOf gives the mode: that of this run, else what the desk was set to.
func (s *syncer) modeOf(ctx context.Context) (SyncMode, error) {
	if mode := s.stands.modeNow(); mode != "" {
		return mode, nil
	}
	if s.w.o.Sync != "" {
		return s.w.o.Sync, nil
	}
	kept, err := s.w.store.Setting(ctx, settingMode)
	if err != nil || kept == "" {
		return SyncAutomatic, err
	}
	return SyncMode(kept), nil
}

// setMode has the engine, if there is one, call as the mode says. When it returns, nothing
// calls that the mode forbids.
func (s *syncer) setMode(mode SyncMode) {
	if mode != SyncAutomatic {
		s.stream.stop()
	}
	if s.engine != nil {
		s.engine.SetManual(mode == SyncManual)
		s.engine.SetOffline(mode == SyncOffline)
	}
	s.stands.setMode(mode)
}

// deskName gives what people call this desk: what was said, else the machine's name.
func deskName(said string) string {
	if said = text.Clean(said, model.MaxText); said != "" {
		return said
	}
	if host, err := os.Hostname(); err == nil && host != "" {
		return text.Clean(host, model.MaxText)
	}
	return "desk"
}

// movement is a stretch of calls of one kind.
type movement struct {
	call  client.Call
	began time.Time
	done  int
}

// exchanged takes note of a call.
func (s *syncer) exchanged(x Exchange) {
	if x.Error != "" {
		if l, linked, err := s.w.store.Link(s.w.base); err == nil && linked { // else the next call tells of the file
			x.Why = toldOf(client.Explain(l.Server, s.engine.Err()))
		}
	}
	progress := s.progress(x)
	due := s.stands.exchanged(x, progress, s.engine.Skew())
	if due {
		s.w.news.publish(News{Sync: true})
	}
	for _, r := range s.asked {
		if progress != nil {
			r.tell(*progress)
		}
	}
}

// progress works out how far the stretch is that a call belongs to, nil when it moved
// nothing.
func (s *syncer) progress(x Exchange) *SyncProgress {
	if x.Call != s.moving.call {
		s.moving = movement{call: x.Call, began: x.At}
	}
	if x.Error != "" || x.Ops == 0 {
		return nil
	}
	s.moving.done += x.Ops
	p := &SyncProgress{Call: string(x.Call), Done: s.moving.done, Total: s.moving.done}
	l, _, err := s.w.store.Link(s.w.base)
	if err != nil {
		return p // the call went well; the next one tells of the file
	}
	switch {
	case x.Call == client.CallPull && l.Head > l.Cursor.Seq:
		p.Total += int(l.Head - l.Cursor.Seq)
	case x.Call == client.CallSnapshot && l.Snapshot != nil:
		p.Done, p.Total = int(l.Snapshot.Done), int(max(l.Snapshot.Done, l.Snapshot.Total))
	case x.Call == client.CallPush:
		if pending, err := s.w.store.Pending(s.w.base); err == nil {
			p.Total += pending
		}
	}
	if seconds := x.At.Add(x.Took).Sub(s.moving.began).Seconds(); seconds > 0 {
		p.PerSec = float64(s.moving.done) / seconds
	}
	return p
}

// stream is the server's stream of news that is listened to.
type stream struct {
	device model.ID
	end    context.CancelFunc
	ended  chan struct{}
	lost   bool // it cannot be taken up, and waits ever longer between tries
}

// follow listens to the stream of news of the server, once it was reached, or stops
// doing so. When calls go through again it does not wait for the stream's own next try.
func (s *syncer) follow(l store.Link) {
	wanted := s.stands.modeNow() == SyncAutomatic && l.Stopped == "" && (s.stands.reached() || s.stream.device == l.Device)
	back := s.away && !s.engine.Failing()
	s.away = s.engine.Failing()
	if wanted && s.stream.device == l.Device && !(back && s.stream.lost) && !s.stream.over() {
		return
	}
	s.stream.stop()
	if !wanted {
		return
	}
	token, err := s.tokens.get(s.w.base)
	if err != nil || token == "" {
		return // calls say what is wrong
	}
	ctx, cancel := context.WithCancel(s.w.base)
	events := &client.Events{HTTP: s.engine.HTTP(), Server: l.Server, Token: token, Workspace: l.Workspace}
	events.Lost = func() {
		select {
		case s.lost <- struct{}{}:
		case <-ctx.Done():
		}
	}
	ended := make(chan struct{})
	s.stream = stream{device: l.Device, end: cancel, ended: ended}
	s.w.work.Go(func() {
		defer close(ended)
		events.Run(ctx, func(head uint64) {
			select {
			case s.heads <- head:
			case <-ctx.Done():
			}
		})
	})
}

// over reports whether the server refused the stream.
func (s *stream) over() bool {
	select {
	case <-s.ended:
		return true
	default:
		return false
	}
}

// stop ends listening and waits for it.
func (s *stream) stop() {
	if s.end != nil {
		s.end()
		<-s.ended
	}
	*s = stream{}
}
