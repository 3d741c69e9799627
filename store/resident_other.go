//go:build !linux

package store

import "go.etcd.io/bbolt"

// unmapRead is for systems that count pages read of a file as memory of the program.
func unmapRead(*bbolt.DB, int64, int64) {}

// unmap is never called there, as no page counts.
func unmap(*bbolt.DB, int64) {}

// residentBytes is not known there.
func residentBytes() (resident, mapped int64) { return 0, 0 }
