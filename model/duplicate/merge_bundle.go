package duplicate

import (
	"slices"

	"tradedesk/model"
	"tradedesk/model/value"
)

// bundle is fields that come from one record together.
type bundle []model.Field

// bundles gives the fields of records in their order, those that belong together
// as one. A city belongs to its country when the records are not of one country.
func bundles(records ...model.Record) []bundle {
	kind := records[0].Kind()
	var out []bundle
	at := map[string]int{}
	for _, f := range model.SchemaOf(kind).Editable() {
		name := f.Group
		switch f.Name {
		case "stage", "reason":
			name = "stage"
		case "next_action", "due_at":
			name = "next"
		case "country", "city", "address":
			if inTwoCountries(records) {
				name = "place"
			}
		}
		if i, ok := at[name]; ok && name != "" {
			out[i] = append(out[i], f)
			continue
		}
		at[name] = len(out)
		out = append(out, bundle{f})
	}
	return out
}

func inTwoCountries(records []model.Record) bool {
	var first value.Country
	for _, r := range records {
		id, _ := identityOf(r)
		switch {
		case first == "":
			first = id.country
		case id.country != "" && id.country != first:
			return true
		}
	}
	return false
}

func (b bundle) empty(r model.Record) bool {
	return !slices.ContainsFunc(b, func(f model.Field) bool { return !f.Empty(r) })
}

// stands reports whether the loser's values of a bundle take the winner's place.
func (b bundle) stands(winner, loser model.Record, newer bool) bool {
	switch {
	case b.empty(loser):
		return false
	case b.empty(winner):
		return true
	}
	switch f := b[0]; f.Name {
	case "stage":
		initial := model.InitialStage(winner.Kind())
		return f.Empty(winner) || f.Value(winner) == initial && !f.Empty(loser) && f.Value(loser) != initial
	case "received_at", "replied_at":
		return f.Value(loser).(value.Instant) < f.Value(winner).(value.Instant)
	}
	return newer
}

// take copies the fields of a bundle.
func (b bundle) take(into, from model.Record) {
	for _, f := range b {
		f.Copy(into, from)
	}
}
