package model_test

import (
	"testing"

	"tradedesk/model"
	"tradedesk/model/duplicate"
	"tradedesk/model/value"
)

// twelveFields is the size of record that the file's speed was designed on.
func twelveFields() *model.Lead {
	lead := &model.Lead{
		Company: "Nord Foods Inc", Contact: "Ingrid Berg", Email: "ingrid@nordfoods.com", Phone: "+14155552671", Country: "US",
		Product: "Argan oil, cold pressed", HS: "151590", Quantity: "20000", Unit: "KGM", Message: "We need it on the quay by 15 March 2027, in drums of 200 l.",
		ReceivedAt: value.At(nine), Stage: model.LeadNew,
	}
	lead.ID = model.ID{1, 2, 3}
	lead.CreatedAt, lead.UpdatedAt, lead.UpdatedBy = value.At(nine), value.At(nine), "amina"
	return lead
}

func BenchmarkEncodeCBOR(b *testing.B) {
	lead := twelveFields()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := model.EncodeCBOR(lead); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDecodeCBOR(b *testing.B) {
	data := mustEncodeCBOR(b, twelveFields())
	b.ReportAllocs()
	for b.Loop() {
		if _, err := model.DecodeCBOR(model.KindLead, data); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEncodeJSON(b *testing.B) {
	lead := twelveFields()
	b.ReportAllocs()
	for b.Loop() {
		model.EncodeJSON(lead)
	}
}

func BenchmarkDiff(b *testing.B) {
	before := twelveFields()
	after := model.Clone(before).(*model.Lead)
	after.Stage = model.LeadQualified
	b.ReportAllocs()
	for b.Loop() {
		model.Diff(before, after)
	}
}

func BenchmarkApply(b *testing.B) {
	lead := twelveFields()
	c := change(lead, model.Set{"stage": []byte(`"qualified"`)})
	b.ReportAllocs()
	for b.Loop() {
		if _, err := model.Apply(lead, c); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkScoreLead(b *testing.B) {
	lead := twelveFields()
	c := model.ScoreContext{Now: nine, Offers: offersOf(&model.Supplier{Products: []string{"argan oil"}, HS: []value.HS{"151590"}})}
	b.ReportAllocs()
	for b.Loop() {
		model.ScoreLead(lead, c)
	}
}

func BenchmarkExcerptOf(b *testing.B) {
	lead := twelveFields()
	c := model.ScoreContext{Now: nine}
	b.ReportAllocs()
	for b.Loop() {
		model.ExcerptOf(lead, c)
	}
}

func BenchmarkValidate(b *testing.B) {
	lead := twelveFields()
	b.ReportAllocs()
	for b.Loop() {
		model.Validate(lead)
	}
}

func BenchmarkDuplicateKeys(b *testing.B) {
	lead := twelveFields()
	b.ReportAllocs()
	for b.Loop() {
		duplicate.Keys(lead)
	}
}
