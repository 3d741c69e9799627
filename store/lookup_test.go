package store

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"tradedesk/model"
	"tradedesk/model/duplicate"
)

func TestFind(t *testing.T) {
	b := newBench(t)
	ids := []string{
		"0190b5c2-7a1e-7c3d-9f00-2b6a1234abcd",
		"0190b5c2-7a1e-7c3d-9f00-2b6a1235abcd",
		"01a0b5c2-7a1e-7c3d-9f00-2b6a00001111",
	}
	for i, text := range ids {
		b.do(t, Edit{Kind: model.KindLead, ID: id(t, text), Create: true, Set: set(t, model.KindLead, fmt.Sprintf("company=Lead %d", i))})
	}
	for text, want := range map[string]any{
		ids[0]:                         ids[0],
		" " + ids[1] + " ":             ids[1],
		"01a0":                         ids[2],
		"01A0B":                        ids[2],
		"01a0b5c2-7a1e":                ids[2],
		"1111":                         ids[2],
		"01111":                        ids[2],
		"5abcd":                        ids[1],
		"9f00-2b6a1234abcd":            ids[0],
		"0190b5c2-7a1e-7c3d-9f00-2b6a": ErrAmbiguous,
		"abcd":                         ErrAmbiguous,
		"beef":                         ErrNotFound,
		numbered(9):                    ErrNotFound,
		"111":                          ErrInvalid,
		"":                             ErrInvalid,
		"not an id":                    ErrInvalid,
		strings.Repeat("a", 40):        ErrInvalid,
	} {
		got, err := b.Find(context.Background(), text)
		if wrong, ok := want.(error); ok {
			if !errors.Is(err, wrong) {
				t.Errorf("%q: %s, %v, want %v", text, got, err, wrong)
			}
		} else if err != nil || got.String() != want {
			t.Errorf("%q: %s, %v, want %s", text, got, err, want)
		}
	}
}

func TestByOrigin(t *testing.T) {
	b := newBench(t)
	long := "leads.csv:" + strings.Repeat("k", 1900)
	short := b.create(t, model.KindLead, "company=A", "origin=leads.csv:7")
	first := b.create(t, model.KindLead, "company=B", "origin="+long+"1")
	second := b.create(t, model.KindLead, "company=C", "origin="+long+"2")
	for origin, want := range map[string]model.ID{"leads.csv:7": short, long + "1": first, long + "2": second} {
		if got, ok, err := b.ByOrigin(context.Background(), model.KindLead, origin); !ok || err != nil || got != want {
			t.Errorf("%.20s: %s, %v, %v", origin, got, ok, err)
		}
	}
	for _, origin := range []string{"leads.csv:", "leads.csv:77", "", long} {
		if got, ok, err := b.ByOrigin(context.Background(), model.KindLead, origin); ok || err != nil {
			t.Errorf("%.20s: %s, %v", origin, got, err)
		}
	}
	if _, ok, _ := b.ByOrigin(context.Background(), model.KindSupplier, "leads.csv:7"); ok {
		t.Error("found as another kind")
	}
}

func TestExcerpts(t *testing.T) {
	b := newBench(t)
	b.limits.batch = 2
	var want []string
	for i := range 5 {
		lead := b.create(t, model.KindLead, fmt.Sprintf("company=Lead%d", i))
		if i == 3 {
			b.do(t, Edit{Kind: model.KindLead, ID: lead, Set: model.Set{"deleted": []byte("true")}})
			continue
		}
		want = append(want, fmt.Sprintf("lead Lead%d", i))
	}
	b.create(t, model.KindTag, "name=vip")
	want = append(want, "tag vip")
	var got []string
	err := b.Excerpts(context.Background(), func(e model.Excerpt, _ model.Record) error {
		got = append(got, string(e.Kind)+" "+e.Title)
		return nil
	})
	if err != nil || strings.Join(got, ",") != strings.Join(want, ",") {
		t.Errorf("excerpts %v, %v, want %v", got, err, want)
	}
	if _, _, err := b.Excerpt(context.Background(), model.ID{}); !errors.Is(err, ErrNotFound) {
		t.Errorf("no excerpt: %v", err)
	}
}

func TestDuplicates(t *testing.T) {
	b := newBench(t)
	ctx := context.Background()
	b.create(t, model.KindLead, "company=Nord Foods Inc", "email=buyer@nordfoods.com", "city=Oslo")
	b.create(t, model.KindLead, "company=Nord Foods", "website=https://nordfoods.com")
	gone := b.create(t, model.KindLead, "company=Nord Foods", "email=buyer@nordfoods.com")
	b.do(t, Edit{Kind: model.KindLead, ID: gone, Set: model.Set{"deleted": []byte("true")}})
	b.create(t, model.KindSupplier, "name=Nord Foods", "email=buyer@nordfoods.com")
	b.create(t, model.KindLead, "company=Atlas", "email=info@atlas.ma")
	typed := &model.Lead{Company: "Nord Foods", Email: "buyer@nordfoods.com"}
	found, err := b.Duplicates(ctx, typed, 0)
	if err != nil || len(found) == 0 || found[0].Level != duplicate.Certain || found[0].Title != "Nord Foods Inc" {
		t.Fatalf("duplicates %+v, %v", found, err)
	}
	for _, d := range found {
		if d.Kind != model.KindLead || d.Deleted || d.Title == "Atlas" || d.Why == "" {
			t.Errorf("found %+v", d)
		}
	}
	if limited, err := b.Duplicates(ctx, typed, 1); err != nil || len(limited) != 1 {
		t.Errorf("with a limit: %+v, %v", limited, err)
	}
	if self, err := b.Duplicates(ctx, b.get(t, found[0].ID), 0); err != nil || len(self) > 0 && self[0].ID == found[0].ID {
		t.Errorf("a record is a duplicate of itself: %+v, %v", self, err)
	}
}

func TestRescore(t *testing.T) {
	b := newBench(t)
	b.limits.batch = 2
	for i := range 5 {
		b.create(t, model.KindLead, fmt.Sprintf("company=Lead%d", i))
	}
	b.clock.pass(365 * 24 * 60 * 60 * 1e9)
	counts, err := b.Counts(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	var seen []int
	changed, err := b.Rescore(context.Background(), func(done int) error { seen = append(seen, done); return nil })
	if err != nil || changed != 5 || fmt.Sprint(seen) != "[2 4 5]" {
		t.Errorf("rescored %d, %v, %v", changed, seen, err)
	}
	if again, err := b.Rescore(context.Background(), nil); err != nil || again != 0 {
		t.Errorf("rescored again: %d, %v", again, err)
	}
	after, err := b.Counts(context.Background())
	if err != nil || after.Pending != counts.Pending {
		t.Errorf("%d changes wait to be sent, before %d, %v", after.Pending, counts.Pending, err)
	}
}

func TestGetAll(t *testing.T) {
	b := newBench(t)
	want := []model.Record{nil}
	ids := []model.ID{{1}}
	for i := range worthSharing + 10 {
		id := b.create(t, model.KindLead, fmt.Sprintf("company=Lead%d", i))
		ids, want = append(ids, id), append(want, b.get(t, id))
	}
	tag := b.create(t, model.KindTag, "name=vip")
	ids, want = append(ids, tag, ids[1]), append(want, b.get(t, tag), want[1])
	got, err := b.GetAll(context.Background(), ids)
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, %v, want %v", got, err, want)
	}
}
