package model_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tradedesk/model"
	"tradedesk/model/modeltest"
	"tradedesk/model/value"
)

func TestRandomRecordsAreValid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := modeltest.AnyRecord().Draw(t, "record")
		for _, wrong := range model.Validate(r) {
			t.Errorf("%v", &wrong)
		}
		for _, wrong := range model.Validate(modeltest.Edited(r).Draw(t, "edited")) {
			t.Errorf("edited: %v", &wrong)
		}
	})
}

func TestValidate(t *testing.T) {
	id := model.ID{1}
	tests := []struct {
		name   string
		record model.Record
		want   string // the beginning of the only error, "" for none
	}{
		{"a lead known by its product", &model.Lead{Product: "argan oil"}, ""},
		{"a lead known by nothing", &model.Lead{City: "Fès"}, "lead: company: is missing: give company, contact, email, phone or product"},
		{"a supplier without a name", &model.Supplier{Contact: "Amina"}, "supplier: name: is missing"},
		{"a contact known by a phone", &model.Contact{Phone: "0539 12"}, ""},
		{"a contact known by nothing", &model.Contact{}, "contact: name: is missing"},
		{"an RFQ with lines only", &model.RFQ{Lines: []model.Line{{Product: "x"}}}, ""},
		{"an empty RFQ", &model.RFQ{}, "rfq: title: is missing"},
		{"a quote for nothing", &model.Quote{Supplier: id}, "quote: rfq: is missing"},
		{"a message in no thread", &model.Message{Direction: "in"}, "message: thread: is missing"},
		{"a message of no direction", &model.Message{Thread: id}, "message: direction: is missing"},
		{"a task without a title", &model.Task{}, "task: title: is missing"},
		{"an event without a name", &model.Event{}, "event: name: is missing"},
		{"a tag without a name", &model.Tag{}, "tag: name: is missing"},
		{"an empty deal", &model.Deal{}, ""},
		{"a stage of another kind", &model.Lead{Company: "x", Stage: "draft"}, "lead: stage: stage \"draft\""},
		{"a direction", &model.Message{Thread: id, Direction: "IN"}, "message: direction: \"IN\" is not how it is written"},
		{"a number that is none", &model.Lead{Company: "x", Quantity: "lots"}, "lead: quantity: "},
		{"a control character", &model.Lead{Company: "a\x1b[31m"}, "lead: company: "},
		{"spaces around", &model.Lead{Company: " x"}, "lead: company: "},
		{"only a space", &model.Lead{Company: " ", Contact: "x"}, "lead: company: "},
		{"a bidi override", &model.Lead{Company: "x", Message: "a\u202eb"}, "lead: message: "},
		{"a text too long", &model.Lead{Company: strings.Repeat("x", 2001)}, "lead: company: "},
		{"an empty tag", &model.Lead{Company: "x", Tags: []string{"a", ""}}, "lead: tags: element 2: is empty"},
		{"too many tags", &model.Lead{Company: "x", Tags: make([]string, 201)}, "lead: tags: 201 elements"},
		{"a phone as it was written", &model.Lead{Company: "x", Phone: "ask for Amina: 12 34"}, ""},
		{"a foreign phone as it was written", &model.Lead{Company: "x", Phone: "+999 ask"}, ""},
		{"a phone that should be E.164", &model.Lead{Company: "x", Phone: "+212 539 34 56 78"}, "lead: phone: "},
		{"a phone with a control character", &model.Lead{Company: "x", Phone: "12\x0034"}, "lead: phone: "},
		{"a line without a product", &model.RFQ{Lines: []model.Line{{Quantity: "5"}}}, "rfq: lines: element 1: names no product"},
		{"a line that is not clean", &model.RFQ{Lines: []model.Line{{Product: "x "}}}, "rfq: lines: "},
		{"a tier without a price", &model.Quote{RFQ: id, Tiers: []model.Tier{{From: "5"}}}, "quote: tiers: element 1: "},
		{"a custom name that is empty", &model.Lead{Company: "x", Custom: map[string]string{"": "y"}}, "lead: custom: "},
		{"a custom text that is empty", &model.Lead{Company: "x", Custom: map[string]string{"y": ""}}, "lead: custom: "},
		{"a kind that is not known", model.New("shipment"), ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			wrong := model.Validate(test.record)
			switch {
			case test.want == "" && len(wrong) > 0:
				t.Errorf("got %v", &wrong[0])
			case test.want != "" && len(wrong) != 1:
				t.Errorf("got %d errors %v, want %q", len(wrong), wrong, test.want)
			case test.want != "" && !strings.HasPrefix(wrong[0].Error(), test.want):
				t.Errorf("got %q, want %q", wrong[0].Error(), test.want)
			}
		})
	}
}

func TestCleanRecordChangesNothingThatIsClean(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := eitherRecord(t)
		wantSame(t, "cleaned", model.CleanRecord(r), r)
	})
}

const hostile = "a\x1b]0;x\x07\u202eb\x00"

func TestCleanRecordCleansEveryText(t *testing.T) {
	for _, kind := range model.Kinds() {
		r := model.New(kind)
		for _, f := range model.SchemaOf(kind).Fields {
			v := reflect.ValueOf(r).Elem().FieldByNameFunc(func(name string) bool {
				sf, _ := reflect.TypeOf(r).Elem().FieldByName(name)
				return sf.Tag.Get("json") == f.Name
			})
			fill(v)
		}
		r.Header().Extra = map[string]json.RawMessage{
			hostile: json.RawMessage(`{"a\u001b":["\u202e","\u0007b"]}`),
			"bad":   json.RawMessage("\x1b"),
		}
		before := model.EncodeJSON(r)
		cleaned := model.EncodeJSON(model.CleanRecord(r))
		for _, bad := range []string{`\u001b`, `\u0007`, `\u0000`, "\u202e", `\u202e`, "\x1b"} {
			if strings.Contains(string(cleaned), bad) {
				t.Errorf("%s: %q is left in %s", kind, bad, cleaned)
			}
		}
		if after := model.EncodeJSON(r); string(after) != string(before) {
			t.Errorf("%s: the record that was given is changed", kind)
		}
	}
}

// fill puts the hostile text wherever a value can hold one.
func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(hostile)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(v.Index(0))
		fill(v.Index(1))
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i))
		}
	case reflect.Map:
		v.Set(reflect.ValueOf(map[string]string{hostile: hostile}))
	}
}

func TestCleanRecordBounds(t *testing.T) {
	lead := &model.Lead{Company: strings.Repeat("x", 10<<20), Message: strings.Repeat("y", 10<<20), Email: value.Email(strings.Repeat("z", 10<<20))}
	lead.Tags = make([]string, 100_000)
	for i := range lead.Tags {
		lead.Tags[i] = "t"
	}
	got := model.CleanRecord(lead).(*model.Lead)
	if len(got.Company) > model.MaxText || len(got.Message) > model.MaxLong || len(got.Email) > model.MaxText || len(got.Tags) > model.MaxElements {
		t.Errorf("company %d, message %d, email %d, tags %d", len(got.Company), len(got.Message), len(got.Email), len(got.Tags))
	}
}
