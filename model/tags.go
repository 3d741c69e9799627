package model

import "slices"

// Retag gives tags with those of add put behind them, and without those of drop.
// The tags that are given stay as they are.
func Retag(tags, add, drop []string) []string {
	out := make([]string, 0, len(tags)+len(add))
	for _, tag := range slices.Concat(tags, add) {
		if !slices.Contains(drop, tag) && !slices.Contains(out, tag) {
			out = append(out, tag)
		}
	}
	return out
}
