package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"sync"
	"time"

	"tradedesk/exchange/mail"
	"tradedesk/model/value"
)

const (
	settingMailMarks = "mail.marks"
	// mailRest is how often watched mail is looked at, mailSettled how long a mailbox must
	// be left alone before it is read: a message may be half written.
	mailRest    = 30 * time.Second
	mailSettled = 2 * time.Second
	// mailLate is how long before the newest file a message of a Maildir may have been
	// written that was not seen: it lies in tmp until it is whole.
	mailLate = 24 * time.Hour
)

// Watched is a mailbox or a Maildir that is watched.
type Watched struct {
	Path string        `json:"path"`
	At   value.Instant `json:"at"`  // of the last look
	New  int           `json:"new"` // records that came in since the desk was opened
	// Error says why the last look failed, in words.
	Error string `json:"error,omitempty"`
}

// mailMark says how far a path was read.
type mailMark struct {
	Size     int64 `json:"size,omitempty"`
	Modified int64 `json:"modified"` // nanoseconds since 1970
	// Ends is what a mailbox began with, and what stood before Size, by their SHA-256.
	Ends string `json:"ends,omitempty"`
}

// MailWatch reads what is new in mailboxes and Maildirs, a look at a time: of a mailbox
// that grew what was added, of a Maildir the files that were not there. How far it is, the
// desk keeps; what is read twice adds nothing.
type MailWatch struct {
	paths     []string
	addresses []string
	take      func(ctx context.Context, req ImportRequest, file io.Reader) (FileReport, error)
	setting   func(ctx context.Context, name string) (string, error)
	keep      func(ctx context.Context, name, text string) error

	mu    sync.Mutex
	told  map[string]Watched
	seen  map[string]map[string]bool // names of a Maildir, without their flags
	marks map[string]mailMark        // nil before they were read
}

// NewMailWatch watches paths for a desk.
func NewMailWatch(d Desk, paths, addresses []string) *MailWatch {
	return &MailWatch{
		paths: paths, addresses: addresses, setting: d.Setting, keep: d.SetSetting, told: map[string]Watched{}, seen: map[string]map[string]bool{},
		take: func(ctx context.Context, req ImportRequest, file io.Reader) (FileReport, error) {
			return d.Import(ctx, req, file, nil)
		},
	}
}

// Look reads what is new, and gives a report for each path that had something. A path
// that fails keeps no other from being read.
func (w *MailWatch) Look(ctx context.Context) ([]FileReport, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.readMarks(ctx); err != nil {
		return nil, err
	}
	var reports []FileReport
	var failed error
	for _, path := range w.paths {
		mark, report, err := w.look(ctx, path, w.marks[path])
		told := w.told[path]
		told.Path, told.At, told.Error = path, value.At(time.Now()), ""
		if err != nil {
			failed = errors.Join(failed, fmt.Errorf("reading mail of %s: %w", path, err))
			told.Error = err.Error()
		} else if mark != w.marks[path] {
			w.marks[path] = mark
			failed = errors.Join(failed, w.keepMarks(ctx))
		}
		if report != nil {
			reports = append(reports, *report)
			told.New += report.Created
		}
		w.told[path] = told
		if ctx.Err() != nil {
			return reports, ctx.Err()
		}
	}
	return reports, failed
}

func (w *MailWatch) readMarks(ctx context.Context) error {
	if w.marks != nil {
		return nil
	}
	kept, err := w.setting(ctx, settingMailMarks)
	if err != nil {
		return fmt.Errorf("reading how far mail was read: %w", err)
	}
	marks := map[string]mailMark{}
	if kept != "" && json.Unmarshal([]byte(kept), &marks) != nil {
		marks = map[string]mailMark{} // all of it is read again, and adds nothing
	}
	w.marks = marks
	return nil
}

func (w *MailWatch) keepMarks(ctx context.Context) error {
	text, err := json.Marshal(w.marks)
	if err != nil {
		return err
	}
	return w.keep(ctx, settingMailMarks, string(text))
}

func (w *MailWatch) look(ctx context.Context, path string, mark mailMark) (mailMark, *FileReport, error) {
	info, err := os.Stat(path)
	if err != nil {
		return mark, nil, err
	}
	if info.IsDir() {
		return w.lookFolder(ctx, path, mark)
	}
	now := mailMark{Size: info.Size(), Modified: info.ModTime().UnixNano(), Ends: mark.Ends}
	if now == mark || time.Since(info.ModTime()) < mailSettled {
		return mark, nil, nil
	}
	file, err := os.Open(path)
	if err != nil {
		return mark, nil, err
	}
	defer func() { _ = file.Close() }() // only read
	from, err := grownFrom(file, mark, info.Size())
	if err == nil {
		now.Ends, err = endsOf(file, info.Size())
	}
	if err != nil {
		return mark, nil, err
	}
	report, err := w.take(ctx, ImportRequest{
		Name: filepath.Base(path), Format: "mail", Size: info.Size() - from, Addresses: w.addresses,
	}, io.LimitReader(file, info.Size()-from))
	if err != nil {
		return mark, nil, err
	}
	return now, &report, nil
}

// grownFrom gives where a mailbox is read from: where it was read to when what is before
// is the same and a message begins there, else its beginning.
func grownFrom(file *os.File, mark mailMark, size int64) (int64, error) {
	if mark.Size > 0 && mark.Size < size {
		start := make([]byte, len("From "))
		ends, err := endsOf(file, mark.Size)
		if err != nil {
			return 0, err
		}
		if _, err := file.ReadAt(start, mark.Size); err == nil && string(start) == "From " && ends == mark.Ends {
			return file.Seek(mark.Size, io.SeekStart)
		}
	}
	return file.Seek(0, io.SeekStart)
}

// maxEnd is how much of either end tells that a mailbox is the one that was read.
const maxEnd = 4 << 10

// endsOf tells a mailbox by its beginning and by what stands before a size.
func endsOf(file *os.File, size int64) (string, error) {
	h := sha256.New()
	for _, from := range []int64{0, max(0, size-maxEnd)} {
		if _, err := io.Copy(h, io.NewSectionReader(file, from, min(maxEnd, size-from))); err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

func (w *MailWatch) lookFolder(ctx context.Context, path string, mark mailMark) (mailMark, *FileReport, error) {
	names, err := mail.ListFolder(ctx, path)
	if err != nil {
		return mark, nil, err
	}
	seen := maps.Clone(w.seen[path])
	if seen == nil {
		seen = map[string]bool{}
	}
	now := mark
	var fresh []string
	for _, name := range names {
		unique := mail.UniqueName(filepath.Base(name))
		if seen[unique] {
			continue
		}
		info, err := os.Stat(filepath.Join(path, name))
		if err != nil {
			continue // it went, or its flags changed: the next look finds it
		}
		seen[unique] = true
		modified := info.ModTime().UnixNano()
		if modified > mark.Modified-int64(mailLate) {
			fresh = append(fresh, name)
		}
		now.Modified = max(now.Modified, modified)
	}
	if len(fresh) == 0 {
		w.seen[path] = seen
		return now, nil, nil
	}
	folder := mail.FolderOf(ctx, path, fresh)
	report, err := w.take(ctx, ImportRequest{Name: filepath.Base(path), Format: "mail", Addresses: w.addresses}, folder)
	if err = errors.Join(err, folder.Close()); err != nil {
		return mark, nil, err
	}
	w.seen[path] = seen
	return now, &report, nil
}

// status tells of every path.
func (w *MailWatch) status() []Watched {
	w.mu.Lock()
	defer w.mu.Unlock()
	var out []Watched
	for _, path := range w.paths {
		told := w.told[path]
		told.Path = path
		out = append(out, told)
	}
	return out
}

// Run looks now and then until ctx ends.
func (w *MailWatch) Run(ctx context.Context, tell func([]FileReport, error)) {
	timer := time.NewTimer(mailGrace)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
			reports, err := w.Look(ctx)
			if ctx.Err() == nil && tell != nil && (len(reports) > 0 || err != nil) {
				tell(reports, err)
			}
			timer.Reset(mailRest)
		}
	}
}

// newInbox watches what the desk was set up to, as long as it is open.
func newInbox(o *owner) *MailWatch {
	return &MailWatch{
		paths: o.o.Mail.Inbox, addresses: o.o.Addresses, setting: o.Setting, keep: o.SetSetting, told: map[string]Watched{}, seen: map[string]map[string]bool{},
		take: func(ctx context.Context, req ImportRequest, file io.Reader) (FileReport, error) {
			return o.importFile(ctx, o.o.Me, req, file, nil)
		},
	}
}

// ReadMail looks at once.
func (w *owner) ReadMail(ctx context.Context) ([]FileReport, error) {
	return during(ctx, w, w.inbox.Look)
}
