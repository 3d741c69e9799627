package desk

import (
	"context"
	"testing"
)

func TestDemoOpens(t *testing.T) {
	ctx := context.Background()
	d, err := OpenDemo(ctx, DemoOptions{Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	c, err := d.Counts(ctx)
	t.Log(c, err)
	r, err := d.Search(ctx, SearchQuery{Text: "argan"})
	t.Log(r.Total, err)
	_, err = d.Undo(ctx)
	t.Log(err)
	rep, err := d.Check(ctx, nil)
	t.Log(rep, err)
}
