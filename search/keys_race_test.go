//go:build race

package search

// keysTyped is of how many keys one is typed: the race detector makes each ten times as slow.
const keysTyped = 8
