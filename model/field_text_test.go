package model

import (
	"encoding/json"
	"slices"
	"testing"
)

func TestElementTexts(t *testing.T) {
	lines, _ := SchemaOf(KindRFQ).Field("lines")
	tags, _ := SchemaOf(KindRFQ).Field("tags")
	for _, tt := range []struct {
		field Field
		raw   string
		want  []string
	}{
		{lines, `[{"product":"argan oil","quantity":"100","unit":"KGM"},{"product":"olives"}]`, []string{"argan oil 100 KGM", "olives"}},
		{lines, `[]`, []string{}},
		{lines, `null`, []string{}},
		{lines, `"nonsense"`, nil},
		{tags, `["a","b"]`, nil},
	} {
		got := ElementTexts(tt.field, json.RawMessage(tt.raw))
		if !slices.Equal(got, tt.want) || (got == nil) != (tt.want == nil) {
			t.Errorf("%s of %s is %q, want %q", tt.field.Name, tt.raw, got, tt.want)
		}
	}
}
