package store

import (
	"bytes"
	"context"
	"fmt"
)

// pageWalk goes through all pages of a file and says what is wrong with them. It
// goes on behind damage wherever the way is known.
type pageWalk struct {
	*pageFile
	ctx     context.Context
	problem func(bucket, what string)
	// entry is called with what each sound leaf holds, in order; nil when only
	// the pages are of interest. What it is given is its own.
	entry func(bucket string, key, value []byte) error

	used  []bool // pages that are reached or free
	fatal error  // of entry or the context
}

// maxDepth bounds how deep a tree can be: a page has two entries at least.
const maxDepth = 64

func (p *pageFile) walk(ctx context.Context, problem func(bucket, what string), entry func(bucket string, key, value []byte) error) error {
	w := &pageWalk{pageFile: p, ctx: ctx, problem: problem, entry: entry}
	w.used = make([]bool, min(p.pages, uint64(p.size/p.pageSize)+1))
	if err := p.whole(); err != nil {
		problem("", err.Error())
	}
	w.tree("", p.root, nil, nil, 0)
	if w.fatal == nil {
		w.freePages()
		w.fatal = ctx.Err()
	}
	return w.fatal
}

// take marks the pages of one that is reached; false when they are another's.
func (w *pageWalk) take(bucket string, id, over uint64) bool {
	for n := id; n <= id+over && n < uint64(len(w.used)); n++ {
		if w.used[n] {
			w.problem(bucket, fmt.Sprintf("page %d: stands in two places", n))
			return false
		}
		w.used[n] = true
	}
	return true
}

// tree walks the pages below one; its keys are from lo on and below hi, nil being
// open.
func (w *pageWalk) tree(bucket string, id uint64, lo, hi []byte, depth int) {
	if w.fatal = w.ctx.Err(); w.fatal != nil {
		return
	}
	g, err := w.read(id)
	if err != nil {
		w.problem(bucket, err.Error())
		return
	}
	if depth > maxDepth {
		w.problem(bucket, fmt.Sprintf("page %d: is too deep", id))
		return
	}
	if !w.take(bucket, id, g.over) {
		return
	}
	w.page(bucket, g, lo, hi, depth)
}

func (w *pageWalk) page(bucket string, g page, lo, hi []byte, depth int) {
	elements, err := g.elements()
	if err != nil {
		w.problem(bucket, err.Error())
		return
	}
	for i, e := range elements {
		if !inOrder(elements, i, lo, hi, g.flags == flagLeaf) {
			w.problem(bucket, fmt.Sprintf("page %d: entry %d is out of order", g.id, i))
			if g.flags == flagLeaf {
				continue
			}
		}
		switch {
		case g.flags == flagBranch:
			low, high := e.key, hi
			if i+1 < len(elements) {
				high = elements[i+1].key
			}
			w.tree(bucket, e.child, low, high, depth+1)
		case e.bucket && bucket == "":
			w.bucket(string(e.key), e.value)
		case e.bucket || bucket == "":
			w.problem(bucket, fmt.Sprintf("page %d: entry %d is a bucket where none is due, or none where one is", g.id, i))
		case w.entry != nil:
			w.fatal = w.entry(bucket, e.key, e.value)
		}
		if w.fatal != nil {
			return
		}
	}
}

// inOrder reports whether an entry stands where its key belongs. The first key of
// a branch may be greater than the least one below it, as bbolt leaves it.
func inOrder(elements []element, i int, lo, hi []byte, leaf bool) bool {
	key := elements[i].key
	if i > 0 && bytes.Compare(elements[i-1].key, key) >= 0 {
		return false
	}
	if leaf && lo != nil && bytes.Compare(key, lo) < 0 {
		return false
	}
	return hi == nil || bytes.Compare(key, hi) < 0
}

func (w *pageWalk) bucket(name string, value []byte) {
	root, inline, err := bucketRoot(value)
	switch {
	case err != nil:
		w.problem(name, err.Error())
	case root != 0:
		w.tree(name, root, nil, nil, 0)
	default:
		w.page(name, inline, nil, nil, 0)
	}
}

// freePages looks at the list of free pages, and whether every page is in use or free.
func (w *pageWalk) freePages() {
	if w.freelist == noFreelist {
		return
	}
	g, err := w.read(w.freelist)
	if err == nil && !w.take("", g.id, g.over) {
		return
	}
	var ids []uint64
	if err == nil {
		ids, err = g.freePages()
	}
	if err != nil {
		w.problem("", "the list of free pages: "+err.Error())
		return
	}
	for _, id := range ids {
		if id < 2 || id >= w.pages {
			w.problem("", fmt.Sprintf("the list of free pages: page %d is outside the file", id))
			return
		}
		if !w.take("", id, 0) {
			return
		}
	}
	lost := 0
	for _, used := range w.used[min(2, len(w.used)):] {
		if !used {
			lost++
		}
	}
	if lost > 0 {
		w.problem("", fmt.Sprintf("%d pages are neither in use nor free", lost))
	}
}
