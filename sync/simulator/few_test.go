//go:build !race

package simulator

// fewSeeds is what a run of all tests takes: about half a minute.
const fewSeeds = 150
