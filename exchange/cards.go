package exchange

import (
	"context"
	"fmt"
	"strings"

	"tradedesk/model"
	"tradedesk/model/refusal"
)

// MaxPasted bounds the text that cards are read from, in bytes.
const MaxPasted = 256 << 10

// ErrNoCard says that a text holds no card.
var ErrNoCard = refusal.New("import.no_card", "there is no card in it")

// ReadCards reads the address cards in a text that was pasted: vCard, MECARD or
// BIZCARD. Nothing is written anywhere.
func ReadCards(ctx context.Context, pasted string, req Request) ([]model.Record, error) {
	if len(pasted) > MaxPasted {
		return nil, fmt.Errorf("reading a card: the text is longer than %d KiB", MaxPasted>>10)
	}
	card := badgeCard(pasted)
	if !hasPrefixFold([]byte(card), "BEGIN:VCARD") {
		return nil, fmt.Errorf("reading a card: %w", ErrNoCard)
	}
	req.Name, req.Format, req.Kind = "what was pasted", FormatVCard, model.KindContact
	tray := &tray{}
	report, err := Import(ctx, tray, req, strings.NewReader(card), nil)
	switch {
	case err != nil:
		return nil, err
	case report.Cancelled:
		return nil, ctx.Err()
	case len(tray.records) == 0 && len(report.Errors) > 0:
		return nil, fmt.Errorf("reading a card: %w", report.Errors[0].Cause())
	case len(tray.records) == 0:
		return nil, fmt.Errorf("reading a card: %w", ErrNoCard)
	}
	return tray.records, nil
}

// tray is a Target that keeps what comes and knows nothing from before.
type tray struct{ records []model.Record }

func (t *tray) ByOrigins(_ context.Context, _ model.Kind, origins []string) ([]model.Record, error) {
	return make([]model.Record, len(origins)), nil
}

func (t *tray) Originals(context.Context, model.ID) ([]model.Record, error) { return nil, nil }

func (t *tray) ByIDs(_ context.Context, ids []model.ID) ([]model.Record, error) {
	return make([]model.Record, len(ids)), nil
}

func (t *tray) Prepare(_ context.Context, batch []Incoming) (Commit, error) {
	return func(context.Context) (int, error) {
		for _, in := range batch {
			t.records = append(t.records, in.Record)
		}
		return 0, nil
	}, nil
}

func (t *tray) Likely(context.Context, model.Record) ([]model.ID, error) { return nil, nil }

func (*tray) Having(_ context.Context, _ model.Kind, _ string, texts []string, _ int) ([][]model.Record, error) {
	return make([][]model.Record, len(texts)), nil
}

func (*tray) Numbered(_ context.Context, numbers []string) ([][]model.ID, error) {
	return make([][]model.ID, len(numbers)), nil
}

func (*tray) KeepFile(context.Context, model.Attachment, []byte) error { return nil }
