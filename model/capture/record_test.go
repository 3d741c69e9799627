package capture

import (
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tradedesk/model"
	"tradedesk/model/modeltest"
	"tradedesk/model/value"
)

func occasion(line string) Occasion {
	return Occasion{
		Event: model.ID{6: 0x70, 8: 0x80, 15: 7}, Name: "SIAM Meknès 2026", Tag: EventTag("SIAM Meknès 2026"),
		Now: time.Date(2026, 4, 20, 10, 0, 0, 0, time.UTC), Line: line,
	}
}

func TestRecordOfALine(t *testing.T) {
	const line = "salma benali coop tifawin agadir argan 500kg +212 661-234567 0528 12 34 56 43 USD/kg fob agadir #bio // call"
	at := occasion(line)
	lead := Parse(line, testContext()).Record(model.KindLead, at).(*model.Lead)
	want := &model.Lead{
		Company: "Coop Tifawin", Contact: "Salma Benali", City: "Agadir", Country: "MA", Product: "argan oil", Quantity: "500", Unit: "KGM",
		TargetPrice: "43", Currency: "USD", Incoterm: "FOB", Port: "MAAGA", Phone: "+212661234567", OtherPhones: []value.Phone{"+212528123456"},
		Message: "call", Stage: model.LeadNew, ReceivedAt: value.At(at.Now), Source: "SIAM Meknès 2026", Event: at.Event,
		Tags: []string{"bio", "siam-meknes-2026"}, Custom: map[string]string{"captured": line},
	}
	if !reflect.DeepEqual(model.Fields(lead), model.Fields(want)) {
		t.Errorf("got  %s\nwant %s", model.EncodeJSON(lead), model.EncodeJSON(want))
	}
	r := Parse("supplier: Coop Tifawin, argan oil, 43 USD, fob", testContext())
	if r.Kind(model.KindLead) != model.KindSupplier {
		t.Error("a supplier is captured as a lead")
	}
	s := r.Record(model.KindSupplier, at).(*model.Supplier)
	if s.Name != "Coop Tifawin" || s.Notes != "43 USD" || s.Products[0] != "argan oil" || s.Incoterms[0] != "FOB" || s.Tags[0] != "siam-meknes-2026" {
		t.Errorf("got %s", model.EncodeJSON(s))
	}
	if Line(lead) != line || Line(s) != line || Line(&model.Task{}) != "" {
		t.Error("the line is not kept")
	}
}

// Whatever is typed can be saved.
func TestRecordsAreValid(t *testing.T) {
	c := testContext()
	for _, tt := range understood {
		for _, kind := range []model.Kind{model.KindLead, model.KindSupplier} {
			if wrong := model.Validate(Parse(tt.line, c).Record(kind, occasion(tt.line))); len(wrong) > 0 {
				t.Errorf("%s as %s: %v", tt.line, kind, wrong)
			}
		}
	}
}

func TestAttachKeepsWhatIsThere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom([]model.Kind{model.KindLead, model.KindSupplier, model.KindContact}).Draw(t, "kind")
		before := modeltest.Record(kind).Draw(t, "record")
		line := understood[rapid.IntRange(0, len(understood)-1).Draw(t, "line")].line
		r := Parse(line, testContext())
		set := r.Attach(before, occasion(line))
		for name, raw := range set {
			field, _ := model.SchemaOf(kind).Field(name)
			if !field.List && !field.Empty(before) {
				t.Fatalf("%s was %v and becomes %s", name, field.Value(before), raw)
			}
		}
		after, err := model.Apply(before, model.Change{Record: before.Header().ID, Kind: kind, Set: set})
		if err != nil {
			t.Fatal(err)
		}
		if again := r.Attach(after, occasion(line)); len(again) > 0 {
			t.Fatalf("attaching twice changes %v", again)
		}
	})
}

func TestAttach(t *testing.T) {
	s := &model.Supplier{Name: "Coopérative Tifawin", City: "Agadir", Phone: "+212528123456", Tags: []string{"argan"}}
	r := Parse("salma benali coop tifawin inezgane argan +212 661-234567", testContext())
	set := r.Attach(s, occasion(""))
	want := map[string]string{"contact": `"Salma Benali"`, "country": `"MA"`, "other_phones": `["+212661234567"]`, "products": `["argan oil"]`, "tags": `["argan","siam-meknes-2026"]`}
	for name, raw := range want {
		if string(set[name]) != raw {
			t.Errorf("%s is set to %s, want %s", name, set[name], raw)
		}
	}
	if len(set) != len(want) {
		t.Errorf("%d fields are set, want %d: %v", len(set), len(want), set)
	}
}

func TestCardBecomesALine(t *testing.T) {
	card := &model.Contact{Name: "Marie  Tremblay", Company: "Nord, Foods & Co", Title: "Buyer", Email: "m@nordfoods.example", Phone: "+15145550101",
		OtherPhones: []value.Phone{"12"}, Address: "5, rue Royale; Montréal", City: "Montréal", Country: "CA", Website: "https://nordfoods.example/a,b", Notes: "line one\nline two",
		Custom: map[string]string{"Fax": "+1 514"}}
	line := OfContact(card).Line()
	r := Parse(line, testContext())
	want := Reading{Name: "Marie Tremblay", Company: "Nord, Foods & Co", City: "Montréal", Country: "CA", Address: "5, rue Royale; Montréal", Phones: []value.Phone{"+15145550101"},
		Emails: []value.Email{"m@nordfoods.example"}, Websites: []value.URL{"https://nordfoods.example/a,b"}, Note: "Buyer\nline one\nline two\n12\nFax: +1 514"}
	if !reflect.DeepEqual(withoutParts(r), want) {
		t.Errorf("%s\ngives %+v\nwant  %+v", line, withoutParts(r), want)
	}
}

func TestEventTag(t *testing.T) {
	for name, want := range map[string]string{
		"SIAM Meknès 2026": "siam-meknes-2026", "SIAL, Paris!": "sial-paris", "المعرض الدولي للفلاحة": "المعرض-الدولي-للفلاحه", "": "", "//": "",
	} {
		if got := EventTag(name); got != want {
			t.Errorf("the tag of %q is %q, want %q", name, got, want)
		}
	}
}
