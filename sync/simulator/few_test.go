//go:build !race

package simulator

// fewSeeds is what a run of all tests takes: about a minute.
const fewSeeds = 300
