package store

import (
	"errors"
	"testing"

	"tradedesk/model"
)

// An RFQ is found by its number, also where another id ends in the same digits.
func TestRFQIsFoundByItsNumber(t *testing.T) {
	b := newBench(t)
	argan := b.create(t, model.KindRFQ, "title=Argan")
	number := b.get(t, argan).(*model.RFQ).Number()
	other := argan
	other[0]++ // another year, the same ending
	for kind, words := range map[model.Kind]string{model.KindRFQ: "title=Dates", model.KindLead: "company=Nord"} {
		b.do(t, Edit{Kind: kind, ID: other, Create: true, Set: set(t, kind, words)})
		other[1]++
	}
	id, err := b.Find(t.Context(), number)
	if err != nil || id != argan {
		t.Errorf("got %s, %v", id, err)
	}
	found, err := b.Numbered(t.Context(), []string{number, "RFQ-1999-0000000"})
	if err != nil || len(found[0]) != 1 || found[0][0] != argan || len(found[1]) != 0 {
		t.Errorf("got %v, %v", found, err)
	}
	if _, err := b.Find(t.Context(), "rfq 1999 0000000"); !errors.Is(err, ErrNotFound) {
		t.Errorf("a number that nobody has: %v", err)
	}
	b.do(t, Edit{Kind: model.KindRFQ, ID: argan, Set: model.Set{"deleted": []byte("true")}})
	if found, err = b.Numbered(t.Context(), []string{number}); err != nil || len(found[0]) != 0 {
		t.Errorf("a deleted one: %v, %v", found, err)
	}
}
