package exchange

import (
	"fmt"
	"maps"
	"slices"

	"tradedesk/model"
	"tradedesk/model/text"
)

// reader makes records of one portion of a file and notes what it finds. It
// knows nothing of the desk, so that several can work at once.
type reader struct {
	kind    model.Kind // that was asked for, may be empty
	context model.ParseContext
	tag     string // put on every record that has tags
	memo    *memo
	sheet   string // of a workbook with several

	found    []finding
	warnings warnings
	first    model.Kind // of the first record that says its kind itself
}

// finding is what came of one record of the file: a candidate, or an error.
type finding struct {
	candidate candidate
	rejected  *RowError
}

// candidate is a record as a file gives it, clean and valid.
type candidate struct {
	record model.Record
	line   int
	size   int  // bytes in the file
	own    bool // written by a desk: its id, if it has one, its times and stage are kept
	// maybe is an id that the record has if the desk knows it: a card does not
	// say its kind.
	maybe model.ID
	// letter is what else is known of a message of mail.
	letter *letter
}

func (s *session) newReader(m *memo) *reader {
	return &reader{
		kind: s.req.Kind, context: model.ParseContext{Now: s.started, Home: s.req.Home},
		tag: text.Clean(s.req.Tag, model.MaxText), memo: m, sheet: s.sheet,
	}
}

// accept finds a record, or says what is wrong with it.
func (r *reader) accept(c candidate) {
	wrong := model.CleanValid(c.record)
	if r.addTag(c.record) {
		wrong = model.Validate(c.record)
	}
	if len(wrong) > 0 {
		r.reject(refused(RowError{Line: c.line, Field: wrong[0].Field}, wrong[0].Err))
		return
	}
	h := c.record.Header()
	c.own = c.own && !h.ID.IsZero()
	if h.Origin == "" && !c.own {
		h.Origin = contentOrigin(c.record)
	}
	r.found = append(r.found, finding{candidate: c})
}

func (r *reader) addTag(record model.Record) (added bool) {
	f, ok := model.SchemaOf(record.Kind()).Field("tags")
	if r.tag == "" || !ok {
		return false
	}
	joinList(f, record, []string{r.tag})
	return true
}

func (r *reader) reject(e RowError) {
	e.Sheet = r.sheet
	e = cleanRowError(e)
	r.found = append(r.found, finding{rejected: &e})
}

// rejectFault notes a record that could not be read at all.
func (r *reader) rejectFault(f *rowFault) {
	r.reject(refused(RowError{Line: f.line, Column: f.column}, f.why))
}

func (r *reader) warn(e RowError) {
	e.Sheet = r.sheet
	r.warnings.add(e)
}

// takeAll brings what a reader found into the batch and the report.
func (s *session) takeAll(r *reader) error {
	s.warnings.addAll(r.warnings)
	if s.report.Kind == "" {
		s.report.Kind = r.first
	}
	if s.filer != nil {
		found, err := s.filer.file(r.found)
		if err != nil {
			return err
		}
		r.found = found
	}
	if err := s.settleFor(r.found); err != nil {
		return err
	}
	known, err := s.lookUp(r.found)
	if err != nil {
		return err
	}
	for i := range r.found {
		if wrong := r.found[i].rejected; wrong != nil {
			s.reject(*wrong)
		} else {
			s.take(r.found[i].candidate, known[i])
		}
		if err := s.readOne(); err != nil {
			return err
		}
	}
	return s.flushWhenFull()
}

// lookUp gives, for each finding, the record of the desk that it means, nil when
// there is none. A card with an id that the desk knows is found to be its own.
func (s *session) lookUp(found []finding) ([]model.Record, error) {
	known := make([]model.Record, len(found))
	if err := s.lookUpIDs(found, known); err != nil {
		return nil, err
	}
	origins, at := map[model.Kind][]string{}, map[model.Kind][]int{}
	for i := range found {
		c := &found[i].candidate
		if c.record == nil || c.own || c.record.Header().Origin == "" {
			continue
		}
		kind := c.record.Kind()
		origins[kind] = append(origins[kind], c.record.Header().Origin)
		at[kind] = append(at[kind], i)
	}
	for _, kind := range slices.Sorted(maps.Keys(origins)) {
		records, err := s.target.ByOrigins(s.ctx, kind, origins[kind])
		if err != nil {
			return nil, lookingFailed(found, err)
		}
		for n, i := range at[kind] {
			known[i] = records[n]
		}
	}
	return known, nil
}

func (s *session) lookUpIDs(found []finding, known []model.Record) error {
	var ids []model.ID
	var at []int
	for i := range found {
		c := &found[i].candidate
		switch {
		case c.record == nil:
		case c.own:
			ids, at = append(ids, c.record.Header().ID), append(at, i)
		case !c.maybe.IsZero():
			ids, at = append(ids, c.maybe), append(at, i)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	records, err := s.target.ByIDs(s.ctx, ids)
	if err != nil {
		return lookingFailed(found, err)
	}
	for n, i := range at {
		c := &found[i].candidate
		if !c.own && records[n] != nil && records[n].Kind() == c.record.Kind() {
			c.own, c.record.Header().ID = true, c.maybe
		}
		if c.own {
			known[i] = records[n]
		}
	}
	return nil
}

func lookingFailed(found []finding, err error) error {
	return fmt.Errorf("looking for the records of lines %d to %d: %w", found[0].line(), found[len(found)-1].line(), err)
}

func (f finding) line() int {
	if f.rejected != nil {
		return f.rejected.Line
	}
	return f.candidate.line
}
