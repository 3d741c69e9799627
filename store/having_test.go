package store

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"tradedesk/model"
)

// Records are found by a text of theirs, the latest first, and no others.
func TestHaving(t *testing.T) {
	b := newBench(t)
	lead := b.create(t, model.KindLead, "company=Nord")
	message := func(id, subject string) model.ID {
		return b.create(t, model.KindMessage, "thread="+lead.String(), "direction=in", "message_id="+id, "subject="+subject)
	}
	long := strings.Repeat("x", maxIndexed)
	first, second := message("1@nord.fi", "Argan"), message("2@nord.fi", "ARGAN")
	message("10@nord.fi", "Argan oil")
	longer := message(long+"1", "")
	gone := message("1@nord.fi", "gone")
	b.do(t, Edit{Kind: model.KindMessage, ID: gone, Set: model.Set{"deleted": []byte("true")}})
	for _, test := range []struct {
		field, text string
		limit       int
		want        []model.ID
	}{
		{"message_id", "1@nord.fi", 5, []model.ID{first}},
		{"subject", "argan", 5, []model.ID{second, first}},
		{"subject", "argan", 1, []model.ID{second}},
		{"message_id", long + "2", 5, []model.ID{longer}}, // alike as far as it is looked at
		{"message_id", "", 5, nil},
		{"message_id", "@nord.fi", 5, nil},
	} {
		found, err := b.Having(t.Context(), model.KindMessage, test.field, []string{test.text}, test.limit)
		if err != nil {
			t.Fatal(err)
		}
		var got []model.ID
		for _, r := range found[0] {
			got = append(got, r.Header().ID)
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s %q: got %v, want %v", test.field, test.text, got, test.want)
		}
	}
	mill := b.create(t, model.KindSupplier, "name=Mill", "email=Sales@mill.example")
	found, err := b.Having(t.Context(), model.KindSupplier, "email", []string{"Sales@mill.example", "sales@mill"}, 2)
	if err != nil || len(found[0]) != 1 || found[0][0].Header().ID != mill || len(found[1]) != 0 {
		t.Errorf("by an address: %v, %v", found, err)
	}
	if _, err := b.Having(t.Context(), model.KindMessage, "body", []string{"x"}, 1); !errors.Is(err, ErrInvalid) {
		t.Errorf("a field without an index: %v", err)
	}
}
