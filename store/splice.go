package store

import (
	"bytes"
	"encoding/binary"
)

// spliced is how many keys of a transaction are put into or cut out of the bytes of
// their blocks, which leaves all other keys as they are written.
const spliced = 4

// splice puts keys into blocks of a partition and cuts others out, and gives those
// for which a block has to be made anew: one that would be too long or too short, or
// whose first key changes.
func splice(b *bucket, part byte, keys [][]byte, in bool) (left [][]byte, err error) {
	var memory []byte
	for _, key := range keys {
		at, value := floor(b.Cursor(), part, key, &memory)
		if at == nil || bytes.Compare(at[1:], key) >= 0 {
			left = append(left, key)
			continue
		}
		value, ok, err := spliceBlock(at[1:], value, key, in)
		switch {
		case err != nil:
			return nil, err
		case !ok || len(at)+len(value) > maxBlock || !in && len(value) < minBlock:
			left = append(left, key)
		default:
			if err := b.Put(bytes.Clone(at), value); err != nil {
				return nil, err
			}
		}
	}
	return left, nil
}

// spliceBlock gives the value of a block with a key put in, or cut out, that lies
// behind its first; false when it is there already, or is not there.
func spliceBlock(first, value, key []byte, in bool) (spliced []byte, ok bool, err error) {
	if len(value) < 2 {
		return nil, false, errBlock
	}
	same, size := commonPrefix(first, key), len(first) // of the key before
	at := 2
	for at < len(value) {
		shared, rest, head := lengths(value[at:])
		if head == 0 || shared > size || rest == 0 || rest > len(value)-at-head {
			return nil, false, errBlock
		}
		tail := value[at+head : at+head+rest]
		end := at + head + rest
		if shared < same {
			break // it is behind, and has as much in common with the key as with the one before
		}
		if shared == same {
			more := commonPrefix(tail, key[same:])
			if same+more == len(key) && more == len(tail) {
				if in {
					return nil, false, nil
				}
				return cutOut(value, at, end, shared, tail)
			}
			if same+more == len(key) || more < len(tail) && tail[more] > key[same+more] {
				if !in {
					return nil, false, nil
				}
				out := appendKey(putCount(value, 1, at, len(key)), same, key[same:])
				return append(appendKey(out, same+more, tail[more:]), value[end:]...), true, nil
			}
			same += more
		}
		at, size = end, shared+rest
	}
	if !in {
		return nil, false, nil
	}
	return append(appendKey(putCount(value, 1, at, len(key)), same, key[same:]), value[at:]...), true, nil
}

// cutOut leaves out the key between at and end, which has so much in common with
// the one before it. What the next one has of it beyond goes over to that one.
func cutOut(value []byte, at, end, shared int, tail []byte) ([]byte, bool, error) {
	out := putCount(value, -1, at, len(tail))
	if end == len(value) {
		return out, true, nil
	}
	next, rest, head := lengths(value[end:])
	if head == 0 || next > shared+len(tail) || rest == 0 || rest > len(value)-end-head {
		return nil, false, errBlock
	}
	if next <= shared {
		return append(out, value[end:]...), true, nil
	}
	its := append(bytes.Clone(tail[:next-shared]), value[end+head:end+head+rest]...)
	return append(appendKey(out, shared, its), value[end+head+rest:]...), true, nil
}

// putCount gives what a block's value begins with, with another number of keys and
// room for one more.
func putCount(value []byte, by, upTo, room int) []byte {
	out := append(make([]byte, 0, len(value)+room+16), value[:upTo]...)
	binary.BigEndian.PutUint16(out, uint16(countOf(value)+by))
	return out
}

// appendKey writes a key as what it does not share with the one before it.
func appendKey(out []byte, shared int, rest []byte) []byte {
	out = binary.AppendUvarint(binary.AppendUvarint(out, uint64(shared)), uint64(len(rest)))
	return append(out, rest...)
}
