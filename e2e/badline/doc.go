// Package badline is a line between a program and a server that goes wrong as bad
// networks do: late, narrow, cut in the middle, closed on one side, a byte at a time.
// What happens to the n-th connection follows from a seed.
package badline
