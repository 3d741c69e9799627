package exchange

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"tradedesk/model"
)

func cardRequest() Request {
	now := func() time.Time { return time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC) }
	return Request{Home: "MA", Now: now, IDs: model.NewIDs(now, nil)}
}

func TestReadCards(t *testing.T) {
	for name, tt := range map[string]struct {
		text string
		want model.Contact
	}{
		"vCard": {"BEGIN:VCARD\nVERSION:3.0\nFN:Marie Tremblay\nORG:Nord Foods Inc\nTEL:+15145550101\nEMAIL:m@nordfoods.example\nEND:VCARD",
			model.Contact{Name: "Marie Tremblay", Company: "Nord Foods Inc", Phone: "+15145550101", Email: "m@nordfoods.example"}},
		"MECARD": {"MECARD:N:Benali,Salma;ORG:Coop Tifawin;TEL:0661234567;EMAIL:salma@tifawin.example;URL:https://tifawin.example;NOTE:argan;;",
			model.Contact{Name: "Salma Benali", Company: "Coop Tifawin", Phone: "+212661234567", Email: "salma@tifawin.example", Website: "https://tifawin.example", Notes: "argan"}},
		"MECARD with escapes": {`mecard:N:O\'Brien\, Jr\;,Sean;ORG:Smith \& Sons\: London;TEL:+44 7700 900123;`,
			model.Contact{Name: "Sean O'Brien, Jr;", Company: "Smith & Sons: London", Phone: "+447700900123"}},
		"MECARD with a whole name": {"MECARD:N:سلمى بنعلي;ORG:تعاونية تيفاوين;;", model.Contact{Name: "سلمى بنعلي", Company: "تعاونية تيفاوين"}},
		"MECARD with an address": {"MECARD:N:A,B;ADR:,,12 rue Atlas,Agadir,,80000,Maroc;;",
			model.Contact{Name: "B A", Address: "12 rue Atlas, 80000", City: "Agadir", Country: "MA"}},
		"MECARD that breaks off": {"MECARD:N:Benali,Salma;TEL:06612345", model.Contact{Name: "Salma Benali", Phone: "06612345"}},
		"BIZCARD": {"BIZCARD:N:Sean;X:Owen;T:Buyer;C:Acme;A:76 9th Avenue;B:+12125551212;E:srowen@acme.example;;",
			model.Contact{Name: "Sean Owen", Title: "Buyer", Company: "Acme", Address: "76 9th Avenue", Phone: "+12125551212", Email: "srowen@acme.example"}},
	} {
		records, err := ReadCards(context.Background(), tt.text, cardRequest())
		if err != nil || len(records) != 1 {
			t.Errorf("%s: %v and %v", name, records, err)
			continue
		}
		got := records[0].(*model.Contact)
		for _, f := range model.SchemaOf(model.KindContact).Editable() {
			if f.Name == "custom" || f.Name == "languages" {
				continue
			}
			if g, w := model.FieldText(f, got), model.FieldText(f, &tt.want); g != w {
				t.Errorf("%s: %s is %q, want %q", name, f.Name, g, w)
			}
		}
	}
}

func TestReadCardsRefuses(t *testing.T) {
	for name, text := range map[string]string{"nothing": "", "text": "salma benali 0661234567", "a web address": "https://example.com"} {
		if _, err := ReadCards(context.Background(), text, cardRequest()); !errors.Is(err, ErrNoCard) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, text := range map[string]string{
		"too long":      "MECARD:N:" + strings.Repeat("x", MaxPasted),
		"an empty card": "BEGIN:VCARD\nEND:VCARD", "an empty badge": "MECARD:;;",
	} {
		if records, err := ReadCards(context.Background(), text, cardRequest()); err == nil {
			t.Errorf("%s: %v", name, records)
		}
	}
}

func FuzzReadCards(f *testing.F) {
	for _, text := range []string{
		"MECARD:N:Benali,Salma;TEL:0661234567;;", `MECARD:N:\;\\\,:;ADR:,,,,,,`, "BIZCARD:N:a;X:b;;", "BEGIN:VCARD\nVERSION:2.1\nN:=C3=A9;\nEND:VCARD",
		"MECARD:N:a\r\nEND:VCARD\r\nBEGIN:VCARD;", strings.Repeat("MECARD:TEL:1;", 50),
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		records, err := ReadCards(context.Background(), text, cardRequest())
		if err == nil && len(records) == 0 {
			t.Error("neither a card nor an error")
		}
		for _, r := range records {
			if wrong := model.Validate(r); len(wrong) > 0 {
				t.Errorf("%q gives a record that is not valid: %v", text, wrong)
			}
		}
		if len(records) > 1 && strings.HasPrefix(strings.ToUpper(strings.TrimSpace(text)), "MECARD:") {
			t.Errorf("%q gives %d cards", text, len(records))
		}
	})
}
