package store

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
)

// guarded runs do, which reads the file, and makes an error of what damage in it
// sets off: bbolt trusts its pages, so a bad one makes it panic, or read where
// the file has no bytes.
func guarded(do func() error) (err error) {
	before := debug.SetPanicOnFault(true)
	defer debug.SetPanicOnFault(before)
	defer func() {
		p := recover()
		if p == nil {
			return
		}
		if !tellsDamage(p) {
			panic(p)
		}
		err = fmt.Errorf("%w: %.200v", ErrDamaged, p)
	}()
	return do()
}

// tellsDamage reports whether a panic can come from the bytes of a file: a fault,
// a bound that does not hold, or one that bbolt raised. Called while recovering.
func tellsDamage(p any) bool {
	if _, ok := p.(runtime.Error); ok {
		return true
	}
	callers := make([]uintptr, 16)
	frames := runtime.CallersFrames(callers[:runtime.Callers(3, callers)])
	for {
		frame, more := frames.Next()
		if !strings.HasPrefix(frame.Function, "runtime.") {
			return strings.HasPrefix(frame.Function, "go.etcd.io/bbolt")
		}
		if !more {
			return false
		}
	}
}
