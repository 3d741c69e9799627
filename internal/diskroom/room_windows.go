package diskroom

import (
	"math"

	"golang.org/x/sys/windows"
)

func roomOf(path string) (Room, error) {
	name, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return Room{}, err
	}
	var free, size uint64
	if err := windows.GetDiskFreeSpaceEx(name, &free, &size, nil); err != nil {
		return Room{}, err
	}
	return Room{Free: int64(min(free, math.MaxInt64)), Size: int64(min(size, math.MaxInt64))}, nil
}
