package exchange

import (
	"bytes"
	"fmt"
	"slices"

	"tradedesk/model"
	"tradedesk/model/duplicate"
)

// mergedRow is a row of a record that was merged into another, or that others
// were merged into. What the records said when they were merged was weighed then,
// so that a file which says it again says nothing new.
type mergedRow struct {
	file     model.Record
	original model.Record // the merged one; nil when the row is of the one that goes on
	into     model.ID
	line     int
}

// flushMerged puts what is new into the records that go on, which are read after
// the batch was put, since it may have changed them.
func (s *session) flushMerged() error {
	rows := s.merged
	if s.merged = nil; len(rows) == 0 {
		return nil
	}
	if err := s.settle(); err != nil {
		return err
	}
	var batch []Incoming
	at := map[model.ID]int{}
	for _, row := range rows {
		into, news, err := s.newsOf(row)
		if err != nil {
			return fmt.Errorf("looking for the record of line %d: %w", row.line, err)
		}
		if news == nil {
			s.report.Unchanged++
			continue
		}
		id := into.Header().ID
		i, known := at[id]
		if !known {
			i, at[id] = len(batch), len(batch)
			batch = append(batch, Incoming{Record: into, Before: into, Line: row.line, Sheet: s.sheet})
		}
		if batch[i].add(news) {
			s.report.Updated++
		} else {
			s.report.Unchanged++
		}
	}
	batch = slices.DeleteFunc(batch, func(in Incoming) bool { return len(in.Set) == 0 })
	if len(batch) == 0 {
		return nil
	}
	commit, err := s.target.Prepare(s.ctx, batch)
	if err == nil {
		_, err = commit(s.ctx)
	}
	if err != nil {
		return fmt.Errorf("writing what is new of merged records: %w", err)
	}
	return nil
}

// newsOf gives the record that goes on and what a row says that none of the
// originals said; nil when that is nothing, or the record is not there any more.
func (s *session) newsOf(row mergedRow) (into, news model.Record, err error) {
	if into, err = s.survivor(row.into); err != nil || into == nil {
		return nil, nil, err
	}
	originals := []model.Record{row.original}
	if row.original == nil {
		if originals, err = s.target.Originals(s.ctx, row.into); err != nil {
			return nil, nil, err
		}
	}
	fresh := model.New(into.Kind())
	for _, f := range model.SchemaOf(into.Kind()).Editable() {
		said := f.Empty(row.file) || slices.Contains(bornWith, f.Name) || slices.ContainsFunc(originals, func(o model.Record) bool {
			return bytes.Equal(f.Get(o), merged(&f, o, row.file))
		})
		if !said {
			mustSet(f, fresh, f.Get(row.file))
			news = fresh
		}
	}
	return into, news, nil
}

// add brings what a file says anew into a record as a merge would: an address or
// number that does not stand any more stays among the others.
func (in *Incoming) add(news model.Record) (changed bool) {
	news.Header().UpdatedAt = in.Record.Header().UpdatedAt + 1
	after, err := duplicate.Merge(in.Record, []model.Record{news}, nil)
	if err != nil || len(model.Diff(in.Record, after)) == 0 {
		return false
	}
	in.Record, in.Set = after, model.Diff(in.Before, after)
	return true
}

// survivor gives the record that goes on in the place of others, nil when it is
// deleted or not there, or when they were merged into each other.
func (s *session) survivor(id model.ID) (model.Record, error) {
	for seen := map[model.ID]bool{}; !seen[id]; {
		seen[id] = true
		found, err := s.target.ByIDs(s.ctx, []model.ID{id})
		if err != nil {
			return nil, err
		}
		r := found[0]
		if r == nil {
			return nil, nil
		}
		into, merged := duplicate.Survivor(r)
		if !merged {
			if r.Header().Deleted {
				return nil, nil
			}
			return r, nil
		}
		id = into
	}
	return nil, nil
}
