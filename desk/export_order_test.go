package desk

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// An export is in the order of creation, and of ids where that is the same moment, whatever
// the order in which the records came; its limit counts in that order.
func TestExportIsInASteadyOrder(t *testing.T) {
	d := openAt(t, t.TempDir(), "salma")
	const many = momentHeld + 200
	id := func(n int) string { return fmt.Sprintf("01890000-0000-7000-8000-%012d", n) }
	var file strings.Builder
	write := func(n int, at string) {
		fmt.Fprintf(&file, `{"id":%q,"kind":"supplier","created_at":%q,"name":"Firm %d"}`+"\n", id(n), at, n)
	}
	for n := many; n > 0; n-- {
		write(n, "2026-03-01T10:00:00Z")
	}
	write(9001, "2026-02-01T10:00:00Z")
	write(9000, "2026-02-01T10:00:00Z")
	importText(t, d, "firms.ndjson", file.String())
	for _, limit := range []int{0, 1, 3, many} {
		var out bytes.Buffer
		req := ExportRequest{Format: "ndjson", Query: Query{Kind: "supplier", Limit: limit}}
		if err := d.Export(context.Background(), req, &out); err != nil {
			t.Fatal(err)
		}
		want := []string{id(9000), id(9001)}
		for n := range many {
			want = append(want, id(n+1))
		}
		if limit > 0 {
			want = want[:limit]
		}
		at := 0
		for line := range strings.Lines(out.String()) {
			var r struct{ ID string }
			if err := json.Unmarshal([]byte(line), &r); err != nil {
				t.Fatal(err)
			}
			if at >= len(want) || r.ID != want[at] {
				t.Fatalf("limit %d: record %d is %s", limit, at, r.ID)
			}
			at++
		}
		if at != len(want) {
			t.Errorf("limit %d: %d records, want %d", limit, at, len(want))
		}
	}
}
