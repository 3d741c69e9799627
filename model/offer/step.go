package offer

import (
	"encoding/json"
	"fmt"

	"tradedesk/model"
	"tradedesk/model/value"
)

// Step is one edit of a plan, in the order in which they are made. Together they are one
// action, so that one undo takes them back.
type Step struct {
	Kind   model.Kind
	ID     model.ID
	Create bool
	Set    model.Set
	// Seen is the updated_at of the record that the plan was made on.
	Seen value.Instant
	// Force allows a move that the states refuse: accepting what has expired.
	Force bool
}

// stages gives the steps that take a record through stages; what else is set goes with
// the last of them.
func stages(r model.Record, path []model.Stage, also model.Set) []Step {
	h := r.Header()
	var out []Step
	for i, stage := range path {
		set := model.Set{"stage": quoted(string(stage))}
		if i == len(path)-1 {
			for name, raw := range also {
				set[name] = raw
			}
		}
		out = append(out, Step{Kind: r.Kind(), ID: h.ID, Set: set})
	}
	if len(out) == 0 && len(also) > 0 {
		out = append(out, Step{Kind: r.Kind(), ID: h.ID, Set: also})
	}
	if len(out) > 0 {
		out[0].Seen = h.UpdatedAt
	}
	return out
}

func quoted(text string) json.RawMessage {
	raw, err := json.Marshal(text)
	if err != nil {
		panic(fmt.Sprintf("writing a text as JSON: %v", err)) // a text always can be
	}
	return raw
}

// Applied gives a record as it is when the steps for it were made.
func Applied[T model.Record](r T, steps []Step) (T, error) {
	id := r.Header().ID
	out, ok := model.Clone(r).(T)
	if !ok {
		return r, fmt.Errorf("copying %s %s: it is another kind", r.Kind(), id.Short())
	}
	for _, s := range steps {
		if s.ID != id {
			continue
		}
		for name, raw := range s.Set {
			f, known := model.SchemaOf(r.Kind()).Field(name)
			if !known {
				return r, fmt.Errorf("%s %s has no field %s", r.Kind(), id.Short(), name)
			}
			if err := f.Set(out, raw); err != nil {
				return r, fmt.Errorf("%s %s: %w", r.Kind(), id.Short(), err)
			}
		}
	}
	return out, nil
}
