package search

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tradedesk/demo"
	"tradedesk/model"
	"tradedesk/model/reference"
	"tradedesk/model/text"
	"tradedesk/search/query"
	"tradedesk/search/terms"
)

// generated gives the records of a demo desk, of every kind.
func generated(t testing.TB, leads int) (records []model.Record) {
	t.Helper()
	err := demo.Generate(demo.Options{Seed: 1, Leads: leads, Now: testNow}, func(r model.Record) error {
		records = append(records, r)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return records
}

// TestPreparedSideBySide: what several make side by side is byte for byte the file that one
// makes, document by document.
func TestPreparedSideBySide(t *testing.T) {
	records := generated(t, 2500)
	made := func(parts int, take func(b *builder) error) []byte {
		path := filepath.Join(t.TempDir(), "search.idx")
		b, err := newPartsBuilder(path, Stamp{Desk: model.ID{1}, Made: model.ID{7}}, parts)
		if err != nil {
			t.Fatal(err)
		}
		b.sync = func(*os.File) error { return nil } // no test loses its power
		if err := errors.Join(take(b), b.finish(context.Background()), b.close()); err != nil {
			t.Fatal(err)
		}
		file, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return file
	}
	each := func(yield func(model.Excerpt, model.Record) error) error {
		for _, r := range records {
			if err := yield(model.ExcerptOf(r, model.ScoreContext{}), r); err != nil {
				return err
			}
		}
		return nil
	}
	one := made(1, func(b *builder) error {
		return each(func(e model.Excerpt, r model.Record) error { return b.add(context.Background(), DocumentOf(e, r)) })
	})
	for _, parts := range []int{1, 3} {
		if several := made(parts, func(b *builder) error { return b.takeAll(context.Background(), each) }); !bytes.Equal(several, one) {
			t.Errorf("in %d parts it is another file", parts)
		}
	}
}

// TestMakingIsGivenUp: whatever fails while a segment is made, it says so, waits for who
// worked on it, and leaves nothing.
func TestMakingIsGivenUp(t *testing.T) {
	failed := errors.New("it fails")
	records := generated(t, 3000)
	each := func(yield func(model.Excerpt, model.Record) error) error {
		for _, r := range records {
			if err := yield(model.ExcerptOf(r, model.ScoreContext{}), r); err != nil {
				return err
			}
		}
		return nil
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	for name, one := range map[string]struct {
		each  Each
		pause func() error
		want  error
	}{
		"records": {each: func(yield func(model.Excerpt, model.Record) error) error { return errors.Join(each(yield), failed) }, want: failed},
		"a rest":  {each: each, pause: func() error { return failed }, want: failed},
		"the end": {each: each, pause: func() error { cancel(); return nil }, want: context.Canceled},
	} {
		t.Run(name, func(t *testing.T) {
			x := newIndex(t, shelf{})
			if err := x.Build(ctx, Stamp{}, one.each, one.pause); !errors.Is(err, one.want) {
				t.Errorf("got %v, want %v", err, one.want)
			}
			left, err := os.ReadDir(filepath.Dir(x.path))
			if err != nil || len(left) > 0 || x.Ready() {
				t.Errorf("left: %v, %v", left, err)
			}
		})
	}
}

// plainSaid is what a teller is to tell, the slow way: each word on its own.
func plainSaid(folded string, e model.Excerpt, r model.Record) (all []string) {
	more := string(appendMore(nil, folded, e, r))
	all = slices.AppendSeq(all, text.Words(folded))
	for word := range text.Words(more[len(folded):]) {
		all = append(all, saidMore+word)
	}
	for _, skeleton := range text.Skeletons(more) {
		all = append(all, saidSkeleton+skeleton)
	}
	all = append(all, reference.AliasTokens(more)...)
	for _, key := range phoneKeysOf(r) {
		all = append(all, saidPhone+key)
	}
	eachFacet(e, r, func(name query.Name, value string) { all = append(all, facet(name, value)) })
	for word := range terms.Words(text.Fold(within(r))) {
		all = append(all, saidWithin+word)
	}
	return all
}

func TestATellerTellsAllWords(t *testing.T) {
	remembering, forgetting := &teller{lexicon: lexicon{}}, &teller{lexicon: lexicon{}}
	for i, r := range generated(t, 1000) {
		e := model.ExcerptOf(r, model.ScoreContext{})
		folded := textOf(e)
		want := plainSaid(folded, e, r)
		slices.Sort(want)
		want = slices.Compact(want)
		if i%10 == 0 {
			clear(forgetting.lexicon)
		}
		for _, teller := range []*teller{remembering, forgetting, {}} {
			if got := slices.Compact(slices.Sorted(teller.tell(folded, e, r))); !slices.Equal(got, want) {
				t.Fatalf("of %q it tells\n%q, want\n%q", folded, got, want)
			}
		}
	}
}

func TestALexiconIsBounded(t *testing.T) {
	l := lexicon{}
	for i := range 3 * mostKnown {
		word := fmt.Sprint("karkoubi", i)
		if got, want := l.look(word), lexemeOf(word); got != want {
			t.Fatalf("%q comes to %+v, want %+v", word, got, want)
		}
	}
	if l.look(strings.Repeat("long", 100)); len(l) > mostKnown {
		t.Errorf("it remembers %d words", len(l))
	}
}
