// Command skewed is tradedesk on a machine whose clock is off by TRADEDESK_SKEW, a duration
// such as -87600h. It is built by tests alone.
package main

import (
	"fmt"
	"os"
	"time"

	"tradedesk/cli"
)

func main() {
	by, err := time.ParseDuration(os.Getenv("TRADEDESK_SKEW"))
	if err != nil {
		fmt.Fprintln(os.Stderr, "reading TRADEDESK_SKEW:", err)
		os.Exit(2)
	}
	env := cli.Process()
	env.Now = func() time.Time { return time.Now().Add(by) }
	os.Exit(cli.Main(env))
}
