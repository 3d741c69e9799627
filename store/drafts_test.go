package store

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"tradedesk/model"
)

func TestDraftsAreBounded(t *testing.T) {
	ctx := context.Background()
	b := newBench(t)
	s := b.Store
	ids := model.NewIDs(b.clock.now, nil)
	var last model.ID
	for range MaxDrafts + 5 {
		last = ids.New()
		if err := s.PutDraft(ctx, Draft{ID: last, Place: "form"}); err != nil {
			t.Fatal(err)
		}
	}
	drafts, err := s.Drafts(ctx)
	if err != nil || len(drafts) != MaxDrafts || drafts[0].ID != last {
		t.Errorf("%d drafts and %v, the first is %v, want %d with %v first", len(drafts), err, drafts[0].ID, MaxDrafts, last)
	}
	big := Draft{ID: last, Fields: []DraftField{{Name: "message", Text: strings.Repeat("x", maxDraft)}}}
	if err := s.PutDraft(ctx, big); !errors.Is(err, ErrInvalid) {
		t.Errorf("a draft over the bound: %v", err)
	}
	if err := s.PutDraft(ctx, Draft{}); !errors.Is(err, ErrInvalid) {
		t.Errorf("a draft without an id: %v", err)
	}
}

func TestDraftsSurviveReopening(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "desk.db")
	b := openAt(t, path, newClock())
	d := Draft{ID: model.NewIDs(b.clock.now, nil).New(), Place: "fair", Fields: []DraftField{{Name: "line", Text: " salma  تيفاوين 5o"}}}
	if err := b.PutDraft(ctx, d); err != nil {
		t.Fatal(err)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	b = openAt(t, path, b.clock)
	drafts, err := b.Drafts(ctx)
	if err != nil || len(drafts) != 1 || drafts[0].Fields[0] != d.Fields[0] {
		t.Errorf("%+v and %v", drafts, err)
	}
	b.check(t)
	if err := b.Close(); err != nil {
		t.Error(err)
	}
}
