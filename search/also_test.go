package search

import (
	"context"
	"testing"

	"tradedesk/model"
	"tradedesk/model/value"
)

func TestFoundByWhatTheRowDoesNotShow(t *testing.T) {
	l := &model.Lead{
		Head: model.Head{ID: model.ID{1}}, Company: "Nord Foods Inc", Contact: "Ingrid Berg", City: "Montréal", Country: "CA",
		Email: "purchasing@nordfoods.example", Phone: value.Phone("+15145550101"), Product: "argan oil",
	}
	e := model.ExcerptOf(l, model.ScoreContext{})
	x := New(func(model.ID) (model.Excerpt, error) { return e, nil })
	x.Update([]model.Excerpt{e}, nil)
	for _, typed := range []string{"ingrid", "montreal", "canada", "purchasing@nordfoods", "5145550101", "argan"} {
		found, err := x.Find(context.Background(), Query{Text: typed})
		if err != nil {
			t.Fatal(err)
		}
		if found.Total != 1 || len(found.Hits) != 1 {
			t.Errorf("%q finds %d records, want the lead", typed, found.Total)
		} else if len(found.Hits[0].Positions) > len([]rune(e.Title)) {
			t.Errorf("%q marks %v of the title %q", typed, found.Hits[0].Positions, e.Title)
		}
	}
}
