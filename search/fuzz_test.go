package search

import (
	"context"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// FuzzSegment changes a segment and makes its sums right again, as who means harm would:
// whatever it says then, it is refused or searched, and the program goes on.
func FuzzSegment(f *testing.F) {
	s := shelf{}
	for i := range 200 {
		l := lead(i, fmt.Sprint("nord foods ", i*7919%1000, " الأركان"))
		s[l.ID] = l
	}
	path := filepath.Join(f.TempDir(), "search.idx")
	x := New(path, s.lookup)
	if err := x.Build(context.Background(), Stamp{}, s.each, nil); err != nil {
		f.Fatal(err)
	}
	if err := x.Close(); err != nil {
		f.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	for _, at := range []uint32{16, 24, 32, 80, 96, 4096, 4100, 8192, 20000, uint32(len(whole) - 100)} {
		f.Add(at, uint64(0xffff_ffff_ffff_ffff), at+8, uint64(1))
	}
	f.Fuzz(func(t *testing.T, at uint32, word uint64, also uint32, other uint64) {
		data := slices.Clone(whole)
		for place, put := range map[uint32]uint64{at: word, also: other} {
			if from := int(place) % (len(data) - 8); from >= 16 {
				binary.LittleEndian.PutUint64(data[from:], put)
			}
		}
		sumAgain(data)
		path := filepath.Join(t.TempDir(), "search.idx")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		x := New(path, s.lookup)
		if _, err := x.Open(); err != nil {
			if !Unfit(err) {
				t.Fatal(err)
			}
			return
		}
		for _, line := range []string{"nord 17", "الاركان", "kind:lead due:none", "country:us 9", "zzz"} {
			if _, err := x.Find(context.Background(), typed(line)); err != nil && !Unfit(err) {
				t.Fatal(err)
			}
		}
		if err := x.Update(s.documents()[:3], nil); err != nil && !Unfit(err) {
			t.Fatal(err)
		}
		if err := x.Close(); err != nil {
			t.Fatal(err)
		}
	})
}

// sumAgain makes the sums of the header and of all pages right, as far as they can be.
func sumAgain(data []byte) {
	binary.LittleEndian.PutUint32(data[headerSize-4:], crc32.Checksum(data[:headerSize-4], castagnoli))
	h, err := decodeHeader(data, uint64(len(data)))
	if err != nil {
		return
	}
	sums := data[h.parts[partChecks].at:h.parts[partChecks].end()]
	for page := 0; page*4 < len(sums); page++ {
		from := uint64(filePage + page*checkedPage)
		to := min(from+checkedPage, h.parts[partTexts].end())
		binary.LittleEndian.PutUint32(sums[page*4:], crc32.Checksum(data[from:to], castagnoli))
	}
}
