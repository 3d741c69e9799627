package desk

import (
	"tradedesk/exchange"
	"tradedesk/model"
	"tradedesk/search"
	"tradedesk/store"
	"tradedesk/sync/client"
)

// What callers decide on; wrapped with what was being done and to what.
var (
	ErrNotFound  = store.ErrNotFound
	ErrAmbiguous = store.ErrAmbiguous
	ErrNothing   = store.ErrNothing
	ErrConflict  = store.ErrConflict
	ErrInvalid   = store.ErrInvalid
	ErrBusy      = store.ErrBusy
	ErrFull      = store.ErrFull
	ErrReadOnly  = store.ErrReadOnly
	ErrNewer     = store.ErrNewer
	ErrClosed    = store.ErrClosed
	ErrNoCard    = exchange.ErrNoCard
	ErrDamaged   = store.ErrDamaged

	ErrOffline        = client.ErrOffline        // the server cannot be reached
	ErrLeftAlone      = client.ErrLeftAlone      // the desk is told to call nobody; it is ErrOffline, too
	ErrNotServer      = client.ErrNotServer      // what answered is no server: a hotel's login page
	ErrNoLink         = client.ErrNoLink         // the desk is not logged in to a server
	ErrUnauthorized   = client.ErrUnauthorized   // the server does not know the token or code
	ErrCertificate    = client.ErrCertificate    // the server cannot prove that it is the one that was asked for
	ErrAddress        = client.ErrAddress        // no server can have this address
	ErrPlain          = client.ErrPlain          // anybody on the way could read along
	ErrOtherWorkspace = client.ErrOtherWorkspace // its records belong to another workspace than the login's
)

// The words of the desk that the rooms below define.
type (
	Op          = store.Op
	Cond        = store.Cond
	View        = store.View
	Query       = store.Query
	Row         = store.Row
	Page        = store.Page
	Counts      = store.Counts
	Edit        = store.Edit
	Action      = store.Action
	Draft       = store.Draft
	DraftField  = store.DraftField
	Done        = store.Done
	Duplicate   = store.Duplicate
	CheckReport = store.CheckReport
	Compacted   = store.Compacted
	News        = store.News

	PairQuery     = store.PairQuery
	DuplicatePair = store.DuplicatePair
	DuplicatePage = store.DuplicatePage
	MergeRequest  = store.Merge
	MergePlan     = store.MergePlan
	Moves         = store.Moves
	Alike         = exchange.Alike
	RowError      = exchange.RowError
	FileReport    = exchange.FileReport
	Progress      = exchange.Progress

	Conflicted    = store.Conflicted
	FieldConflict = store.FieldConflict
	ConflictValue = store.ConflictValue
	Quarantined   = store.Quarantined
	Queued        = store.Queued
	QueueQuery    = store.QueueQuery
	QueuePage     = store.QueuePage
	Deed          = store.Deed
	Device        = client.Device
	Exchange      = client.Exchange

	Hit = search.Hit
)

// The comparisons, views and deeds, as in store.
const (
	OpEqual    = store.OpEqual
	OpNotEqual = store.OpNotEqual
	OpLess     = store.OpLess
	OpAtMost   = store.OpAtMost
	OpMore     = store.OpMore
	OpAtLeast  = store.OpAtLeast
	OpContains = store.OpContains

	Alternatives = store.Alternatives

	ViewAll      = store.ViewAll
	ViewInbox    = store.ViewInbox
	ViewSnoozed  = store.ViewSnoozed
	ViewDue      = store.ViewDue
	ViewPromised = store.ViewPromised
	ViewThread   = store.ViewThread
	ViewQuotes   = store.ViewQuotes
	ViewDeleted  = store.ViewDeleted

	DeedCreate  = store.DeedCreate
	DeedEdit    = store.DeedEdit
	DeedDelete  = store.DeedDelete
	DeedRestore = store.DeedRestore
	DeedMerge   = store.DeedMerge

	MaxRowErrors = exchange.MaxRowErrors
)

// SortFields gives what lists of a kind can be sorted by.
func SortFields(kind model.Kind) []string { return store.SortFields(kind) }

// Bounds of a setting of the screens, in bytes.
const (
	MaxSettingName = 100
	MaxSetting     = 64 << 10
)

// Detail is a record with what belongs to it. Each list is bounded; those of
// which there is more hold the newest, and their kinds are in Cut.
type Detail struct {
	Record     model.Record
	Score      *model.Score    // of a lead
	Thread     []model.Record  // messages, oldest first, at most ThreadLimit of the newest
	Older      string          // cursor of the first of Thread when there are older ones, for ViewThread with Back
	Quotes     []model.Record  // of an RFQ, or that a supplier gave
	Samples    []model.Record  // of an RFQ, or that a supplier sent
	Offers     []model.Record  // for an RFQ, or the other versions of an offer
	Deals      []model.Record  // of an RFQ or of an offer
	Lead       model.Record    // of an RFQ or a contact
	RFQs       []model.Excerpt // made from a lead, or that a supplier is invited to
	Contacts   []model.Excerpt // people of a lead or a supplier
	Tasks      []model.Record  // about it, done ones too
	Duplicates []Duplicate
	// Named holds the rows of the records that the record and those above point
	// to, for their names: the supplier of a quote, the lead of a contact.
	Named map[model.ID]model.Excerpt
	Cut   []model.Kind
	// Base is what who reads this has seen of what other desks wrote. An edit of the
	// record that carries it (Edit.Base) leaves what came in since standing beside.
	Base uint64
}

// ThreadLimit is how many messages a Detail carries at most.
const ThreadLimit = 50

// ImportRequest says what a file is. Zero Format and Kind are found out from
// the name and the content.
type ImportRequest struct {
	Action model.ID   `json:"action,omitzero"` // one undo for all files with the same
	Name   string     `json:"name"`            // the file's name, for messages and the format
	Size   int64      `json:"size,omitempty"`  // bytes, 0 when not known
	Format string     `json:"format,omitempty"`
	Kind   model.Kind `json:"kind,omitempty"`
	Tag    string     `json:"tag,omitempty"` // put on every record of the file
	// Charset of the file's text, "" to find it out.
	Charset string `json:"charset,omitempty"`
	// Map is a mapping of the columns, in TOML; without one a saved mapping of
	// the same columns is followed.
	Map string `json:"map,omitempty"`
	// Thread is what all messages of mail belong to, zero to find it out.
	Thread model.ID `json:"thread,omitzero"`
	// Addresses are those of the people at the desk, and of whole domains ("@nord.fi"):
	// mail from one of them went out.
	Addresses []string `json:"addresses,omitempty"`
	// NoLeads makes no lead of a sender whom nobody knows: the message is rejected.
	NoLeads bool `json:"no_leads,omitempty"`
	// DryRun writes nothing: the report says what would change.
	DryRun bool `json:"dry_run,omitempty"`
}

// ExportRequest says what is written: the records of Query, or those with IDs, or
// one by ID.
type ExportRequest struct {
	Format string   `json:"format"` // csv, xlsx, json, ndjson, vcard
	Query  Query    `json:"query"`
	ID     model.ID `json:"id,omitzero"`
	// IDs are records in the order in which they are written.
	IDs []model.ID `json:"ids,omitempty"`
}
