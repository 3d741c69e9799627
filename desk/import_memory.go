package desk

import (
	"math"
	"runtime/debug"
	"runtime/metrics"
	"sync"
)

// importHeap is what imports may take of the heap beside what is in use when they
// begin. Records live as long as their batch; left alone, the collector lets the
// dead of several batches pile up before it comes.
const importHeap = 128 << 20

// importGrowth is by how much, in per cent of what lives, the heap grows before the
// collector comes, as far as importHeap lets it.
const importGrowth = 1000

// heapBound bounds the heap of the process while imports run.
type heapBound struct {
	mu      sync.Mutex
	imports int
	before  int64 // the limit that is put back after the last import
	percent int   // and how much the heap grows between two collections
}

// importsBound is one for the process, as is the limit that it sets.
var importsBound heapBound

// begin sets the bound; end must be called when the import is over.
func (b *heapBound) begin() (end func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.imports++; b.imports == 1 {
		b.before = debug.SetMemoryLimit(-1)
		debug.SetMemoryLimit(min(b.before, liveHeap()+importHeap))
		// What lives is small: the collector comes when the bound is near, not each time
		// that the heap has grown by as much again.
		b.percent = debug.SetGCPercent(importGrowth)
	}
	return b.end
}

func (b *heapBound) end() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.imports--; b.imports == 0 {
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
