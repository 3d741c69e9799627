package demo

import (
	"strings"
	"testing"

	"tradedesk/model"
	filled "tradedesk/model/letter"
	"tradedesk/model/match"
)

// Somebody in the sample desk is left out of a ranking for where the goods go.
func TestExcludedMarkets(t *testing.T) {
	all := generate(t, Options{})
	suppliers := of[*model.Supplier](all)
	leads := map[model.ID]*model.Lead{}
	for _, l := range of[*model.Lead](all) {
		leads[l.ID] = l
	}
	excluded := 0
	for _, rfq := range of[*model.RFQ](all) {
		r := match.Request{RFQ: rfq, Now: now}
		if lead := leads[rfq.Lead]; lead != nil {
			r.Buyer = lead.Country
		}
		ready := match.Prepare(r)
		for _, s := range suppliers {
			if _, x := ready.Judge(match.Candidate{Supplier: s}); x != nil && x.Reasons[0].Code == match.MarketExcluded {
				excluded++
			}
		}
	}
	if excluded == 0 {
		t.Error("nobody is")
	}
}

// The sample desk's own texts are there in every language, are filled from its records, and
// say to no supplier who the buyer is.
func TestTemplates(t *testing.T) {
	all := generate(t, Options{})
	templates, suppliers := of[*model.Template](all), of[*model.Supplier](all)
	if len(templates) != 9 {
		t.Fatalf("%d templates, want 3 in 3 languages", len(templates))
	}
	leads := map[model.ID]*model.Lead{}
	for _, l := range of[*model.Lead](all) {
		leads[l.ID] = l
	}
	firm := of[*model.Firm](all)[0]
	for _, rfq := range of[*model.RFQ](all) {
		lead := leads[rfq.Lead]
		facts := filled.Facts{To: suppliers[0], RFQ: rfq, Lead: lead, Firm: firm, Me: "salma", Today: "2026-11-24", Secret: filled.BuyerOf(rfq, lead)}
		for _, template := range templates {
			if err := filled.Check(template.Subject + template.Body); err != nil {
				t.Fatal(err)
			}
			got, err := filled.Write(template, facts, "en")
			switch {
			case err != nil:
				t.Fatal(err)
			case strings.ContainsAny(got.Subject+got.Body, "{}") || got.Subject == "":
				t.Errorf("%s %s: %s\n%s", template.Name, template.Language, got.Subject, got.Body)
			case len(facts.Secret.In(got.Subject, got.Body)) > 0:
				t.Errorf("%s %s names the buyer: %s", template.Name, template.Language, got.Body)
			}
		}
	}
}
