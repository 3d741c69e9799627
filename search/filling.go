package search

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
)

// fillColumns writes the bit columns, some blocks at a time.
func (b *builder) fillColumns(ctx context.Context, s *segment) error {
	block := int(s.head.block)
	blocks := (b.n + block - 1) / block
	var next atomic.Int64
	var running sync.WaitGroup
	failed := make([]error, b.workers)
	for w := range failed {
		running.Go(func() {
			failed[w] = reading(func() error {
				for {
					at := int(next.Add(1)) - 1
					if at >= blocks {
						return nil
					}
					if err := b.rest(ctx); err != nil {
						return err
					}
					s.fillBlock(at)
					b.passed(min(block, b.n-at*block))
				}
			})
		})
	}
	running.Wait()
	return errors.Join(failed...)
}

func (s *segment) fillBlock(at int) {
	block := int(s.head.block)
	first := at * block
	words := block / 64 * allColumns
	length := s.length(first)
	fillBlock(s.columns[at*words:(at+1)*words], min(block, s.records()-first), func(i int) []byte {
		for int(s.first[length+1]) <= first+i {
			length++
		}
		return s.text(first+i, length)
	}, s.pairTable)
}
