package exchange

import (
	"fmt"

	"tradedesk/model"
)

// mergedRow is what a file says anew of a record that was merged into another.
type mergedRow struct {
	news model.Record
	into model.ID
	line int
}

// updateMerged keeps what a file says of a merged record for the one that goes on
// in its place. What the merged record had already says nothing new: it was
// weighed when the two were merged.
func (s *session) updateMerged(c candidate, before model.Record, into model.ID) {
	news := model.New(before.Kind())
	some := false
	set := model.Diff(before, merge(before, c.record))
	for _, f := range model.SchemaOf(before.Kind()).Editable() {
		if _, changed := set[f.Name]; changed {
			mustSet(f, news, f.Get(c.record))
			some = some || !f.Empty(news)
		}
	}
	if !some {
		s.report.Unchanged++
		return
	}
	s.merged = append(s.merged, mergedRow{news, into, c.line})
	s.bytes += c.size
}

// flushMerged puts what is new into the records that go on, which are read after
// the batch was put, since it may have changed them.
func (s *session) flushMerged() error {
	rows := s.merged
	s.merged = nil
	var batch []Incoming
	at := map[model.ID]int{}
	for _, row := range rows {
		if i, ok := at[row.into]; ok {
			batch[i].add(row.news)
			s.report.Updated++
			continue
		}
		before, err := s.survivor(row.into)
		if err != nil {
			return fmt.Errorf("looking for the record of line %d: %w", row.line, err)
		}
		in := Incoming{Record: before, Before: before, Line: row.line}
		if before != nil {
			in.add(row.news)
		}
		if len(in.Set) == 0 {
			s.report.Unchanged++
			continue
		}
		s.report.Updated++
		at[row.into] = len(batch)
		batch = append(batch, in)
	}
	if len(batch) == 0 {
		return nil
	}
	if _, err := s.target.Put(s.ctx, batch); err != nil {
		return fmt.Errorf("writing what is new of merged records: %w", err)
	}
	return nil
}

// add brings what a file says anew into a record as a merge would: an address or
// number that does not stand any more stays among the others.
func (in *Incoming) add(news model.Record) {
	news.Header().UpdatedAt = in.Record.Header().UpdatedAt + 1
	after, err := model.Merge(in.Record, []model.Record{news}, nil)
	if err != nil {
		return // nothing of it can be kept: the record that goes on was deleted
	}
	in.Record, in.Set = after, model.Diff(in.Before, after)
}

// maxMerges bounds the merges one after the other that are followed.
const maxMerges = 64

// survivor gives the record that goes on in the place of others, nil when it is
// deleted or not there.
func (s *session) survivor(id model.ID) (model.Record, error) {
	for range maxMerges {
		found, err := s.target.ByIDs(s.ctx, []model.ID{id})
		if err != nil {
			return nil, err
		}
		r := found[0]
		if r == nil {
			return nil, nil
		}
		into, merged := model.Survivor(r)
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
