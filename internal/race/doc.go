// Package race tells tests whether the race detector looks on, which makes everything five
// to twenty times as slow. What is repeated to find slips of arithmetic or logic in one
// thread is repeated less then: the same test runs in full without the detector, and the
// detector has seen all that threads share after a few rounds.
package race
