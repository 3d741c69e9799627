// Command tradedesk is a desk for trade brokers: leads, suppliers and RFQs, kept
// on the broker's machine and worked from the keyboard.
package main

import (
	"os"

	"tradedesk/cli"
)

func main() { os.Exit(cli.Main(cli.Process())) }
