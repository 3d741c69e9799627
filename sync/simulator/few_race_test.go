//go:build race

package simulator

// fewSeeds is fewer where everything takes ten times as long.
const fewSeeds = 20
