package exchange

import (
	"time"

	"tradedesk/model"
	"tradedesk/model/duplicate"
	"tradedesk/model/refusal"
)

// RowError is a row that did not go in, or (in Warnings) a value that was kept
// as it was written. Line counts from 1; Column is 1-based, 0 when unknown.
type RowError struct {
	Sheet   string `json:"sheet,omitempty"` // of a workbook with several
	Line    int    `json:"line"`
	Column  int    `json:"column,omitempty"`
	Field   string `json:"field"`
	Message string `json:"message"`
	// Why is the reason for who has words of their own; nil when Message says all.
	Why *refusal.Told `json:"why,omitempty"`

	err error // whence Why comes
}

// FileReport is the outcome of one file. Errors and Warnings hold the first
// MaxRowErrors each; the counts are whole.
type FileReport struct {
	File      string     `json:"file"`
	Format    string     `json:"format"`
	Kind      model.Kind `json:"kind,omitempty"`
	Preset    string     `json:"preset,omitempty"`
	Charset   string     `json:"charset,omitempty"` // of a text, as it was taken
	Read      int        `json:"read"`
	Created   int        `json:"created"`
	Updated   int        `json:"updated"`
	Unchanged int        `json:"unchanged"`
	// Deleted counts those of the unchanged that were deleted here, and stay so.
	Deleted    int `json:"deleted,omitempty"`
	Rejected   int `json:"rejected"`
	Duplicates int `json:"duplicates"` // created, but likely there already
	// Alike says which records those are, the first MaxAlike of them.
	Alike     []Alike    `json:"duplicate_records,omitempty"`
	Cancelled bool       `json:"cancelled,omitempty"`
	Errors    []RowError `json:"errors"`
	Warnings  []RowError `json:"warnings,omitempty"`
	Warned    int        `json:"warned,omitempty"`
	// Groups has what was rejected by reason, WarningGroups what was kept as it
	// was written; the counts are whole.
	Groups        []ErrorGroup `json:"groups,omitempty"`
	WarningGroups []ErrorGroup `json:"warning_groups,omitempty"`
	// DryRun says that nothing was written; Changes has the first MaxChanges of
	// what would be.
	DryRun  bool           `json:"dry_run,omitempty"`
	Changes []RecordChange `json:"changes,omitempty"`
}

// Alike is a record that a file brought, and the surest of those there that may
// be the same.
type Alike struct {
	ID     model.ID        `json:"id"`
	Kind   model.Kind      `json:"kind"`
	Title  string          `json:"title"`
	Other  model.ID        `json:"other"`
	Name   string          `json:"other_title"`
	Level  duplicate.Level `json:"level"`
	Code   string          `json:"code"`
	Shared string          `json:"shared,omitempty"`
	Why    string          `json:"why"`
}

// MaxAlike bounds FileReport.Alike.
const MaxAlike = 500

// MaxRowErrors bounds the lists of a FileReport.
const MaxRowErrors = 1000

// Progress is how far long work is. Left is an estimate, 0 when not known.
type Progress struct {
	What    string        `json:"what"`
	Done    int64         `json:"done"`  // records, or pages of the file
	Bytes   int64         `json:"bytes"` // read so far
	Size    int64         `json:"size"`  // bytes in all, 0 when not known
	PerSec  float64       `json:"per_sec"`
	Left    time.Duration `json:"left"`
	Elapsed time.Duration `json:"elapsed"`
}
