package ui

import (
	"context"
	"strings"
	"testing"

	"tradedesk/model"
	"tradedesk/ui/cells"
)

// With the cursor on a file of a message that file is read, whichever others come with it,
// and the supplier stands in the form by name, invited or not.
func TestQuoteIsReadFromAFile(t *testing.T) {
	records := threadRecords()
	records[3].(*model.RFQ).Invited = nil
	msg := records[5].(*model.Message)
	msg.From = "Tifawin <t@tifawin.example>"
	fake := newFake(records...)
	for name, content := range map[string]string{"a.csv": "Product,Price EUR/kg\nArgan oil,41\n", "b.csv": "Product,Price EUR/kg\nArgan oil,39\n"} {
		file, err := fake.PutFile(context.Background(), name, strings.NewReader(content))
		if err != nil {
			t.Fatal(err)
		}
		msg.Attachments = append(msg.Attachments, file)
	}
	d := startAt(t, fake, 120, 50, "en")
	d.pressed("4", "enter")
	d.goTo("⎘ b.csv")
	d.pressed("p")
	d.sees("Quote for Argan 2026", "Supplier   Tifawin")
	d.seesNot(idOf(2).String())
	d.pressed("ctrl+s")
	d.sees("quote Tifawin · Argan 2026 kept")
	quotes := made[*model.Quote](d)
	if len(quotes) != 1 || len(quotes[0].Files) != 1 || quotes[0].Files[0].Name != "b.csv" {
		t.Fatalf("made %+v", quotes)
	}
	if q := quotes[0]; q.Supplier != idOf(2) || len(q.Lines) != 1 || q.Lines[0].Tiers[0].Price != "39" {
		t.Errorf("got %s", model.EncodeJSON(q))
	}
}

// A file that says no price still tells whom it is from.
func TestQuoteWithoutAPriceKnowsItsSupplier(t *testing.T) {
	records := threadRecords()
	msg := records[5].(*model.Message)
	msg.From, msg.Body = "Tifawin <t@tifawin.example>", "We will quote on Monday."
	d := startAt(t, newFake(records...), 120, 50, "en")
	d.pressed("4", "enter")
	d.goTo("from Tifawin")
	d.pressed("p")
	d.sees("Quote for Argan 2026", "Supplier   Tifawin", "no quote was read from the message: it gives no price")
}

// A price that is said on the telephone: the supplier with the cursor is in the form, and so
// is the one whom the letter with the cursor went to.
func TestQuoteOfTheSupplierWithTheCursor(t *testing.T) {
	records := threadRecords()
	records[5].(*model.Message).Direction, records[5].(*model.Message).Suppliers = model.DirectionOut, []model.ID{idOf(2)}
	d := startAt(t, newFake(records...), 120, 50, "en")
	d.pressed("4", "enter")
	d.goTo("Argania  ")
	d.pressed("p")
	d.sees("Quote for Argan 2026", "Supplier   Argania")
	d.pressed("ctrl+s")
	d.sees("nothing was typed")
	d.goTo("» to")
	d.pressed("p")
	d.sees("Quote for Argan 2026", "Supplier   Tifawin")
	d.seesNot("no quote was read")
}

// What was not clear in a message or a file is said in the language of the screens, with what
// the supplier wrote as it was written.
func TestDoubtsAreSaidInTheLanguage(t *testing.T) {
	const body = "Prices: argan oil 12 EUR/kg, or 160 MAD/kg from 2 t. MOQ 1.234 kg. Or $15/kg. Valid until 3/4/2026."
	const table = "Product,Price EUR/kg,Incoterm,Delivery time\nArgan oil,39,FOX Agadir,soon\n"
	for _, lang := range []string{"en", "fr", "ar"} {
		for source, content := range map[string]string{"text": "", "table": table} {
			t.Run(source+"-"+lang, func(t *testing.T) {
				records := threadRecords()
				msg := records[5].(*model.Message)
				msg.From, msg.Body = "Tifawin <t@tifawin.example>", body
				fake := newFake(records...)
				if content != "" {
					file, err := fake.PutFile(context.Background(), "a.csv", strings.NewReader(content))
					if err != nil {
						t.Fatal(err)
					}
					msg.Attachments = append(msg.Attachments, file)
				}
				d := startAt(t, fake, 120, 50, lang)
				d.m.order = cells.ByDesk
				d.pressed("4", "enter")
				d.goTo("t@tifawin")
				if content != "" {
					d.goTo("a.csv")
				}
				d.pressed("p")
				d.golden("doubts-" + source + "-" + lang)
			})
		}
	}
}
