package model_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"reflect"
	"slices"
	"testing"

	"github.com/fxamacker/cbor/v2"
	"pgregory.net/rapid"

	"tradedesk/model"
	"tradedesk/model/modeltest"
)

func change(r model.Record, set model.Set) model.Change {
	return model.Change{Record: r.Header().ID, Kind: r.Kind(), At: 1_700_000_000_000, By: "amina", Set: set}
}

func apply(t rapid.TB, before model.Record, c model.Change) model.Record {
	t.Helper()
	after, err := model.Apply(before, c)
	if err != nil {
		t.Fatalf("Apply: %v", err)
	}
	return after
}

func wantFields(t rapid.TB, what string, got, want model.Record) {
	t.Helper()
	g, w := model.Fields(got), model.Fields(want)
	if !maps.EqualFunc(g, w, slices.Equal) {
		t.Fatalf("%s:\n got %s\nwant %s", what, show(g), show(w))
	}
}

func show(s model.Set) string {
	out, err := json.Marshal(s)
	if err != nil {
		return err.Error()
	}
	return string(out)
}

func TestDiffThenApplyGivesTheOther(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before := modeltest.AnyRecord().Draw(t, "before")
		after := modeltest.Edited(before).Draw(t, "after")
		untouched := string(model.EncodeJSON(before))

		wantFields(t, "Apply(before, Diff(before, after))", apply(t, before, change(before, model.Diff(before, after))), after)
		if now := string(model.EncodeJSON(before)); now != untouched {
			t.Fatalf("Apply wrote into the record it was given:\n%s\n%s", untouched, now)
		}
		if same := model.Diff(after, after); len(same) != 0 {
			t.Fatalf("a record differs from itself: %s", show(same))
		}
	})
}

func TestDiffFromNothingCreates(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := modeltest.AnyRecord().Draw(t, "record")
		c := change(want, model.Diff(nil, want))
		got := apply(t, nil, c)
		wantFields(t, "created", got, want)
		h := got.Header()
		if h.ID != c.Record || h.CreatedAt != c.At || h.UpdatedAt != c.At || h.UpdatedBy != c.By {
			t.Fatalf("head %+v does not say who made it and when", h)
		}
		if undone := apply(t, got, change(got, model.Inverse(nil, c.Set))); !undone.Header().Deleted {
			t.Fatal("the inverse of a creation must delete")
		}
	})
}

func TestInverseUndoes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before := modeltest.AnyRecord().Draw(t, "before")
		set := model.Diff(before, modeltest.Edited(before).Draw(t, "after"))
		after := apply(t, before, change(before, set))
		undo := model.Inverse(before, set)
		undone := apply(t, after, change(before, undo))
		wantFields(t, "undone", undone, before)
		redo := model.Inverse(after, undo)
		wantFields(t, "redone", apply(t, undone, change(before, redo)), after)
	})
}

func TestGroupsTravelTogether(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before := modeltest.AnyRecord().Draw(t, "before")
		set := model.Diff(before, modeltest.Edited(before).Draw(t, "after"))
		for _, f := range model.SchemaOf(before.Kind()).Fields {
			if _, ok := set[f.Name]; !ok || f.Group == "" {
				continue
			}
			for _, other := range model.SchemaOf(before.Kind()).Fields {
				if _, ok := set[other.Name]; other.Group == f.Group && !ok {
					t.Fatalf("%s is in the set without %s of its group %s", f.Name, other.Name, f.Group)
				}
			}
		}
	})
}

func TestDiffOfOnePriceTakesTheCurrencyAlong(t *testing.T) {
	before := &model.Lead{TargetPrice: "4.20", Currency: "EUR", Quantity: "500", Unit: "KGM"}
	after := model.Clone(before).(*model.Lead)
	after.TargetPrice = ""
	got := model.Diff(before, after)
	want := model.Set{"target_price": json.RawMessage("null"), "currency": json.RawMessage(`"EUR"`)}
	if !maps.EqualFunc(got, want, slices.Equal) {
		t.Errorf("got %s, want %s", show(got), show(want))
	}
}

func TestApplyRefusesAnotherRecord(t *testing.T) {
	lead := &model.Lead{}
	lead.ID = model.ID{1}
	for name, c := range map[string]model.Change{
		"another id":   {Record: model.ID{2}, Kind: model.KindLead},
		"another kind": {Record: model.ID{1}, Kind: model.KindContact},
	} {
		if _, err := model.Apply(lead, c); !errors.Is(err, model.ErrWrongRecord) {
			t.Errorf("%s: got %v, want ErrWrongRecord", name, err)
		}
	}
}

func TestApplyKeepsWhatItCannotHold(t *testing.T) {
	tests := []struct {
		name string
		set  string
		kept string // name and value that must be in Extra
		want string
	}{
		{"a field of a newer version", `{"carbon_kg": 12.50}`, "carbon_kg", `12.50`},
		{"a known field of a newer shape", `{"email": {"a": 1}}`, "email", `{"a":1}`},
		{"a list where there was one", `{"product": ["a", "b"]}`, "product", `["a","b"]`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var set model.Set
			if err := json.Unmarshal([]byte(test.set), &set); err != nil {
				t.Fatal(err)
			}
			lead := &model.Lead{Email: "a@b.com", Product: "argan oil"}
			after := apply(t, lead, change(lead, set))
			if got := string(after.Header().Extra[test.kept]); got != test.want {
				t.Errorf("Extra has %q, want %q", got, test.want)
			}
			f, known := model.SchemaOf(model.KindLead).Field(test.kept)
			if known && !f.Empty(after) {
				t.Errorf("the old value %v is still in the field", f.Value(after))
			}
			if got := string(model.Fields(after)[test.kept]); got != test.want {
				t.Errorf("Fields has %q, want %q", got, test.want)
			}
			cleared := apply(t, after, change(lead, model.Set{test.kept: json.RawMessage("null")}))
			if len(cleared.Header().Extra) != 0 {
				t.Errorf("cleared, but Extra has %v", cleared.Header().Extra)
			}
		})
	}
}

func TestApplyKeepsNewerPartsOfALine(t *testing.T) {
	rfq := &model.RFQ{Title: "argan"}
	lines := json.RawMessage(`[{"brand":"x","product":"argan oil"}]`)
	after := apply(t, rfq, change(rfq, model.Set{"lines": lines}))
	if got := model.Fields(after)["lines"]; string(got) != string(lines) {
		t.Errorf("lines became %s, want %s: the newer version's brand is lost", got, lines)
	}
}

func TestApplyLeavesTheHeadAlone(t *testing.T) {
	lead := &model.Lead{Company: "Nord Foods"}
	lead.ID, lead.CreatedAt = model.ID{1}, 1000
	set := model.Set{
		"id": json.RawMessage(`"0190b5c2-7a1e-7c3d-9f00-2b6a1d4e8f11"`), "created_at": json.RawMessage(`"2001-01-01T00:00:00Z"`),
		"updated_by": json.RawMessage(`"mallory"`), "kind": json.RawMessage(`"tag"`), "score": json.RawMessage(`99`),
	}
	after := apply(t, lead, change(lead, set)).Header()
	if after.ID != lead.ID || after.CreatedAt != 1000 || after.UpdatedBy != "amina" || len(after.Extra) != 0 {
		t.Errorf("head became %+v", after)
	}
}

func TestUnknownKindsDiffAndApply(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before := modeltest.UnknownRecord().Draw(t, "before")
		after := model.Clone(before)
		after.Header().Extra = modeltest.UnknownRecord().Draw(t, "after").Header().Extra
		after.Header().Origin = "x:1"
		after.Header().Deleted = !before.Header().Deleted
		set := model.Diff(before, after)
		got := apply(t, before, change(before, set))
		wantFields(t, "applied", got, after)
		wantFields(t, "undone", apply(t, got, change(before, model.Inverse(before, set))), before)
	})
}

func TestChangeRoundTrips(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := modeltest.AnyRecord().Draw(t, "record")
		want := change(r, model.Diff(r, modeltest.Edited(r).Draw(t, "edited")))
		want.ID, want.Base = modeltest.ID().Draw(t, "id"), rapid.Uint64().Draw(t, "base")
		var got model.Change
		raw, err := json.Marshal(want)
		if err == nil {
			err = json.Unmarshal(raw, &got)
		}
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("JSON: %v\n got %+v\nwant %+v", err, got, want)
		}
		got = model.Change{}
		data, err := cbor.Marshal(want)
		if err == nil {
			err = cbor.Unmarshal(data, &got)
		}
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("CBOR: %v\n got %+v\nwant %+v", err, got, want)
		}
	})
}

func TestDiffOfIsDiffWhereOnlyThatChanged(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before := modeltest.AnyRecord().Draw(t, "before")
		named := model.Diff(before, modeltest.Edited(before).Draw(t, "edited"))
		for name := range named {
			if rapid.IntRange(0, 2).Draw(t, "leave out") == 0 {
				delete(named, name)
			}
		}
		named["from-the-future"] = json.RawMessage(rapid.SampledFrom([]string{`null`, `{"a":1}`}).Draw(t, "newer"))
		h := before.Header()
		after, err := model.Apply(before, model.Change{Record: h.ID, Kind: before.Kind(), At: h.UpdatedAt + 1, Set: named})
		if err != nil {
			t.Fatal(err)
		}
		want, is := model.Diff(before, after), model.DiffOf(before, after, named)
		if !maps.EqualFunc(want, is, func(a, b json.RawMessage) bool { return bytes.Equal(a, b) }) {
			t.Fatalf("%v, want %v", is, want)
		}
	})
}
