//go:build !linux

package simulator

import "time"

// cpuTime is not known here.
func cpuTime() time.Duration { return 0 }
