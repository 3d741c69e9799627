package model_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tradedesk/model"
	"tradedesk/model/modeltest"
)

var today = model.ParseContext{Now: time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC), Home: "MA"}

func field(t testing.TB, kind model.Kind, name string) (*model.Schema, model.Field) {
	t.Helper()
	schema := model.SchemaOf(kind)
	f, ok := schema.Field(name)
	if !ok {
		t.Fatalf("a %s has no field %s", kind, name)
	}
	return schema, f
}

func TestFieldTextReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := modeltest.AnyRecord().Draw(t, "record")
		schema := model.SchemaOf(r.Kind())
		for _, f := range schema.Editable() {
			typed := model.FieldText(f, r)
			raw, err := model.ParseField(schema, f, typed, today)
			if err != nil {
				t.Fatalf("%s written as %q: %v", f.Name, typed, err)
			}
			if want := f.Get(r); string(raw) != string(want) {
				t.Fatalf("%s written as %q reads as %s, want %s", f.Name, typed, raw, want)
			}
		}
	})
}

func TestParseField(t *testing.T) {
	tests := []struct {
		kind        model.Kind
		field, text string
		want        string
	}{
		{"lead", "company", "  Nord Foods\x1b[31m ", `"Nord Foods[31m"`},
		{"lead", "company", " ", ``},
		{"lead", "company", "\x00", ``},
		{"lead", "tags", "a, b ,, c", `["a","b","c"]`},
		{"lead", "tags", "a, b; c", `["a, b","c"]`},
		{"lead", "tags", "a, b;", `["a, b"]`},
		{"lead", "tags", `a\;b\\c`, `["a;b\\c"]`},
		{"lead", "tags", `a\b`, `["a\\b"]`},
		{"lead", "tags", ";;", ``},
		{"lead", "stage", "RFQ open", `"rfq_open"`},
		{"lead", "custom", `{"b":"2","a":"1"}`, `{"a":"1","b":"2"}`},
		{"lead", "custom", `{"a":""}`, ``},
		{"lead", "event", "0190B5C2-7A1E-7C3D-9F00-2B6A1D4E8F11", `"0190b5c2-7a1e-7c3d-9f00-2b6a1d4e8f11"`},
		{"supplier", "lead_days", "21", `21`},
		{"supplier", "lead_days", "0", ``},
		{"message", "direction", "IN", `"in"`},
		{"lead", "deleted", "Yes", `true`},
		{"lead", "deleted", "no", ``},
		{"quote", "tiers", "500:4.20; 1000:3.95", `[{"from":"500","price":"4.20"},{"from":"1000","price":"3.95"}]`},
		{"quote", "tiers", "500:4.20, 1000:3.95", `[{"from":"500","price":"4.20"},{"from":"1000","price":"3.95"}]`},
		{"quote", "tiers", `[{"price":"4.20","from":"500"}]`, `[{"from":"500","price":"4.20"}]`},
		{"quote", "tiers", "500:4,20", `[{"from":"500","price":"4.20"}]`},
		{"quote", "tiers", `[]`, ``},
		{"rfq", "lines", "argan oil; rose water", `[{"product":"argan oil"},{"product":"rose water"}]`},
		{"rfq", "lines", `[{"product":"argan oil","quantity":"500"}]`, `[{"product":"argan oil","quantity":"500"}]`},
	}
	for _, test := range tests {
		t.Run(test.field+" "+test.text, func(t *testing.T) {
			schema, f := field(t, test.kind, test.field)
			got, err := model.ParseField(schema, f, test.text, today)
			if err != nil || string(got) != test.want {
				t.Errorf("got %s, %v; want %s", got, err, test.want)
			}
		})
	}
}

func TestParseLinesWithQuantities(t *testing.T) {
	schema, f := field(t, model.KindRFQ, "lines")
	raw, err := model.ParseField(schema, f, "huile d'argan, bio, 500 kg; rose water, 1,5 l", today)
	if err != nil {
		t.Fatal(err)
	}
	rfq := &model.RFQ{}
	if err := f.Set(rfq, raw); err != nil {
		t.Fatal(err)
	}
	if len(rfq.Lines) != 2 || rfq.Lines[0].Product != "huile d'argan, bio" || rfq.Lines[0].Quantity != "500" || rfq.Lines[0].Unit != "KGM" || rfq.Lines[1].Quantity != "1.5" || rfq.Lines[1].Unit != "LTR" || rfq.Lines[1].Product != "rose water" {
		t.Errorf("got %+v", rfq.Lines)
	}
}

func TestParseLinesWithCommasInTheirNumbers(t *testing.T) {
	schema, f := field(t, model.KindRFQ, "lines")
	for typed, want := range map[string]string{
		"oil, bio, 1,250,000 kg": "1250000", "oil, bio,1,250,000.5 kg": "1250000.5", "oil, bio, 1,250.5 kg": "1250.5", "oil, bio, 1.250.000,5 kg": "1250000.5",
	} {
		raw, err := model.ParseField(schema, f, typed, today)
		rfq := &model.RFQ{}
		if err == nil {
			err = f.Set(rfq, raw)
		}
		if err != nil || len(rfq.Lines) != 1 || rfq.Lines[0].Product != "oil, bio" || string(rfq.Lines[0].Quantity) != want {
			t.Errorf("%s: %+v, %v", typed, rfq.Lines, err)
		}
	}
	if raw, err := model.ParseField(schema, f, "oil 1,250,000.5 kg", today); err == nil {
		t.Errorf("a product and a number without a comma between: %s", raw)
	}
}

func TestParseFieldErrors(t *testing.T) {
	tests := []struct {
		kind        model.Kind
		field, text string
		want        string
	}{
		{"lead", "quantity", "many", "lead: quantity: "},
		{"lead", "stage", "Closed Won", "lead: stage: stage \"Closed Won\": want one of new"},
		{"lead", "event", "12", "36 characters"},
		{"lead", "custom", "a=b", "want JSON"},
		{"lead", "custom", `{"a":5}`, "reading JSON"},
		{"lead", "custom", `{"a":"1"} x`, "more than one JSON value"},
		{"lead", "custom", "{\"a\":\"1\",\"a\\u0000\":\"2\"}", "is empty, or there twice"},
		{"supplier", "lead_days", "3.5", "not a whole number"},
		{"supplier", "lead_days", "99999999999", "not a whole number"},
		{"lead", "deleted", "maybe", "want yes or no"},
		{"message", "direction", "sideways", "want in, out or note"},
		{"quote", "tiers", "500", "want QUANTITY:PRICE"},
		{"quote", "tiers", "500:cheap", "element 1: price: "},
		{"quote", "tiers", `[{"from":"500"}]`, "wants a quantity (from) and a price"},
		{"rfq", "lines", "argan oil, a lot", "line \"argan oil, a lot\": "},
		{"rfq", "lines", `[{"product":"x","brand":"y"}]`, "unknown field"},
		{"rfq", "lines", `[{"quantity":"5"}]`, "names no product"},
		{"rfq", "lines", "[" + strings.Repeat(`{"product":"x"},`, 200) + `{"product":"x"}]`, "201 elements: at most 200"},
		{"message", "attachments", `[{"name":"a","sha256":"XYZ"}]`, "64 hexadecimal digits"},
		{"message", "attachments", `[{"name":"a","size":-1}]`, "size -1"},
		{"message", "attachments", `[{"name":""}]`, "wants a name"},
		{"message", "attachments", "offer.pdf", "want JSON"},
		{"lead", "tags", strings.Repeat("x;", 201), "201 elements: at most 200"},
		{"lead", "tags", strings.Repeat(";", 10<<20), "bytes: at most"},
		{"rfq", "lines", `["` + strings.Repeat("x", 1<<20) + `"]`, "bytes: at most"},
	}
	for _, test := range tests {
		schema, f := field(t, test.kind, test.field)
		got, err := model.ParseField(schema, f, test.text, today)
		var wrong *model.FieldError
		if !errors.As(err, &wrong) || wrong.Kind != test.kind || wrong.Field != test.field || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s %.40q: got %s, %v; want %q", test.field, test.text, got, err, test.want)
		} else if strings.Contains(err.Error(), "\n") || len(err.Error()) > 500 {
			t.Errorf("%s %.40q: not one line: %.600q", test.field, test.text, err)
		}
	}
}

func TestParseFieldBoundsText(t *testing.T) {
	for name, want := range map[string]int{"company": model.MaxText, "message": model.MaxLong} {
		schema, f := field(t, model.KindLead, name)
		raw, err := model.ParseField(schema, f, strings.Repeat("é", 10<<20), today)
		var got string
		if err == nil {
			err = json.Unmarshal(raw, &got)
		}
		if n := len([]rune(got)); err != nil || n > want || n < want-1 {
			t.Errorf("%s keeps %d runes of too many, %v; want %d", name, n, err, want)
		}
	}
}

func TestParseAssignments(t *testing.T) {
	got, err := model.ParseAssignments(model.KindLead, []string{"company=Nord = Foods", "quantity=500", "tags=a;b", "reason="}, today)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"company":"Nord = Foods","quantity":"500","reason":null,"tags":["a","b"]}`
	if show(got) != want {
		t.Errorf("got %s, want %s", show(got), want)
	}
}

func TestParseAssignmentsErrors(t *testing.T) {
	tests := []struct{ arg, want string }{
		{"compagny=x", "lead: compagny: is no field of a lead; did you mean company?"},
		{"target-price=5", "did you mean target_price?"},
		{"zzz=1", "lead: zzz: is no field of a lead; the fields are company, contact, email"},
		{"company", `lead: "company": want field=value`},
		{"id=x", "lead: id: is kept by the desk and cannot be set"},
		{"deleted=true", "lead: deleted: is kept by the desk"},
		{"score=100", "lead: score: is worked out by the desk"},
		{"kind=rfq", "lead: kind: is worked out by the desk"},
		{"quantity=lots", "lead: quantity: "},
		{"\x1b]0;x\x07=1", "is no field of a lead"},
	}
	for _, test := range tests {
		_, err := model.ParseAssignments(model.KindLead, []string{test.arg}, today)
		if err == nil || !strings.Contains(err.Error(), test.want) || strings.ContainsAny(err.Error(), "\x1b\x07\n") {
			t.Errorf("%q: got %v, want %q", test.arg, err, test.want)
		}
	}
	if _, err := model.ParseAssignments(model.KindLead, []string{"city=a", "city=b"}, today); err == nil || !strings.Contains(err.Error(), "lead: city: is given twice") {
		t.Errorf("given twice: got %v", err)
	}
	if _, err := model.ParseAssignments("shipment", nil, today); err == nil {
		t.Error("an unknown kind is accepted")
	}
}

func FuzzParseField(f *testing.F) {
	for _, seed := range []string{"500:4.20; 1000:3.95", `{"a":"b"}`, `[{"product":"x"}]`, "a; b", `a\;`, "500 kg", "2026-11-24", "+212 539-12-34-56", "tomorrow", "1.234,50", "\u202e", "MAPTM", "[", "argan, 5 kg"} {
		f.Add(byte(0), byte(3), seed)
		f.Add(byte(4), byte(7), seed)
	}
	f.Fuzz(func(t *testing.T, kindAt, fieldAt byte, typed string) {
		kinds := model.Kinds()
		kind := kinds[int(kindAt)%len(kinds)]
		schema := model.SchemaOf(kind)
		field := schema.Editable()[int(fieldAt)%len(schema.Editable())]
		raw, err := model.ParseField(schema, field, typed, today)
		if err != nil {
			if strings.ContainsAny(err.Error(), "\n\x1b\x00\u202e") {
				t.Fatalf("%s: the error carries what it must not: %q", field.Name, err)
			}
			return
		}
		r := model.New(kind)
		if err := field.Set(r, raw); err != nil {
			t.Fatalf("%s: %q reads as %s, which the field refuses: %v", field.Name, typed, raw, err)
		}
		if got := field.Get(r); string(got) != string(raw) {
			t.Fatalf("%s: %q reads as %s, which is not canonical: want %s", field.Name, typed, raw, got)
		}
		written := model.FieldText(field, r)
		again, err := model.ParseField(schema, field, written, today)
		if err != nil || string(again) != string(raw) {
			t.Fatalf("%s: %q reads as %s, written %q, which reads as %s, %v", field.Name, typed, raw, written, again, err)
		}
		for _, wrong := range model.Validate(r) {
			if wrong.Field == field.Name && !strings.Contains(wrong.Error(), "is missing") {
				t.Fatalf("%s: %q reads as %s, which Validate refuses: %v", field.Name, typed, raw, &wrong)
			}
		}
	})
}
