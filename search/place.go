package search

import (
	"bytes"
	"context"
	"slices"
)

// place puts every document where it belongs: by length, then by age, which is the order
// of ids.
func (b *builder) place(ctx context.Context, s *segment) error {
	ids, byID := viewOf[[16]byte](s, partIDs), viewOf[int32](s, partByID)
	due, came, sum := viewOf[uint32](s, partDue), viewOf[uint32](s, partAt), viewOf[float64](s, partSum)
	next := slices.Clone(s.first)
	b.spool.placed = make([]uint32, b.n)
	err := b.spool.each(b.n, func(i int, d *spooled) error {
		if i > 0 && i%restEvery == 0 {
			b.passed(restEvery)
			if err := b.rest(ctx); err != nil {
				return err
			}
		}
		length := len(d.text)
		at := next[length]
		next[length]++
		b.spool.placed[i] = uint32(at)
		ids[at], due[at], came[at], sum[at] = d.id, d.due, d.at, d.sum
		copy(s.text(int(at), length), d.text)
		return nil
	})
	if err != nil {
		return err
	}
	moved := s.sortByAge(ids, func(order []int32, from, to int) {
		reorder(due[from:to], order, from)
		reorder(came[from:to], order, from)
		reorder(sum[from:to], order, from)
	})
	if moved != nil {
		for i, at := range b.spool.placed {
			b.spool.placed[i] = uint32(moved[at])
		}
	}
	for i := range byID {
		byID[i] = int32(i)
	}
	slices.SortFunc(byID, func(a, b int32) int { return bytes.Compare(ids[a][:], ids[b][:]) })
	return b.rest(ctx)
}

// sortByAge puts the records of each length in order of their ids, and gives where each
// went; nil when all were in order.
func (s *segment) sortByAge(ids [][16]byte, others func(order []int32, from, to int)) (moved []int32) {
	for length := range len(s.first) - 1 {
		from, to := int(s.first[length]), int(s.first[length+1])
		older := func(a, b int32) int { return bytes.Compare(ids[a][:], ids[b][:]) }
		order := make([]int32, to-from)
		for i := range order {
			order[i] = int32(from + i)
		}
		if slices.IsSortedFunc(order, older) {
			continue
		}
		slices.SortFunc(order, older)
		if moved == nil {
			moved = make([]int32, s.records())
			for i := range moved {
				moved[i] = int32(i)
			}
		}
		for i, was := range order {
			moved[was] = int32(from + i)
		}
		reorder(ids[from:to], order, from)
		others(order, from, to)
		s.reorderTexts(order, from, length)
	}
	return moved
}

// reorder gives each place what stood where order says, counted from from.
func reorder[T any](of []T, order []int32, from int) {
	was := slices.Clone(of)
	for i, at := range order {
		of[i] = was[int(at)-from]
	}
}

func (s *segment) reorderTexts(order []int32, from, length int) {
	if length == 0 {
		return
	}
	at := s.at(from, length)
	texts := s.texts[at : at+int64(len(order))*int64(length)]
	was := slices.Clone(texts)
	for i, record := range order {
		old := (int(record) - from) * length
		copy(texts[i*length:], was[old:old+length])
	}
}
