package search

import (
	"context"

	"tradedesk/model/value"
	"tradedesk/search/query"
	"tradedesk/search/terms"
)

// filterWorth looks through what each record is worth. Of a filter in a currency, those in
// each currency that has a rate are held against its bounds there.
func (s *segment) filterWorth(ctx context.Context, f query.Filter, n *narrowed) error {
	currencies := f.Currencies()
	others := f.Holds("")
	if len(currencies) == 0 {
		return s.filterEach(ctx, f, n, partSum, func(record int) (may, sure bool) { return others(s.sum[record]) })
	}
	s.check(s.head.parts[partSum])
	w := worthies{narrowed: n, bits: terms.NewBits(uint64(s.records())), told: terms.NewBits(uint64(s.records()))}
	for _, c := range currencies {
		if err := w.tell(ctx, s, c, f.Holds(c)); err != nil {
			return err
		}
	}
	for record := range s.records() {
		if record%chunkSize == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if !w.told.Has(uint32(record)) {
			w.put(uint32(record), s.sum[record], others)
		}
	}
	n.bits = w.bits
	if w.unsure {
		n.rest = append(n.rest, f)
	}
	return nil
}

// worthies are the records that are worth what a filter asks for.
type worthies struct {
	*narrowed
	bits, told terms.Bits
	unsure     bool // of one it cannot be told
}

func (w *worthies) tell(ctx context.Context, s *segment, c value.Currency, holds func(float64) (may, sure bool)) error {
	asked := terms.Query{All: [][]terms.Term{{{Word: facet(query.ByCurrency, c.String())}}}, Within: w.narrowed.bits}
	found, err := s.words.Search(ctx, asked)
	if err != nil {
		return err
	}
	for doc, ok := found.Next(); ok; doc, ok = found.Next() {
		if int(doc) < s.records() {
			w.told.Set(doc)
			w.put(doc, s.sum[doc], holds)
		}
	}
	return found.Err()
}

func (w *worthies) put(record uint32, sum float64, holds func(float64) (may, sure bool)) {
	if w.narrowed.bits != nil && !w.narrowed.bits.Has(record) {
		return
	}
	if may, sure := holds(sum); may {
		w.bits.Set(record)
		w.unsure = w.unsure || !sure
	}
}
