package model

import (
	"strings"
	"testing"
)

func TestParts(t *testing.T) {
	for _, c := range []struct {
		kind  Kind
		field string
		want  string
	}{
		{KindRFQ, "lines", "product:text hs:hs quantity:decimal unit:unit target_price:decimal pack:packing"},
		{KindQuote, "tiers", "from:decimal price:decimal"},
		{KindDeal, "payments", "date:date amount:decimal reference:text"},
		{KindDeal, "shares", "person:text share:decimal"},
		{KindRFQ, "title", ""},
		{KindMessage, "attachments", ""},
	} {
		f, ok := SchemaOf(c.kind).Field(c.field)
		if !ok {
			t.Fatalf("%s has no %s", c.kind, c.field)
		}
		var got []string
		for _, part := range f.Parts() {
			got = append(got, part.Name+":"+string(part.Type))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s.%s has %q, want %q", c.kind, c.field, got, c.want)
		}
	}
	lines, _ := SchemaOf(KindRFQ).Field("lines")
	raw, err := ParseField(SchemaOf(KindRFQ), lines.Parts()[3], "tonnes", ParseContext{})
	if err != nil || string(raw) != `"TNE"` {
		t.Errorf("a part reads as %s with %v", raw, err)
	}
}
