package exchange

import (
	"bufio"
	"context"
	"errors"
	"io"
	"time"

	"tradedesk/model"
	"tradedesk/model/duplicate"
	"tradedesk/model/refusal"
	"tradedesk/model/text"

	"golang.org/x/sync/errgroup"
)

// session is the import of one file: what was read, and what waits to be put.
type session struct {
	ctx      context.Context
	target   Target
	req      Request
	counted  *countedReader
	raw      *bufio.Reader // the file's bytes
	text     *textReader   // its text; nil for a format that is none
	src      *byteSource   // the text, as a reader of a format takes it; nil for a workbook
	read     func() int64  // how many bytes of the file were read
	report   FileReport
	progress func(Progress)
	started  time.Time
	told     time.Time

	mapping   *Mapping // that was asked for, nil for none
	savedName string   // of the saved mapping in use
	sheet     string   // that is read now, of a workbook with several
	from1904  bool

	pace      pace
	bytesRead int64 // of the file, with what was taken in
	warnings  warnings
	groups    groups // of what was rejected

	batch   []Incoming
	pending map[recordKey]int // the place of a record in the batch
	merged  []mergedRow       // rows of records that were merged into others
	bytes   int               // about how much the batch takes
	created int               // in the batch
	updated int               // in the batch
	filer   *filer            // of mail; nil for other formats
	keeping *errgroup.Group   // contents of files that are on their way into the desk
	writing *writing          // the batch before, until it is known to be in; nil for none
}

func newSession(ctx context.Context, t Target, req Request, file io.Reader, progress func(Progress), at pace) *session {
	if progress == nil {
		progress = func(Progress) {}
	}
	now, counted := req.Now(), &countedReader{in: file, copy: &copied{}}
	return &session{
		ctx: ctx, target: t, req: req, counted: counted, read: func() int64 { return counted.read }, raw: bufio.NewReaderSize(counted, sampleBytes), progress: progress,
		started: now, told: now, pace: at, pending: map[recordKey]int{}, keeping: newKeeping(),
		report: FileReport{File: shownName(req.Name), Kind: req.Kind, Errors: []RowError{}},
	}
}

// keepAtOnce is how many contents of files are kept at the same time: the disk makes
// several durable in the time of one.
const keepAtOnce = 4

func newKeeping() *errgroup.Group {
	g := &errgroup.Group{}
	g.SetLimit(keepAtOnce)
	return g
}

// shownName makes a file's name safe to print.
func shownName(name string) string { return text.Clean(name, 255) }

// take brings a candidate into the batch. before is the record of the desk that
// it means, nil when there is none yet.
func (s *session) take(c candidate, before model.Record) {
	h, key := c.record.Header(), keyOf(c)
	at, waits := s.pending[key]
	if waits {
		before = s.batch[at].Record
	}
	switch {
	case before == nil:
		s.create(c, key)
	case before.Kind() != c.record.Kind():
		s.reject(cleanRowError(refused(RowError{Line: c.line, Field: "id"}, errOtherKind.With(refusal.Parts{"ID": h.ID.String(), "Kind": string(before.Kind())}))))
	case waits:
		s.mergePending(at, c.record)
	default:
		s.update(c, key, before)
	}
}

func (s *session) create(c candidate, key recordKey) {
	h := c.record.Header()
	if h.ID.IsZero() {
		h.ID = s.req.IDs.New()
	}
	if !c.own {
		setInitialStage(c.record)
	}
	s.created++
	s.hold(key, c, Incoming{Record: c.record, Line: c.line, Sheet: s.sheet})
}

// update takes over what the file says anew. A record that was deleted here
// stays as it was: a file does not bring back what a person threw away.
func (s *session) update(c candidate, key recordKey, before model.Record) {
	if into, ok := duplicate.Survivor(before); ok && duplicate.Mergeable(before.Kind()) {
		s.merged = append(s.merged, mergedRow{file: c.record, original: before, into: into, line: c.line})
		s.bytes += c.size
		return
	}
	if len(duplicate.MergedFrom(before)) > 0 && !before.Header().Deleted {
		s.merged = append(s.merged, mergedRow{file: c.record, into: before.Header().ID, line: c.line})
		s.bytes += c.size
		return
	}
	if before.Header().Deleted || nothingNew(before, c.record) {
		s.unchanged(before)
		return
	}
	merged := merge(before, c.record)
	set := model.Diff(before, merged)
	if len(set) == 0 {
		s.report.Unchanged++
		return
	}
	s.updated++
	s.hold(key, c, Incoming{Record: merged, Before: before, Set: set, Line: c.line, Sheet: s.sheet})
}

// unchanged counts a record that stays as it is, also where it was deleted here.
func (s *session) unchanged(r model.Record) {
	if s.report.Unchanged++; r.Header().Deleted {
		s.report.Deleted++
	}
}

func (s *session) hold(key recordKey, c candidate, in Incoming) {
	s.pending[key] = len(s.batch)
	s.batch = append(s.batch, in)
	s.bytes += c.size
}

// mergePending is for a file that has the same record twice.
func (s *session) mergePending(at int, again model.Record) {
	in := &s.batch[at]
	if nothingNew(in.Record, again) {
		s.report.Unchanged++
		return
	}
	merged := merge(in.Record, again)
	if len(model.Diff(in.Record, merged)) == 0 {
		s.report.Unchanged++
		return
	}
	s.updated++
	in.Record = merged
	if in.Before != nil {
		in.Set = model.Diff(in.Before, merged)
	}
}

// readOne counts a row, and lets the caller go on or ends the import.
func (s *session) readOne() error {
	s.report.Read++
	s.tellProgress(false)
	return s.ctx.Err()
}

func (s *session) reject(e RowError) {
	s.report.Rejected++
	s.groups.add(e)
	if len(s.report.Errors) < MaxRowErrors {
		s.report.Errors = append(s.report.Errors, e.tell())
	}
}

// asFault gives the row fault in an error, nil when it is of another kind.
func asFault(err error) *rowFault {
	var fault *rowFault
	if errors.As(err, &fault) {
		return fault
	}
	return nil
}

// progressEvery is the least time between two calls of progress.
const progressEvery = 200 * time.Millisecond

func (s *session) tellProgress(last bool) {
	now := s.req.Now()
	if !last && now.Sub(s.told) < progressEvery {
		return
	}
	s.told = now
	p := Progress{
		What: s.report.File, Done: int64(s.report.Read), Bytes: s.bytesRead,
		Size: s.req.Size, Elapsed: now.Sub(s.started),
	}
	if seconds := p.Elapsed.Seconds(); seconds > 0 {
		p.PerSec = float64(p.Done) / seconds
	}
	if p.Bytes > 0 && p.Size > p.Bytes {
		p.Left = time.Duration(float64(p.Elapsed) * float64(p.Size-p.Bytes) / float64(p.Bytes))
	}
	s.progress(p)
}
