// Package client is the desk's side of sync. What to do next is worked out from the
// state alone (plan.go); the engine does it, one call at a time, and says when to come
// again.
package client
