package search

import (
	"context"
	"math/bits"
)

// count counts the records that match by their letters.
func (f *finding) count(ctx context.Context) (n int, err error) {
	for _, d := range f.view.recent {
		if d != nil {
			if f.pattern.fits([]byte(d.Text)) && f.passes(d.ID) {
				n++
			}
		}
	}
	for _, p := range f.view.parts {
		q := newScan(p.segment, &f.pattern, 0, p.allowed(), nil)
		if len(p.left.rest) > 0 {
			q.keep = func(record int) bool { return f.passes(p.idOf(record)) }
		}
		n += q.count(ctx)
	}
	return n, nil
}

// count counts all that match in a segment.
func (q *scan) count(ctx context.Context) (n int) {
	w := worker{scan: q}
	for chunk := range q.of.chunks() {
		if ctx.Err() != nil {
			return n
		}
		if !w.candidates(chunk, false) {
			continue
		}
		length := q.of.length(chunk * chunkSize)
		for word, some := range w.left {
			for ; some != 0; some &= some - 1 {
				record := chunk*chunkSize + word*64 + bits.TrailingZeros64(some)
				for int(q.of.first[length+1]) <= record {
					length++
				}
				if q.pattern.fits(q.of.textOf(record, length)) && (q.keep == nil || q.keep(record)) {
					n++
				}
			}
		}
	}
	return n
}
