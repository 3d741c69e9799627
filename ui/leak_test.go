package ui

import (
	"testing"

	"tradedesk/model"
)

// A message to a supplier that says who the buyer is waits for a second word.
func TestNamingTheBuyerIsAsked(t *testing.T) {
	records := threadRecords()
	records = append(records, &model.Message{Head: model.Head{ID: idOf(20)}, Thread: idOf(4), Direction: model.DirectionOut, To: "t@tifawin.example",
		Subject: "Argan for Nord", Body: "Marie asks for it by m@nord.example", State: model.MailDraft})
	d := startAt(t, newFake(records...), 120, 44, "en")
	d.m.o.Sends = true
	d.pressed("4", "enter")
	d.goTo("t@tifawin.example")
	d.pressed("m", "s")
	d.sees("It names the buyer: e-mail “m@nord.example”, company “Nord”, name “Marie”", "send it all the same")
	if len(d.fake.sync.letters) != 0 {
		t.Fatalf("it was ordered: %v", d.fake.sync.letters)
	}
	d.pressed("k")
	if len(d.fake.sync.letters) != 0 {
		t.Errorf("it was ordered: %v", d.fake.sync.letters)
	}
	d.pressed("m", "s", "s")
	if len(d.fake.sync.letters) != 1 {
		t.Errorf("it was ordered %d times", len(d.fake.sync.letters))
	}
}
