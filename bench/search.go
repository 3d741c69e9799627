//go:build unix

package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/junegunn/fzf/src/algo"
	"github.com/junegunn/fzf/src/util"
	"github.com/sahilm/fuzzy"

	"tradedesk/model"
	"tradedesk/model/text"
	"tradedesk/search"
	"tradedesk/search/query"
)

// peersUpTo is how many records the peers are measured with at most.
const peersUpTo = 1_000_000

// peerEvery is of how many keys one is given to the peers too: they take a second each.
const peerEvery = 25

// measureSearch types lines letter by letter over the firms of a marketplace, with the
// whole answer to each key: the best hundred, what is alike, what was meant, the marks.
// The peers answer some of the same keys in the same process, with the best hundred alone.
func measureSearch(ctx context.Context, b *bench) error {
	fmt.Print("\n| records | index built | file | opened | keys | p50 | p90 | p99 | slowest | first keys | edit to found | heap |\n|---|---|---|---|---|---|---|---|---|---|---|---|\n")
	for _, n := range b.searched {
		if err := b.measureSearchOf(ctx, n); err != nil {
			return err
		}
	}
	for _, n := range b.searched {
		if n <= peersUpTo {
			if err := b.measurePeers(ctx, n); err != nil {
				return err
			}
		}
	}
	return nil
}

func marketLookup(id model.ID) (model.Excerpt, model.Record, error) {
	l := market{}.firm(marketNumber(id))
	return model.ExcerptOf(l, model.ScoreContext{}), l, nil
}

// noLookup gives a record of which only the id is known: the peers do not read records
// either.
func noLookup(id model.ID) (model.Excerpt, model.Record, error) {
	return model.Excerpt{ID: id}, nil, nil
}

func (b *bench) marketIndex(ctx context.Context, n int, lookup search.Lookup) (x *search.Index, built, opened time.Duration, err error) {
	path := b.path(fmt.Sprintf("market-%d.idx", n))
	x = search.New(path, lookup)
	if _, err := os.Stat(path); err != nil {
		began := time.Now()
		err := x.Build(ctx, search.Stamp{}, func(yield func(model.Excerpt, model.Record) error) error {
			for i := range n {
				l := market{}.firm(i)
				if err := yield(model.ExcerptOf(l, model.ScoreContext{}), l); err != nil {
					return err
				}
			}
			return nil
		}, nil)
		built = time.Since(began)
		if err := errors.Join(err, x.Close()); err != nil {
			return nil, 0, 0, err
		}
	}
	began := time.Now()
	_, err = x.Open()
	return x, built, time.Since(began), err
}

func (b *bench) measureSearchOf(ctx context.Context, n int) error {
	x, built, opened, err := b.marketIndex(ctx, n, marketLookup)
	if err != nil {
		return err
	}
	defer x.Close()
	info, err := os.Stat(b.path(fmt.Sprintf("market-%d.idx", n)))
	if err != nil {
		return err
	}
	debug.FreeOSMemory()
	cold, err := typeAll(ctx, x, n)
	if err != nil {
		return err
	}
	var took []time.Duration
	for range b.rounds {
		again, err := typeAll(ctx, x, n)
		if err != nil {
			return err
		}
		took = append(took, again...)
	}
	slices.Sort(took)
	edit, err := editToFound(ctx, x, n)
	if err != nil {
		return err
	}
	var m runtime.MemStats
	debug.FreeOSMemory()
	runtime.ReadMemStats(&m)
	madeIn := "before"
	if built > 0 {
		madeIn = fmt.Sprintf("%.1f s", built.Seconds())
	}
	fmt.Printf("| %d | %s | %d MB | %s | %d | %s | %s | %s | %s | %s | %s | %d MB |\n", n, madeIn, info.Size()>>20, ms(opened), len(took),
		ms(quantile(took, 50)), ms(quantile(took, 90)), ms(quantile(took, 99)), ms(took[len(took)-1]), ms(slices.Max(cold)), ms(edit), (m.HeapInuse+m.StackInuse)>>20)
	return nil
}

// edits is how many firms are renamed, one by one.
const edits = 101

// editToFound gives the median time from a change to the answer that has it.
func editToFound(ctx context.Context, x *search.Index, n int) (time.Duration, error) {
	var took []time.Duration
	for i := range edits {
		l := market{}.firm(i * (n / edits))
		l.Company = fmt.Sprintf("Renamed Wyvern %d", i)
		began := time.Now()
		if err := x.Update([]search.Document{search.DocumentOf(model.ExcerptOf(l, model.ScoreContext{}), l)}, nil); err != nil {
			return 0, err
		}
		found, err := x.Find(ctx, search.Query{Query: query.Reader{Now: day}.Parse(strings.ToLower(l.Company))})
		if err != nil {
			return 0, err
		}
		took = append(took, time.Since(began))
		if len(found.Hits) == 0 || found.Hits[0].ID != l.ID {
			return 0, fmt.Errorf("%s is not found first", l.Company)
		}
	}
	slices.Sort(took)
	return quantile(took, 50), nil
}

func quantile(sorted []time.Duration, percent int) time.Duration {
	return sorted[min(len(sorted)-1, len(sorted)*percent/100)]
}

// keysOf gives a line as it is after each key.
func keysOf(line string) (keys []string) {
	for i := range line {
		if i > 0 && strings.TrimSpace(line[:i]) != "" {
			keys = append(keys, line[:i])
		}
	}
	return append(keys, line)
}

func typeAll(ctx context.Context, x *search.Index, n int) (took []time.Duration, err error) {
	reader := query.Reader{Now: day}
	for _, line := range typedLines(n) {
		for _, key := range keysOf(line) {
			began := time.Now()
			if _, err := x.Find(ctx, search.Query{Query: reader.Parse(key), Session: "bench"}); err != nil {
				return nil, err
			}
			took = append(took, time.Since(began))
		}
	}
	return took, nil
}

// peer answers a key with the best hundred.
type peer struct {
	name string
	find func(folded string) error
}

// fewestLetters is what SQLite's index can look up.
const fewestLetters = 3

// measurePeers types the lines to us, and gives some of the keys to the peers in turn.
// Nobody reads the records that were found.
func (b *bench) measurePeers(ctx context.Context, n int) error {
	x, _, _, err := b.marketIndex(ctx, n, noLookup)
	if err != nil {
		return err
	}
	defer x.Close()
	texts := make([]string, n)
	for i := range texts {
		e, _, _ := marketLookup(marketID(i))
		texts[i] = strings.Join([]string{text.Fold(e.Title), text.Fold(e.Detail), text.Fold(e.Also)}, " ")
	}
	slices.SortStableFunc(texts, func(a, b string) int { return len(a) - len(b) })
	full, closeFull, err := b.sqliteSearch(ctx, texts)
	if err != nil {
		return err
	}
	defer closeFull()
	peers := []peer{
		{"the desk", func(folded string) error {
			_, err := x.Find(ctx, search.Query{Query: query.Reader{Now: day}.Parse(folded), Session: "bench"})
			return err
		}},
		{"fzf", newFzf(texts).find},
		{"fuzzy.Find", func(folded string) error {
			fuzzy.Find(folded, texts)
			return nil
		}},
		{"SQLite FTS5 trigram", full},
	}
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	took := make([][]time.Duration, len(peers))
	at := 0
	for _, line := range typedLines(n) {
		for _, key := range keysOf(line) {
			if len([]rune(key)) < fewestLetters {
				continue
			}
			if at++; at%peerEvery != 0 {
				// Typed all the same, as one does.
				if err := peers[0].find(text.Fold(key)); err != nil {
					return err
				}
				continue
			}
			for i, p := range peers {
				// Nobody pays for what another left behind.
				runtime.GC()
				began := time.Now()
				if err := p.find(text.Fold(key)); err != nil {
					return fmt.Errorf("%s: %q: %w", p.name, key, err)
				}
				took[i] = append(took[i], time.Since(began))
			}
		}
	}
	fmt.Printf("\n| %d records, %d keys | median | 90 of 100 | the desk is so many times faster |\n|---|---|---|---|\n", n, len(took[0]))
	for i, p := range peers {
		slices.Sort(took[i])
		fmt.Printf("| %s | %s | %s | %.1f |\n", p.name, ms(quantile(took[i], 50)), ms(quantile(took[i], 90)),
			float64(quantile(took[i], 50))/float64(quantile(took[0], 50)))
	}
	return nil
}

// fzf matches as fzf does: its algorithm, on all cores, the results sorted by score,
// then length.
type fzf struct{ chars []util.Chars }

func newFzf(texts []string) *fzf {
	algo.Init("default")
	f := &fzf{chars: make([]util.Chars, len(texts))}
	for i, t := range texts {
		f.chars[i] = util.ToChars([]byte(t))
	}
	return f
}

type fzfHit struct{ score, length, at int }

func (f *fzf) find(folded string) error {
	pattern := []rune(folded)
	parts := make([][]fzfHit, runtime.GOMAXPROCS(0))
	var running sync.WaitGroup
	for w := range parts {
		running.Go(func() {
			slab := util.MakeSlab(100*1024, 2048)
			from, to := len(f.chars)*w/len(parts), len(f.chars)*(w+1)/len(parts)
			for i := from; i < to; i++ {
				result, _ := algo.FuzzyMatchV2(false, false, true, &f.chars[i], pattern, false, slab)
				if result.Start >= 0 {
					parts[w] = append(parts[w], fzfHit{result.Score, f.chars[i].Length(), i})
				}
			}
			slices.SortFunc(parts[w], compareFzf)
		})
	}
	running.Wait()
	var best []fzfHit
	for _, part := range parts {
		best = append(best, part[:min(100, len(part))]...)
	}
	slices.SortFunc(best, compareFzf)
	return nil
}

func compareFzf(a, b fzfHit) int {
	switch {
	case a.score != b.score:
		return b.score - a.score
	case a.length != b.length:
		return a.length - b.length
	}
	return a.at - b.at
}

// sqliteSearch gives a search of SQLite's full-text index by trigrams, ranked: of texts that
// have what was typed in one piece.
func (b *bench) sqliteSearch(ctx context.Context, texts []string) (find func(string) error, done func(), err error) {
	dir, err := os.MkdirTemp(b.dir, "fts-")
	if err != nil {
		return nil, nil, err
	}
	db, err := sql.Open("sqlite", filepath.Join(dir, "fts.db"))
	if err != nil {
		return nil, nil, err
	}
	done = func() {
		_ = db.Close()
		_ = os.RemoveAll(dir)
	}
	if err := fillFTS(ctx, db, texts); err != nil {
		done()
		return nil, nil, err
	}
	return func(folded string) error {
		rows, err := db.QueryContext(ctx, `SELECT rowid FROM t WHERE t MATCH ? ORDER BY rank LIMIT 100`, `"`+strings.ReplaceAll(folded, `"`, `""`)+`"`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
		}
		return rows.Err()
	}, done, nil
}

func fillFTS(ctx context.Context, db *sql.DB, texts []string) error {
	if _, err := db.ExecContext(ctx, `CREATE VIRTUAL TABLE t USING fts5(body, tokenize='trigram')`); err != nil {
		return err
	}
	for part := range slices.Chunk(texts, 50_000) {
		tx, err := db.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		insert, err := tx.PrepareContext(ctx, `INSERT INTO t(body) VALUES(?)`)
		if err != nil {
			return err
		}
		for _, t := range part {
			if _, err := insert.ExecContext(ctx, t); err != nil {
				return err
			}
		}
		if err := tx.Commit(); err != nil {
			return err
		}
	}
	_, err := db.ExecContext(ctx, `INSERT INTO t(t) VALUES('optimize')`)
	return err
}
