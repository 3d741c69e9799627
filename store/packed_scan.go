package store

import (
	"bytes"
	"encoding/binary"
)

// eachBlock calls yield with the blocks that have keys from lo on and below hi,
// partition by partition; inside says that all of its keys are. nil hi is open.
func eachBlock(b *bucket, lo, hi []byte, yield func(first, value []byte, inside bool) error) error {
	var memory []byte
	for _, part := range partitions(b) {
		c := b.Cursor()
		at, value := floor(c, part, lo, &memory)
		for at != nil && at[0] == part && (hi == nil || bytes.Compare(at[1:], hi) < 0) {
			next, its := c.Next()
			ends := next != nil && next[0] == part && (hi == nil || bytes.Compare(next[1:], hi) <= 0)
			if err := yield(at[1:], value, (ends || hi == nil) && bytes.Compare(at[1:], lo) >= 0); err != nil {
				return err
			}
			at, value = next, its
		}
	}
	return nil
}

// countKeys counts the keys from lo on and below hi; nil hi is open.
func countKeys(b *bucket, lo, hi []byte) (n int64, err error) {
	var s scanner
	err = eachBlock(b, lo, hi, func(first, value []byte, inside bool) error {
		if inside {
			n += int64(countOf(value))
			return nil
		}
		if err := s.open(first, value); err != nil {
			return err
		}
		for more := true; more; {
			if bytes.Compare(s.key, lo) >= 0 && (hi == nil || bytes.Compare(s.key, hi) < 0) {
				n++
			}
			var err error
			if more, err = s.next(); err != nil {
				return err
			}
		}
		return nil
	})
	return n, err
}

// scanner goes through the keys of a block one after the other in one piece of
// memory, for who need not go back.
type scanner struct {
	key  []byte
	left []byte
	n    int
}

func (s *scanner) open(first, value []byte) error {
	if len(value) < 2 || len(first) > maxKey {
		return errBlock
	}
	s.key, s.left, s.n = append(s.key[:0], first...), value[2:], int(binary.BigEndian.Uint16(value))-1
	return nil
}

// next moves on to the next key; false at the end. It is as strict as block.decode.
func (s *scanner) next() (bool, error) {
	if len(s.left) == 0 {
		if s.n != 0 {
			return false, errBlock
		}
		return false, nil
	}
	shared, rest, head := lengths(s.left)
	if head == 0 || shared > len(s.key) || rest == 0 || rest > len(s.left)-head || shared+rest > maxKey {
		return false, errBlock
	}
	tail := s.left[head : head+rest]
	if shared < len(s.key) && tail[0] <= s.key[shared] {
		return false, errBlock
	}
	s.key = append(s.key[:shared], tail...)
	s.left = s.left[head+rest:]
	s.n--
	return true, nil
}

// eachKey calls yield with the keys of a packed bucket from lo on and below hi,
// partition by partition, not in order, until it gives false; nil hi is open. The
// keys are valid during the call.
func eachKey(b *bucket, lo, hi []byte, yield func(key []byte) bool) error {
	var s scanner
	err := eachBlock(b, lo, hi, func(first, value []byte, inside bool) error {
		if err := s.open(first, value); err != nil {
			return err
		}
		for more := true; more; {
			within := inside || bytes.Compare(s.key, lo) >= 0 && (hi == nil || bytes.Compare(s.key, hi) < 0)
			if within && !yield(s.key) {
				return errEnough
			}
			var err error
			if more, err = s.next(); err != nil {
				return err
			}
		}
		return nil
	})
	if err == errEnough {
		return nil
	}
	return err
}
