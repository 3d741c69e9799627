//go:build !linux

package resident

import "go.etcd.io/bbolt"

// Release does nothing: it is never needed, as no page counts.
func Release(*bbolt.DB, int64) {}

// Bytes is not known here.
func Bytes() (all, mapped int64) { return 0, 0 }
