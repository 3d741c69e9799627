package desk

import (
	"context"
	"io"

	"tradedesk/model"
	"tradedesk/model/refusal"
)

// errLost says that the owner went away while it was asked: nobody knows
// whether it did what it was asked.
var errLost = refusal.New("desk.owner_lost", "the owner of the desk went away")

// seat is a place at the desk: the owner's or a visitor's. It is Desk, but for
// writes, which name their author and carry an id, so that doing them again at
// another seat is doing them once.
type seat interface {
	Get(ctx context.Context, id model.ID) (model.Record, error)
	Find(ctx context.Context, text string) (model.ID, error)
	Detail(ctx context.Context, id model.ID) (Detail, error)
	List(ctx context.Context, q Query) (Page, error)
	Count(ctx context.Context, q Query) (int, error)
	// stream is Records, and says now and then from where on it is not yet through.
	stream(ctx context.Context, q Query, yield func(model.Record) error, passed func(cursor string) error) error
	Counts(ctx context.Context) (Counts, error)
	History(ctx context.Context, id model.ID, limit int) ([]model.Change, error)
	Search(ctx context.Context, q SearchQuery) (SearchResult, error)
	Complete(ctx context.Context, line string, cursor int) (Completion, error)
	Duplicates(ctx context.Context, r model.Record) ([]Duplicate, error)
	ReadCards(ctx context.Context, text string) ([]model.Record, error)
	PutDraft(ctx context.Context, d Draft) error
	Drafts(ctx context.Context) ([]Draft, error)
	DropDraft(ctx context.Context, id model.ID) error

	DuplicatePairs(ctx context.Context, q PairQuery) (DuplicatePage, error)
	PlanMerge(ctx context.Context, m MergeRequest) (MergePlan, error)

	do(ctx context.Context, by string, a Action) (Done, error)
	editEach(ctx context.Context, by string, a EachAction) (EachReport, error)
	doWhere(ctx context.Context, by string, b Bulk, progress func(Progress)) (BulkReport, error)
	merge(ctx context.Context, by string, m MergeRequest) (Done, error)
	step(ctx context.Context, by string, action model.ID, redo bool) (Done, error)
	importFile(ctx context.Context, by string, req ImportRequest, file io.Reader, progress func(Progress)) (FileReport, error)

	putFile(ctx context.Context, name string, file io.Reader) (model.Attachment, error)
	OpenFile(ctx context.Context, sha256 string) (io.ReadCloser, error)
	Export(ctx context.Context, req ExportRequest, w io.Writer) error
	Check(ctx context.Context, progress func(Progress)) (CheckReport, error)
	Backup(ctx context.Context, w io.Writer, progress func(Progress)) error
	Repair(ctx context.Context, progress func(Progress)) (RepairReport, error)
	Compact(ctx context.Context, progress func(Progress)) (Compacted, error)
	Status(ctx context.Context) (Status, error)
	Login(ctx context.Context, req LoginRequest) (Account, error)
	Logout(ctx context.Context) (Logout, error)
	Sync(ctx context.Context, progress func(SyncProgress)) (SyncReport, error)
	SetSyncMode(ctx context.Context, mode SyncMode) error
	Devices(ctx context.Context) ([]Device, error)
	Queue(ctx context.Context, q QueueQuery) (QueuePage, error)
	Conflicts(ctx context.Context, from uint64, limit int) (ConflictPage, error)
	ConflictsOf(ctx context.Context, id model.ID) ([]FieldConflict, error)
	resolve(ctx context.Context, by string, r Resolution) (Done, error)
	Quarantine(ctx context.Context, behind uint64, limit int) ([]Quarantined, error)
	RetryQuarantined(ctx context.Context, n uint64) error
	DropQuarantined(ctx context.Context, n uint64) error
	Outbox(ctx context.Context) ([]Outgoing, error)
	SendOutbox(ctx context.Context) ([]Outgoing, error)
	SettleLetter(ctx context.Context, o LetterOrder) error
	ReadMail(ctx context.Context) ([]FileReport, error)
	Setting(ctx context.Context, name string) (string, error)
	SetSetting(ctx context.Context, name, text string) error
	Watch(ctx context.Context) (<-chan News, error)
	Close() error
}
