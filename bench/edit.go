//go:build unix

package main

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"time"

	"go.etcd.io/bbolt"

	"tradedesk/desk"
	"tradedesk/model"
)

// measureEdit takes the time of one durable edit of a lead (record, indexes,
// history, outbox, undo), and in turn of one put of a record's bytes into a bbolt
// file with as many keys on the same disk.
func measureEdit(ctx context.Context, b *bench) error {
	const leads, edits = 100_000, 200
	made, err := b.desk(ctx, leads)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp(b.dir, "edit-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := copyFile(filepath.Join(made, "desk.db"), filepath.Join(dir, "desk.db")); err != nil {
		return err
	}
	d, err := desk.Open(ctx, desk.Options{Dir: dir, Me: "bench", Alone: true})
	if err != nil {
		return err
	}
	defer d.Close()
	if err := atRest(ctx, filepath.Join(dir, "desk.db")); err != nil {
		return err
	}
	some, err := someLeads(ctx, d, edits)
	if err != nil {
		return err
	}
	bare, err := bareFile(filepath.Join(dir, "bare.db"), leads, some[0])
	if err != nil {
		return err
	}
	defer bare.Close()
	var ours, theirs sample
	for n, l := range some {
		raw, err := model.EncodeCBOR(l)
		if err != nil {
			return err
		}
		began := time.Now()
		err = bare.Update(func(tx *bbolt.Tx) error {
			return tx.Bucket(bareBucket).Put(bareKey(rand.IntN(leads)), raw)
		})
		if err != nil {
			return err
		}
		theirs = append(theirs, time.Since(began))

		began = time.Now()
		_, err = d.Do(ctx, desk.Action{Label: "edit", Edits: []desk.Edit{{
			Kind: model.KindLead, ID: l.ID, Set: model.Set{"next_action": fmt.Appendf(nil, `"call them, %d"`, n)},
		}}})
		if err != nil {
			return err
		}
		ours = append(ours, time.Since(began))
	}
	table(fmt.Sprintf("One durable edit, %d leads", leads), []string{"what", "median (quartiles)", "p99", "ratio of medians"},
		[]string{"a put into a bare bbolt file", theirs.String(), ms(theirs.at(0.99)), "1"},
		[]string{"an edit of a lead", ours.String(), ms(ours.at(0.99)), ratio(ours.at(0.5), theirs.at(0.5))},
	)
	return nil
}

// someLeads gives leads from all over the desk.
func someLeads(ctx context.Context, d desk.Desk, n int) ([]*model.Lead, error) {
	var all []model.ID
	err := d.Records(ctx, desk.Query{Kind: model.KindLead}, func(r model.Record) error {
		all = append(all, r.Header().ID)
		return nil
	})
	if err != nil {
		return nil, err
	}
	var some []*model.Lead
	for range n {
		r, err := d.Get(ctx, all[rand.IntN(len(all))])
		if err != nil {
			return nil, err
		}
		some = append(some, r.(*model.Lead))
	}
	return some, nil
}

var bareBucket = []byte("records")

func bareKey(n int) []byte { return binary.BigEndian.AppendUint64(make([]byte, 8, 16), uint64(n)) }

// bareFile makes a bbolt file of records of one size.
func bareFile(path string, records int, like model.Record) (*bbolt.DB, error) {
	raw, err := model.EncodeCBOR(like)
	if err != nil {
		return nil, err
	}
	db, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		return nil, err
	}
	db.NoSync = true
	for from := 0; from < records; from += 10_000 {
		err := db.Update(func(tx *bbolt.Tx) error {
			bucket, err := tx.CreateBucketIfNotExists(bareBucket)
			if err != nil {
				return err
			}
			for n := from; n < min(from+10_000, records); n++ {
				if err := bucket.Put(bareKey(n), raw); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	db.NoSync = false
	return db, db.Sync()
}

// copyFile copies page by page, as bbolt writes: a file that is written in one go lies
// in the system's cache in pieces of megabytes, of which every change costs more.
func copyFile(from, to string) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	file, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	for page := range slices.Chunk(data, os.Getpagesize()) {
		if _, err := file.Write(page); err != nil {
			return errors.Join(err, file.Close())
		}
	}
	return errors.Join(file.Sync(), file.Close())
}

// measurePage takes the time of opening a desk and reading the first page of some
// lists, each from its own fresh open: the file is in the system's cache, nothing
// of it in the program's.
func measurePage(ctx context.Context, b *bench) error {
	dir, err := b.desk(ctx, b.leads)
	if err != nil {
		return err
	}
	lists := []struct {
		name string
		q    desk.Query
	}{
		{"inbox", desk.Query{Kind: model.KindLead, View: desk.ViewInbox, Limit: 50}},
		{"leads by company", desk.Query{Kind: model.KindLead, Sort: "company", Limit: 50}},
		{"leads by score, the end", desk.Query{Kind: model.KindLead, Sort: "score", Desc: true, Back: true, Limit: 50}},
		{"leads of one country", desk.Query{Kind: model.KindLead, Where: []desk.Cond{{Field: "country", Op: "=", Text: "FR"}}, Limit: 50}},
		{"suppliers", desk.Query{Kind: model.KindSupplier, Limit: 50}},
	}
	var rows [][]string
	for _, list := range lists {
		var opening, page sample
		for range b.rounds {
			began := time.Now()
			d, err := desk.Open(ctx, desk.Options{Dir: dir, Me: "bench", Alone: true})
			if err != nil {
				return err
			}
			opened := time.Now()
			got, err := d.List(ctx, list.q)
			if err != nil {
				return err
			}
			opening, page = append(opening, opened.Sub(began)), append(page, time.Since(opened))
			if err := d.Close(); err != nil {
				return err
			}
			if len(got.Rows) != 50 {
				return fmt.Errorf("%s: %d rows, want 50", list.name, len(got.Rows))
			}
		}
		rows = append(rows, []string{list.name, page.String(), opening.String()})
	}
	table(fmt.Sprintf("The first page of 50 rows after opening, %d leads", b.leads), []string{"list", "page", "opening before it"}, rows...)
	return nil
}

// atRest waits until nothing has written to a file for three seconds: a desk that was
// just filled merges its indexes in the background.
func atRest(ctx context.Context, file string) error {
	const quiet = 3 * time.Second
	for {
		before, err := os.Stat(file)
		if err != nil {
			return err
		}
		select {
		case <-time.After(quiet):
		case <-ctx.Done():
			return ctx.Err()
		}
		after, err := os.Stat(file)
		if err != nil {
			return err
		}
		if after.ModTime().Equal(before.ModTime()) {
			return nil
		}
	}
}
