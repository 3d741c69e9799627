package desk

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"tradedesk/model"
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

// Of many records of one moment those that no longer match when their turn comes are left
// out, as they were deleted meanwhile or are something else now.
func TestExportOfOneMomentMatches(t *testing.T) {
	const many = momentHeld + 200
	id := func(n int) string { return fmt.Sprintf("01890000-0000-7000-8000-%012d", n) }
	var file strings.Builder
	for n := range many {
		fmt.Fprintf(&file, `{"id":%q,"kind":"supplier","created_at":"2026-03-01T10:00:00Z","name":"Firm %d","city":"Agadir"}`+"\n", id(n), n)
	}
	late := many - 1
	where := []Cond{{Field: "city", Op: OpEqual, Text: "Agadir"}}
	for _, c := range []struct {
		name  string
		query Query
		set   string // of the last record, when the first has come
		comes bool
	}{
		{"deleted", Query{}, `{"deleted":true}`, false},
		{"deleted, and asked for", Query{Deleted: true}, `{"deleted":true}`, true},
		{"deleted, with a condition", Query{Where: where}, `{"deleted":true}`, false},
		{"elsewhere", Query{Where: where}, `{"city":"Fes"}`, false},
		{"elsewhere, and that is not asked", Query{}, `{"city":"Fes"}`, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := openAt(t, t.TempDir(), "salma")
			importText(t, d, "firms.ndjson", file.String())
			last, err := model.ParseID(id(late))
			if err != nil {
				t.Fatal(err)
			}
			var set model.Set
			if err := json.Unmarshal([]byte(c.set), &set); err != nil {
				t.Fatal(err)
			}
			c.query.Kind = model.KindSupplier
			var came []model.ID
			err = ownerOf(t, d).steadily(t.Context(), c.query, func(r model.Record) error {
				if len(came) == 0 {
					mustDo(t, d, Action{Label: "edit", Edits: []Edit{{Kind: model.KindSupplier, ID: last, Set: set}}})
				}
				came = append(came, r.Header().ID)
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			want := many
			if !c.comes {
				want--
			}
			if len(came) != want || (came[len(came)-1] == last) != c.comes {
				t.Errorf("%d records came up to %s, want %d", len(came), came[len(came)-1], want)
			}
		})
	}
}
