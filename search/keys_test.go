//go:build !race

package search

// keysTyped is of how many keys one is typed.
const keysTyped = 1
