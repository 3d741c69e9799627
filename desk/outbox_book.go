package desk

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"tradedesk/internal/durable"
	"tradedesk/model"
	"tradedesk/model/refusal"
	"tradedesk/model/text"
	"tradedesk/model/value"
	"tradedesk/store"
)

const (
	bookName = "outbox.json"
	// maxBook bounds the file, in bytes.
	maxBook = 64 << 20
	// keptSent is how many messages that were sent the book remembers.
	keptSent = 2_000
)

// outboxBook says of each message that this desk was told to send how far it is. It lies
// beside the desk's file and not in it: a backup, a copy of the file and another desk
// that syncs never send what this one did. What it says is on the disk before anything
// is done about it, so that no message is handed over twice:
//
//	queued → sending → sent, failed, queued again (not taken, for certain), unsure
//
// One that is found as sending when the book is opened is unsure.
type outboxBook struct {
	// keep makes the book durable.
	keep func([]byte) error

	mu      sync.Mutex
	letters map[model.ID]*bookEntry
}

// bookEntry is one message.
type bookEntry struct {
	State   LetterState   `json:"state"`
	At      value.Instant `json:"at"` // when it was queued
	Tries   int           `json:"tries,omitempty"`
	Failure string        `json:"failure,omitempty"`
	// Told is Failure for who has words of their own.
	Told *refusal.Told `json:"told,omitempty"`
}

var (
	errBroughtDown = refusal.New("outbox.brought_down", "the program ended while it was being handed over")
	errHanding     = refusal.New("outbox.handing", "it is being handed over at this moment")
	errWasSent     = refusal.New("outbox.was_sent", "it was sent")
	errElsewhere   = refusal.New("outbox.elsewhere", "another desk has it in its outbox; cancel it there")
	errMailSend    = refusal.New("outbox.mail_send", "the way to send (mail.send): {Why}")
	errMailCA      = refusal.New("outbox.mail_ca", "reading mail.ca: {Why}")
	errRestored    = refusal.New("outbox.restored", "the desk was restored or copied: it may have been sent before")
	errMoved       = refusal.New("outbox.moved", "the desk was copied or moved from {Path}")
)

// failed notes why a message was not taken; nil that it was.
func (e *bookEntry) failed(why error) {
	e.Failure, e.Told = "", nil
	if why == nil {
		return
	}
	e.Failure = text.Clean(why.Error(), model.MaxText)
	e.Told = toldOf(why)
}

// bookFile is the book on the disk. Dir is where it was written: in a copy of the
// directory elsewhere it says nothing about what is to be sent.
type bookFile struct {
	Dir     string                  `json:"dir"`
	Letters map[model.ID]*bookEntry `json:"letters"`
}

// openBook reads the book of a directory; fresh says that there is none, or that it is of
// another directory.
func openBook(dir string) (b *outboxBook, fresh bool, err error) {
	path := filepath.Join(dir, bookName)
	b = &outboxBook{letters: map[model.ID]*bookEntry{}}
	b.keep = func(data []byte) error { return replaceFile(path, data) }
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return b, true, nil
	}
	if err != nil {
		return b, false, fmt.Errorf("reading the outbox: %w", err)
	}
	data, err := io.ReadAll(io.LimitReader(file, maxBook))
	if err := errors.Join(err, file.Close()); err != nil {
		return b, false, fmt.Errorf("reading the outbox: %w", err)
	}
	fresh, err = b.read(data, dir)
	return b, fresh, err
}

func (b *outboxBook) read(data []byte, dir string) (fresh bool, err error) {
	var file bookFile
	if err := json.Unmarshal(data, &file); err != nil {
		return false, fmt.Errorf("reading the outbox (%s beside the desk's file): %w; what was queued has to be sent again by hand when it is taken away", bookName, err)
	}
	for id, entry := range file.Letters {
		if entry == nil {
			continue
		}
		if entry.State == LetterSending {
			entry.State = LetterUnsure
			entry.failed(errBroughtDown)
		}
		if entry.State == LetterQueued && file.Dir != dir {
			entry.State = LetterFailed
			entry.failed(errMoved.With(refusal.Parts{"Path": file.Dir}))
		}
		b.letters[id] = entry
	}
	return file.Dir != dir, nil
}

// replaceFile puts a file in the place of another, durably.
func replaceFile(path string, data []byte) error {
	fresh := path + ".new"
	file, err := os.OpenFile(fresh, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	if err := os.Rename(fresh, path); err != nil {
		return err
	}
	return durable.Names(filepath.Dir(path))
}

// change makes a change of the book and makes it durable; when that fails the book is as
// it was. The lock is held.
func (b *outboxBook) change(dir string, f func()) error {
	before := make(map[model.ID]*bookEntry, len(b.letters))
	for id, entry := range b.letters {
		copied := *entry
		before[id] = &copied
	}
	f()
	b.forgetOld()
	if len(before) == 0 && len(b.letters) == 0 {
		return nil // there is no file of a book in which nothing stands
	}
	data, err := json.Marshal(bookFile{Dir: dir, Letters: b.letters})
	if err == nil {
		err = b.keep(data)
	}
	if err != nil {
		b.letters = before
		return fmt.Errorf("keeping the outbox: %w", store.Explain(err))
	}
	return nil
}

// forgetOld drops the oldest of the sent messages.
func (b *outboxBook) forgetOld() {
	sent := b.inState(LetterSent)
	for _, id := range sent[:max(0, len(sent)-keptSent)] {
		delete(b.letters, id)
	}
}

// inState gives the messages in one of the states, the first that was queued first.
func (b *outboxBook) inState(states ...LetterState) []model.ID {
	var out []model.ID
	for id, entry := range b.letters {
		if slices.Contains(states, entry.State) {
			out = append(out, id)
		}
	}
	slices.SortFunc(out, func(x, y model.ID) int {
		if a, b := b.letters[x].At, b.letters[y].At; a != b {
			return int(min(max(a-b, -1), 1))
		}
		return slices.Compare(x[:], y[:])
	})
	return out
}

// entries gives a copy of the book.
func (b *outboxBook) entries() map[model.ID]bookEntry {
	b.mu.Lock()
	defer b.mu.Unlock()
	out := make(map[model.ID]bookEntry, len(b.letters))
	for id, entry := range maps.All(b.letters) {
		out[id] = *entry
	}
	return out
}
