package desk

import (
	"math"
	"runtime/debug"
	"runtime/metrics"
	"sync"
)

// What imports, and a desk that catches up with its server, may take of the heap beside
// what is in use when they begin. Records live as long as their batch; left alone, the
// collector lets the dead of several batches pile up before it comes.
const (
	importHeap  = 128 << 20
	catchUpHeap = 110 << 20
)

// importGrowth is by how much, in per cent of what lives, the heap grows before the
// collector comes, as far as importHeap lets it.
const importGrowth = 1000

// heapBound bounds the heap of the process while much is taken in.
type heapBound struct {
	mu      sync.Mutex
	running int
	before  int64 // the limit that is put back after the last
	percent int   // and how much the heap grows between two collections
}

// bulkBound is one for the process, as is the limit that it sets.
var bulkBound heapBound

// begin sets the bound, unless there is one; end must be called when it is over.
func (b *heapBound) begin(heap int64) (end func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.running++; b.running == 1 {
		b.before = debug.SetMemoryLimit(-1)
		debug.SetMemoryLimit(min(b.before, liveHeap()+heap))
		// What lives is small: the collector comes when the bound is near, not each time
		// that the heap has grown by as much again.
		b.percent = debug.SetGCPercent(importGrowth)
	}
	return b.end
}

func (b *heapBound) end() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.running--; b.running == 0 {
		debug.SetGCPercent(b.percent)
		debug.SetMemoryLimit(b.before)
	}
}

// liveHeap gives the bytes that the last collection left.
func liveHeap() int64 {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	if sample[0].Value.Kind() != metrics.KindUint64 {
		return 0
	}
	return int64(min(sample[0].Value.Uint64(), math.MaxInt64/2))
}
