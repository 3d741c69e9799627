package model_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tradedesk/model"
	"tradedesk/model/modeltest"
)

func members(t interface{ Fatal(...any) }, text string) map[string]json.RawMessage {
	var m map[string]json.RawMessage
	if err := json.Unmarshal([]byte(text), &m); err != nil {
		t.Fatal(err)
	}
	return m
}

func TestParseMembers(t *testing.T) {
	c := model.ParseContext{Now: time.Date(2026, 11, 24, 9, 30, 0, 0, time.UTC), Home: "MA"}
	tests := []struct{ given, want string }{
		{`{"company":" Nord Foods ","country":"canada"}`, `{"company":"Nord Foods","country":"CA"}`},
		{`{"quantity":2000,"unit":"kg"}`, `{"quantity":"2000","unit":"KGM"}`},
		{`{"quantity":"1.50"}`, `{"quantity":"1.50"}`},
		{`{"tags":["a;b","c"]}`, `{"tags":["a;b","c"]}`},
		{`{"tags":"a; b"}`, `{"tags":["a","b"]}`},
		{`{"tags":[],"owner":null,"city":""}`, `{"tags":null,"owner":null,"city":null}`},
		{`{"quantity":"lots"}`, `{"quantity":"lots"}`}, // as a file left it; the desk refuses it when it is new
		{`{"due_at":"tomorrow 10:00"}`, `{"due_at":"2026-11-25T10:00:00.000Z"}`},
		{`{"id":"x","kind":"lead","score":3,"updated_at":"x","updated_by":"y","deleted":true}`, `{"deleted":true}`},
	}
	for _, tt := range tests {
		set, err := model.ParseMembers(model.KindLead, members(t, tt.given), c)
		if err != nil {
			t.Errorf("%s: %v", tt.given, err)
			continue
		}
		if want := members(t, tt.want); !reflect.DeepEqual(map[string]json.RawMessage(set), want) {
			t.Errorf("%s gives %s, want %s", tt.given, set, tt.want)
		}
	}
	for _, wrong := range []string{
		`{"compny":"x"}`, `{"company":["x"]}`, `{"company":{"a":1}}`, `{"quantity":true}`, `{"due_at":"sometime"}`,
		`{"tags":[["x"]]}`, `{"deleted":"perhaps"}`,
	} {
		if set, err := model.ParseMembers(model.KindLead, members(t, wrong), c); err == nil {
			t.Errorf("%s gives %s", wrong, set)
		}
	}
}

// A record as it is listed, given back, changes nothing.
// A text that is too long is refused with how long it is, whatever comes of it when it is clean.
func TestLongTextsAreRefused(t *testing.T) {
	for _, c := range []model.ParseContext{{}, {Typed: true}} {
		for field, most := range map[string]int{"company": model.MaxText, "message": model.MaxLong} {
			fits := strings.Repeat("é", most)
			if _, err := model.ParseMembers(model.KindLead, map[string]json.RawMessage{field: quotedText(" " + fits + "\u202e\n")}, c); err != nil {
				t.Errorf("%s: %v", field, err)
			}
			_, err := model.ParseMembers(model.KindLead, map[string]json.RawMessage{field: quotedText(fits + "é")}, c)
			want := fmt.Sprintf("lead: %s: %d characters: at most %d", field, most+1, most)
			if err == nil || !strings.HasPrefix(err.Error(), want) {
				t.Errorf("%s: %v, want %s", field, err, want)
			}
		}
	}
	if _, err := model.ParseMembers(model.KindLead, map[string]json.RawMessage{"custom": quotedText(`{"story":"` + strings.Repeat("x", model.MaxLong+1) + `"}`)}, model.ParseContext{}); err == nil {
		t.Error("a custom text is cut")
	}
	if _, err := model.ParseAssignments(model.KindLead, []string{"company=" + strings.Repeat("x", model.MaxText+1)}, model.ParseContext{Typed: true}); err == nil {
		t.Error("what is typed is cut")
	}
}

func quotedText(s string) json.RawMessage {
	raw, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	return raw
}

func TestParseMembersOfAListedRecord(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := modeltest.Record(rapid.SampledFrom(model.Kinds()).Draw(t, "kind")).Draw(t, "record")
		r.Header().Extra = nil
		all := members(t, string(model.EncodeJSON(r)))
		set, err := model.ParseMembers(r.Kind(), all, model.ParseContext{Now: time.Now(), Home: "MA"})
		if err != nil {
			t.Fatalf("%s: %v", model.EncodeJSON(r), err)
		}
		after, err := model.Apply(r, model.Change{Record: r.Header().ID, Kind: r.Kind(), Set: set})
		if err != nil {
			t.Fatal(err)
		}
		if diff := model.Diff(r, after); len(diff) > 0 {
			t.Fatalf("giving %s back changes %s", model.EncodeJSON(r), diff)
		}
	})
}
