package exchange

import (
	"regexp"
	"sync"
)

// lazily compiles an expression when it is first used: a program that reads no
// file does not pay for it when it starts.
func lazily(pattern string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(pattern) })
}
