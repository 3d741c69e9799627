package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"sync"
	"time"

	"tradedesk/desk/post"
	"tradedesk/model"
	"tradedesk/model/value"
	"tradedesk/store"
)

// Pauses before a message that was not taken is tried again: the first, the longest, and
// after how long it is given up.
const (
	firstMailPause = 30 * time.Second
	lastMailPause  = 15 * time.Minute
	mailGivenUp    = 5 * 24 * time.Hour
	// mailGrace is how long what is queued waits, so that a person can take it back, and
	// a command that opens the desk for a moment sends nothing that it was not told to.
	mailGrace = 5 * time.Second
)

// postman hands over what is queued, one message at a time, in the background. It alone
// hands over; whoever wants to wait for it asks it.
type postman struct {
	w       *owner
	carrier post.Carrier // nil when there is no way to send
	setting error        // what is wrong with the way
	wakes   chan struct{}
	rounds  chan *mailRound

	book   *outboxBook
	fresh  bool // the book was not there
	opened error

	mu    sync.Mutex             // taken with the book's held, never the other way round
	pause map[model.ID]time.Time // when a message is tried again
	away  map[model.ID]bool      // nobody was there to take it the last time
	held  map[model.ID]bool      // queued here, but its record is deleted or a draft again
}

// mailRound is somebody who waits until everything was tried once.
type mailRound struct {
	ctx    context.Context
	tried  []model.ID
	failed error
	done   chan struct{}
}

func newPostman(w *owner) *postman {
	p := &postman{
		w: w, wakes: make(chan struct{}, 1), rounds: make(chan *mailRound), pause: map[model.ID]time.Time{}, away: map[model.ID]bool{},
		held: map[model.ID]bool{},
	}
	secret := mailPassword{dir: w.place.dir, inFile: w.o.TokenFile, given: w.o.Mail.Password}
	p.carrier, p.setting = newCarrier(w.o.Mail, secret)
	p.book, p.fresh, p.opened = openBook(w.place.dir)
	return p
}

func newCarrier(o MailOptions, secret mailPassword) (post.Carrier, error) {
	options := post.Options{Password: secret.get}
	if o.CA != "" {
		ca, err := os.ReadFile(o.CA)
		if err != nil {
			return nil, errMailCA.For(err)
		}
		options.CA = ca
	}
	return post.New(o.Send, options)
}

// ready says why nothing can be sent.
func (p *postman) ready() error {
	switch {
	case p.opened != nil:
		return p.opened
	case p.setting != nil:
		return errMailSend.For(p.setting)
	case p.carrier == nil:
		return ErrNoCarrier
	}
	return nil
}

// follow has the postman look again when messages were changed.
func (p *postman) follow(n News) {
	if !n.All && len(n.Kinds) > 0 && !slices.Contains(n.Kinds, model.KindMessage) {
		return
	}
	p.wake()
}

func (p *postman) wake() {
	select {
	case p.wakes <- struct{}{}:
	default:
	}
}

// run puts in order what an earlier run left, and then hands over what is queued.
func (p *postman) run() {
	ctx := p.w.base
	if p.opened == nil {
		_ = p.putInOrder(ctx) // what could not be noted is noted the next time
	}
	timer := time.NewTimer(mailGrace)
	defer timer.Stop()
	due := time.Now().Add(mailGrace)
	rest := func(d time.Duration) {
		due = time.Now().Add(d)
		timer.Reset(d)
	}
	for {
		select {
		case <-ctx.Done():
			return
		case <-p.wakes:
			if time.Until(due) > mailGrace {
				rest(mailGrace)
			}
		case <-timer.C:
			rest(p.carry(ctx, nil))
		case r := <-p.rounds:
			rest(p.carry(ctx, r))
			close(r.done)
		}
	}
}

// carry hands over what is due, or for somebody who waits everything once, and gives how
// long nothing is due.
func (p *postman) carry(ctx context.Context, r *mailRound) time.Duration {
	if p.ready() != nil {
		return lastMailPause
	}
	var tried []model.ID
	for ctx.Err() == nil && (r == nil || r.ctx.Err() == nil) {
		m, err := p.claim(ctx, r != nil, tried)
		if err != nil && r != nil {
			r.failed = err
		}
		if err != nil || m == nil {
			break
		}
		tried = append(tried, m.ID)
		if r != nil {
			r.tried = tried
		}
		p.settle(ctx, m.ID, p.hand(ctx, m))
	}
	return p.rest()
}

// rest gives how long it is until the next message is due.
func (p *postman) rest() time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	rest := lastMailPause
	for _, at := range p.pause {
		rest = min(rest, max(time.Until(at), time.Second))
	}
	return rest
}

// claim takes the next message that is due, nil when none is: from now on it may be sent,
// and that is on the disk.
func (p *postman) claim(ctx context.Context, all bool, tried []model.ID) (*model.Message, error) {
	p.book.mu.Lock()
	defer p.book.mu.Unlock()
	for _, id := range p.book.inState(LetterQueued) {
		if slices.Contains(tried, id) || !all && p.pauses(id) {
			continue
		}
		m, err := p.w.letterOf(ctx, id)
		gone := errors.Is(err, ErrNotFound) || errors.Is(err, ErrInvalid)
		if err != nil && !gone {
			return nil, fmt.Errorf("reading a message to be sent: %w", err)
		}
		// Undone, or given up elsewhere: it stays here until it is queued again.
		p.hold(id, gone || m.State != model.MailQueued)
		if gone || m.State != model.MailQueued {
			continue
		}
		err = p.book.change(p.w.place.dir, func() {
			entry := p.book.letters[id]
			entry.State = LetterSending
			entry.Tries++
		})
		if err != nil {
			return nil, err
		}
		return m, nil
	}
	return nil, nil
}

func (p *postman) pauses(id model.ID) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return time.Now().Before(p.pause[id])
}

func (p *postman) hold(id model.ID, held bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.held, id)
	if held {
		p.held[id] = true
	}
}

// hand writes a message and hands it over.
func (p *postman) hand(ctx context.Context, m *model.Message) error {
	mail, err := p.w.mailOf(ctx, m)
	if err != nil {
		return &post.NotTaken{Err: err}
	}
	return p.carrier.Hand(ctx, mail)
}

// settle notes what became of a message, in the book first.
func (p *postman) settle(ctx context.Context, id model.ID, handed error) {
	ctx = context.WithoutCancel(ctx) // what is known is noted, even when the desk closes
	now := p.w.o.Now()
	p.book.mu.Lock()
	entry := bookEntry{State: LetterSent}
	if there := p.book.letters[id]; there != nil {
		entry = *there
	}
	outcome(&entry, handed, value.At(now))
	if entry.State == LetterQueued {
		p.again(id, entry.Tries)
	} else {
		p.again(id, 0)
	}
	p.heard(id, handed)
	// When the disk does not take it, the book on it says sending: unsure the next time.
	if err := p.book.change(p.w.place.dir, func() { p.book.letters[id] = &entry }); err != nil {
		p.book.letters[id] = &entry
	}
	p.book.mu.Unlock()
	_ = p.note(ctx, id, entry) // noted again when the desk is opened
	p.w.news.publish(News{Sync: true})
}

// outcome works out what a message is after a hand-over.
func outcome(entry *bookEntry, handed error, now value.Instant) {
	entry.State = LetterSent
	entry.failed(handed)
	if handed == nil {
		return
	}
	var not *post.NotTaken
	switch {
	case !errors.As(handed, &not):
		entry.State = LetterUnsure
	case not.Later && now.Time().Sub(entry.At.Time()) < mailGivenUp:
		entry.State = LetterQueued
	default:
		entry.State = LetterFailed
	}
}

// again sets when a message is tried again after so many tries; 0 forgets it.
func (p *postman) again(id model.ID, tries int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.pause, id)
	if tries > 0 {
		p.pause[id] = time.Now().Add(min(firstMailPause<<min(tries-1, 10), lastMailPause))
	}
}

// heard notes whether somebody was there to take a message. When somebody is, those for whom
// nobody was need not wait any longer.
func (p *postman) heard(id model.ID, handed error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	var not *post.NotTaken
	if errors.As(handed, &not) && not.Unreached {
		p.away[id] = true
		return
	}
	delete(p.away, id)
	for other := range p.away {
		if _, waits := p.pause[other]; waits {
			p.pause[other] = time.Now()
		}
	}
	clear(p.away)
}

// note writes into the record what the book says of it.
func (p *postman) note(ctx context.Context, id model.ID, entry bookEntry) error {
	m, err := p.w.letterOf(ctx, id)
	if err != nil {
		return err
	}
	set := model.Set{}
	put := func(field, is, to string) {
		if is != to {
			set[field] = textOrNull(to)
		}
	}
	put("state", string(m.State), string(mailState(entry.State)))
	if m.Failure != entry.Failure {
		maps.Copy(set, failureSet(entry))
	}
	if entry.State == LetterSent && m.SentAt.IsZero() {
		set["sent_at"] = textOrNull(value.At(p.w.o.Now()).String())
	}
	if len(set) == 0 {
		return nil
	}
	_, err = p.write(ctx, id, "send "+model.Title(m), set)
	return err
}

// failureSet says in a record why its message was not taken; nothing of one that was.
func failureSet(entry bookEntry) model.Set {
	set := model.Set{"failure": textOrNull(entry.Failure), "failure_why": json.RawMessage("null")}
	if entry.Told != nil {
		told := *entry.Told
		told.Text = entry.Failure
		raw, _ := json.Marshal(told.Flat()) // texts by name are always JSON
		set["failure_why"] = raw
	}
	return set
}

// write changes the record of a message in a way that no undo takes back: what was sent
// is sent.
func (p *postman) write(ctx context.Context, id model.ID, label string, set model.Set) (Done, error) {
	done, news, err := p.w.store.As(p.w.o.Me).Do(ctx, store.Action{
		ID: p.w.ids.New(), Label: label, Quiet: true, Edits: []Edit{{Kind: model.KindMessage, ID: id, Set: set}},
	})
	p.w.committed(news)
	return done, err
}

func mailState(s LetterState) model.MailState {
	if s == LetterSending {
		return model.MailQueued
	}
	return model.MailState(s)
}
