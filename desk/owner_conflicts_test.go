package desk

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestJoinedListsHaveVersionsOfALineSideBySide(t *testing.T) {
	for _, tt := range []struct{ first, second, want string }{
		{"green 700,black,argan 100", "green 500,black,argan 150", "green 700,green 500,black,argan 100,argan 150"},
		{"a,b", "a,b,c", "a,b,c"},
		{"a,b", "x,a,b", "x,a,b"},
		{"a,x,b", "a,y,z,b", "a,x,y,z,b"},
		{"a,b", "b,a,c", "a,c,b"},
		{"", "a,b", "a,b"},
		{"a,b", "", "a,b"},
	} {
		got := joined(t, tt.first, tt.second)
		if got != tt.want {
			t.Errorf("%q and %q are %q, want %q", tt.first, tt.second, got, tt.want)
		}
	}
}

func TestJoinedListsLoseNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lists := rapid.SliceOfN(rapid.SliceOf(rapid.SampledFrom([]string{"a", "b", "c", "d", "e"})), 1, 4).Draw(t, "lists")
		var texts, all []string
		for _, list := range lists {
			texts = append(texts, strings.Join(list, ","))
			all = append(all, list...)
		}
		got := strings.Split(joined(t, texts...), ",")
		slices.Sort(got)
		slices.Sort(all)
		if want := slices.Compact(all); !slices.Equal(got, want) && len(want) > 0 {
			t.Fatalf("%q has %q, want %q", lists, got, want)
		}
	})
}

// joined joins lists that are written with commas.
func joined(t rapid.TB, lists ...string) string {
	t.Helper()
	var values []ConflictValue
	for _, text := range lists {
		list := []string{}
		if text != "" {
			list = strings.Split(text, ",")
		}
		raw, err := json.Marshal(list)
		if err != nil {
			t.Fatal(err)
		}
		values = append(values, ConflictValue{Value: raw})
	}
	raw, err := joinLists(values)
	var list []string
	if err == nil {
		err = json.Unmarshal(raw, &list)
	}
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(list, ",")
}
