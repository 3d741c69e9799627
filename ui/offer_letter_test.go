package ui

import (
	"bytes"
	"testing"

	"tradedesk/desk"
	"tradedesk/model"
)

// One key on an offer writes to its buyer with the offer as PDF, in the thread of the RFQ,
// and asks whether the letter goes out.
func TestOfferIsWrittenToItsBuyer(t *testing.T) {
	d := offering(t, 120, 36)
	d.m.o.Sends, d.m.o.Dir = true, t.TempDir()
	for _, r := range d.fake.records {
		if lead, ok := r.(*model.Lead); ok {
			lead.Email = "marie@nord.example"
		}
	}
	d.pressed("a", "o")
	d.typed("2.5%")
	d.pressed("ctrl+s")
	offer := offersOf(d)[0]
	number := offer.Number
	d.pressed("r")
	d.sees("does not know your firm yet")
	d.pressed("y")
	d.typed("Atlas Trade SARL")
	d.pressed("ctrl+s")

	d.pressed("r")
	d.sees("Message · ", "marie@nord.example", "goes with it: ⎘ "+number, "-fr.pdf", "Notre offre : Argan 2026", "Nous vous remercions de votre demande")
	if n := len(d.fake.contents); n != 0 {
		t.Errorf("%d files are kept before the letter is", n)
	}
	d.pressed("ctrl+s")
	d.sees("Send it now?")
	d.pressed("s")
	d.sees("message in the outbox")
	letters := made[*model.Message](d)
	if len(letters) != 1 {
		t.Fatalf("made %+v", letters)
	}
	m := letters[0]
	if m.Thread != offer.RFQ || m.Direction != model.DirectionOut || m.State != model.MailDraft || len(m.Attachments) != 1 || len(model.RFQNumbers(m.Subject)) != 1 {
		t.Errorf("got %s", model.EncodeJSON(m))
	}
	if pdf := d.fake.contents[m.Attachments[0].SHA256]; !bytes.HasPrefix(pdf, []byte("%PDF-")) {
		t.Errorf("what goes with it is %.20q", pdf)
	}
	if got := d.letters(); len(got) != 1 || got[0] != (desk.LetterOrder{ID: m.ID, Do: desk.SendLetter}) {
		t.Errorf("ordered %+v", got)
	}

	// From another template, in its language.
	d.pressed("H")
	d.sees("Write to ", "offer", "fr · ")
	d.pressed("esc")
}
