package store

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"

	"tradedesk/model"
	"tradedesk/model/value"
)

// Bounds of a page.
const (
	defaultPage = 100
	maxPage     = 5000
)

// List gives one page of rows. It reads no more of the file than the page and the
// rows on the way that do not fit. Errors wrap ErrInvalid for a field, a
// comparison or a cursor that the query cannot have.
func (s *Store) List(ctx context.Context, q Query) (Page, error) {
	var page Page
	err := s.read(ctx, func(tx *transaction) error {
		p, err := s.plan(ctx, tx, q, value.At(s.now()))
		if err != nil {
			return err
		}
		page, err = p.page(ctx, tx)
		return err
	})
	if err != nil {
		return Page{}, fmt.Errorf("listing %s: %w", listed(q.Kind), err)
	}
	return page, nil
}

func listed(kind model.Kind) string {
	if kind == "" {
		return "records"
	}
	return fmt.Sprintf("%.40ss", kind)
}

// page walks to the limit, and looks whether there is more on either side.
func (p *plan) page(ctx context.Context, tx *transaction) (Page, error) {
	limit := p.q.Limit
	if limit <= 0 {
		limit = defaultPage
	}
	limit = min(limit, maxPage)
	from, err := parseCursor(p.q.From)
	if err != nil {
		return Page{}, err
	}
	if p.q.Skip > 0 {
		if from, err = p.pass(ctx, tx, from, p.q.Skip); err != nil {
			return Page{}, err
		}
	}
	page := Page{Rows: []Row{}, Total: p.count(tx)}
	var first []byte
	called := map[int]model.Record{} // by their suppliers, by row
	more, err := p.follow(ctx, tx, mark{order: from}, p.q.Back, func(at stop, is stored) bool {
		if len(page.Rows) == limit {
			return false
		}
		if first == nil {
			first = slices.Clone(at.order)
		}
		page.Rows = append(page.Rows, Row{is.excerpt(), formatCursor(at.order)})
		if !model.SupplierOf(is.record).IsZero() {
			called[len(page.Rows)-1] = is.record
		}
		return true
	})
	if err == nil {
		err = nameSuppliers(tx, page.Rows, called)
	}
	if err != nil {
		return Page{}, err
	}
	other := mark{order: first}
	if first == nil {
		other = mark{order: from, inclusive: true}
	}
	behind := false
	if other.order != nil {
		behind, err = p.follow(ctx, tx, other, !p.q.Back, func(stop, stored) bool { return false })
	}
	page.Before, page.After = behind, more
	if p.q.Back {
		slices.Reverse(page.Rows)
		page.Before, page.After = more, behind
	}
	return page, err
}

// nameSuppliers gives the rows of quotes and samples the names of their suppliers.
func nameSuppliers(tx *transaction, rows []Row, called map[int]model.Record) error {
	names := map[model.ID]string{}
	for i, r := range called {
		id := model.SupplierOf(r)
		if _, known := names[id]; !known {
			is, err := readID(tx, id)
			if err != nil && !errors.Is(err, ErrNotFound) { // it may come with the next sync
				return err
			}
			if names[id] = ""; err == nil {
				names[id] = model.Title(is.record)
			}
		}
		rows[i].Excerpt = model.ExcerptFrom(rows[i].Excerpt, r, names[id])
	}
	return nil
}

func (p *plan) count(tx *transaction) int {
	if p.total == nil || len(p.tests) > 0 {
		return -1
	}
	return int(p.total(tx))
}

// follow calls yield with each row that fits from a mark on, until it gives
// false; it reports whether it did.
func (p *plan) follow(ctx context.Context, tx *transaction, from mark, back bool, yield func(stop, stored) bool) (stopped bool, err error) {
	walked := 0
	err = p.path.walk(tx, from, back, func(at stop) (bool, error) {
		if walked++; walked%1024 == 0 && ctx.Err() != nil {
			return false, ctx.Err()
		}
		if p.skip != nil && p.skip(at) {
			return true, nil
		}
		is, err := readStored(tx, at.number())
		if err != nil || !p.fits(is) {
			return true, err
		}
		stopped = !yield(at, is)
		return !stopped, nil
	})
	return stopped, err
}

// pass gives the order key of the row that so many rows lead to in the direction of the
// query, the last one's when there are fewer. What fits by its keys alone is not read.
func (p *plan) pass(ctx context.Context, tx *transaction, from []byte, rows int) ([]byte, error) {
	var last []byte
	walked := 0
	err := p.path.walk(tx, mark{order: from}, p.q.Back, func(at stop) (bool, error) {
		if walked++; walked%1024 == 0 && ctx.Err() != nil {
			return false, ctx.Err()
		}
		if p.skip != nil && p.skip(at) {
			return true, nil
		}
		if len(p.tests) > 0 {
			if is, err := readStored(tx, at.number()); err != nil || !p.fits(is) {
				return true, err
			}
		}
		last = append(last[:0], at.order...)
		rows--
		return rows > 0, nil
	})
	if last == nil {
		last = from
	}
	return last, err
}

// A cursor is the order key of a row in base64url, behind a letter that says how
// it is to be read.
const (
	cursorForm = "b"
	maxCursor  = 1024
)

func formatCursor(order []byte) string {
	return cursorForm + base64.RawURLEncoding.EncodeToString(order)
}

// parseCursor reads a cursor; nil for "".
func parseCursor(text string) ([]byte, error) {
	if text == "" {
		return nil, nil
	}
	// The decoder skips line ends; a cursor has one form.
	if len(text) > maxCursor || text[:1] != cursorForm || strings.ContainsAny(text, "\r\n") {
		return nil, fmt.Errorf("%w: %.40q is no cursor of a page", ErrInvalid, text)
	}
	order, err := base64.RawURLEncoding.Strict().DecodeString(text[1:])
	if err != nil || len(order) < numberSize {
		return nil, fmt.Errorf("%w: %.40q is no cursor of a page", ErrInvalid, text)
	}
	return order, nil
}

// Records calls yield with every record that a query selects, in order, until it
// fails. It reads a few hundred at a time and holds no transaction meanwhile, so
// what changes on the way may be seen or not. Query.Back is refused.
func (s *Store) Records(ctx context.Context, q Query, yield func(model.Record) error) error {
	return s.Stream(ctx, q, yield, func(string) error { return nil })
}

// Stream is Records, and says now and then how far it is: a query from that cursor
// on, with its Limit less what was yielded, selects what is left.
func (s *Store) Stream(ctx context.Context, q Query, yield func(model.Record) error, passed func(cursor string) error) error {
	if q.Back || q.Skip != 0 {
		return fmt.Errorf("reading %s: %w: records come forward only, and none is skipped", listed(q.Kind), ErrInvalid)
	}
	from, err := parseCursor(q.From)
	if err != nil {
		return fmt.Errorf("reading %s: %w", listed(q.Kind), err)
	}
	now, left := value.At(s.now()), q.Limit
	for {
		batch, last, err := s.readBatch(ctx, q, now, from, left)
		if err != nil {
			return fmt.Errorf("reading %s: %w", listed(q.Kind), err)
		}
		for _, r := range batch {
			if err := yield(r); err != nil {
				return err
			}
		}
		left -= len(batch)
		if last == nil || q.Limit > 0 && left == 0 {
			return nil
		}
		from = last
		if err := passed(formatCursor(from)); err != nil {
			return err
		}
	}
}

// readBatch reads the next records and gives where to go on, nil at the end.
func (s *Store) readBatch(ctx context.Context, q Query, now value.Instant, from []byte, limit int) (batch []model.Record, last []byte, err error) {
	err = s.read(ctx, func(tx *transaction) error {
		p, err := s.plan(ctx, tx, q, now)
		if err != nil {
			return err
		}
		size := 0
		_, err = p.follow(ctx, tx, mark{order: from}, false, func(at stop, is stored) bool {
			batch = append(batch, is.record)
			size += is.size
			full := len(batch) == s.limits.batch || size > s.limits.bytes || len(batch) == limit
			if full {
				last = slices.Clone(at.order)
			}
			return !full
		})
		return err
	})
	return batch, last, err
}
