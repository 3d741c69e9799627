package ui

import (
	"slices"
	"time"

	"tradedesk/desk"
	"tradedesk/model"
)

type entryKind int

const (
	entryAction entryKind = iota
	entryHit
	entryMeant  // a line that was perhaps meant
	entrySaved  // a line that was saved
	entryRecent // a line that was searched for
)

// entry is one thing that can be chosen; i is its place among those of its kind.
type entry struct {
	kind entryKind
	i    int
}

func (f *finder) entries() []entry {
	out := make([]entry, 0, len(f.found)+len(f.result.Hits))
	add := func(kind entryKind, n int) {
		for i := range n {
			out = append(out, entry{kind, i})
		}
	}
	if f.mine != nil && f.line.Empty() {
		mine := f.mine()
		add(entrySaved, len(mine.Saved))
		add(entryRecent, len(mine.Recent))
		return out
	}
	add(entryAction, len(f.found))
	add(entryHit, len(f.result.Hits))
	if f.known && len(f.result.Hits) == 0 {
		add(entryMeant, len(f.result.Meant))
	}
	return out
}

// current gives the entry with the mark.
func (f *finder) current() (entry, bool) {
	if all := f.entries(); f.at < len(all) {
		return all[f.at], true
	}
	return entry{}, false
}

func (f *finder) walk(by int) { f.mark(max(min(f.at+by, len(f.entries())-1), 0)) }

// mark moves the mark, as a person does who looks at it.
func (f *finder) mark(at int) { f.at, f.moved, f.swapped = at, true, swapped{} }

// group is what hits have in common that stand under one divider.
type group int

const (
	groupLetters group = iota // what is typed is in their rows
	groupAlike                // they sound like it
	groupWithin               // it is in a longer text of theirs
)

func groupOf(h desk.Hit) group {
	switch {
	case !h.Alike:
		return groupLetters
	case h.Snippet == "":
		return groupAlike
	}
	return groupWithin
}

// head gives the word that stands over the group, "" for none.
func (g group) head() string { return [...]string{"", "find.alike", "find.within"}[g] }

// toGroup goes to the first hit of the next group, from the last to the best hit.
func (f *finder) toGroup() {
	hits := f.result.Hits
	if len(hits) == 0 {
		return
	}
	first := len(f.found)
	at := max(f.at-first, 0)
	for i := at + 1; i < len(hits); i++ {
		if groupOf(hits[i]) != groupOf(hits[at]) {
			f.mark(first + i)
			return
		}
	}
	f.mark(first)
}

// findRow is a line of the list: an entry, its snippet, or with -1 what stands over a
// group.
type findRow struct {
	entry   int
	head    string
	snippet bool
}

// head gives the word that stands over a group of entries, "" for none.
func (k entryKind) head() string {
	switch k {
	case entryMeant:
		return "find.meant_head"
	case entrySaved:
		return "find.saved"
	case entryRecent:
		return "find.recent"
	case entryAction, entryHit:
	}
	return ""
}

func (f *finder) rows(m *app) []findRow {
	var out []findRow
	under := groupLetters
	for i, e := range f.entries() {
		if head := e.kind.head(); head != "" && e.i == 0 {
			out = append(out, findRow{entry: -1, head: m.words.T(head)})
		}
		if e.kind == entryHit && groupOf(f.result.Hits[e.i]) != under {
			under = groupOf(f.result.Hits[e.i])
			out = append(out, findRow{entry: -1, head: m.words.T(under.head())})
		}
		out = append(out, findRow{entry: i})
		if e.kind == entryHit && f.result.Hits[e.i].Snippet != "" {
			out = append(out, findRow{entry: i, snippet: true})
		}
	}
	return out
}

// rowOf gives the row of the entry with the mark.
func (f *finder) rowOf(rows []findRow) int {
	return max(slices.IndexFunc(rows, func(r findRow) bool { return r.entry == f.at }), 0)
}

// show puts an answer in the place of the last. What the eye is on stays where it is: once
// the mark was moved, and whatever others change, the same record keeps the mark and its
// row. Of a line that is being typed the mark is on the best hit, whichever that is.
func (f *finder) show(m *app, line string, result desk.SearchResult) {
	e, ok := f.current()
	was := f.goalOf(e, ok)
	eyes := f.rowOf(f.rows(m)) - f.top
	same := f.known && f.shows == line
	f.result, f.known, f.shows, f.sought = result, true, line, m.soughtIn(line)
	stays := f.moved || f.ask.news.again
	if at := f.hitAt(was.hit.ID); stays && at >= 0 {
		f.at = len(f.found) + at
		f.top = max(f.rowOf(f.rows(m))-eyes, 0)
		return
	}
	if !stays {
		f.at, f.top = 0, 0
	}
	f.at = max(min(f.at, len(f.entries())-1), 0)
	if same && ok {
		f.swap(m, was)
	}
}

// hitAt gives the place of a record among the hits, -1 when it is none of them.
func (f *finder) hitAt(id model.ID) int {
	return slices.IndexFunc(f.result.Hits, func(h desk.Hit) bool { return !id.IsZero() && h.ID == id })
}

// goal is what choosing an entry does: a line is searched for, a hit is opened.
type goal struct {
	line string
	hit  desk.Hit
}

func (f *finder) goalOf(e entry, ok bool) goal {
	switch {
	case !ok:
	case e.kind == entryHit:
		return goal{hit: f.result.Hits[e.i]}
	case e.kind == entryMeant:
		return goal{line: f.result.Meant[e.i]}
	case e.kind == entrySaved:
		return goal{line: f.mine().Saved[e.i].Text}
	case e.kind == entryRecent:
		return goal{line: f.mine().Recent[e.i]}
	}
	return goal{}
}

func (g goal) same(other goal) bool { return g.line == other.line && g.hit.ID == other.hit.ID }

// swapped is what had the mark until something else took it by itself.
type swapped struct {
	goal  goal
	since time.Time
}

func (f *finder) swap(m *app, was goal) {
	e, ok := f.current()
	if is := f.goalOf(e, ok); !is.same(was) && !was.same(goal{}) {
		f.swapped = swapped{was, m.now}
	}
}

// seen gives what is meant by who presses a key now: what took the mark by itself a moment
// ago nobody can have read.
func (f *finder) seen(m *app, is goal) goal {
	if !f.swapped.since.IsZero() && m.now.Sub(f.swapped.since) < arrivalWaits {
		return f.swapped.goal
	}
	return is
}
