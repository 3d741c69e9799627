package desk

import (
	"runtime/debug"
	"testing"
)

// Not parallel: the limit is the process's, and so is the percentage.
func TestImportsBoundTheHeapAndPutTheBoundBack(t *testing.T) {
	const own = 1 << 40
	before := debug.SetMemoryLimit(own)
	defer debug.SetMemoryLimit(before)
	const percent = 77
	defer debug.SetGCPercent(debug.SetGCPercent(percent))
	var b heapBound
	first, second := b.begin(importHeap), b.begin(importHeap)
	if limit := debug.SetMemoryLimit(-1); limit >= own || limit < importHeap {
		t.Errorf("while importing the limit is %d", limit)
	}
	first()
	if limit := debug.SetMemoryLimit(-1); limit >= own {
		t.Error("the limit went with the first of two imports")
	}
	second()
	if limit := debug.SetMemoryLimit(-1); limit != own {
		t.Errorf("after the imports the limit is %d, want %d", limit, int64(own))
	}
	if left := debug.SetGCPercent(percent); left != percent {
		t.Errorf("after the imports the heap grows by %d %%, want %d %%", left, percent)
	}

	debug.SetMemoryLimit(importHeap / 2)
	end := b.begin(importHeap)
	if limit := debug.SetMemoryLimit(-1); limit != importHeap/2 {
		t.Errorf("a smaller limit became %d", limit)
	}
	end()
}
