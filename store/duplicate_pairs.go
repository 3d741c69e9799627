package store

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"

	"tradedesk/model"
	"tradedesk/model/duplicate"
)

// PairQuery asks for the pairs of a kind's records that may be the same.
type PairQuery struct {
	Kind  model.Kind      `json:"kind"`
	Level duplicate.Level `json:"level,omitempty"` // the least sure one wanted; 0: all
	From  string          `json:"from,omitempty"`  // DuplicatePage.Next of the page before
	Limit int             `json:"limit,omitempty"` // 0 means 100
}

// DuplicatePair is two records that may be the same, the one that was made first
// before the other, and why.
type DuplicatePair struct {
	First  model.Excerpt   `json:"first"`
	Second model.Excerpt   `json:"second"`
	Level  duplicate.Level `json:"level"`
	Code   string          `json:"code"`
	Shared string          `json:"shared,omitempty"`
	Why    string          `json:"why"`
}

// DuplicatePage is a part of the pairs, the surest first. Next is where the
// following page begins, "" at the end; a page may be short of its limit, as what
// one page looks through is bounded.
type DuplicatePage struct {
	Pairs []DuplicatePair `json:"pairs"`
	Next  string          `json:"next,omitempty"`
}

// Bounds of the search for pairs.
const (
	defaultPairs = 100
	maxPairs     = 1000
	// pairReach is how many records before it one is compared with, of those that
	// have a key in common with it: a domain that thousands share says little.
	pairReach = 50
	// pairScan is how many keys one transaction looks at, pairBudget how many one
	// page does.
	pairScan   = 20_000
	pairBudget = 400_000
)

// passes are the keys that pairs are looked for by, the surest first: e-mail
// address, phone number, domain, name and place.
var passes = []struct {
	prefix string
	level  duplicate.Level // that a pair of this pass has at best
}{{"e:", duplicate.Certain}, {"p:", duplicate.Certain}, {"d:", duplicate.Likely}, {"n:", duplicate.Possible}}

// DuplicatePairs gives a page of the pairs that may be the same, each pair once.
func (s *Store) DuplicatePairs(ctx context.Context, q PairQuery) (DuplicatePage, error) {
	search, err := s.newPairSearch(q)
	for budget := pairBudget; err == nil && budget > 0 && !search.through(); budget -= pairScan {
		err = s.read(ctx, func(tx *transaction) error { return search.read(ctx, tx) })
	}
	if err != nil {
		return DuplicatePage{}, fmt.Errorf("looking for pairs of duplicates: %w", err)
	}
	return DuplicatePage{Pairs: search.pairs, Next: search.at.cursor()}, nil
}

// pairSearch is a search on its way: what it found, and where it stands.
type pairSearch struct {
	q     PairQuery
	at    pairPlace
	pairs []DuplicatePair
}

// pairPlace is a place among the pairs: the pass, the key whose record is compared
// next, and how many of its pairs are already given.
type pairPlace struct {
	pass uint8
	skip uint32
	key  []byte
}

func (p pairPlace) ended() bool { return int(p.pass) >= len(passes) }

func (p pairPlace) cursor() string {
	if p.ended() {
		return ""
	}
	raw := append(binary.BigEndian.AppendUint32([]byte{p.pass}, p.skip), p.key...)
	return base64.RawURLEncoding.EncodeToString(raw)
}

var errPairCursor = errors.New("the place to go on from is not one of this list")

func parsePairPlace(cursor string) (pairPlace, error) {
	if cursor == "" {
		return pairPlace{}, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil || len(raw) < 5 || int(raw[0]) >= len(passes) || len(raw) > 5+2*maxDupKey+2*maxKind+numberSize {
		return pairPlace{}, fmt.Errorf("%w: %w", ErrInvalid, errPairCursor)
	}
	return pairPlace{raw[0], binary.BigEndian.Uint32(raw[1:]), raw[5:]}, nil
}

func (s *Store) newPairSearch(q PairQuery) (*pairSearch, error) {
	if !duplicate.Mergeable(q.Kind) {
		return nil, fmt.Errorf("%w: a %.40s has no duplicates; leads, suppliers and contacts have", ErrInvalid, q.Kind)
	}
	if q.Limit <= 0 {
		q.Limit = defaultPairs
	}
	if q.Level == 0 {
		q.Level = duplicate.Possible
	}
	q.Limit = min(q.Limit, maxPairs)
	at, err := parsePairPlace(q.From)
	return &pairSearch{q: q, at: at, pairs: []DuplicatePair{}}, err
}

func (p *pairSearch) full() bool    { return len(p.pairs) >= p.q.Limit }
func (p *pairSearch) through() bool { return p.at.ended() || p.full() }

// read looks at a bounded number of keys.
func (p *pairSearch) read(ctx context.Context, tx *transaction) error {
	bucket := tx.Bucket([]byte(bucketDup))
	if bucket == nil {
		p.at = pairPlace{pass: uint8(len(passes))}
		return nil
	}
	for scanned := 0; scanned < pairScan && !p.through(); {
		if err := ctx.Err(); err != nil {
			return err
		}
		pass := passes[p.at.pass]
		prefix := append(appendText(nil, string(p.q.Kind)), pass.prefix...)
		if pass.level > p.q.Level {
			p.at = pairPlace{pass: uint8(len(passes))}
			return nil
		}
		n, err := p.readPass(tx, bucket, prefix, pairScan-scanned)
		if err != nil {
			return err
		}
		scanned += n
	}
	return nil
}

// readPass looks at the keys of one pass from where the search stands. Keys that
// differ only by the record at their end are of records that may be the same.
func (p *pairSearch) readPass(tx *transaction, bucket *bucket, prefix []byte, most int) (scanned int, err error) {
	from, skip := p.at.key, p.at.skip
	if len(from) == 0 {
		from = prefix
	}
	keys := keysInOrder(bucket, bounds{lo: from}, false)
	key := keys.next()
	window, err := windowBefore(bucket, key)
	if err != nil {
		return 0, err
	}
	for ; bytes.HasPrefix(key, prefix); key = keys.next() {
		if scanned == most {
			p.at = pairPlace{p.at.pass, skip, bytes.Clone(key)}
			return scanned, nil
		}
		scanned++
		shared := valueOf(key)
		if !bytes.Equal(shared, window.shared) {
			window = pairWindow{shared: bytes.Clone(shared)}
		}
		if !bytes.Equal(key, from) {
			skip = 0
		}
		r := &pairRecord{number: numberAt(key)}
		given, err := p.compareAll(tx, window, r, skip)
		if err != nil {
			return scanned, err
		}
		if p.full() {
			p.at = pairPlace{p.at.pass, given, bytes.Clone(key)}
			return scanned, nil
		}
		window.push(r)
	}
	p.at = pairPlace{pass: p.at.pass + 1}
	return scanned, keys.err
}

// pairWindow is the last records that share a key.
type pairWindow struct {
	shared  []byte
	records []*pairRecord
}

func (w *pairWindow) push(r *pairRecord) {
	if len(w.records) == pairReach {
		w.records = w.records[1:]
	}
	w.records = append(w.records, r)
}

// windowBefore gives the records before a key that share it, for a search that
// goes on in their midst.
func windowBefore(bucket *bucket, key []byte) (pairWindow, error) {
	if key == nil {
		return pairWindow{}, nil
	}
	w := pairWindow{shared: bytes.Clone(valueOf(key))}
	keys := keysInOrder(bucket, bounds{lo: w.shared, hi: bytes.Clone(key)}, true)
	for before := keys.next(); before != nil && len(w.records) < pairReach; before = keys.next() {
		w.records = append(w.records, &pairRecord{number: numberAt(before)})
	}
	slices.Reverse(w.records)
	return w, keys.err
}

// compareAll compares a record with those before it that share a key, and gives
// how many of its pairs are given now; the first skip of them already were.
func (p *pairSearch) compareAll(tx *transaction, window pairWindow, r *pairRecord, skip uint32) (given uint32, err error) {
	for _, before := range window.records {
		if err := errors.Join(before.read(tx, p.q.Kind), r.read(tx, p.q.Kind)); err != nil {
			return given, err
		}
		pair, ok := p.compare(window.shared, before, r)
		if !ok {
			continue
		}
		if given++; given <= skip {
			continue
		}
		p.pairs = append(p.pairs, pair)
		if p.full() {
			break
		}
	}
	return given, nil
}

// pairRecord is a record that shares a key, read once it is compared.
type pairRecord struct {
	number  number
	record  model.Record
	excerpt model.Excerpt
	keys    []string
}

func (r *pairRecord) read(tx *transaction, kind model.Kind) (err error) {
	if r.record != nil {
		return nil
	}
	is, err := readStored(tx, r.number)
	if err != nil {
		return err
	}
	r.record, r.excerpt = is.record, is.excerpt()
	for _, key := range duplicate.Keys(r.record) {
		r.keys = append(r.keys, string(appendDuplicate(nil, kind, key.Key)))
	}
	return nil
}

// compare gives a pair at the first key that its records share, so that one which
// shares several comes once.
func (p *pairSearch) compare(key []byte, a, b *pairRecord) (DuplicatePair, bool) {
	why, ok := duplicate.Compare(a.record, b.record)
	if !ok || why.Level > p.q.Level || firstShared(p.q.Kind, a, b) != string(key) {
		return DuplicatePair{}, false
	}
	return DuplicatePair{
		First: a.excerpt, Second: b.excerpt, Level: why.Level, Code: why.Code, Shared: why.Detail, Why: why.String(),
	}, true
}

// firstShared gives the key that comes first in the order of the search.
func firstShared(kind model.Kind, a, b *pairRecord) string {
	head := string(appendText(nil, string(kind)))
	for _, pass := range passes {
		first := ""
		for _, key := range a.keys {
			if strings.HasPrefix(key, head+pass.prefix) && (first == "" || key < first) && slices.Contains(b.keys, key) {
				first = key
			}
		}
		if first != "" {
			return first
		}
	}
	return ""
}
