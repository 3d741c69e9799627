package desk

import (
	"context"

	"tradedesk/model"
)

func (w *owner) PutDraft(ctx context.Context, d Draft) error {
	_, err := during(ctx, w, func(ctx context.Context) (nothing, error) { return nothing{}, w.store.PutDraft(ctx, d) })
	return err
}

func (w *owner) Drafts(ctx context.Context) ([]Draft, error) { return during(ctx, w, w.store.Drafts) }

func (w *owner) DropDraft(ctx context.Context, id model.ID) error {
	_, err := during(ctx, w, func(ctx context.Context) (nothing, error) { return nothing{}, w.store.DropDraft(ctx, id) })
	return err
}

func (v *visitor) PutDraft(ctx context.Context, d Draft) error {
	return v.ask(ctx, "put_draft", d, &nothing{})
}

func (v *visitor) Drafts(ctx context.Context) (drafts []Draft, err error) {
	err = v.ask(ctx, "drafts", nothing{}, &drafts)
	return drafts, err
}

func (v *visitor) DropDraft(ctx context.Context, id model.ID) error {
	return v.ask(ctx, "drop_draft", idQuestion{id}, &nothing{})
}

func (s *sitter) PutDraft(ctx context.Context, d Draft) error {
	_, err := on(ctx, s, func(at seat) (nothing, error) { return nothing{}, at.PutDraft(ctx, d) })
	return err
}

func (s *sitter) Drafts(ctx context.Context) ([]Draft, error) {
	return on(ctx, s, func(at seat) ([]Draft, error) { return at.Drafts(ctx) })
}

func (s *sitter) DropDraft(ctx context.Context, id model.ID) error {
	_, err := on(ctx, s, func(at seat) (nothing, error) { return nothing{}, at.DropDraft(ctx, id) })
	return err
}
