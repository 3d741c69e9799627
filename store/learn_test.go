package store

import (
	"path/filepath"
	"testing"

	"tradedesk/model"
)

// A desk that got records of a kind before it knew the kind, or kept a field before it was
// indexed, finds them when it knows: nothing has to be repaired.
func TestAVersionThatKnowsMoreMakesItsKeys(t *testing.T) {
	for name, forget := range map[string]struct {
		sets   []string
		signed bool // the file says which sets it has
	}{
		"kinds":                             {[]string{"index/rate.source", "index/rate.date", "index/rate.created_at", "index/rate.updated_at", "index/lane.name", "index/lane.tags", "index/lane.mode", "index/lane.created_at"}, true},
		"kinds, of a file that is unsigned": {[]string{"index/rate.source", "index/rate.date", "index/rate.created_at", "index/rate.updated_at"}, false},
		"an index of a kind that is known":  {[]string{"index/lead.city"}, true},
		"a list of a kind that is known":    {[]string{"index/lead.tags"}, true},
	} {
		t.Run(name, func(t *testing.T) {
			path, clock := filepath.Join(t.TempDir(), "desk.db"), newClock()
			b := openAt(t, path, clock)
			for range 3 {
				b.create(t, model.KindLead, "company=Nord Foods", "city=Agadir", "tags=fair,bio")
				b.create(t, model.KindRate, "source=manual", "date=2026-11-20", "base=EUR")
				b.create(t, model.KindLane, "name=Agadir to Antwerp", "tags=sea")
			}
			want := b.titles(t, Query{Kind: model.KindRate, Sort: "date"})
			b.writeThrough(t)
			err := b.update(t.Context(), func(tx *transaction) error {
				for _, set := range forget.sets {
					if tx.Bucket([]byte(set)) == nil {
						continue
					}
					if err := (&learning{tx: tx}).drop(set); err != nil {
						return err
					}
				}
				meta := tx.Bucket([]byte(bucketMeta))
				if !forget.signed {
					return meta.Delete([]byte(keyKnown))
				}
				return meta.Put([]byte(keyKnown), []byte("index/lead.company index/of.a.later.version"))
			})
			if err != nil {
				t.Fatal(err)
			}
			if err := b.Close(); err != nil {
				t.Fatal(err)
			}
			again := openAt(t, path, clock)
			again.check(t)
			if got := again.titles(t, Query{Kind: model.KindRate, Sort: "date"}); got != want {
				t.Errorf("rates %q, want %q", got, want)
			}
			again.create(t, model.KindLane, "name=Another", "tags=sea")
			again.check(t)
		})
	}
}
