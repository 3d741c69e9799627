package cli

import (
	"slices"
	"testing"
	"time"

	"tradedesk/desk"
	"tradedesk/model"
)

func TestParseCond(t *testing.T) {
	now := time.Date(2026, 11, 24, 9, 30, 0, 0, time.UTC)
	tests := []struct {
		typed string
		want  []desk.Cond // none: it is refused
	}{
		{"stage=new", []desk.Cond{{Field: "stage", Op: desk.OpEqual, Text: "new"}}},
		{"stage!=new", []desk.Cond{{Field: "stage", Op: desk.OpNotEqual, Text: "new"}}},
		{"score >= 70", []desk.Cond{{Field: "score", Op: desk.OpAtLeast, Text: "70"}}},
		{"quantity<=5", []desk.Cond{{Field: "quantity", Op: desk.OpAtMost, Text: "5"}}},
		{"quantity<5", []desk.Cond{{Field: "quantity", Op: desk.OpLess, Text: "5"}}},
		{"quantity>5.25", []desk.Cond{{Field: "quantity", Op: desk.OpMore, Text: "5.25"}}},
		{"company=a=b<c", []desk.Cond{{Field: "company", Op: desk.OpEqual, Text: "a=b<c"}}},
		{"company~nord", []desk.Cond{{Field: "company", Op: desk.OpContains, Text: "nord"}}},
		{"owner=", []desk.Cond{{Field: "owner", Op: desk.OpEqual}}},
		// a comma stands between values that cannot have one
		{"country=us,ca", []desk.Cond{{Field: "country", Op: desk.OpEqual, Text: "us|ca"}}},
		{"stage!=lost,junk", []desk.Cond{{Field: "stage", Op: desk.OpNotEqual, Text: "lost|junk"}}},
		{"tags=fair,vip", []desk.Cond{{Field: "tags", Op: desk.OpEqual, Text: "fair|vip"}}},
		{"company=Nord, Inc", []desk.Cond{{Field: "company", Op: desk.OpEqual, Text: "Nord, Inc"}}},
		{"owner=nadia|samir", []desk.Cond{{Field: "owner", Op: desk.OpEqual, Text: "nadia|samir"}}},
		// a day is all of it
		{"due_at<today", []desk.Cond{{Field: "due_at", Op: desk.OpLess, Text: "2026-11-24T00:00:00.000Z"}}},
		{"due_at<=today", []desk.Cond{{Field: "due_at", Op: desk.OpLess, Text: "2026-11-25T00:00:00.000Z"}}},
		{"due_at>3d", []desk.Cond{{Field: "due_at", Op: desk.OpAtLeast, Text: "2026-11-28T00:00:00.000Z"}}},
		{"due_at>=2026-12-01", []desk.Cond{{Field: "due_at", Op: desk.OpAtLeast, Text: "2026-12-01T00:00:00.000Z"}}},
		{"due_at=today", []desk.Cond{
			{Field: "due_at", Op: desk.OpAtLeast, Text: "2026-11-24T00:00:00.000Z"},
			{Field: "due_at", Op: desk.OpLess, Text: "2026-11-25T00:00:00.000Z"},
		}},
		{"due_at<2026-11-24 14:30", []desk.Cond{{Field: "due_at", Op: desk.OpLess, Text: "2026-11-24T14:30:00.000Z"}}},
		{"due_at<sometime", []desk.Cond{{Field: "due_at", Op: desk.OpLess, Text: "sometime"}}},
		{"due_at=", []desk.Cond{{Field: "due_at", Op: desk.OpEqual}}},
		{"stage", nil},
		{"=new", nil},
		{"stage!new", nil},
		{"nothing=new", nil},
	}
	for _, tt := range tests {
		got, err := parseCond(model.KindLead, tt.typed, now)
		if (err == nil) != (tt.want != nil) || !slices.Equal(got, tt.want) {
			t.Errorf("parseCond(%q) = %+v, %v; want %+v", tt.typed, got, err, tt.want)
		}
	}
}

func FuzzParseCond(f *testing.F) {
	for _, seed := range []string{"stage=new", "quantity<=5", "company!=\x1b[31m", "=", "!", "a<>b", "due_at<today", "tags=a,b|c"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		conds, err := parseCond(model.KindLead, typed, time.Date(2026, 11, 24, 9, 30, 0, 0, time.UTC))
		if err == nil && (len(conds) == 0 || !selectable(model.KindLead, conds[0].Field)) {
			t.Errorf("%q gives %+v", typed, conds)
		}
	})
}
