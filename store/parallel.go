package store

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// worthSharing is how many pieces of work pay for goroutines.
const worthSharing = 64

// inParallel calls do with 0 to n-1, several at a time when there are many.
func inParallel(n int, do func(i int)) {
	if n < worthSharing {
		for i := range n {
			do(i)
		}
		return
	}
	eachInParallel(n, do)
}

// eachInParallel calls do with 0 to n-1, as many at a time as there are cores.
func eachInParallel(n int, do func(i int)) {
	workers := min(runtime.GOMAXPROCS(0), n)
	if workers <= 1 {
		for i := range n {
			do(i)
		}
		return
	}
	var wg sync.WaitGroup
	var next atomic.Int64
	for range workers {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	wg.Wait()
}
