package exchange

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"tradedesk/model"
	"tradedesk/model/value"
)

// Target is a desk as an import sees it.
type Target interface {
	// ByOrigins gives, for each origin, the record that was imported under it
	// before, deleted ones too; nil where there is none.
	ByOrigins(ctx context.Context, kind model.Kind, origins []string) ([]model.Record, error)
	// ByIDs gives the record of each id, deleted ones too; nil where there is none.
	ByIDs(ctx context.Context, ids []model.ID) ([]model.Record, error)
	// Originals gives a record as it was before each merge into it, nothing when
	// there was none.
	Originals(ctx context.Context, id model.ID) ([]model.Record, error)
	// Prepare works a batch out and gives what commits it. Nobody changes the batch
	// after. The batch before it may be on its way still.
	Prepare(ctx context.Context, batch []Incoming) (Commit, error)
	// Likely gives the records that are likely the same as r, which is not put.
	Likely(ctx context.Context, r model.Record) ([]model.ID, error)
	// Having gives, for each text, the latest records of a kind whose field is about
	// that text, at most limit, deleted ones left out.
	Having(ctx context.Context, kind model.Kind, field string, texts []string, limit int) ([][]model.Record, error)
	// Numbered gives, for each number of an RFQ, the RFQs that have it.
	Numbered(ctx context.Context, numbers []string) ([][]model.ID, error)
	// KeepFile keeps the content of an attachment, whose SHA-256 a names, for good
	// before it returns. Several goroutines call it.
	KeepFile(ctx context.Context, a model.Attachment, content []byte) error
}

// Commit writes a batch, all of it or nothing, and gives how many of the records it
// created are likely to be there already. Batches are committed in the order in which
// they were prepared, one at a time, each once; none follows one that failed.
type Commit func(ctx context.Context) (duplicates int, err error)

// Incoming is one record that a file brings, clean and valid. Before is nil for a
// new one; else Set is what differs between the two. The times and the author in the record's head
// are zero unless the file gives them; the Target fills in what is zero.
type Incoming struct {
	Record model.Record
	Before model.Record
	Set    model.Set
	Line   int // where it begins in the file
	Sheet  string
}

// Request says what a file is, and gives an import its clock and ids. Format
// and Kind may be empty: they are found out from the name and the content.
type Request struct {
	Name   string
	Size   int64 // bytes, 0 when not known
	Format Format
	Kind   model.Kind
	Tag    string // put on every record that has tags
	// Charset of the file's text, "" to find it out. A byte order mark knows better.
	Charset string
	// Map is a mapping for the table in the file, in TOML; without one, Saved is
	// searched for one of the same columns.
	Map   string
	Saved []SavedMapping
	// Thread is what all messages of the file belong to, zero to find it out.
	Thread model.ID
	// Addresses are those of the people at the desk, and of whole domains ("@nord.fi"):
	// what is from one of them went out.
	Addresses []string
	// Me is how the person at the desk is called: who speaks under that name in a chat
	// is one of the desk's own.
	Me string
	// NoLeads makes no lead of a sender whom nobody knows: the message is rejected.
	NoLeads bool
	// DryRun writes nothing: the report says what would change.
	DryRun bool
	Home   value.Country
	Now    func() time.Time
	IDs    *model.IDs
}

// Bounds of a batch: what is committed at once, and held in memory before.
const (
	batchRecords = 4000
	batchBytes   = 8 << 20
)

// sampleBytes is how much of a file is looked at to see what it is.
const sampleBytes = 64 << 10

// Import reads a file into a desk. Rows that cannot go in are in the report, and
// the rest goes in; the error is for a file that cannot be read at all, or a
// desk that cannot be written. What was put before an error or before ctx ended
// stays; when ctx ends, the report says Cancelled and the error is nil.
// progress may be nil; it is called at most five times a second, and at the end.
func Import(ctx context.Context, t Target, req Request, file io.Reader, progress func(Progress)) (FileReport, error) {
	return importAt(usualPace(), ctx, t, req, file, progress)
}

func importAt(at pace, ctx context.Context, t Target, req Request, file io.Reader, progress func(Progress)) (FileReport, error) {
	var dry *dryRun
	if req.DryRun {
		var err error
		if dry, err = newDryRun(t); err != nil {
			return FileReport{File: shownName(req.Name), Errors: []RowError{}}, err
		}
		t = dry
	}
	s := newSession(ctx, t, req, file, progress, at)
	err := errors.Join(recovered(s.run), s.filesKept(), s.settle())
	if dry != nil {
		s.report.DryRun, s.report.Changes = true, dry.changes
		err = errors.Join(err, dry.close())
	}
	s.tellCharset()
	s.report.Groups, s.report.WarningGroups = s.groups, s.warnings.groups
	s.report.Warnings, s.report.Warned = s.warnings.first, s.warnings.count
	if ctx.Err() != nil {
		s.report.Cancelled, err = true, nil
	}
	s.tellProgress(true)
	if err != nil {
		return s.report, fmt.Errorf("importing %s: %w", shownName(req.Name), err)
	}
	return s.report, nil
}

// begin reads the mapping and opens the file.
func (s *session) begin() (Format, error) {
	if s.req.Map != "" {
		m, err := ParseMapping(s.req.Map)
		if err != nil {
			return "", err
		}
		s.mapping = m
		if s.req.Charset == "" {
			s.req.Charset = m.Charset
		}
	}
	return s.open()
}

func (s *session) run() error {
	format, err := s.begin()
	if err != nil {
		return err
	}
	s.report.Format = string(format)
	switch format {
	case FormatCSV:
		err = s.importCSV()
	case FormatXLSX:
		err = s.importWorkbook()
	case FormatICS:
		err = s.importCalendar()
	case FormatRates:
		err = s.importRates()
	case FormatMail:
		err = s.importMail()
	case FormatUBL:
		err = s.importUBL()
	case FormatChat:
		err = s.importChat(s.text == nil)
	case FormatVCard:
		err = s.importCards()
	default:
		err = s.importJSON(format)
	}
	if err != nil {
		return err
	}
	if err := s.flush(); err != nil {
		return err
	}
	return s.settle()
}
