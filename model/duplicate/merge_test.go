package duplicate_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tradedesk/model"
	"tradedesk/model/duplicate"
	"tradedesk/model/modeltest"
	"tradedesk/model/value"
)

func TestMergeLeads(t *testing.T) {
	older := &model.Lead{
		Company: "Nord Foods Inc", Contact: "Marie Tremblay", Email: "marie@nordfoods.example", Country: "CA", City: "Montréal",
		Quantity: "500", Unit: "KGM", Stage: model.LeadQualified, Message: "500 kg of argan oil, please", ReceivedAt: 2000,
		Tags: []string{"argan", "organic"}, Custom: map[string]string{"vat": "1", "fax": "2"},
	}
	older.ID, older.UpdatedAt = model.ID{1}, 5000
	newer := &model.Lead{
		Company: "Nord Foods Ltd", Email: "m.tremblay@nordfoods.example", Phone: "+15145550101", Country: "CA",
		Quantity: "2", Stage: model.LeadNew, Message: "two pallets", ReceivedAt: 9000, Tags: []string{"cosmetic", "argan"},
		Custom: map[string]string{"vat": "9"}, OtherEmails: []value.Email{"Marie@nordfoods.example"},
	}
	newer.ID, newer.UpdatedAt = model.ID{2}, 9000
	merged, err := duplicate.Merge(older, []model.Record{newer}, nil)
	if err != nil {
		t.Fatal(err)
	}
	got := merged.(*model.Lead)
	for what, fine := range map[string]bool{
		"the newer company":                 got.Company == "Nord Foods Ltd",
		"the only person":                   got.Contact == "Marie Tremblay",
		"the newer address first":           got.Email == "m.tremblay@nordfoods.example",
		"the other address, once":           len(got.OtherEmails) == 1 && got.OtherEmails[0].Key() == "marie@nordfoods.example",
		"the only phone":                    got.Phone == "+15145550101" && got.OtherPhones == nil,
		"the only city":                     got.City == "Montréal",
		"quantity and unit of one":          got.Quantity == "2" && got.Unit == "",
		"the stage that was worked for":     got.Stage == model.LeadQualified,
		"both messages":                     got.Message == "500 kg of argan oil, please\n\ntwo pallets",
		"when the first came in":            got.ReceivedAt == 2000,
		"all tags once":                     slices.Equal(got.Tags, []string{"argan", "organic", "cosmetic"}),
		"all custom fields, the newer ones": len(got.Custom) == 2 && got.Custom["vat"] == "9" && got.Custom["fax"] == "2",
		"the winner's id":                   got.ID == model.ID{1},
	} {
		if !fine {
			t.Errorf("want %s, got %s", what, model.EncodeJSON(got))
		}
	}
	if older.Company != "Nord Foods Inc" || older.Tags[1] != "organic" || len(older.Tags) != 2 {
		t.Error("the winner was written into")
	}
}

func TestMergeTakesWhatIsChosen(t *testing.T) {
	a := &model.Supplier{Name: "Atlas", Email: "a@atlas.ma", Phone: "+212600000001", City: "Fès", Country: "MA", Notes: "one"}
	b := &model.Supplier{Name: "Atlas SARL", Email: "b@atlas.ma", Phone: "+212600000002", City: "Lyon", Country: "FR", Notes: "two"}
	a.ID, b.ID, b.UpdatedAt = model.ID{1}, model.ID{2}, 10
	merge := func(choice map[string]duplicate.Take) *model.Supplier {
		t.Helper()
		r, err := duplicate.Merge(a, []model.Record{b}, choice)
		if err != nil {
			t.Fatal(err)
		}
		return r.(*model.Supplier)
	}
	if got := merge(nil); got.City != "Lyon" || got.Country != "FR" {
		t.Errorf("a city of one country with the other: %s, %s", got.City, got.Country)
	}
	if got := merge(map[string]duplicate.Take{"city": {From: a.ID}}); got.City != "Fès" || got.Country != "MA" {
		t.Errorf("the chosen city without its country: %s, %s", got.City, got.Country)
	}
	if got := merge(map[string]duplicate.Take{"email": {From: a.ID}}); got.Email != "a@atlas.ma" || !slices.Equal(got.OtherEmails, []value.Email{"b@atlas.ma"}) {
		t.Errorf("got %s and %v", got.Email, got.OtherEmails)
	}
	if got := merge(map[string]duplicate.Take{"name": {Value: json.RawMessage(`"Atlas Group"`)}, "notes": {From: b.ID}}); got.Name != "Atlas Group" || got.Notes != "two" {
		t.Errorf("got %q, %q", got.Name, got.Notes)
	}
	if got := merge(map[string]duplicate.Take{"other_phones": {Value: json.RawMessage(`null`)}}); got.OtherPhones != nil {
		t.Errorf("a list that was chosen to be empty is %v", got.OtherPhones)
	}
}

func TestMergeOfThree(t *testing.T) {
	records := []*model.Contact{
		{Name: "Amina Berrada", Email: "a@x.ma"}, {Name: "A. Berrada", Email: "b@x.ma"}, {Name: "BERRADA Amina", Email: "c@x.ma"},
	}
	for i, r := range records {
		r.ID, r.UpdatedAt = model.ID{byte(i + 1)}, []value.Instant{1, 9, 5}[i]
	}
	for _, losers := range [][]model.Record{{records[1], records[2]}, {records[2], records[1]}} {
		merged, err := duplicate.Merge(records[0], losers, nil)
		if err != nil {
			t.Fatal(err)
		}
		got := merged.(*model.Contact)
		if got.Name != "A. Berrada" || got.Email != "b@x.ma" || len(got.OtherEmails) != 2 {
			t.Errorf("got %s", model.EncodeJSON(got))
		}
	}
}

func TestMergeRefuses(t *testing.T) {
	a, b, gone := &model.Lead{Company: "A"}, &model.Lead{Company: "B"}, &model.Lead{Company: "C"}
	a.ID, b.ID, gone.ID, gone.Deleted = model.ID{1}, model.ID{2}, model.ID{3}, true
	supplier := &model.Supplier{Name: "A"}
	supplier.ID = model.ID{4}
	rfq := &model.RFQ{Title: "x"}
	for name, test := range map[string]struct {
		winner model.Record
		loser  model.Record
		choice map[string]duplicate.Take
		want   string
	}{
		"two kinds":         {a, supplier, nil, "two kinds"},
		"itself":            {a, a, nil, "with itself"},
		"a deleted one":     {a, gone, nil, "it is deleted"},
		"RFQs":              {rfq, rfq, nil, "only leads, suppliers and contacts"},
		"an unknown field":  {a, b, map[string]duplicate.Take{"colour": {From: b.ID}}, `field "colour"`},
		"a fixed field":     {a, b, map[string]duplicate.Take{"updated_by": {From: b.ID}}, "no such field"},
		"a stranger":        {a, b, map[string]duplicate.Take{"company": {From: gone.ID}}, "none of the records"},
		"both of one value": {a, b, map[string]duplicate.Take{"company": {Both: true}}, "holds one value"},
		"a wrong value":     {a, b, map[string]duplicate.Take{"tags": {Value: json.RawMessage(`7`)}}, "field tags"},
	} {
		_, err := duplicate.Merge(test.winner, []model.Record{test.loser}, test.choice)
		if !errors.Is(err, duplicate.ErrNotMergeable) || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v, want %q", name, err, test.want)
		}
	}
}

// drawMergeable draws live records of one kind with ids of their own.
func drawMergeable(t *rapid.T, n int) []model.Record {
	kind := rapid.SampledFrom([]model.Kind{model.KindLead, model.KindSupplier, model.KindContact}).Draw(t, "kind")
	records := make([]model.Record, n)
	for i := range records {
		records[i] = modeltest.Record(kind).Draw(t, "record")
		h := records[i].Header()
		h.ID, h.Deleted = model.ID{byte(i + 1)}, false
	}
	return records
}

func mergeOf(t *rapid.T, records ...model.Record) model.Record {
	merged, err := duplicate.Merge(records[0], records[1:], nil)
	if err != nil {
		t.Fatal(err)
	}
	return merged
}

func TestMergingAgainChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		records := drawMergeable(t, 2)
		once := mergeOf(t, records...)
		if again := mergeOf(t, once, records[1]); len(model.Diff(once, again)) > 0 {
			t.Fatalf("again it sets %s", plainSet(model.Diff(once, again)))
		}
	})
}

func TestMergeWritesIntoNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		records := drawMergeable(t, 3)
		var before []string
		for _, r := range records {
			before = append(before, string(model.EncodeJSON(r)))
		}
		mergeOf(t, records...)
		for i, r := range records {
			if after := string(model.EncodeJSON(r)); after != before[i] {
				t.Fatalf("record %d became %s", i, after)
			}
		}
	})
}

// What can be reached, found by its tag or read stays in what is left: what does
// not fit into a list any more stays in its own record.
func TestMergeLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		records := drawMergeable(t, rapid.IntRange(2, 4).Draw(t, "records"))
		merged := mergeOf(t, records...)
		schema := model.SchemaOf(merged.Kind())
		is := model.Fields(merged)
		var reach []string
		for _, name := range []string{"email", "other_emails", "phone", "other_phones"} {
			reach = append(reach, reachOf(t, is[name])...)
		}
		for _, r := range records {
			for name, raw := range model.Fields(r) {
				f, _ := schema.Field(name)
				switch {
				case f.Fixed: // each record keeps its own
				case name == "email", name == "phone", name == "other_emails", name == "other_phones":
					for _, one := range reachOf(t, raw) {
						if !slices.Contains(reach, one) {
							t.Fatalf("%s is lost from %s", one, reach)
						}
					}
				case f.Type == model.TypeLong:
					if !strings.Contains(model.FieldText(f, merged), model.FieldText(f, r)) {
						t.Fatalf("%s of %s is lost from %s", name, raw, is[name])
					}
				case f.List:
					var had, has []json.RawMessage
					mustRead(t, raw, &had)
					mustRead(t, is[name], &has)
					for _, one := range had {
						if !slices.ContainsFunc(has, func(kept json.RawMessage) bool { return string(kept) == string(one) }) {
							t.Fatalf("%s: %s is lost from %s", name, one, is[name])
						}
					}
				case f.Type == model.TypeCustom:
					for key := range f.Value(r).(map[string]string) {
						if _, ok := f.Value(merged).(map[string]string)[key]; !ok {
							t.Fatalf("custom %q is lost", key)
						}
					}
				case is[name] == nil && f.Group == "" && name != "reason" && name != "next_action" && name != "due_at" && !place(name):
					t.Fatalf("%s %s is lost", name, raw)
				}
			}
		}
		if wrong := model.Validate(merged); len(wrong) > 0 {
			t.Fatalf("the result is not valid: %v", wrong)
		}
	})
}

func place(name string) bool { return name == "country" || name == "city" || name == "address" }

// reachOf gives the addresses or numbers of a field, each as one mailbox or line.
func reachOf(t *rapid.T, raw json.RawMessage) []string {
	var all []string
	switch {
	case raw == nil:
	case raw[0] == '[':
		mustRead(t, raw, &all)
	default:
		all = make([]string, 1)
		mustRead(t, raw, &all[0])
	}
	for i := range all {
		all[i] = value.Email(all[i]).Key()
	}
	return all
}

func mustRead(t *rapid.T, raw json.RawMessage, into any) {
	if raw == nil {
		return
	}
	if err := json.Unmarshal(raw, into); err != nil {
		t.Fatal(err)
	}
}

func plainSet(s model.Set) string {
	raw, err := json.Marshal(s)
	if err != nil {
		return err.Error()
	}
	return string(raw)
}

func TestRecordsToldApartAreNoDuplicates(t *testing.T) {
	a := &model.Supplier{Name: "Atlas", Email: "x@atlas.ma"}
	b := &model.Supplier{Name: "Atlas", Email: "x@atlas.ma", Distinct: []model.ID{{1}}}
	a.ID, b.ID = model.ID{1}, model.ID{2}
	for _, pair := range [][2]model.Record{{a, b}, {b, a}} {
		if why, ok := duplicate.Compare(pair[0], pair[1]); ok {
			t.Errorf("got %v", why)
		}
	}
	// What was told apart from a record is told apart from what it becomes a part of.
	c := &model.Supplier{Name: "Atlas Export", Email: "y@atlas.ma"}
	c.ID = model.ID{3}
	merged, err := duplicate.Merge(c, []model.Record{b}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if why, ok := duplicate.Compare(merged, a); ok {
		t.Errorf("got %v", why)
	}
}
