package desk

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"tradedesk/model"
)

func TestDemoIsMadeAndThrownAway(t *testing.T) {
	ctx := context.Background()
	t.Setenv("TMPDIR", t.TempDir())
	d, err := OpenDemo(ctx, DemoOptions{Seed: 1, Me: "salma", Now: fixedNow})
	if err != nil {
		t.Fatal(err)
	}
	counts, err := d.Counts(ctx)
	if err != nil || counts.Kinds[model.KindLead] != 120 || counts.Kinds[model.KindSupplier] != 60 || counts.Kinds[model.KindRFQ] != 12 {
		t.Errorf("%+v and %v", counts, err)
	}
	page, err := d.List(ctx, Query{Kind: model.KindLead, View: ViewInbox, Limit: 10})
	if err != nil || len(page.Rows) != 10 || page.Rows[0].Score < 50 {
		t.Errorf("the inbox: %+v and %v, want its best lead to score 50 and more", page, err)
	}
	// What the rows say is what the reasons say: the suppliers were known.
	for _, row := range page.Rows {
		detail, err := d.Detail(ctx, row.ID)
		if err != nil || detail.Score.Total != row.Score {
			t.Errorf("%s: %+v and %v, the row says %d", row.Title, detail.Score, err, row.Score)
		}
	}
	if _, err := d.Undo(ctx); !errors.Is(err, ErrNothing) {
		t.Errorf("got %v, want %v: the sample data is not to be taken back", err, ErrNothing)
	}
	report, err := d.Check(ctx, nil)
	if err != nil || !report.OK {
		t.Errorf("check: %+v and %v", report, err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	left, err := os.ReadDir(os.Getenv("TMPDIR"))
	if err != nil || len(left) != 0 {
		t.Errorf("left behind: %v and %v", left, err)
	}
}

func TestDemoInADirectoryStays(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	dir := filepath.Join(t.TempDir(), "demo")
	d, err := OpenDemo(ctx, DemoOptions{Leads: 20, Dir: dir, Now: fixedNow})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenDemo(ctx, DemoOptions{Leads: 20, Dir: dir}); !errors.Is(err, ErrConflict) {
		t.Errorf("got %v, want %v: there is a desk already", err, ErrConflict)
	}
	if got := companies(t, openAt(t, dir, "salma")); len(got) != 20 {
		t.Errorf("%d leads, want 20", len(got))
	}
}

func TestDemoThatIsCancelledLeavesNothing(t *testing.T) {
	tmp := t.TempDir()
	t.Setenv("TMPDIR", tmp)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := OpenDemo(ctx, DemoOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
	if left, err := os.ReadDir(tmp); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v and %v", left, err)
	}
}

func BenchmarkDemo(b *testing.B) {
	for _, leads := range []int{10_000, 100_000} {
		b.Run(fmt.Sprint(leads), func(b *testing.B) {
			for b.Loop() {
				d, err := OpenDemo(context.Background(), DemoOptions{Leads: leads, Now: fixedNow})
				if err != nil {
					b.Fatal(err)
				}
				if err := d.Close(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
