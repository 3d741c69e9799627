package modeltest

import (
	"encoding/json"
	"fmt"
	"slices"

	"pgregory.net/rapid"

	"tradedesk/model"
)

// Record draws records of a kind for which Validate finds nothing wrong: any of
// their fields may be empty, deleted ones and ones with fields of a newer version
// are among them.
func Record(kind model.Kind) *rapid.Generator[model.Record] {
	return rapid.Custom(func(t *rapid.T) model.Record {
		r := model.New(kind)
		drawHead(t, r.Header())
		schema := model.SchemaOf(kind)
		for _, f := range schema.Editable() {
			if slices.Contains(needed(kind), f.Name) || rapid.Float64().Draw(t, "has "+f.Name) < 0.6 {
				set(r, f, drawField(t, kind, f))
			}
		}
		if f, ok := schema.Field(model.FieldDistinct); ok && rapid.Float64().Draw(t, "has distinct") < 0.2 {
			set(r, f, drawField(t, kind, f))
		}
		return r
	})
}

// AnyRecord draws records of every known kind.
func AnyRecord() *rapid.Generator[model.Record] {
	return rapid.Custom(func(t *rapid.T) model.Record {
		return Record(rapid.SampledFrom(model.Kinds()).Draw(t, "kind")).Draw(t, "record")
	})
}

// UnknownRecord draws records of a kind that only a newer version knows.
func UnknownRecord() *rapid.Generator[model.Record] {
	return rapid.Custom(func(t *rapid.T) model.Record {
		r := model.New(rapid.SampledFrom([]model.Kind{"shipment", "invoice", "عقد"}).Draw(t, "kind"))
		drawHead(t, r.Header())
		return r
	})
}

// Edited draws records that a person could have made of r: some fields changed,
// filled or cleared, the same id.
func Edited(r model.Record) *rapid.Generator[model.Record] {
	return rapid.Custom(func(t *rapid.T) model.Record {
		after := model.Clone(r)
		schema := model.SchemaOf(r.Kind())
		for _, f := range schema.Editable() {
			switch rapid.IntRange(0, 5).Draw(t, "edit "+f.Name) {
			case 0:
				set(after, f, drawField(t, r.Kind(), f))
			case 1:
				if !slices.Contains(needed(r.Kind()), f.Name) {
					set(after, f, nil)
				}
			}
		}
		h := after.Header()
		h.Deleted = rapid.Float64().Draw(t, "deleted") < 0.1
		if rapid.Bool().Draw(t, "newer fields change") {
			h.Extra = drawExtra(t)
		}
		return after
	})
}

// needed names the fields without which Validate refuses a record.
func needed(kind model.Kind) []string {
	switch kind {
	case model.KindLead:
		return []string{"company"}
	case model.KindRFQ, model.KindTask:
		return []string{"title"}
	case model.KindSupplier, model.KindContact, model.KindEvent, model.KindTag, model.KindLane, model.KindFirm, model.KindTemplate:
		return []string{"name"}
	case model.KindQuote, model.KindOffer:
		return []string{"rfq"}
	case model.KindRate:
		return []string{"date"}
	case model.KindMessage:
		return []string{"thread", "direction"}
	}
	return nil
}

func set(r model.Record, f model.Field, v any) {
	raw, err := json.Marshal(v)
	if err == nil {
		err = f.Set(r, raw)
	}
	if err != nil {
		panic(fmt.Sprintf("setting %s.%s to %v: %v", r.Kind(), f.Name, v, err))
	}
}

func drawHead(t *rapid.T, h *model.Head) {
	h.ID = ID().Draw(t, "id")
	h.CreatedAt = instants.Draw(t, "created_at")
	h.UpdatedAt = instants.Draw(t, "updated_at")
	h.UpdatedBy = Text().Draw(t, "updated_by")
	h.Deleted = rapid.Float64().Draw(t, "deleted") < 0.1
	if h.Deleted && rapid.Bool().Draw(t, "merged") {
		h.MergedInto = ID().Draw(t, "merged_into")
	}
	if rapid.Bool().Draw(t, "has origin") {
		h.Origin = "leads.csv:" + Text().Draw(t, "origin")
	}
	if rapid.Float64().Draw(t, "has newer fields") < 0.3 {
		h.Extra = drawExtra(t)
	}
}

// drawExtra draws fields that this version does not know, in canonical JSON.
func drawExtra(t *rapid.T) map[string]json.RawMessage {
	names := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"carbon_kg", "x", "été", "حقل", "zz<&>"}), 0, 3, rapid.ID).Draw(t, "newer names")
	if len(names) == 0 {
		return nil
	}
	extra := make(map[string]json.RawMessage, len(names))
	for _, name := range names {
		extra[name] = json.RawMessage(rapid.SampledFrom([]string{
			`true`, `12`, `12345678901234567890`, `1.50`, `"a\nb"`, `"<&> é \" \\"`,
			`[]`, `[1,["x"],null]`, `{}`, `{"A":1,"a":{"b":[{}]},"é":"ع"}`,
		}).Draw(t, "newer value"))
	}
	return extra
}
