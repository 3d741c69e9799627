package exchange

import (
	"testing"

	"pgregory.net/rapid"

	"tradedesk/model"
	"tradedesk/model/modeltest"
)

// What is quickly seen to say nothing new changes nothing when it is merged, and
// a record says nothing new to itself.
func TestNothingNewIsAnEmptyMerge(t *testing.T) {
	seen := 0
	rapid.Check(t, func(t *rapid.T) {
		before := modeltest.Record(rapid.SampledFrom(model.Kinds()).Draw(t, "kind")).Draw(t, "before")
		file := modeltest.Record(before.Kind()).Draw(t, "file")
		file.Header().Extra = nil
		for _, f := range model.SchemaOf(before.Kind()).Fields {
			if rapid.IntRange(0, 3).Draw(t, f.Name) > 0 {
				mustSet(f, file, f.Get(before))
			}
		}
		if nothingNew(before, file) {
			seen++
			if set := model.Diff(before, merge(before, file)); len(set) > 0 {
				t.Fatalf("merging sets %s", set)
			}
		}
		file = model.Clone(before)
		file.Header().Extra = nil
		if !nothingNew(before, file) && len(model.Diff(before, merge(before, file))) == 0 {
			t.Fatalf("it says something new to itself: %s", model.EncodeJSON(before))
		}
	})
	if seen == 0 {
		t.Error("nothing was found to say nothing new")
	}
}
