package model_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"tradedesk/model"
	"tradedesk/model/modeltest"
)

func TestIDsOnlyGrow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		clock := time.UnixMilli(1_700_000_000_000)
		ids := model.NewIDs(func() time.Time { return clock }, nil)
		last := ids.New()
		for range rapid.IntRange(1, 50).Draw(t, "ids") {
			clock = clock.Add(time.Duration(rapid.Int64Range(-10_000, 10_000).Draw(t, "step")) * time.Millisecond)
			for range rapid.SampledFrom([]int{1, 2, 5000}).Draw(t, "burst") {
				id := ids.New()
				if bytes.Compare(id[:], last[:]) <= 0 {
					t.Fatalf("%s does not follow %s", id, last)
				}
				last = id
			}
		}
	})
}

func TestIDsAreUUIDv7(t *testing.T) {
	now := time.UnixMilli(1_763_942_400_123)
	id := model.NewIDs(func() time.Time { return now }, nil).New()
	u, err := uuid.Parse(id.String())
	if err != nil || u.Version() != 7 || u.Variant() != uuid.RFC4122 {
		t.Errorf("%s: version %d, variant %s, %v", id, u.Version(), u.Variant(), err)
	}
	if got := id.Time(); !got.Equal(now) || got.Location() != time.UTC {
		t.Errorf("made at %s, want %s", got, now)
	}
}

func TestIDsAreSafeForSeveralGoroutines(t *testing.T) {
	ids := model.NewIDs(func() time.Time { return time.UnixMilli(1) }, nil)
	var mu sync.Mutex
	var all []model.ID
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for range 500 {
				id := ids.New()
				mu.Lock()
				all = append(all, id)
				mu.Unlock()
			}
		})
	}
	group.Wait()
	slices.SortFunc(all, func(a, b model.ID) int { return bytes.Compare(a[:], b[:]) })
	if distinct := len(slices.Compact(all)); distinct != 2000 {
		t.Errorf("%d distinct ids of 2000", distinct)
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errors.New("no entropy") }

func TestNewPanicsWithoutRandomness(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("an id was made without randomness")
		}
	}()
	model.NewIDs(time.Now, failing{}).New()
}

func TestIDText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		id := modeltest.ID().Draw(t, "id")
		got, err := model.ParseID(id.String())
		if err != nil || got != id {
			t.Fatalf("%s reads as %s, %v", id, got, err)
		}
		if !strings.HasSuffix(strings.ReplaceAll(id.String(), "-", ""), id.Short()) || len(id.Short()) != 8 {
			t.Fatalf("%s is short for %s", id.Short(), id)
		}
	})
	for _, text := range []string{"", "0190b5c2", "urn:uuid:0190b5c2-7a1e-7c3d-9f00-2b6a1d4e8f11", "{0190b5c2-7a1e-7c3d-9f00-2b6a1d4e8f}", "0190b5c2-7a1e-7c3d-9f00-2b6a1d4e8f1g"} {
		if id, err := model.ParseID(text); err == nil {
			t.Errorf("%q reads as %s", text, id)
		}
	}
}

func TestZeroIDIsEmptyText(t *testing.T) {
	raw, err := json.Marshal(model.ID{})
	if err != nil || string(raw) != `""` {
		t.Errorf("got %s, %v", raw, err)
	}
	id := model.ID{1}
	if err := json.Unmarshal([]byte(`""`), &id); err != nil || !id.IsZero() {
		t.Errorf("got %s, %v", id, err)
	}
}
