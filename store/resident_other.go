//go:build !linux

package store

import "go.etcd.io/bbolt"

// unmapRead is for systems that count pages read of a file as memory of the program.
func unmapRead(*bbolt.DB, int64, int64) {}

// ownMemory is not known there.
func ownMemory() int64 { return 0 }
