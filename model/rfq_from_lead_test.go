package model

import (
	"slices"
	"testing"
)

func TestStagePath(t *testing.T) {
	for _, c := range []struct {
		kind     Kind
		from, to Stage
		want     []Stage
		ok       bool
	}{
		{KindLead, LeadNew, LeadRFQOpen, []Stage{LeadQualified, LeadRFQOpen}, true},
		{KindLead, LeadNurture, LeadRFQOpen, []Stage{LeadContacted, LeadQualified, LeadRFQOpen}, true},
		{KindLead, LeadRFQOpen, LeadRFQOpen, nil, true},
		{KindLead, LeadJunk, LeadRFQOpen, nil, false},
		{KindLead, LeadWon, LeadNew, nil, false},
		{KindRFQ, RFQDraft, RFQQuoting, []Stage{RFQOpen, RFQQuoting}, true},
		{KindRFQ, RFQCancelled, RFQQuoting, nil, false},
		{KindRFQ, RFQDraft, RFQCancelled, nil, false},
		{KindTask, "", "x", nil, false},
	} {
		path, ok := StagePath(c.kind, c.from, c.to)
		if ok != c.ok || !slices.Equal(path, c.want) {
			t.Errorf("%s from %s to %s: %v, %v; want %v, %v", c.kind, c.from, c.to, path, ok, c.want, c.ok)
		}
	}
}

// Each step of every path is a move that the table allows and that needs no reason.
func TestStagePathsAreMoves(t *testing.T) {
	for _, k := range []Kind{KindLead, KindRFQ, KindQuote, KindSample} {
		for _, from := range Stages(k) {
			for _, to := range Stages(k) {
				path, ok := StagePath(k, from, to)
				if !ok || from == to {
					continue
				}
				at := from
				for _, next := range path {
					if err := Move(k, at, next); err != nil || MoveNeedsReason(k, at, next) {
						t.Errorf("%s: %s to %s goes by %v: %v", k, from, to, path, err)
					}
					at = next
				}
				if at != to {
					t.Errorf("%s: %s to %s ends at %s", k, from, to, at)
				}
			}
		}
	}
}

func TestRFQFromLead(t *testing.T) {
	l := &Lead{
		Head: Head{ID: ID{1}}, Company: "Nord Foods Inc", Product: "argan oil", HS: "151590", Quantity: "500", Unit: "KGM",
		TargetPrice: "43", Currency: "USD", Incoterm: "CIF", Port: "CAMTR", Owner: "salma", Tags: []string{"bio"},
	}
	r := RFQFromLead(l)
	if r.Title != "argan oil 500 kg" || r.Buyer != "Nord Foods Inc" || r.Lead != l.ID || r.Port != "CAMTR" || r.Stage != RFQDraft {
		t.Errorf("got %+v", r)
	}
	if want := (Line{Product: "argan oil", HS: "151590", Quantity: "500", Unit: "KGM", TargetPrice: "43"}); len(r.Lines) != 1 || r.Lines[0] != want {
		t.Errorf("lines %+v, want %+v", r.Lines, want)
	}
	asked := &Message{Subject: "Argan, 2 t", Body: "Two tonnes, please."}
	if r := RFQFromMessage(l, asked); r.Title != "argan oil 500 kg" || r.Notes != asked.Body || r.Lead != l.ID {
		t.Errorf("from a message: %+v", r)
	}
	if r := RFQFromMessage(&Lead{Company: "Nord"}, asked); r.Title != asked.Subject || r.Buyer != "Nord" || len(Validate(r)) > 0 {
		t.Errorf("from a message to a lead without goods: %+v", r)
	}
	for _, bare := range []*Lead{{Contact: "Ana"}, {Email: "ana@x.example"}, {Phone: "+15145550101"}, l} {
		if wrong := Validate(RFQFromLead(bare)); len(wrong) > 0 {
			t.Errorf("an RFQ from %s is not valid: %v", Title(bare), wrong)
		}
	}
}
