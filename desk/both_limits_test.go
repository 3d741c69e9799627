package desk

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"tradedesk/model"
)

// What both did together may be more than a field takes: it is refused in words, nothing of
// it is left out, and the conflict stays to be settled in another way.
func TestBothIsMoreThanAFieldTakes(t *testing.T) {
	ctx := context.Background()
	s := newSyncServer(t)
	d := openManual(t, t.TempDir())
	defer d.Close()
	s.login(t, d)
	far := s.colleague(t, "far")
	rfq, lead := addThreeLines(t, d), addLead(t, d, "Nord Foods Inc")
	mustSync(t, d)
	mustSync(t, far)
	for _, one := range []Desk{d, far} {
		setLines(t, one, rfq, nil, func(lines []model.Line) []model.Line {
			for i := range model.MaxElements - len(lines) {
				lines = append(lines, model.Line{Product: fmt.Sprintf("product %d of %p", i, one)})
			}
			return lines
		})
		edit(t, one, lead, model.Set{"city": model.Fields(&model.Lead{City: strings.Repeat(fmt.Sprintf("%p", one), 100)})["city"]})
	}
	mustSync(t, d)
	mustSync(t, far)
	mustSync(t, d)
	for field, record := range map[string]model.ID{"lines": rfq, "city": lead} {
		before, err := d.Get(ctx, record)
		if err != nil {
			t.Fatal(err)
		}
		_, err = d.Resolve(ctx, Resolution{Record: record, Field: field, Take: TakeBoth})
		if !errors.Is(err, ErrInvalid) || !strings.Contains(err.Error(), "at most") {
			t.Errorf("%s: %v", field, err)
		}
		after, err := d.Get(ctx, record)
		if err != nil || asJSON(t, before) != asJSON(t, after) {
			t.Errorf("%s: the record is another one, and %v", field, err)
		}
		conflicts, err := d.ConflictsOf(ctx, record)
		if err != nil || len(conflicts) == 0 {
			t.Errorf("%s: %d conflicts and %v", field, len(conflicts), err)
		}
	}
}

// What just fits is joined.
func TestBothThatJustFits(t *testing.T) {
	tags := func(from, n int) ConflictValue {
		var list []string
		for i := range n {
			list = append(list, fmt.Sprint("tag ", from+i))
		}
		return ConflictValue{Value: model.Fields(&model.Lead{Tags: list})["tags"]}
	}
	text := func(n int) ConflictValue {
		return ConflictValue{Value: model.Fields(&model.Lead{Message: strings.Repeat("é", n)})["message"]}
	}
	for _, tt := range []struct {
		field string
		a, b  ConflictValue
		fits  bool
	}{
		{"tags", tags(0, 150), tags(100, 100), true},
		{"tags", tags(0, 150), tags(100, 101), false},
		{"message", text(1), text(model.MaxLong - 2), true},
		{"message", text(1), text(model.MaxLong - 1), false},
	} {
		_, err := Both(model.KindLead, FieldConflict{Field: tt.field, Values: []ConflictValue{tt.a, tt.b}})
		if (err == nil) != tt.fits {
			t.Errorf("%s: %v", tt.field, err)
		}
	}
}
