package desk

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"

	"tradedesk/model"
	"tradedesk/search"
)

// The files of the search index, beside the desk's. Both can be made anew.
func (p place) segment() string { return filepath.Join(p.dir, "search.idx") }
func (p place) noted() string   { return filepath.Join(p.dir, "search.changes") }

// noted is what changed since a segment was made. It is kept in a file from one day to
// the next: who finds the desk as it was left opens the segment, and reads anew what the
// file names. The file is taken away while the desk is open, so that whatever ends the
// program, an old one is never believed.
type noted struct {
	known   bool // there is a segment, and what changed since is all here
	stamp   search.Stamp
	changed map[model.ID]bool
}

const (
	notedMagic = "tdnoted1"
	notedHead  = 8 + 16 + 16 + 8
)

// begin notes what changes from now on, for a segment that is being made.
func (n *noted) begin(stamp search.Stamp) {
	*n = noted{known: true, stamp: stamp, changed: map[model.ID]bool{}}
}

// forget says that more changed than is known.
func (n *noted) forget() { *n = noted{} }

func (n *noted) add(ids []model.ID) {
	if !n.known {
		return
	}
	for _, id := range ids {
		n.changed[id] = true
	}
	if len(n.changed) > indexChanges {
		n.forget()
	}
}

func (n *noted) list() []model.ID {
	ids := make([]model.ID, 0, len(n.changed))
	for id := range n.changed {
		ids = append(ids, id)
	}
	return ids
}

// keep writes down what is known, when the store was closed in a state. What cannot be
// written, as on a full disk, costs no more than the next search an index made anew: what
// was done at the desk is not told to have failed for it.
func (n *noted) keep(p place, state uint64) {
	if !n.known {
		return
	}
	out := make([]byte, 0, notedHead+len(n.changed)*16+4)
	out = append(out, notedMagic...)
	out = append(out, n.stamp.Desk[:]...)
	out = append(out, n.stamp.Made[:]...)
	out = binary.LittleEndian.AppendUint64(out, state)
	for id := range n.changed {
		out = append(out, id[:]...)
	}
	out = binary.LittleEndian.AppendUint32(out, crc32.ChecksumIEEE(out))
	if err := os.WriteFile(p.noted(), out, 0o600); err != nil {
		_ = os.Remove(p.noted()) // half of it would not be believed either
	}
}

// takeNoted reads what was noted and takes the file away; nothing is known when the store
// is not this desk's, in the state in which it was closed then.
func takeNoted(p place, desk model.ID, state uint64) (n noted) {
	info, err := os.Stat(p.noted())
	if err != nil || info.Size() > notedHead+indexChanges*16+4 {
		err = errors.Join(err, errors.New("it is too large"))
	}
	var data []byte
	if err == nil {
		data, err = os.ReadFile(p.noted())
	}
	if gone := os.Remove(p.noted()); gone != nil && !errors.Is(gone, fs.ErrNotExist) {
		return n
	}
	size := len(data) - notedHead - 4
	if err != nil || size < 0 || size%16 != 0 || string(data[:8]) != notedMagic ||
		binary.LittleEndian.Uint32(data[len(data)-4:]) != crc32.ChecksumIEEE(data[:len(data)-4]) ||
		model.ID(data[8:24]) != desk || binary.LittleEndian.Uint64(data[40:]) != state {
		return n
	}
	n.begin(search.Stamp{Desk: desk, Made: model.ID(data[24:40])})
	for at := notedHead; at < notedHead+size; at += 16 {
		n.changed[model.ID(data[at:at+16])] = true
	}
	return n
}
