//go:build unix

package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"time"

	_ "modernc.org/sqlite" // the peer

	"tradedesk/model"
	"tradedesk/model/duplicate"
	"tradedesk/model/value"
	"tradedesk/store"
)

// loadBatch is how many records a transaction makes, on both sides.
const loadBatch = 2000

// gets is how many records are read one by one, on both sides.
const gets = 20_000

// measureSQLite loads the same leads into a desk's file and into SQLite, which
// keeps the same secondary indexes, and reads records one by one from both. Both
// reach the disk at every transaction. The desk also writes what SQLite is spared:
// history, outbox and undo.
func measureSQLite(ctx context.Context, b *bench) error {
	const leads = 100_000
	dir, err := os.MkdirTemp(b.dir, "sqlite-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	var all []*model.Lead
	if err := eachLead(leads, func(l *model.Lead) error {
		l = model.Clone(l).(*model.Lead)
		l.Origin = fmt.Sprintf("csv:Id:%07d", len(all))
		all = append(all, l)
		return nil
	}); err != nil {
		return err
	}
	ids := make([]model.ID, gets)
	for i := range ids {
		ids[i] = all[rand.IntN(len(all))].ID
	}

	began := time.Now()
	theirs, err := loadSQLite(ctx, filepath.Join(dir, "sqlite.db"), all)
	if err != nil {
		return fmt.Errorf("SQLite: %w", err)
	}
	theirLoad := time.Since(began)
	began = time.Now()
	ours, err := loadStore(ctx, filepath.Join(dir, "desk.db"), all)
	if err != nil {
		return errors.Join(err, theirs.Close())
	}
	ourLoad := time.Since(began)
	if err := errors.Join(ours.Close(), theirs.Close()); err != nil {
		return err
	}
	ourGets, theirGets, err := getBoth(ctx, dir, ids)
	if err != nil {
		return err
	}

	sizes := map[string]string{}
	for _, name := range []string{"desk.db", "sqlite.db"} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			return err
		}
		sizes[name] = fmt.Sprintf("%d MB", info.Size()>>20)
	}
	perSecond := func(n int, took time.Duration) string { return fmt.Sprintf("%.0f/s", float64(n)/took.Seconds()) }
	table(fmt.Sprintf("Against SQLite (modernc.org/sqlite, WAL, synchronous=FULL), %d leads", leads),
		[]string{"what", "tradedesk", "SQLite", "times"},
		[]string{"load, " + fmt.Sprint(loadBatch) + " a transaction", perSecond(leads, ourLoad), perSecond(leads, theirLoad), ratio(theirLoad, ourLoad)},
		[]string{"get a record", ourGets.String(), theirGets.String(), ratio(theirGets.at(0.5), ourGets.at(0.5))},
		[]string{"file", sizes["desk.db"], sizes["sqlite.db"], ""},
	)
	return nil
}

func loadStore(ctx context.Context, path string, all []*model.Lead) (*store.Store, error) {
	s, err := store.Open(ctx, path, store.Options{By: "bench", Now: time.Now})
	if err != nil {
		return nil, err
	}
	action := model.NewIDs(time.Now, nil).New()
	for from := 0; from < len(all); from += loadBatch {
		var edits []store.Edit
		for _, l := range all[from:min(from+loadBatch, len(all))] {
			edits = append(edits, store.Edit{Kind: model.KindLead, ID: l.ID, Create: true, Record: model.Clone(l), Force: true})
		}
		if _, _, err := s.DoMore(ctx, store.Action{ID: action, Label: "load", Edits: edits}); err != nil {
			return nil, errors.Join(err, s.Close())
		}
	}
	return s, nil
}

const leadColumns = `id, created_at, updated_at, updated_by, origin, company, contact, email, phone, country, city, language, source, product, hs,
	quantity, unit, target_price, currency, incoterm, port, message, received_at, stage, owner, next_action, due_at, snoozed_until, replied_at,
	tags, event, website, score, title, detail`

// sqliteSchema has what a desk has of leads: the record, the indexes that lists
// sort and filter by, the inbox, what duplicates are found by, and the origin.
func sqliteSchema() []string {
	statements := []string{
		`PRAGMA journal_mode = WAL`, `PRAGMA synchronous = FULL`,
		`CREATE TABLE lead (id BLOB PRIMARY KEY, created_at INTEGER, updated_at INTEGER, updated_by TEXT, origin TEXT, company TEXT, contact TEXT, email TEXT,
			phone TEXT, country TEXT, city TEXT, language TEXT, source TEXT, product TEXT, hs TEXT, quantity NUMERIC, unit TEXT, target_price NUMERIC,
			currency TEXT, incoterm TEXT, port TEXT, message TEXT, received_at INTEGER, stage TEXT, owner TEXT, next_action TEXT, due_at INTEGER,
			snoozed_until INTEGER, replied_at INTEGER, tags TEXT, event BLOB, website TEXT, score INTEGER, title TEXT, detail TEXT) WITHOUT ROWID`,
		`CREATE TABLE lead_tag (tag TEXT, id BLOB, PRIMARY KEY (tag, id)) WITHOUT ROWID`,
		`CREATE TABLE lead_key (key TEXT, id BLOB, PRIMARY KEY (key, id)) WITHOUT ROWID`,
		`CREATE INDEX lead_inbox ON lead (score DESC, received_at) WHERE stage = 'new'`,
	}
	for _, name := range strings.Fields(`company contact email phone country city language source product hs quantity target_price currency
		incoterm port received_at stage owner due_at snoozed_until replied_at event created_at updated_at score origin`) {
		statements = append(statements, fmt.Sprintf("CREATE INDEX lead_%s ON lead (%s)", name, name))
	}
	return statements
}

func loadSQLite(ctx context.Context, path string, all []*model.Lead) (*sql.DB, error) {
	db, err := sql.Open("sqlite", path)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1) // the pragmas are a connection's
	for _, statement := range sqliteSchema() {
		if _, err := db.ExecContext(ctx, statement); err != nil {
			return nil, fmt.Errorf("%s: %w", statement, err)
		}
	}
	for from := 0; from < len(all); from += loadBatch {
		if err := insert(ctx, db, all[from:min(from+loadBatch, len(all))]); err != nil {
			return nil, err
		}
	}
	return db, nil
}

func insert(ctx context.Context, db *sql.DB, leads []*model.Lead) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // nothing to do once it is committed
	marks := strings.Repeat("?, ", strings.Count(leadColumns, ",")) + "?"
	lead, err := tx.PrepareContext(ctx, "INSERT INTO lead ("+leadColumns+") VALUES ("+marks+")")
	if err != nil {
		return err
	}
	tag, err := tx.PrepareContext(ctx, "INSERT OR IGNORE INTO lead_tag VALUES (?, ?)")
	if err != nil {
		return err
	}
	key, err := tx.PrepareContext(ctx, "INSERT OR IGNORE INTO lead_key VALUES (?, ?)")
	if err != nil {
		return err
	}
	scoring := model.ScoreContext{Now: time.Now()}
	for _, l := range leads {
		e := model.ExcerptOf(l, scoring)
		tags, err := json.Marshal(l.Tags)
		if err != nil {
			return err
		}
		now := time.Now().UnixMilli()
		if _, err := lead.ExecContext(ctx, l.ID[:], now, now, "bench", l.Origin, l.Company, l.Contact, string(l.Email), string(l.Phone), string(l.Country), l.City,
			string(l.Language), l.Source, l.Product, string(l.HS), string(l.Quantity), string(l.Unit), string(l.TargetPrice), string(l.Currency), string(l.Incoterm),
			string(l.Port), l.Message, int64(l.ReceivedAt), string(l.Stage), l.Owner, l.NextAction, int64(l.DueAt), int64(l.SnoozedUntil), int64(l.RepliedAt),
			string(tags), l.Event[:], string(l.Website), e.Score, e.Title, e.Detail); err != nil {
			return err
		}
		for _, t := range l.Tags {
			if _, err := tag.ExecContext(ctx, t, l.ID[:]); err != nil {
				return err
			}
		}
		for _, k := range duplicate.Keys(l) {
			if _, err := key.ExecContext(ctx, k.Key, l.ID[:]); err != nil {
				return err
			}
		}
	}
	return tx.Commit()
}

func scanLead(row *sql.Row) (*model.Lead, error) {
	l := &model.Lead{}
	var id, event []byte
	var quantity, price sql.NullString
	var tags, title, detail string
	var score int
	err := row.Scan(&id, (*int64)(&l.CreatedAt), (*int64)(&l.UpdatedAt), &l.UpdatedBy, &l.Origin, &l.Company, &l.Contact, (*string)(&l.Email), (*string)(&l.Phone),
		(*string)(&l.Country), &l.City, (*string)(&l.Language), &l.Source, &l.Product, (*string)(&l.HS), &quantity, (*string)(&l.Unit), &price, (*string)(&l.Currency),
		(*string)(&l.Incoterm), (*string)(&l.Port), &l.Message, (*int64)(&l.ReceivedAt), (*string)(&l.Stage), &l.Owner, &l.NextAction, (*int64)(&l.DueAt),
		(*int64)(&l.SnoozedUntil), (*int64)(&l.RepliedAt), &tags, &event, (*string)(&l.Website), &score, &title, &detail)
	if err != nil {
		return nil, err
	}
	copy(l.ID[:], id)
	copy(l.Event[:], event)
	l.Quantity, l.TargetPrice = value.Decimal(quantity.String), value.Decimal(price.String)
	return l, json.Unmarshal([]byte(tags), &l.Tags)
}
