//go:build unix

package main

import (
	"fmt"
	"slices"
	"time"
)

// sample is what was measured of one thing, over and over.
type sample []time.Duration

// at gives the value that a part of the sample does not exceed: 0.5 the median.
func (s sample) at(part float64) time.Duration {
	if len(s) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(s))
	return sorted[min(int(part*float64(len(sorted))), len(sorted)-1)]
}

// String gives the median and the quartiles, in milliseconds.
func (s sample) String() string {
	return fmt.Sprintf("%s (%s to %s)", ms(s.at(0.5)), ms(s.at(0.25)), ms(s.at(0.75)))
}

func ms(d time.Duration) string {
	switch {
	case d < 100*time.Microsecond:
		return fmt.Sprintf("%.1f µs", float64(d)/1e3)
	case d < 10*time.Millisecond:
		return fmt.Sprintf("%.2f ms", float64(d)/1e6)
	}
	return fmt.Sprintf("%.1f ms", float64(d)/1e6)
}

func ratio(a, b time.Duration) string { return fmt.Sprintf("%.2f", float64(a)/float64(b)) }

// table prints the rows of a figure under its name.
func table(name string, head []string, rows ...[]string) {
	fmt.Printf("\n## %s\n\n", name)
	line(head)
	rule := make([]string, len(head))
	for i := range rule {
		rule[i] = "---"
	}
	line(rule)
	for _, row := range rows {
		line(row)
	}
}

func line(cells []string) {
	fmt.Print("|")
	for _, cell := range cells {
		fmt.Printf(" %s |", cell)
	}
	fmt.Println()
}
