package desk

import (
	"context"

	"tradedesk/exchange"
	"tradedesk/model"
)

func (w *owner) ReadCards(ctx context.Context, text string) ([]model.Record, error) {
	return during(ctx, w, func(ctx context.Context) ([]model.Record, error) {
		return exchange.ReadCards(ctx, text, exchange.Request{Home: w.o.Home, Now: w.o.Now, IDs: w.ids})
	})
}

func (v *visitor) ReadCards(ctx context.Context, text string) ([]model.Record, error) {
	var cards []record
	err := v.ask(ctx, "read_cards", textQuestion{text}, &cards)
	return unwrapRecords(cards), err
}

func (s *sitter) ReadCards(ctx context.Context, text string) ([]model.Record, error) {
	return on(ctx, s, func(at seat) ([]model.Record, error) { return at.ReadCards(ctx, text) })
}
