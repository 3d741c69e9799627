package ui

import (
	"testing"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/ui/words"
)

func TestEveryOrderHasItsWord(t *testing.T) {
	w, err := words.New("en")
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range model.Kinds() {
		for _, field := range desk.SortFields(kind) {
			if !w.Has("field." + field) {
				t.Errorf("%s: no word for the order by %s", kind, field)
			}
		}
	}
}
