//go:build unix

package desk

import (
	"io/fs"
	"os"
	"syscall"
)

func ownedByMe(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(stat.Uid) == os.Getuid()
}

func closedToOthers(info fs.FileInfo) bool { return info.Mode().Perm()&0o077 == 0 }
