// Command tradedesk is a desk for trade brokers: leads, suppliers and RFQs, kept
// on the broker's machine and worked from the keyboard.
package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"

	"tradedesk/cli"
)

func main() {
	collectLater()
	os.Exit(cli.Main(cli.Process()))
}

// startHeap is how much may be allocated before garbage is collected for the first
// time, as a percentage of the 4 MB at which Go begins: the first frame takes some
// 12 MB, nearly all of which stays.
const startHeap = 600

// collectLater puts the first collection off, so that none runs while the program
// starts; from then on it is as GOGC says. A limit of memory counts all the same.
func collectLater() {
	usual := debug.SetGCPercent(startHeap)
	if usual < 0 || usual >= startHeap {
		debug.SetGCPercent(usual)
		return
	}
	collectAsUsual(usual)
}

// collectAsUsual puts back how often it is collected when a collection comes; while an
// import has its own say in it, when one comes after that.
func collectAsUsual(usual int) {
	// The sentinel is garbage from the beginning: the next collection finds it.
	runtime.AddCleanup(new([16]byte), func(percent int) {
		now := []metrics.Sample{{Name: "/gc/gogc:percent"}}
		if metrics.Read(now); now[0].Value.Uint64() != startHeap {
			collectAsUsual(percent)
			return
		}
		debug.SetGCPercent(percent)
	}, usual)
}
