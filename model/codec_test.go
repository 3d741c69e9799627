package model_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/fxamacker/cbor/v2"
	"pgregory.net/rapid"

	"tradedesk/model"
	"tradedesk/model/modeltest"
)

func eitherRecord(t *rapid.T) model.Record {
	return rapid.OneOf(modeltest.AnyRecord(), modeltest.UnknownRecord()).Draw(t, "record")
}

func wantSame(t rapid.TB, what string, got, want model.Record) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("%s:\n got %s\nwant %s", what, model.EncodeJSON(got), model.EncodeJSON(want))
	}
}

func mustEncodeCBOR(t rapid.TB, r model.Record) []byte {
	t.Helper()
	data, err := model.EncodeCBOR(r)
	if err != nil {
		t.Fatalf("EncodeCBOR: %v", err)
	}
	return data
}

func mustDecodeCBOR(t rapid.TB, k model.Kind, data []byte) model.Record {
	t.Helper()
	r, err := model.DecodeCBOR(k, data)
	if err != nil {
		t.Fatalf("DecodeCBOR: %v", err)
	}
	return r
}

func TestCBORRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := eitherRecord(t)
		data := mustEncodeCBOR(t, r)
		got := mustDecodeCBOR(t, r.Kind(), data)
		wantSame(t, "after CBOR", got, r)
		if again := mustEncodeCBOR(t, got); !bytes.Equal(again, data) {
			t.Fatalf("encoded again differs:\n%x\n%x", again, data)
		}
	})
}

func TestJSONRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := eitherRecord(t)
		data := model.EncodeJSON(r)
		if !json.Valid(data) {
			t.Fatalf("not JSON: %s", data)
		}
		got, err := model.DecodeJSON(data)
		if err != nil {
			t.Fatalf("DecodeJSON: %v\n%s", err, data)
		}
		wantSame(t, "after JSON", got, r)
	})
}

func TestJSONShape(t *testing.T) {
	lead := &model.Lead{Company: "Nord & Søn <AS>", Quantity: "500", Unit: "KGM", Tags: []string{"fair"}}
	lead.ID = model.ID{0x01, 0x90, 6: 0x70, 8: 0x80}
	lead.CreatedAt = 1_700_000_000_000
	lead.Extra = map[string]json.RawMessage{"zeta": json.RawMessage("1"), "alpha": json.RawMessage("2")}
	got := string(model.EncodeJSONWith(lead, map[string]any{"score": 71, "company": "ignored"}))
	want := `{"id":"01900000-0000-7000-8000-000000000000","kind":"lead","created_at":"2023-11-14T22:13:20.000Z",` +
		`"company":"Nord & Søn <AS>","quantity":"500","unit":"KGM","tags":["fair"],"alpha":2,"zeta":1,"score":71}`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	back, err := model.DecodeJSON([]byte(got))
	if err != nil {
		t.Fatal(err)
	}
	wantSame(t, "read back, without the score", back, lead)
}

func TestJSONOfRecordsInARecordKeepsTheirOrder(t *testing.T) {
	rfq, quote := &model.RFQ{Title: "argan"}, &model.Quote{Place: "Tanger", Currency: "EUR"}
	got := string(model.EncodeJSONWith(rfq, map[string]any{"quotes": []json.RawMessage{model.EncodeJSON(quote)}}))
	want := `{"id":"","kind":"rfq","title":"argan","quotes":[{"id":"","kind":"quote","currency":"EUR","place":"Tanger"}]}`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	back, err := model.DecodeJSON([]byte(got))
	if err != nil {
		t.Fatal(err)
	}
	wantSame(t, "read back, without the quotes", back, rfq)
}

func TestDecodeJSONErrors(t *testing.T) {
	tests := []struct{ name, data, want string }{
		{"not JSON", `{"kind":`, "unexpected end"},
		{"not an object", `[1]`, "cannot unmarshal array"},
		{"a bad id", `{"kind":"lead","id":"12"}`, "36 characters"},
		{"a bad time", `{"kind":"lead","created_at":"yesterday"}`, "created_at"},
		{"a kind that is no text", `{"kind":7}`, "kind"},
		{"two values", `{"kind":"lead"} {}`, "after top-level value"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := model.DecodeJSON([]byte(test.data))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want an error with %q", err, test.want)
			}
		})
	}
	if _, err := model.DecodeJSON([]byte(`{"id":""}`)); !errors.Is(err, model.ErrNoKind) {
		t.Errorf("without a kind: got %v, want ErrNoKind", err)
	}
}

func TestCBOROmitsWhatIsEmpty(t *testing.T) {
	lead := &model.Lead{Company: "x"}
	lead.ID = model.ID{1}
	var members map[int]any
	if err := cbor.Unmarshal(mustEncodeCBOR(t, lead), &members); err != nil {
		t.Fatal(err)
	}
	if len(members) != 2 || members[10] != "x" || members[1] == nil {
		t.Errorf("got %v, want only the id (1) and the company (10)", members)
	}
}

// newerLead is what a newer version would write: a further field, and a further
// part of a custom type.
func TestCBORKeepsKeysOfANewerVersion(t *testing.T) {
	written, err := cbor.Marshal(map[int]any{1: make([]byte, 16), 10: "Nord Foods", 900: "newer", 901: []int{1, 2}})
	if err != nil {
		t.Fatal(err)
	}
	r := mustDecodeCBOR(t, model.KindLead, written)
	lead := r.(*model.Lead)
	if lead.Company != "Nord Foods" {
		t.Fatalf("company is %q", lead.Company)
	}
	edited := apply(t, lead, change(lead, model.Set{"company": json.RawMessage(`"Nord AS"`)}))
	var members map[int]any
	if err := cbor.Unmarshal(mustEncodeCBOR(t, edited), &members); err != nil {
		t.Fatal(err)
	}
	if members[900] != "newer" || !reflect.DeepEqual(members[901], []any{uint64(1), uint64(2)}) || members[10] != "Nord AS" {
		t.Errorf("got %v", members)
	}
}

func TestCBORKeepsNewerPartsOfALine(t *testing.T) {
	lines := []map[int]any{{1: "argan oil", 77: "a newer part"}}
	written, err := cbor.Marshal(map[int]any{1: make([]byte, 16), 10: "RFQ", 13: lines})
	if err != nil {
		t.Fatal(err)
	}
	r := mustDecodeCBOR(t, model.KindRFQ, written)
	var members map[int]any
	if err := cbor.Unmarshal(mustEncodeCBOR(t, r), &members); err != nil {
		t.Fatal(err)
	}
	want := []any{map[any]any{uint64(1): "argan oil", uint64(77): "a newer part"}}
	if !reflect.DeepEqual(members[13], want) {
		t.Errorf("lines became %v, want %v", members[13], want)
	}
	edited := apply(t, r, change(r, model.Set{"lines": json.RawMessage(`[{"product":"rose water"}]`)}))
	again := mustDecodeCBOR(t, model.KindRFQ, mustEncodeCBOR(t, edited)).(*model.RFQ)
	if len(again.Lines) != 1 || again.Lines[0].Product != "rose water" {
		t.Errorf("an edit of the lines is not kept: %v", again.Lines)
	}
	cleared := apply(t, r, change(r, model.Set{"lines": json.RawMessage("null")}))
	members = nil
	if err := cbor.Unmarshal(mustEncodeCBOR(t, cleared), &members); err != nil {
		t.Fatal(err)
	}
	if members[13] != nil {
		t.Errorf("the lines were cleared, but %v is written", members[13])
	}
	if err := cbor.Unmarshal(mustEncodeCBOR(t, r), &members); err != nil || !reflect.DeepEqual(members[13], want) {
		t.Errorf("an edit changed the record before it: %v, %v", members[13], err)
	}
}

func TestCBORGivesKnownFieldsTheirPlace(t *testing.T) {
	older := &model.Lead{Company: "x"}
	older.Extra = map[string]json.RawMessage{"website": json.RawMessage(`"https://x.com"`), "carbon_kg": json.RawMessage("1")}
	got := mustDecodeCBOR(t, model.KindLead, mustEncodeCBOR(t, older)).(*model.Lead)
	if got.Website != "https://x.com" || len(got.Extra) != 1 {
		t.Errorf("website %q, Extra %v: want the field in its place and carbon_kg kept", got.Website, got.Extra)
	}

	unknown := model.New("sample_2")
	unknown.Header().Extra = map[string]json.RawMessage{"name": json.RawMessage(`"fair"`)}
	tag := mustDecodeCBOR(t, model.KindTag, mustEncodeCBOR(t, unknown)).(*model.Tag)
	if tag.Name != "fair" || tag.Extra != nil {
		t.Errorf("a kind that became known: name %q, Extra %v", tag.Name, tag.Extra)
	}
}

func TestCBORReadsBackBadUTF8(t *testing.T) {
	got := mustDecodeCBOR(t, model.KindTag, mustEncodeCBOR(t, &model.Tag{Name: "a\xffb"})).(*model.Tag)
	if got.Name != "a\xffb" {
		t.Errorf("got %q", got.Name)
	}
}

func TestDecodeCBORSharesNoMemory(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := eitherRecord(t)
		data := mustEncodeCBOR(t, r)
		got := mustDecodeCBOR(t, r.Kind(), data)
		for i := range data {
			data[i] = 0xff
		}
		wantSame(t, "after its bytes were written over", got, r)
	})
}

func TestDecodeCBORErrors(t *testing.T) {
	for name, data := range map[string][]byte{"nothing": nil, "cut short": {0xa2, 0x01}, "a list": {0x80}, "text for an id": {0xa1, 0x01, 0x61, 'x'}} {
		if r, err := model.DecodeCBOR(model.KindLead, data); err == nil {
			t.Errorf("%s: got %s, want an error", name, model.EncodeJSON(r))
		} else if !strings.HasPrefix(err.Error(), "decoding a lead: ") {
			t.Errorf("%s: got %q", name, err)
		}
	}
}

func FuzzDecodeJSON(f *testing.F) {
	for _, seed := range []string{
		`{"kind":"lead","company":"Nord","quantity":"5","score":3}`, `{"kind":"rfq","lines":[{"product":"x","new":1}]}`,
		`{"kind":"shipment","id":"","x":{"b":1,"a":[1.50,"\u2028"]}}`, `{"kind":"lead","custom":{"a":"b"},"tags":null}`, `null`, `{}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := model.DecodeJSON(data)
		if err != nil {
			return
		}
		first := model.EncodeJSON(r)
		again, err := model.DecodeJSON(first)
		if err != nil {
			t.Fatalf("cannot read what was written: %v\n%s", err, first)
		}
		if second := model.EncodeJSON(again); !bytes.Equal(first, second) {
			t.Fatalf("not stable:\n%s\n%s", first, second)
		}
		cleaned := model.CleanRecord(r)
		wantSame(t, "cleaned twice", model.CleanRecord(cleaned), cleaned)
		model.Validate(cleaned)
	})
}

func FuzzDecodeCBOR(f *testing.F) {
	for _, r := range []model.Record{
		&model.Lead{Company: "Nord", Quantity: "5", Tags: []string{"a"}, Custom: map[string]string{"a": "b"}},
		&model.RFQ{Lines: []model.Line{{Product: "x"}}}, model.New("shipment"),
	} {
		data, err := model.EncodeCBOR(r)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(r.Kind()), data)
	}
	f.Fuzz(func(t *testing.T, kind string, data []byte) {
		r, err := model.DecodeCBOR(model.Kind(kind), data)
		if err != nil {
			return
		}
		first := mustEncodeCBOR(t, r)
		again := mustDecodeCBOR(t, model.Kind(kind), first)
		if second := mustEncodeCBOR(t, again); !bytes.Equal(first, second) {
			t.Fatalf("not stable:\n%x\n%x", first, second)
		}
	})
}
