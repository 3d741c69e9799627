package form

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"tradedesk/model"
)

// Whatever a list holds, what this version knows of it or not, and whichever of its rows
// are given: a table gives each element back as it was, and nothing more, until somebody
// types.
func TestTableLosesNothingOfItsElements(t *testing.T) {
	field, _ := model.SchemaOf(model.KindQuote).Field("lines")
	rapid.Check(t, func(rt *rapid.T) {
		var elements, given = map[string]json.RawMessage{}, []Given{}
		var list []json.RawMessage
		for i := range rapid.IntRange(0, 5).Draw(rt, "lines") {
			name := fmt.Sprintf("product %d", i)
			members := map[string]any{"product": name, "tiers": []model.Tier{{From: "1", Price: "4.20"}}}
			if rapid.Bool().Draw(rt, "asked") {
				given = append(given, Given{Label: name, Element: map[string]json.RawMessage{"product": quoted(name), "unit": quoted("KGM")}})
				if rapid.Bool().Draw(rt, "not answered") {
					continue
				}
			}
			if rapid.Bool().Draw(rt, "more") {
				members["hs"], members["base"], members["lead_days"] = "151590", "100", 21
			}
			if rapid.Bool().Draw(rt, "newer") {
				members["grade"] = rapid.StringMatching(`[a-z]{0,5}`).Draw(rt, "grade")
			}
			element, err := json.Marshal(members)
			if err != nil {
				rt.Fatal(err)
			}
			elements[name], list = element, append(list, element)
		}
		value, err := json.Marshal(list)
		if err != nil {
			rt.Fatal(err)
		}
		table := NewTable(TableOptions{
			Kind: model.KindQuote, Field: field, Value: value, Given: given, Kept: []string{"hs"},
			GivenTo: func(elements []json.RawMessage) (to []int) {
				for _, element := range elements {
					to = append(to, slices.IndexFunc(given, func(g Given) bool {
						return bytes.Contains(element, []byte(`"product":`+string(g.Element["product"])))
					}))
				}
				return to
			},
		})
		table.SetSize(90, 12)
		if rapid.Bool().Draw(rt, "as a draft") {
			table.Retype(table.SoFar())
		}
		if table.Dirty() {
			rt.Fatal("nothing was typed, and yet it is dirty")
		}
		got := table.Update(press("ctrl+s"))
		var back []map[string]json.RawMessage
		if got.Elements != nil {
			if err := json.Unmarshal(got.Elements, &back); err != nil {
				rt.Fatal(err)
			}
		}
		if !got.Done || len(back) != len(list) {
			rt.Fatalf("%s is given back as %s", value, got.Elements)
		}
		for _, element := range back {
			var name string
			_ = json.Unmarshal(element["product"], &name)
			var was map[string]json.RawMessage
			_ = json.Unmarshal(elements[name], &was)
			if fmt.Sprintf("%s", was) != fmt.Sprintf("%s", element) {
				rt.Fatalf("%s is given back as %s", was, element)
			}
		}
	})
}
