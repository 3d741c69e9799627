// Package desk is what can be done at a desk: one interface for the screens and
// the commands, with two implementations. The owner holds the file; a visitor
// does the same through the owner's socket.
package desk

import (
	"context"
	"io"

	"tradedesk/model"
)

// Desk is what ui and cli know. Every method may be called by several
// goroutines, obeys its context, and gives the same results at the owner and
// at a visitor.
type Desk interface {
	// Get gives one record, deleted ones too; ErrNotFound when there is none.
	Get(ctx context.Context, id model.ID) (model.Record, error)
	// Find turns what a person types for an id into one: the whole id, at least
	// four characters of its beginning or end that only one record has, or the
	// number of an RFQ.
	Find(ctx context.Context, text string) (model.ID, error)
	// Detail gives a record with what belongs to it.
	Detail(ctx context.Context, id model.ID) (Detail, error)
	// List gives one page of rows.
	List(ctx context.Context, q Query) (Page, error)
	// Count gives how many rows q selects; where that costs a walk, ctx ends it.
	Count(ctx context.Context, q Query) (int, error)
	// Records calls yield with every record that q selects, in order, in
	// constant memory, until yield gives an error; it returns that error.
	Records(ctx context.Context, q Query, yield func(model.Record) error) error
	// Counts gives how many records there are by kind and by stage.
	Counts(ctx context.Context) (Counts, error)
	// History gives the changes of a record, newest first.
	History(ctx context.Context, id model.ID, limit int) ([]model.Change, error)
	// Search finds records by what a person types.
	Search(ctx context.Context, q SearchQuery) (SearchResult, error)
	// Complete gives what can stand at the cursor, a byte of a search line.
	Complete(ctx context.Context, line string, cursor int) (Completion, error)
	// Duplicates gives the records that may be the same as r, surest first. r
	// need not be stored.
	Duplicates(ctx context.Context, r model.Record) ([]Duplicate, error)
	// DuplicatePairs gives the pairs of a kind's records that may be the same,
	// page by page, the surest first.
	DuplicatePairs(ctx context.Context, q PairQuery) (DuplicatePage, error)
	// PlanMerge says what Merge would do.
	PlanMerge(ctx context.Context, m MergeRequest) (MergePlan, error)

	// Do commits an action: all of its edits, or none. Doing the same action
	// id again gives the first result and changes nothing.
	Do(ctx context.Context, a Action) (Done, error)
	// DoWhere carries a bulk action out, in batches; what is done when ctx ends
	// stays, as one action. progress may be nil. Doing it again under the same id
	// goes on with what is left.
	DoWhere(ctx context.Context, b Bulk, progress func(Progress)) (BulkReport, error)
	// Merge makes several records one: what points to them points to it, they are
	// deleted, and one undo takes all of it back. Like an action it has an id.
	Merge(ctx context.Context, m MergeRequest) (Done, error)
	// EditEach makes edits of records that are there, each by itself: one that is
	// refused keeps no other from it. Calls with the same action id are one action
	// for undo; the same edits again change nothing.
	EditEach(ctx context.Context, a EachAction) (EachReport, error)
	// Undo takes back the last action that is not undone, Redo does it again.
	// ErrNothing when there is none.
	Undo(ctx context.Context) (Done, error)
	Redo(ctx context.Context) (Done, error)

	// PutDraft keeps what is being typed, in the place of an earlier draft with
	// the same id. Drafts stay on this machine. At most 200 are kept, the latest.
	PutDraft(ctx context.Context, d Draft) error
	// Drafts gives what was typed and not saved, the latest first.
	Drafts(ctx context.Context) ([]Draft, error)
	// DropDraft forgets a draft. An action with its id does so by itself.
	DropDraft(ctx context.Context, id model.ID) error

	// Preview reads the beginning of a file as Import would, and tells how: what
	// its columns mean, and its first records. Nothing is written.
	Preview(ctx context.Context, req ImportRequest, file io.Reader) (ImportPreview, error)
	// Import reads one file's bytes into the desk. progress may be nil; it is
	// called a few times a second. Cancelling keeps what is already in.
	Import(ctx context.Context, req ImportRequest, file io.Reader, progress func(Progress)) (FileReport, error)
	// ReadCards reads the address cards in a text, as a contact each: vCard, MECARD
	// or BIZCARD. Nothing is written. ErrNoCard when there is none.
	ReadCards(ctx context.Context, text string) ([]model.Record, error)
	// Export writes records in a format.
	Export(ctx context.Context, req ExportRequest, w io.Writer) error

	// PutFile keeps what a file holds, at most MaxFile bytes, and gives the
	// attachment that a record names it by; the same content is kept once.
	PutFile(ctx context.Context, name string, file io.Reader) (model.Attachment, error)
	// OpenFile gives the content with a SHA-256, to be read to its end and
	// closed; ErrNotFound when it is not kept here.
	OpenFile(ctx context.Context, sha256 string) (io.ReadCloser, error)

	// Check proves the file: bbolt's own check, every index row both ways,
	// counters.
	Check(ctx context.Context, progress func(Progress)) (CheckReport, error)
	// Repair writes the file anew from what of its records and their changes can
	// be read, and keeps the former file; see RepairFile for one that cannot be
	// opened.
	Repair(ctx context.Context, progress func(Progress)) (RepairReport, error)
	// Backup writes the desk as it is at this moment, attached files too, while it is
	// worked on: a tar, whose last member says what is in it. See WriteBackup for a
	// file.
	Backup(ctx context.Context, w io.Writer, progress func(Progress)) error
	// Compact writes the desk's file anew without the room that nothing uses any
	// more. Reading goes on meanwhile, writing waits.
	Compact(ctx context.Context, progress func(Progress)) (Compacted, error)

	// Status says how the desk stands with its server, without asking it.
	Status(ctx context.Context) (Status, error)
	// Login makes the desk one of a workspace's. One that was logged in before goes on
	// as who it was; ErrOtherWorkspace when its records belong to another workspace.
	Login(ctx context.Context, req LoginRequest) (Account, error)
	// Logout forgets the token, and has the server shut the desk out when it can be
	// reached; what waits to be sent stays. ErrNoLink when the desk knows no server.
	Logout(ctx context.Context) (Logout, error)
	// Sync waits until the desk has what the server has and the other way round, or
	// until that fails, whatever the mode is but SyncOffline. progress may be nil. When
	// ctx ends, what is done stays done. Errors wrap ErrNoLink, ErrOffline, ErrNotServer;
	// each says in one line what is wrong and what to do about it.
	Sync(ctx context.Context, progress func(SyncProgress)) (SyncReport, error)
	// SetSyncMode says when the server is called from now on, also after a restart.
	SetSyncMode(ctx context.Context, mode SyncMode) error
	// Devices asks the server for the desks of the workspace.
	Devices(ctx context.Context) ([]Device, error)

	// Queue gives a page of the changes that wait to be sent, the oldest first, at most
	// Limit (QueueRows when 0 or more than that). It asks nobody.
	Queue(ctx context.Context, q QueueQuery) (QueuePage, error)
	// Conflicts gives records with fields for which people who had not seen each
	// other's change gave different values, at most limit (100 when 0) from a place on:
	// 0, or ConflictPage.Next.
	Conflicts(ctx context.Context, from uint64, limit int) (ConflictPage, error)
	// ConflictsOf gives those of one record, none when it has none.
	ConflictsOf(ctx context.Context, id model.ID) ([]FieldConflict, error)
	// Resolve settles one field, as an action that undo takes back. ErrNotFound when
	// there is no such conflict any more.
	Resolve(ctx context.Context, r Resolution) (Done, error)
	// Quarantine lists changes that the server did not take behind the number of one, 0 at
	// first, the oldest first, at most limit (1,000 when 0).
	Quarantine(ctx context.Context, behind uint64, limit int) ([]Quarantined, error)
	// RetryQuarantined makes such a change anew, to be sent again; DropQuarantined gives
	// it up: the record is shown without it. ErrNotFound when it is not there.
	RetryQuarantined(ctx context.Context, n uint64) error
	DropQuarantined(ctx context.Context, n uint64) error

	// Outbox lists the messages that go out from this desk and are not sent, the oldest
	// first. An action that sets a message's state to queued (see LetterEdit) puts it
	// there.
	Outbox(ctx context.Context) ([]Outgoing, error)
	// SendOutbox hands over all that is queued, without the pauses after a failure, and
	// waits until each was tried once. It gives what became of each.
	SendOutbox(ctx context.Context) ([]Outgoing, error)
	// SettleLetter sends a message again, gives it up, or notes that it went. ErrConflict
	// when it is being handed over, or when sending it might be sending it twice and the
	// order does not say that a person knows.
	SettleLetter(ctx context.Context, o LetterOrder) error

	// ReadMail reads what is new in the mailboxes that the desk watches, now, and gives a
	// report for each that had something. A mailbox that fails keeps no other from being
	// read.
	ReadMail(ctx context.Context) ([]FileReport, error)

	// Setting gives what the screens keep under a name, "" when nothing is.
	// SetSetting keeps a text, "" forgets it. Settings stay in this desk's file:
	// they are neither synced nor undone. ErrInvalid for what is longer than
	// MaxSettingName or MaxSetting.
	Setting(ctx context.Context, name string) (string, error)
	SetSetting(ctx context.Context, name, text string) error

	// Watch gives news until ctx ends. News may be joined together, never lost:
	// a slow watcher gets one with All set.
	Watch(ctx context.Context) (<-chan News, error)

	// Me gives the name under which changes are made here.
	Me() string
	// MailFrom gives the address that messages from here are from, as it is set, "" when
	// it is the firm's.
	MailFrom() string
	// Close lets go of the file or the socket. Other calls fail after it.
	Close() error
}
