package model_test

import (
	"encoding/json"
	"testing"

	"tradedesk/model"
)

func TestCreatedAtIsTakenFromTheChangeThatMakesARecord(t *testing.T) {
	made := model.Change{
		Record: model.ID{1}, Kind: model.KindLead, At: 2000,
		Set: model.Set{"company": json.RawMessage(`"Nord"`), model.FieldCreatedAt: json.RawMessage(`"1970-01-01T00:00:01.000Z"`)},
	}
	r, err := model.Apply(nil, made)
	if err != nil {
		t.Fatal(err)
	}
	if h := r.Header(); h.CreatedAt != 1000 || h.UpdatedAt != 2000 {
		t.Errorf("created %s, updated %s, want 1 s and 2 s after the epoch", h.CreatedAt, h.UpdatedAt)
	}
	later := made
	later.At, later.Set = 3000, model.Set{model.FieldCreatedAt: json.RawMessage(`"1970-01-01T00:00:00.001Z"`)}
	if r, err = model.Apply(r, later); err != nil {
		t.Fatal(err)
	}
	if got := r.Header().CreatedAt; got != 1000 {
		t.Errorf("a later change moved created_at to %s", got)
	}
}
