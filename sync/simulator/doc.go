// Package simulator holds desks and a server to what sync promises (docs/sync.md).
//
// One run is single-threaded and follows from its seed: two to five desks, each the
// real engine on a real file, and the real server, over a network in memory that
// drops, doubles, delays and cuts what it carries. Files are copied, restored and
// opened again, clocks are wrong by years. Every change that a person committed is
// followed to its end, and at the end all is compared.
//
//	go test ./sync/simulator                                  a fixed budget of seeds
//	go test ./sync/simulator -run Seeds -sim.seeds 20000      more of them
//	go test ./sync/simulator -run Seeds -sim.from 4711 -sim.seeds 1 -sim.log   one again
package simulator
