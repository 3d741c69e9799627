package diskroom

import (
	"math"
	"path/filepath"
	"testing"

	"pgregory.net/rapid"
)

func TestOf(t *testing.T) {
	dir := t.TempDir()
	if r, known := Of(dir); known && (r.Free < 0 || r.Free > r.Size) {
		t.Errorf("%+v", r)
	}
	if r, known := Of(filepath.Join(dir, "none")); known {
		t.Errorf("what is not there has %+v", r)
	}
}

func TestSpare(t *testing.T) {
	for _, c := range []struct {
		name  string
		r     Room
		spare int64
	}{
		{"a large disk", Room{Free: 100 << 30, Size: 500 << 30}, 100<<30 - Reserve},
		{"a large disk that is nearly full", Room{Free: Reserve - 1, Size: 500 << 30}, 0},
		{"a small disk", Room{Free: 3 << 20, Size: 4 << 20}, 2 << 20},
		{"a full disk", Room{Size: 4 << 20}, 0},
	} {
		if got := c.r.Spare(); got != c.spare {
			t.Errorf("%s: %d bytes, want %d", c.name, got, c.spare)
		}
	}
}

// Who takes what may be taken leaves the reserve.
func TestSpareLeavesAReserve(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.Int64Range(1, math.MaxInt64).Draw(t, "size")
		r := Room{Free: rapid.Int64Range(0, size).Draw(t, "free"), Size: size}
		spare := r.Spare()
		if spare < 0 || spare > r.Free || spare > 0 && r.Free-spare < min(Reserve, size/4) {
			t.Errorf("%+v gives %d", r, spare)
		}
	})
}

func TestBytesOf(t *testing.T) {
	for _, c := range []struct{ blocks, size, want int64 }{
		{3, 4096, 12288}, {-1, 4096, 0}, {1 << 60, 4096, math.MaxInt64}, {math.MaxInt64, 1, math.MaxInt64},
	} {
		if got := bytesOf(c.blocks, c.size); got != c.want {
			t.Errorf("%d blocks of %d are %d, want %d", c.blocks, c.size, got, c.want)
		}
	}
}
