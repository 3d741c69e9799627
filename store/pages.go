package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"math/bits"
	"os"
)

// The layout of a bbolt file, version 2: pages of one size, numbers in the order
// of the machine. See internal/common of go.etcd.io/bbolt.
const (
	boltMagic   = 0xED0CDAED
	boltVersion = 2

	pageHeader    = 16 // id 8, flags 2, count 2, overflow 4
	branchElement = 16 // pos 4, key size 4, page 8
	leafElement   = 16 // flags 4, pos 4, key size 4, value size 4
	bucketHeader  = 16 // root page 8, sequence 8

	flagBranch   = 0x01
	flagLeaf     = 0x02
	flagFreelist = 0x10
	flagBucket   = 0x01 // of a leaf's element

	minPageSize, maxPageSize = 1 << 10, 1 << 24
	metaSize                 = 64
	noFreelist               = ^uint64(0)
)

// pageFile reads the pages of a bbolt file without bbolt. Every number in it is
// tested before it is followed, so that damage is an error with a page's number,
// and never a panic, a fault or a walk without an end.
type pageFile struct {
	r        io.ReaderAt
	size     int64
	pageSize int64
	root     uint64
	freelist uint64
	pages    uint64 // below which all pages in use are
	tx       uint64
}

var (
	errNoMeta = errors.New("it is no desk file, or its beginning is lost")
	errCut    = errors.New("its end is missing")
)

// readPages finds the newest state that was committed whole.
func readPages(r io.ReaderAt, size int64) (*pageFile, error) {
	var newest *pageFile
	// The second meta page stands where the first page ends, wherever that is.
	for at := int64(0); at < size && at <= maxPageSize; at = max(2*at, minPageSize) {
		p, err := readMeta(r, at)
		if err != nil {
			return nil, err
		}
		if p != nil && (at == 0 || at == p.pageSize) && (newest == nil || p.tx > newest.tx) {
			newest = p
		}
	}
	if newest == nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, errNoMeta)
	}
	newest.size = size
	return newest, nil
}

// readMeta gives the meta page at an offset, nil when there is no valid one.
func readMeta(r io.ReaderAt, at int64) (*pageFile, error) {
	raw := make([]byte, pageHeader+metaSize)
	if n, err := r.ReadAt(raw, at); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	} else if n < len(raw) {
		return nil, nil
	}
	meta, number := raw[pageHeader:], binary.NativeEndian
	sum := fnv.New64a()
	_, _ = sum.Write(meta[:56])
	if number.Uint32(meta) != boltMagic || number.Uint32(meta[4:]) != boltVersion || number.Uint64(meta[56:]) != sum.Sum64() {
		return nil, nil
	}
	p := &pageFile{
		r: r, pageSize: int64(number.Uint32(meta[8:])),
		root: number.Uint64(meta[16:]), freelist: number.Uint64(meta[32:]),
		pages: number.Uint64(meta[40:]), tx: number.Uint64(meta[48:]),
	}
	if p.pageSize < minPageSize || p.pageSize > maxPageSize || bits.OnesCount64(uint64(p.pageSize)) != 1 {
		return nil, nil
	}
	return p, nil
}

// whole reports whether the file has all the pages that it says it has.
func (p *pageFile) whole() error {
	if p.pages > uint64(p.size/p.pageSize) {
		return fmt.Errorf("%w: %w: it has %d bytes of %d", ErrDamaged, errCut, p.size, p.pages*uint64(p.pageSize))
	}
	return nil
}

// page is one page with the pages that it runs over.
type page struct {
	id    uint64
	flags uint16
	count int
	body  []byte // behind the header
	over  uint64 // further pages
}

func (p *pageFile) read(id uint64) (page, error) {
	if id < 2 || id >= p.pages {
		return page{}, fmt.Errorf("page %d: is outside the file", id)
	}
	raw := make([]byte, p.pageSize)
	if err := readFull(p.r, raw, int64(id)*p.pageSize); err != nil {
		return page{}, fmt.Errorf("page %d: %w", id, err)
	}
	number := binary.NativeEndian
	out := page{
		id: id, flags: number.Uint16(raw[8:]), count: int(number.Uint16(raw[10:])), over: uint64(number.Uint32(raw[12:])),
	}
	if is := number.Uint64(raw); is != id {
		return page{}, fmt.Errorf("page %d: says that it is page %d", id, is)
	}
	if out.over >= p.pages-id {
		return page{}, fmt.Errorf("page %d: runs over the end of the file", id)
	}
	if id+1+out.over > uint64(p.size/p.pageSize) {
		return page{}, fmt.Errorf("page %d: %w", id, errCut)
	}
	if out.over > 0 {
		rest := make([]byte, int64(out.over)*p.pageSize)
		if err := readFull(p.r, rest, int64(id+1)*p.pageSize); err != nil {
			return page{}, fmt.Errorf("page %d: %w", id, err)
		}
		raw = append(raw, rest...)
	}
	out.body = raw[pageHeader:]
	return out, nil
}

func readFull(r io.ReaderAt, raw []byte, at int64) error {
	n, err := r.ReadAt(raw, at)
	if n == len(raw) {
		return nil
	}
	if errors.Is(err, io.EOF) {
		return errCut
	}
	return err
}

// element is one entry of a leaf or a branch page.
type element struct {
	key, value []byte // value of a leaf
	child      uint64 // of a branch
	bucket     bool   // of a leaf: the value is a bucket
}

// elements gives the entries of a branch or a leaf page.
func (g page) elements() ([]element, error) {
	if g.flags != flagBranch && g.flags != flagLeaf {
		return nil, fmt.Errorf("page %d: is of no known sort (%#x)", g.id, g.flags)
	}
	size := branchElement
	if g.flags == flagLeaf {
		size = leafElement
	}
	if g.count*size > len(g.body) {
		return nil, fmt.Errorf("page %d: has no room for its %d entries", g.id, g.count)
	}
	out := make([]element, g.count)
	for i := range out {
		head := g.body[i*size:]
		var ok bool
		if g.flags == flagBranch {
			ok = out[i].readBranch(head)
		} else {
			ok = out[i].readLeaf(head)
		}
		if !ok {
			return nil, fmt.Errorf("page %d: entry %d runs over its end", g.id, i)
		}
	}
	return out, nil
}

func (e *element) readBranch(head []byte) bool {
	number := binary.NativeEndian
	pos, key := uint64(number.Uint32(head)), uint64(number.Uint32(head[4:]))
	e.child = number.Uint64(head[8:])
	if pos+key > uint64(len(head)) {
		return false
	}
	e.key = head[pos : pos+key]
	return true
}

func (e *element) readLeaf(head []byte) bool {
	number := binary.NativeEndian
	pos, key, value := uint64(number.Uint32(head[4:])), uint64(number.Uint32(head[8:])), uint64(number.Uint32(head[12:]))
	e.bucket = number.Uint32(head)&flagBucket != 0
	if pos+key+value > uint64(len(head)) {
		return false
	}
	e.key, e.value = head[pos:pos+key], head[pos+key:pos+key+value]
	return true
}

// bucketRoot gives where a bucket's tree begins: a page's number, or the page
// itself when it is small enough to stand in the value.
func bucketRoot(value []byte) (root uint64, inline page, err error) {
	if len(value) < bucketHeader {
		return 0, page{}, errors.New("a bucket without a head")
	}
	number := binary.NativeEndian
	if root = number.Uint64(value); root != 0 {
		return root, page{}, nil
	}
	raw := value[bucketHeader:]
	if len(raw) < pageHeader {
		return 0, page{}, errors.New("a bucket without a page")
	}
	inline = page{flags: number.Uint16(raw[8:]), count: int(number.Uint16(raw[10:])), body: raw[pageHeader:]}
	if inline.flags != flagLeaf {
		return 0, page{}, fmt.Errorf("a small bucket is of no known sort (%#x)", inline.flags)
	}
	return 0, inline, nil
}

// freePages gives the numbers that a list of free pages holds.
func (g page) freePages() ([]uint64, error) {
	if g.flags != flagFreelist {
		return nil, fmt.Errorf("page %d: is no list of free pages (%#x)", g.id, g.flags)
	}
	number := binary.NativeEndian
	count, body := uint64(g.count), g.body
	if g.count == 0xFFFF { // there are more than fit in the header
		count, body = number.Uint64(body), body[8:]
	}
	if count > uint64(len(body)/8) {
		return nil, fmt.Errorf("page %d: has no room for its %d entries", g.id, count)
	}
	ids := make([]uint64, count)
	for i := range ids {
		ids[i] = number.Uint64(body[8*i:])
	}
	return ids, nil
}

// free gives the pages that nothing uses.
func (p *pageFile) free() ([]uint64, error) {
	if p.freelist == noFreelist {
		return nil, nil
	}
	g, err := p.read(p.freelist)
	if err != nil {
		return nil, err
	}
	return g.freePages()
}

// maxLooked bounds the pages that are looked at when a file is opened: all upper
// ones of a small file, the uppermost of a large one.
const maxLooked = 128

// sound looks at what would make bbolt go astray for ever or read beyond the end
// of the file: a file that was cut, and pages that lead back.
func sound(handle *os.File) error {
	info, err := handle.Stat()
	if err != nil {
		return err
	}
	p, err := readPages(handle, info.Size())
	if err != nil {
		return err
	}
	if err := p.whole(); err != nil {
		return err
	}
	seen := map[uint64]bool{}
	for next := []uint64{p.root}; len(next) > 0 && len(seen) < maxLooked; next = next[1:] {
		if seen[next[0]] {
			return fmt.Errorf("%w: page %d stands in two places", ErrDamaged, next[0])
		}
		seen[next[0]] = true
		below, err := p.below(next[0])
		if err != nil {
			return fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		next = append(next, below...)
	}
	return nil
}

// below gives the pages that a page leads to.
func (p *pageFile) below(id uint64) ([]uint64, error) {
	g, err := p.read(id)
	if err != nil {
		return nil, err
	}
	elements, err := g.elements()
	if err != nil {
		return nil, err
	}
	var ids []uint64
	for _, e := range elements {
		switch {
		case g.flags == flagBranch:
			ids = append(ids, e.child)
		case e.bucket:
			root, _, err := bucketRoot(e.value)
			if err != nil {
				return nil, fmt.Errorf("page %d: %w", id, err)
			}
			if root != 0 {
				ids = append(ids, root)
			}
		}
	}
	return ids, nil
}
