package desk

import (
	"bytes"
	"context"
	"sync/atomic"
	"testing"
	"time"

	"tradedesk/model"
)

// What a desk exports, an empty desk takes in as the same records, head and all.
func TestExportIntoAnEmptyDesk(t *testing.T) {
	ctx := context.Background()
	var seconds atomic.Int64 // each look at the clock is a second later
	clock := func() time.Time { return fixedNow().Add(time.Duration(seconds.Add(1)) * time.Second) }
	from, err := Open(ctx, Options{Dir: t.TempDir(), Me: "salma", Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	defer closed(t, from)
	made, err := from.Do(ctx, Action{Edits: []Edit{
		{Kind: model.KindLead, Create: true, Set: model.Set{"company": []byte(`"Nord Foods"`), "phone": []byte(`"+212661234567"`)}},
		{Kind: model.KindLead, Create: true, Set: model.Set{"company": []byte(`"=Sum Foods"`), "tags": []byte(`["a,b","c;d"]`)}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := from.Do(ctx, Action{Edits: []Edit{{Kind: model.KindLead, ID: made.Records[0].Header().ID, Set: model.Set{"city": []byte(`"Oslo"`)}}}}); err != nil {
		t.Fatal(err)
	}
	for _, format := range []string{"csv", "xlsx", "json", "ndjson"} {
		t.Run(format, func(t *testing.T) {
			var file bytes.Buffer
			if err := from.Export(ctx, ExportRequest{Format: format, Query: Query{Kind: model.KindLead}}, &file); err != nil {
				t.Fatal(err)
			}
			into, err := Open(ctx, Options{Dir: t.TempDir(), Me: "karim", Now: func() time.Time { return clock().AddDate(0, 0, 1) }})
			if err != nil {
				t.Fatal(err)
			}
			defer closed(t, into)
			report, err := into.Import(ctx, ImportRequest{Name: "leads." + format}, &file, nil)
			if err != nil || report.Created != 2 || report.Rejected != 0 {
				t.Fatalf("import: %+v, %v", report, err)
			}
			for _, r := range made.Records {
				id := r.Header().ID
				was, err := from.Get(ctx, id)
				if err != nil {
					t.Fatal(err)
				}
				is, err := into.Get(ctx, id)
				if err != nil {
					t.Fatal(err)
				}
				if a, b := string(model.EncodeJSON(was)), string(model.EncodeJSON(is)); a != b {
					t.Errorf("exported %s\nimported %s", a, b)
				}
			}
		})
	}
}

func closed(t *testing.T, d Desk) {
	t.Helper()
	if err := d.Close(); err != nil {
		t.Error(err)
	}
}
