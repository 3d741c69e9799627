//go:build !(darwin || dragonfly || freebsd || linux || windows)

package diskroom

import "errors"

func roomOf(string) (Room, error) { return Room{}, errors.ErrUnsupported }
