package model

import (
	"encoding/json"
	"fmt"
	"strings"
)

// FieldText writes a field as a person would type it, "" when it is empty;
// ParseField of it gives the same value. A list is "a; b" with a backslash before
// a ';' or '\' that belongs to an element; tiers are "500:4.20; 1000:3.95", and
// what else has a short form is written in it; other structured fields are JSON.
func FieldText(f Field, r Record) string {
	if f.plain {
		return f.in(r).String()
	}
	if f.Empty(r) {
		return ""
	}
	v := f.Value(r)
	if tiers, ok := v.([]Tier); ok {
		return tiersText(tiers)
	}
	if short, ok := shortText(v); ok {
		return short
	}
	raw := f.Get(r)
	if isStructured(f.Type) {
		return string(raw)
	}
	if !f.List {
		return scalarText(raw)
	}
	var elements []json.RawMessage
	if err := json.Unmarshal(raw, &elements); err != nil {
		panic(fmt.Sprintf("reading back the list %s: %v", f.Name, err))
	}
	texts := make([]string, len(elements))
	for i, element := range elements {
		texts[i] = escapeElement(scalarText(element))
	}
	joined := strings.Join(texts, "; ")
	if len(texts) == 1 && strings.Contains(joined, ",") {
		joined += ";"
	}
	return joined
}

var escapeElement = strings.NewReplacer(`\`, `\\`, `;`, `\;`).Replace

// scalarText gives a JSON text without its quotes, and a number or truth value
// as it is.
func scalarText(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	return string(raw)
}

// PartText writes a part of an element of a list, which Field.Parts gives, as a person
// would type it.
func PartText(part Field, raw json.RawMessage) string {
	if isNull(raw) {
		return ""
	}
	var tiers []Tier
	if part.Type == TypeTier && json.Unmarshal(raw, &tiers) == nil {
		return tiersText(tiers)
	}
	return scalarText(raw)
}

// ElementTexts writes each element of a list with parts on one line, as a person reads it:
// "argan oil 100 KGM". raw is the list; nil when f has no parts or raw is no such list.
func ElementTexts(f Field, raw json.RawMessage) []string {
	parts := f.Parts()
	var elements []map[string]json.RawMessage
	if parts == nil || json.Unmarshal(raw, &elements) != nil {
		return nil
	}
	texts := make([]string, len(elements))
	for i, element := range elements {
		var words []string
		for _, part := range parts {
			if text := PartText(part, element[part.Name]); text != "" {
				words = append(words, text)
			}
		}
		texts[i] = strings.Join(words, " ")
	}
	return texts
}

func tiersText(tiers []Tier) string {
	parts := make([]string, len(tiers))
	for i, t := range tiers {
		parts[i] = t.From.String() + ":" + t.Price.String()
	}
	return strings.Join(parts, "; ")
}
