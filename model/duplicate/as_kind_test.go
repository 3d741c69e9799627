package duplicate_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tradedesk/model"
	"tradedesk/model/duplicate"
	"tradedesk/model/modeltest"
)

// Whatever two records share that makes them certainly the same is found under the other
// kind, too.
func TestWithIdentity(t *testing.T) {
	kinds := []model.Kind{model.KindLead, model.KindSupplier, model.KindContact}
	rapid.Check(t, func(t *rapid.T) {
		r := modeltest.Record(rapid.SampledFrom(kinds).Draw(t, "kind")).Draw(t, "record")
		certain := func(r model.Record) (keys []string) {
			for _, k := range duplicate.Keys(r) {
				if k.Level == duplicate.Certain {
					keys = append(keys, k.Key)
				}
			}
			return keys
		}
		for _, kind := range kinds {
			as := duplicate.WithIdentity(kind, r)
			if as.Kind() != kind || strings.Join(certain(as), " ") != strings.Join(certain(r), " ") {
				t.Fatalf("as %s: %v, want %v", as.Kind(), certain(as), certain(r))
			}
		}
	})
	if duplicate.WithIdentity(model.KindLead, &model.RFQ{}) != nil {
		t.Error("an RFQ has an identity")
	}
}
