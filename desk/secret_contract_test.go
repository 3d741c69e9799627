package desk

import (
	"context"
	"errors"
	"strings"
	"testing"

	"tradedesk/model"
)

// contractSecret: who the buyer is may be read by the buyer and at home, by nobody else.
func contractSecret(t *testing.T, b bench) {
	ctx := context.Background()
	ids := model.NewIDs(fixedNow, nil)
	add := func(r model.Record) model.ID {
		id := ids.New()
		mustDo(t, b.d, Action{Label: "add", Edits: []Edit{{Kind: r.Kind(), ID: id, Create: true, Set: model.Fields(r)}}})
		return id
	}
	lead := add(&model.Lead{Company: "Nord Foods Inc", Contact: "Marie Dupont", Email: "marie@nord.example"})
	add(&model.Contact{Name: "Paul Durand", Email: "paul@other.example", Lead: lead})
	mill := add(&model.Supplier{Name: "Tifawin", Contact: "Marie Dupont", Email: "coop@tifawin.example"})
	add(&model.Contact{Name: "Omar Idrissi", Email: "omar@gmail.com", Supplier: mill})
	rfq := add(&model.RFQ{Title: "Argan for Nord Foods", Lead: lead, Stage: model.RFQOpen, Lines: []model.Line{{Product: "argan oil (Nord Foods)", Quantity: "500", Unit: "KGM"}}, Invited: []model.ID{mill}})
	number := getAs[*model.RFQ](t, b.d, rfq).Number()
	file := func(name, content string) []model.Attachment {
		a, err := b.d.PutFile(ctx, name, strings.NewReader(content))
		if err != nil {
			t.Fatal(err)
		}
		return []model.Attachment{a}
	}
	for name, test := range map[string]struct {
		message model.Message
		names   string // the first thing that it says, "" for nothing
	}{
		"to a supplier":                  {model.Message{Thread: rfq, To: "coop@tifawin.example", Body: "for Nord Foods"}, "company"},
		"their own name":                 {model.Message{Thread: rfq, To: "coop@tifawin.example", Body: "Dear Marie Dupont"}, ""},
		"somebody else at the buyer's":   {model.Message{Thread: rfq, To: "coop@tifawin.example", Body: "ask Paul Durand"}, "contact"},
		"the name of a file":             {model.Message{Thread: rfq, To: "coop@tifawin.example", Attachments: []model.Attachment{{Name: "nord-foods.pdf"}}}, "company"},
		"within a file":                  {model.Message{Thread: rfq, To: "coop@tifawin.example", Attachments: file("specification.pdf", "%PDF-1.7\n1 0 obj\n<</Title (Argan for Nord Foods)>>\nendobj")}, "company"},
		"nothing within a file":          {model.Message{Thread: rfq, To: "coop@tifawin.example", Attachments: file("prices.csv", "argan oil;500\n")}, ""},
		"a file that is not here":        {model.Message{Thread: rfq, To: "coop@tifawin.example", Attachments: []model.Attachment{{Name: "a.pdf", SHA256: strings.Repeat("0", 64), Size: 1}}}, ""},
		"within a file to the buyer":     {model.Message{Thread: rfq, To: "marie@nord.example", Attachments: file("offer.txt", "for Nord Foods")}, ""},
		"nothing":                        {model.Message{Thread: rfq, To: "coop@tifawin.example", Subject: "argan oil", Body: "which price?"}, ""},
		"to nobody that is known":        {model.Message{Thread: rfq, To: "x@broker.example", Body: "for Nord Foods"}, "company"},
		"by another way":                 {model.Message{Thread: rfq, To: "Tifawin", Body: "for Nord Foods"}, "company"},
		"to the buyer":                   {model.Message{Thread: rfq, To: "Marie <marie@nord.example>", Body: "Nord Foods"}, ""},
		"to a colleague of the buyer's":  {model.Message{Thread: rfq, To: "z@nord.example", Body: "Nord Foods"}, ""},
		"with a copy to a supplier":      {model.Message{Thread: rfq, To: "marie@nord.example", Cc: "coop@tifawin.example", Body: "hello"}, "email"},
		"with a blind one":               {model.Message{Thread: rfq, To: "marie@nord.example", Bcc: "omar@gmail.com", Body: "Nord Foods"}, "email"},
		"with a copy to ourselves":       {model.Message{Thread: rfq, From: "a@desk.example", To: "marie@nord.example", Cc: "b@desk.example", Body: "Nord Foods"}, ""},
		"in the lead's thread":           {model.Message{Thread: lead, To: "omar@gmail.com", Body: "Nord Foods"}, "company"},
		"there, to nobody that is known": {model.Message{Thread: lead, To: "x@broker.example", Body: "Nord Foods"}, ""},
		"in the supplier's thread":       {model.Message{Thread: mill, To: "coop@tifawin.example", Body: "Nord Foods"}, "company"},
		"by the number of the RFQ":       {model.Message{To: "coop@tifawin.example", Subject: number, Body: "Nord Foods"}, "company"},
		"a note":                         {model.Message{Thread: rfq, Direction: model.DirectionNote, To: "coop@tifawin.example", Body: "Nord Foods"}, ""},
	} {
		if test.message.Direction == "" {
			test.message.Direction = model.DirectionOut
		}
		for _, d := range []Desk{b.d, b.other} {
			err := CheckLetter(ctx, d, &test.message)
			var names *NamesBuyerError
			switch {
			case err == nil && test.names == "":
			case !errors.As(err, &names) || names.Leaks[0].What != test.names:
				t.Errorf("%s: %v, want it to say %q", name, err, test.names)
			}
		}
	}
	plan, err := PlanInvite(ctx, b.d, InviteRequest{RFQ: rfq, Suppliers: []model.ID{add(&model.Supplier{Name: "Argania", Email: "a@argania.example"})}, Now: fixedNow(), IDs: ids})
	if err != nil || len(plan.Messages) != 1 || CheckLetter(ctx, b.d, plan.Messages[0]) != nil {
		t.Errorf("inviting: %+v, %v", plan.Messages, err)
	}
}
