package store

import (
	"errors"

	"tradedesk/model"
	"tradedesk/model/duplicate"
	"tradedesk/model/value"
)

// What callers decide on; wrapped with what was being done and to what.
var (
	ErrNotFound  = errors.New("not found")
	ErrAmbiguous = errors.New("more than one record fits")
	ErrNothing   = errors.New("nothing to do")      // nothing to undo or redo
	ErrConflict  = errors.New("changed meanwhile")  // the record is no longer what the edit was made on
	ErrInvalid   = errors.New("not valid")          // a value or a transition is refused
	ErrBusy      = errors.New("the desk is in use") // the file is held and its owner does not answer
	ErrFull      = errors.New("the disk is full")
	ErrReadOnly  = errors.New("the file is read-only")
	ErrNewer     = errors.New("the file was written by a newer version")
	ErrClosed    = errors.New("the desk is closed")
	ErrDamaged   = errors.New("the file is damaged")
)

// Op compares a field with a value in a condition.
type Op string

// The comparisons. OpEqual on a list field means "has this element". OpContains
// finds a text within texts, without case and accents, and any element of a list.
const (
	OpEqual    Op = "="
	OpNotEqual Op = "!="
	OpLess     Op = "<"
	OpAtMost   Op = "<="
	OpMore     Op = ">"
	OpAtLeast  Op = ">="
	OpContains Op = "~"
)

// Alternatives stands between values of which one must fit, with OpEqual,
// OpNotEqual (none of them) and OpContains: "US|CA".
const Alternatives = "|"

// Cond is one condition of a query; Text is what a person types, parsed as the
// field's type. Empty Text with OpEqual means "has none".
type Cond struct {
	Field string `json:"field"`
	Op    Op     `json:"op"`
	Text  string `json:"text"`
}

// View names a ready-made selection that has an index of its own.
type View string

// The views. Inbox: leads that wait for a decision and are not snoozed, by
// score, then oldest first.
const (
	ViewAll      View = ""
	ViewInbox    View = "inbox"
	ViewSnoozed  View = "snoozed"  // leads put off, by when they come back
	ViewDue      View = "due"      // records of any kind about which something is due, soonest first
	ViewPromised View = "promised" // leads that wait for the reply they were promised, soonest first
	ViewThread   View = "thread"   // messages of Query.Of, oldest first
	ViewQuotes   View = "quotes"   // quotes of the RFQ Query.Of
	ViewDeleted  View = "deleted"  // deleted records, last first
)

// Query selects rows of one kind. The zero Sort is creation order. A cursor is
// opaque and comes from a Page.
type Query struct {
	Kind model.Kind `json:"kind"`
	View View       `json:"view,omitempty"`
	Of   model.ID   `json:"of,omitzero"`
	// Since leaves out of ViewDue and ViewPromised what is due before it.
	Since   value.Instant `json:"since,omitempty"`
	Where   []Cond        `json:"where,omitempty"`
	Sort    string        `json:"sort,omitempty"` // a field with an order: see SortFields
	Desc    bool          `json:"desc,omitempty"`
	Deleted bool          `json:"deleted,omitempty"` // deleted ones too
	Limit   int           `json:"limit,omitempty"`   // 0 means no limit, for Records; 100 for List
	// From starts after (or, with Back, before) this cursor; "" is the beginning
	// (or, with Back, the end). Rows always come in the order of the query.
	From string `json:"from,omitempty"`
	Back bool   `json:"back,omitempty"`
	// Skip leaves out that many rows first, from where From and Back begin; a page is
	// empty when there are no more. It is for List alone.
	Skip int `json:"skip,omitempty"`
}

// Row is a line of a list and the cursor that points to it.
type Row struct {
	model.Excerpt
	Cursor string `json:"cursor"`
}

// Page is part of a list. Total counts the whole list when that costs no scan,
// and is -1 otherwise.
type Page struct {
	Rows   []Row `json:"rows"`
	Total  int   `json:"total"`
	Before bool  `json:"before"` // there are rows before the first
	After  bool  `json:"after"`  // there are rows after the last
}

// Duplicate is a record that may be the same as another, and why.
type Duplicate struct {
	model.Excerpt
	Level  duplicate.Level `json:"level"`
	Code   string          `json:"code"`             // one of duplicate's Same constants
	Shared string          `json:"shared,omitempty"` // the address, number or domain
	Why    string          `json:"why"`              // the two in one line of English
}

// Counts are the live records by kind and stage; Inbox and Due as of now.
type Counts struct {
	Kinds   map[model.Kind]int                 `json:"kinds"`
	Stages  map[model.Kind]map[model.Stage]int `json:"stages"`
	Inbox   int                                `json:"inbox"`
	Snoozed int                                `json:"snoozed"`
	Due     int                                `json:"due"`
	// Promised are the replies that are owed, Late those of them that are past their time.
	Promised int `json:"promised"`
	Late     int `json:"late"`
	Pending  int `json:"pending"` // changes that wait to be sent
}

// Edit sets fields of one record. Create makes it; then ID may be zero and one
// is made. Seen, when set, is the record's updated_at that the editor saw:
// ErrConflict when a field of the set has been changed since.
type Edit struct {
	Kind   model.Kind `json:"kind"`
	ID     model.ID   `json:"id,omitzero"`
	Create bool       `json:"create,omitempty"`
	Set    model.Set  `json:"set"`
	// Record, in place of Set, is the whole record that Create makes, cleaned and
	// validated by the caller, who must not touch it any more: the store completes
	// its head and what a new record of its kind has when nothing is said.
	Record model.Record  `json:"-"`
	Seen   value.Instant `json:"seen,omitempty"`
	// Base is how far the log was folded when the editor saw the record, nil for as
	// far as it is: what others wrote since then is not replaced but stands beside.
	Base *uint64 `json:"base,omitempty"`
	// Force allows a stage that the state table refuses: imports and undo.
	Force bool `json:"force,omitempty"`
	// Wrote is for a record that is made here and was written elsewhere.
	Wrote Wrote `json:"wrote,omitzero"`
}

// Wrote says who wrote a record and when, as an export of a desk says it. What is
// zero is taken from the desk: now, and who sits at it.
type Wrote struct {
	Created value.Instant `json:"created,omitempty"`
	Updated value.Instant `json:"updated,omitempty"`
	By      string        `json:"by,omitempty"`
}

// Action is what a person does in one go, and takes back in one go.
type Action struct {
	ID    model.ID `json:"id"`    // made by the caller; zero means that one is made
	Label string   `json:"label"` // what undo calls it: "qualify Nord Foods Inc"
	Edits []Edit   `json:"edits"`
	// Draft is what the edits were typed as: it goes when they are in.
	Draft model.ID `json:"draft,omitzero"`
	// Duplicates asks for Done.Duplicates.
	Duplicates bool `json:"duplicates,omitempty"`
	// Quiet is for what the desk notes by itself, such as that a message was sent: no
	// undo takes it back.
	Quiet bool `json:"-"`
}

// Done is what an action, an undo or a redo did. Changed counts records.
type Done struct {
	Action  model.ID       `json:"action"`
	Label   string         `json:"label"`
	Changed int            `json:"changed"`
	Records []model.Record `json:"-"`                 // after, at most 1,000
	Skipped []string       `json:"skipped,omitempty"` // what undo left as it is, and why, one line each, at most 1,000
	// Left is how many lines there are, and InConflict how many of them are about fields in
	// conflict.
	Left       int `json:"left,omitempty"`
	InConflict int `json:"in_conflict,omitempty"`
	// Duplicates counts the records that were made and may be the same as one that
	// was there before them.
	Duplicates int `json:"duplicates,omitempty"`
	// Alike are the first of those, each with the surest that was there.
	Alike []DuplicatePair `json:"alike,omitempty"`
}

// CheckReport is what check found; OK means no problems.
type CheckReport struct {
	OK       bool     `json:"ok"`
	Records  int      `json:"records"`
	Problems []string `json:"problems"`
	// Files counts the attached contents that are kept, Orphans those of them
	// that no record names, Missing those that are named and not kept here.
	Files   int `json:"files"`
	Orphans int `json:"orphans"`
	Missing int `json:"missing"`
	// Named holds the SHA-256 of every content that a record names.
	Named map[string]bool `json:"-"`
}

// News says what changed, so that a watcher reads it again. All means: anything
// may have.
type News struct {
	All     bool         `json:"all,omitempty"`
	Records []model.ID   `json:"records,omitempty"`
	Kinds   []model.Kind `json:"kinds,omitempty"`
	By      string       `json:"by,omitempty"`
	Label   string       `json:"label,omitempty"`
	Action  model.ID     `json:"action,omitzero"`
	// Sync says that how the desk stands with its server changed.
	Sync bool `json:"sync,omitempty"`
	// Files are those that the records name, also of records that are not named.
	Files []model.Attachment `json:"-"`
	// Changed are all the records, also those that All stands for; nil when they are too
	// many, or not known.
	Changed []model.ID `json:"-"`
}
