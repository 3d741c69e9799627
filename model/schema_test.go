package model_test

import (
	"slices"
	"strings"
	"testing"

	"tradedesk/model"
)

// contract is the field names that scripts and files rely on: never renamed.
var contract = map[model.Kind]string{
	model.KindLead: `company contact email phone country language source product hs quantity unit target_price currency incoterm port
		message received_at stage reason owner next_action due_at snoozed_until tags event`,
	model.KindSupplier: `name contact email phone country city port products hs certificates moq unit capacity lead_days incoterms
		currency rating notes tags`,
	model.KindRFQ:     `title lead buyer lines currency incoterm port deadline payment_terms certificates stage invited`,
	model.KindQuote:   `rfq supplier currency incoterm place tiers unit moq lead_days valid_until payment_terms freight supersedes`,
	model.KindMessage: `thread direction from to at subject body message_id in_reply_to attachments`,
}

func TestContractNames(t *testing.T) {
	for kind, names := range contract {
		schema := model.SchemaOf(kind)
		for name := range strings.FieldsSeq("id created_at updated_at updated_by deleted " + names) {
			if _, ok := schema.Field(name); !ok {
				t.Errorf("a %s has no field %s", kind, name)
			}
		}
	}
}

func TestSchemas(t *testing.T) {
	for _, kind := range model.Kinds() {
		if !kind.Known() {
			t.Errorf("%s is not known", kind)
		}
		schema := model.SchemaOf(kind)
		groups := make(map[string]int)
		for _, f := range schema.Fields {
			if f.Name != strings.ToLower(f.Name) || f.Name == "" {
				t.Errorf("%s: field name %q", kind, f.Name)
			}
			if (f.Type == model.TypeRef) != (len(f.Refs) > 0) && f.Name != "id" && f.Name != model.FieldMergedInto && f.Name != model.FieldMergedFrom {
				t.Errorf("%s.%s: is a %s and points to %v", kind, f.Name, f.Type, f.Refs)
			}
			for _, ref := range f.Refs {
				if !ref.Known() {
					t.Errorf("%s.%s points to %q", kind, f.Name, ref)
				}
			}
			if f.Group != "" {
				groups[f.Group]++
			}
			if f.Fixed != (f.Key < 10) && f.Name != model.FieldDistinct && f.Name != model.FieldMergedFrom &&
				(kind != model.KindMessage || f.Key < 20) { // how far a message is
				t.Errorf("%s.%s: key %d; keys under 10 are the head's", kind, f.Name, f.Key)
			}
		}
		for group, n := range groups {
			if n < 2 {
				t.Errorf("%s: group %s has one field", kind, group)
			}
		}
		if i := slices.IndexFunc(schema.Editable(), func(f model.Field) bool { return f.Fixed }); i >= 0 {
			t.Errorf("%s: %s can be edited", kind, schema.Editable()[i].Name)
		}
	}
	if model.SchemaOf("shipment") != nil || model.Kind("shipment").Known() {
		t.Error("an unknown kind has a schema")
	}
}

func TestSetRefusesAWrongShapeAndKeepsTheValue(t *testing.T) {
	lead := &model.Lead{Company: "Nord", Tags: []string{"a"}}
	for name, raw := range map[string]string{"company": `5`, "tags": `"a"`, "quantity": `5`, "event": `"12"`, "received_at": `"noon"`} {
		f, _ := model.SchemaOf(model.KindLead).Field(name)
		if err := f.Set(lead, []byte(raw)); err == nil || !strings.HasPrefix(err.Error(), "field "+name+": ") {
			t.Errorf("%s = %s: got %v", name, raw, err)
		}
	}
	if lead.Company != "Nord" || len(lead.Tags) != 1 {
		t.Errorf("the lead became %+v", lead)
	}
}

func TestParseKind(t *testing.T) {
	for typed, want := range map[string]model.Kind{"lead": "lead", "Leads": "lead", " RFQ ": "rfq", "rfqs": "rfq"} {
		if got, err := model.ParseKind(typed); got != want || err != nil {
			t.Errorf("%q: got %q, %v", typed, got, err)
		}
	}
	if _, err := model.ParseKind("invoice"); err == nil || !strings.Contains(err.Error(), "want one of lead, supplier") {
		t.Errorf("got %v", err)
	}
}
