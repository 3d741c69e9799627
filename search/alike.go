package search

import (
	"bytes"
	"context"
	"iter"
	"slices"

	"tradedesk/model"
	"tradedesk/model/text"
	"tradedesk/search/query"
	"tradedesk/search/terms"
)

func compareIDs(a, b model.ID) int { return bytes.Compare(a[:], b[:]) }

// alike adds records that do not have the letters: by the sound of their words, by other
// names, by a phone number, or by the same words in another order.
func (f *finding) alike(ctx context.Context, result *Result) error {
	if len(f.pattern.phrases) > 0 {
		return nil // just these letters are asked for
	}
	had := map[model.ID]bool{}
	for _, hit := range result.Hits {
		had[hit.ID] = true
	}
	left := f.Limit
	for _, asked := range f.asked() {
		ids, err := f.saying(ctx, terms.Query{All: asked, Without: f.lettered()}, had, left)
		if err != nil {
			return err
		}
		left -= len(ids)
		for _, id := range ids {
			if s := f.see(id); s.fits {
				had[id] = true
				result.Hits = append(result.Hits, Hit{Excerpt: s.excerpt, Positions: marked(f.pattern.text, s.excerpt), Alike: true})
				result.Total++
			}
		}
	}
	return nil
}

// lettered gives the words that a record does not have, or it has the letters: what was
// typed, when that is one word.
func (f *finding) lettered() []terms.Term {
	if sought := f.Sought(); len(sought) == 1 && len(sought[0].Parts) == 0 && sought[0].Folded == f.pattern.text {
		return []terms.Term{{Word: f.pattern.text, Prefix: true}}
	}
	return nil
}

// asked gives what is looked for among the words, the surest first.
func (q Query) asked() (all [][][]terms.Term) {
	if q.Phone != "" {
		all = append(all, [][]terms.Term{{{Word: saidPhone + q.Phone, Prefix: true}}})
	}
	var names, words [][]terms.Term
	parts := false
	for _, s := range q.Sought() {
		names = append(names, termsOf(s))
		if len(s.Parts) == 0 {
			words = append(words, termsOf(s))
			continue
		}
		parts = true
		for _, part := range s.Parts {
			words = append(words, termsOf(part))
		}
	}
	for _, groups := range [][][]terms.Term{names, words} {
		if len(groups) > 0 && !slices.ContainsFunc(groups, func(g []terms.Term) bool { return len(g) == 0 }) {
			all = append(all, groups)
		}
		if !parts {
			break
		}
	}
	return all
}

// minPrefix is how many bytes of a word stand for all that begin so.
const minPrefix = 3

// termsOf gives the words of which a record has one when it has what is sought.
func termsOf(s query.Sought) (some []terms.Term) {
	if len(s.Parts) == 0 && s.Folded != "" {
		var word string
		for word = range text.Words(s.Folded) {
			break
		}
		if word == s.Folded {
			begins := len(word) >= minPrefix
			some = append(some, terms.Term{Word: word, Prefix: begins}, terms.Term{Word: saidMore + word, Prefix: begins})
		}
	}
	if s.Code != "" {
		some = append(some, terms.Term{Word: s.Code, Prefix: true}, terms.Term{Word: saidMore + s.Code, Prefix: true})
	}
	if s.Skeleton != "" {
		some = append(some, terms.Term{Word: saidSkeleton + s.Skeleton, Prefix: s.Begins})
	}
	if s.Article != "" {
		some = append(some, terms.Term{Word: saidSkeleton + s.Article, Prefix: s.Extends})
	}
	for _, token := range s.Tokens {
		some = append(some, terms.Term{Word: token})
	}
	return some
}

// mostLooked is how many records with a word are looked at, unless more are asked for: of a
// frequent word nearly all have the letters too.
const mostLooked = 5_000

// saying gives records that have the words and not the letters, at most so many, those
// with the shorter text first, of these the older.
func (f *finding) saying(ctx context.Context, asked terms.Query, had map[model.ID]bool, limit int) (ids []model.ID, err error) {
	if limit <= 0 {
		return nil, nil
	}
	var all []found
	for doc, err := range f.meeting(ctx, f.view.words, asked) {
		if err != nil {
			return nil, err
		}
		if d := f.changed(doc); d != nil && !had[d.ID] && f.passes(d.ID) {
			all = append(all, found{id: d.ID, size: len(d.Text)})
		}
	}
	for _, p := range f.view.parts {
		some, err := f.sayingOf(ctx, p, asked, had, limit)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	slices.SortFunc(all, found.compare)
	for _, one := range all[:min(len(all), limit)] {
		ids = append(ids, one.id)
	}
	return ids, nil
}

// sayingOf is saying for a part of the index.
func (f *finding) sayingOf(ctx context.Context, p *part, asked terms.Query, had map[model.ID]bool, limit int) (all []found, err error) {
	asked.Within = p.allowed()
	looked := 0
	for doc, err := range f.meeting(ctx, p.held.words, asked) {
		if err != nil {
			return nil, err
		}
		if size, ok := f.unlettered(p, doc); ok {
			if id := p.idOf(int(doc)); !had[id] && f.passes(id) {
				all = append(all, found{id: id, size: size})
			}
		}
		if looked++; len(all) == limit || looked >= max(mostLooked, limit) {
			break
		}
	}
	return all, nil
}

// meeting walks the documents that meet what is asked, in order.
func (f *finding) meeting(ctx context.Context, in terms.Searcher, asked terms.Query) iter.Seq2[uint32, error] {
	return func(yield func(uint32, error) bool) {
		docs, err := in.Search(ctx, asked)
		if err != nil {
			yield(0, err)
			return
		}
		for doc, ok := docs.Next(); ok; doc, ok = docs.Next() {
			if !yield(doc, nil) {
				return
			}
		}
		if err := docs.Err(); err != nil {
			yield(0, err)
		}
	}
}

// changed gives a document of what changed, nil for one that has the letters.
func (f *finding) changed(doc uint32) *Document {
	if int(doc) >= len(f.view.recent) || f.view.recent[doc] == nil || f.pattern.fits([]byte(f.view.recent[doc].Text)) {
		return nil
	}
	return f.view.recent[doc]
}

// unlettered gives how long the text of a record of a part is, false for one that has
// the letters.
func (f *finding) unlettered(p *part, doc uint32) (size int, ok bool) {
	record := int(doc)
	if record >= p.records() {
		return 0, false
	}
	size = p.length(record)
	return size, !f.pattern.fits(p.textOf(record, size))
}

// marked gives the rune offsets in a title of the words that sound like what was typed.
func marked(pattern string, e model.Excerpt) []int {
	sounds := map[string]bool{}
	typed := slices.Collect(text.Words(pattern))
	for i, word := range typed {
		if s, _ := text.SeekSkeleton(word); s != "" {
			sounds[s] = true
		}
		if s, _ := text.SeekArticle(typed[i:]); s != "" {
			sounds[s] = true
		}
		sounds[word] = true
	}
	folded, runeAt := text.FoldMap(e.Title)
	out := []int{}
	from, behind := 0, false // behind an article that sounds like it with its name
	words := slices.Collect(text.Words(folded))
	for i, word := range words {
		at := indexFrom(folded, word, from)
		if at < 0 {
			continue
		}
		from = at + len(word)
		named := sounds[text.ArticleSkeleton(words[i:])]
		if behind || named || sounds[word] || sounds[text.Skeleton(word)] {
			out = append(out, runeAt[at:from]...)
		}
		behind = named && text.ArticleSkeleton(words[i:i+1]) == ""
	}
	return slices.Compact(out)
}

func indexFrom(s, part string, from int) int {
	at := bytes.Index([]byte(s[from:]), []byte(part))
	if at < 0 {
		return -1
	}
	return from + at
}
