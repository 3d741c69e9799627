package model

import (
	"math/rand"
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

func TestCleanValidIsCleaningAndValidating(t *testing.T) {
	types := append(recordTypes(), reflect.TypeFor[Unknown]())
	rapid.Check(t, func(t *rapid.T) {
		random := rand.New(rand.NewSource(rapid.Int64().Draw(t, "seed")))
		record := reflect.New(rapid.SampledFrom(types).Draw(t, "type"))
		fill(t, record.Elem(), random, rapid.Float64().Draw(t, "share"))
		got := record.Interface().(Record)
		if lead, ok := got.(*Lead); ok && rapid.Bool().Draw(t, "plain") {
			lead.Company, lead.Message, lead.Extra = " Nord\tFoods\u202e ", "Hello \r\n\r\n", nil
		}
		want := Clone(got)
		wrong := CleanValid(got)
		CleanFresh(want)
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("cleaned to\n%#v, want\n%#v", got, want)
		}
		faults := Validate(want)
		if len(wrong) != len(faults) {
			t.Fatalf("%v, want %v", wrong, faults)
		}
		for i := range wrong {
			if wrong[i].Error() != faults[i].Error() {
				t.Fatalf("%v, want %v", wrong[i], faults[i])
			}
		}
	})
}
