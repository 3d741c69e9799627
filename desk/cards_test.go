package desk

import (
	"context"
	"errors"
	"testing"

	"tradedesk/model"
)

func contractCards(t *testing.T, b bench) {
	ctx := context.Background()
	cards, err := b.d.ReadCards(ctx, "MECARD:N:Benali,Salma;ORG:Coop Tifawin;TEL:+212661234567;;")
	if err != nil || len(cards) != 1 {
		t.Fatalf("%v and %v, want a card", cards, err)
	}
	if c, ok := cards[0].(*model.Contact); !ok || c.Name != "Salma Benali" || c.Company != "Coop Tifawin" || c.Phone != "+212661234567" {
		t.Errorf("got %+v", cards[0])
	}
	if _, err := b.d.ReadCards(ctx, "salma benali"); !errors.Is(err, ErrNoCard) {
		t.Errorf("got %v, want %v", err, ErrNoCard)
	}
	if counts, err := b.d.Counts(ctx); err != nil || counts.Kinds[model.KindContact] != 0 {
		t.Errorf("reading a card wrote it: %+v and %v", counts, err)
	}
}
