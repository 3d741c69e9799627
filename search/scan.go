package search

import (
	"context"
	"errors"
	"math"
	"math/bits"
	"runtime"
	"sync"
	"sync/atomic"
)

// scan looks for the best places of a pattern in a segment. It reads the columns in tiers:
// first the records that hold every pair of the pattern, which are nearly always those
// that hold it in one piece, then those with fewer. A tier is left out where not one of
// its records could still come among the best.
type scan struct {
	of      *segment
	pattern *pattern
	plan    *plan
	limit   int
	allowed []uint64              // a bit for each record that may be found, nil for all
	narrow  *narrowing            // nil when nobody types
	keep    func(record int) bool // what else a match must pass, nil for nothing
	bar     atomic.Int64
}

func newScan(s *segment, p *pattern, limit int, allowed []uint64, narrow *narrowing) *scan {
	q := &scan{of: s, pattern: p, plan: newPlan(p, s.pairTable), limit: limit, allowed: allowed, narrow: narrow}
	q.bar.Store(math.MinInt64)
	return q
}

// tier is a range of how many pairs of the pattern a record holds, the most first.
type tier struct{ from, to int }

// tiersOf gives the tiers of a pattern with so many pairs.
func tiersOf(pairs int) []tier {
	if pairs < 3 {
		return []tier{{pairs, pairs}, {pairs - 1, 0}}[:min(pairs+1, 2)]
	}
	middle := (pairs + 1) / 2
	return []tier{{pairs, pairs}, {pairs - 1, middle}, {middle - 1, 0}}
}

// run gives the best places in order, and whether that is all of them: not when ctx ends
// it before.
func (q *scan) run(ctx context.Context) (found []place, whole bool, err error) {
	workers := make([]worker, max(1, min(runtime.GOMAXPROCS(0), q.of.chunks()/4)))
	tops := make([]*top, len(workers))
	for i := range workers {
		workers[i] = worker{scan: q, best: top{limit: q.limit}}
		tops[i] = &workers[i].best
	}
	for _, t := range tiersOf(len(q.plan.pairs)) {
		if err := q.pass(ctx, workers, t); err != nil {
			return nil, false, err
		}
		if ctx.Err() != nil {
			return best(q.limit, tops...), false, nil
		}
		if so := best(q.limit, tops...); len(so) == q.limit {
			q.raise(so[len(so)-1].points)
		}
	}
	return best(q.limit, tops...), true, nil
}

// pass looks through all chunks for the records of a tier.
func (q *scan) pass(ctx context.Context, workers []worker, t tier) error {
	var next atomic.Int32
	var running sync.WaitGroup
	failed := make([]error, len(workers))
	work := func(i int) {
		failed[i] = reading(func() error {
			workers[i].work(ctx, &next, t)
			return nil
		})
	}
	for i := 1; i < len(workers); i++ {
		running.Go(func() { work(i) })
	}
	work(0)
	running.Wait()
	return errors.Join(failed...)
}

// raise notes that a record needs so many points at least.
func (q *scan) raise(points int64) {
	for {
		is := q.bar.Load()
		if points <= is || q.bar.CompareAndSwap(is, points) {
			return
		}
	}
}

// worker looks through chunks on one core.
type worker struct {
	scan   *scan
	best   top
	left   [chunkWords]uint64 // the records that may match
	pairs  planes
	starts planes

	has     [64]holds // of the records of a word
	touched byte      // keeps what touch reads

	order   order
	held    int                  // the chunk of what follows, plus one
	begins  [maxLetters][]uint64 // of each letter, the column of words that begin with it
	follows [maxLetters][]uint64 // of each pair, its column
	led     []uint64             // the column of texts that begin with a separator
}

func (w *worker) work(ctx context.Context, next *atomic.Int32, t tier) {
	q := w.scan
	for ctx.Err() == nil {
		chunk := int(next.Add(1) - 1)
		if chunk >= q.of.chunks() {
			return
		}
		length := q.of.length(chunk * chunkSize)
		// Records are in order of length: no later chunk can do better.
		if q.plan.ceiling[t.from]-int64(length) < q.bar.Load() {
			return
		}
		w.chunk(chunk, length, t)
	}
}

// chunk looks at 4,096 records, the first of which is length bytes long.
func (w *worker) chunk(chunk, length int, t tier) {
	q := w.scan
	all := t.from == len(q.plan.pairs)
	if !w.candidates(chunk, all) {
		return
	}
	if !all {
		w.pairs.reset(len(q.plan.pairs))
		for _, column := range q.plan.pairs {
			w.pairs.add(q.of.column(chunk, column))
		}
	}
	started := false
	for b := t.from; b >= t.to; b-- {
		bar := q.bar.Load()
		if q.plan.ceiling[b]-int64(length) < bar {
			return
		}
		if !started && bar > math.MinInt64 && q.plan.startsNeeded(b, bar, length) > 0 {
			started = true
			w.countStarts(chunk)
		}
		w.tier(chunk, length, b, all, started)
	}
}

// candidates sets left to the records that have what a match must have: with all every
// pair, else the letters in an order that may be the pattern's.
func (w *worker) candidates(chunk int, all bool) (some bool) {
	q := w.scan
	w.left = [chunkWords]uint64{}
	for k := range w.left[:q.of.wordsIn(chunk)] {
		w.left[k] = ^uint64(0)
	}
	if rest := q.of.records() - chunk*chunkSize; rest < chunkSize && rest%64 != 0 {
		w.left[rest/64] = 1<<(rest%64) - 1
	}
	if q.allowed != nil {
		for k, allowed := range q.allowed[chunk*chunkWords:][:q.of.wordsIn(chunk)] {
			w.left[k] &= allowed
		}
	}
	if q.narrow != nil {
		q.narrow.leave(chunk, &w.left)
	}
	if !all || len(q.plan.pairs) == 0 {
		return w.keepOrder(chunk)
	}
	any := uint64(0)
	for _, column := range q.plan.pairs {
		any = 0
		for k, bits := range q.of.column(chunk, column)[:chunkWords] {
			w.left[k] &= bits
			any |= w.left[k]
		}
		if any == 0 {
			return false
		}
	}
	return any != 0
}

func (w *worker) countStarts(chunk int) {
	q := w.scan
	w.starts.reset(len(q.plan.starts))
	for _, column := range q.plan.starts {
		w.starts.add(q.of.column(chunk, column))
	}
}

// tier scores the candidates that hold b pairs.
func (w *worker) tier(chunk, length, b int, all, started bool) {
	q := w.scan
	for word := range w.left {
		some := w.left[word]
		if !all {
			some &= w.pairs.equal(word, b)
		}
		if some == 0 {
			continue
		}
		bar := q.bar.Load()
		if started {
			if needed := q.plan.startsNeeded(b, bar, length); needed > 0 {
				some &= w.starts.atLeast(word, needed)
			}
		}
		if some = w.promising(chunk, word, length, some, all); all && len(q.plan.pairs) > 1 {
			some = w.inOrder(chunk, word, some)
		}
		w.touch(chunk, word, length, some)
		for ; some != 0; some &= some - 1 {
			bit := bits.TrailingZeros64(some)
			record := chunk*chunkSize + word*64 + bit
			for int(q.of.first[length+1]) <= record {
				length++
			}
			if q.plan.ceiling[b]-int64(length) < q.bar.Load() {
				return
			}
			w.score(record, length, w.has[bit])
		}
	}
}

// promising notes what the columns know of the candidates of a word, and gives those that
// can have the points for it: the texts of the others are not read.
func (w *worker) promising(chunk, word, length int, some uint64, all bool) (left uint64) {
	least := w.scan.bar.Load()
	for ; some != 0; some &= some - 1 {
		bit := bits.TrailingZeros64(some)
		w.has[bit] = w.holdsOf(chunk, word, bit, all)
		// The shortest of the word is the bound for all.
		if least == math.MinInt64 || int64(w.scan.pattern.most(w.has[bit])-length) >= least {
			left |= 1 << bit
		}
	}
	return left
}

// touch reads a byte of each candidate of a word: their texts then come from memory
// side by side, not one after the other.
func (w *worker) touch(chunk, word, length int, some uint64) {
	if some&(some-1) == 0 {
		return
	}
	of := w.scan.of
	sum := byte(0)
	for ; some != 0; some &= some - 1 {
		record := chunk*chunkSize + word*64 + bits.TrailingZeros64(some)
		for int(of.first[length+1]) <= record {
			length++
		}
		if at := of.at(record, length) + int64(length)/2; length > 0 {
			sum += of.texts[at]
		}
	}
	w.touched += sum
}

// holdsOf gives what the columns know of a record.
func (w *worker) holdsOf(chunk, word, bit int, all bool) (has holds) {
	q := w.scan
	if w.held != chunk+1 {
		w.held = chunk + 1
		w.led = q.of.column(chunk, ledAt)
		for i, is := range q.pattern.classes {
			if is != other {
				w.begins[i] = q.of.column(chunk, startAt+int(is))
			}
		}
		for i, column := range q.plan.pairs {
			w.follows[i] = q.of.column(chunk, column)
		}
	}
	has.led = w.led[word]>>bit&1 != 0
	for i, is := range q.pattern.classes {
		if is == other {
			has.begins |= 1 << i
		} else {
			has.begins |= w.begins[i][word] >> bit & 1 << i
		}
	}
	if all {
		has.pairs = 1<<len(q.plan.pairs) - 1
		return has
	}
	for i := range q.plan.pairs {
		has.pairs |= w.follows[i][word] >> bit & 1 << i
	}
	return has
}

func (w *worker) score(record, length int, has holds) {
	q := w.scan
	least := math.MinInt
	if w.best.full() {
		least = int(q.bar.Load())
	}
	points, how := q.pattern.scoreFrom(q.of.textOf(record, length), has, least)
	if how == differs && q.narrow != nil {
		q.narrow.drop(record)
	}
	if how != matches {
		return
	}
	p := place{at: int32(record), points: int64(points)}
	if w.best.full() && p.compare(w.best.heap[0]) > 0 || q.keep != nil && !q.keep(record) {
		return
	}
	if w.best.add(p) && w.best.full() {
		q.raise(w.best.worst())
	}
}
