package ui

import (
	"encoding/json"
	"fmt"
	"testing"

	"tradedesk/model"
	"tradedesk/model/value"
	"tradedesk/ui/cells"
)

// The main screens in Arabic as the terminal gets them: in the order in which they are seen,
// with the letters joined.
func TestGoldenArabic(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 36}, {200, 50}} {
		name := fmt.Sprintf("ar-%dx%d", size[0], size[1])
		at := func(t *testing.T, records []model.Record, pressed ...string) *driver {
			d := startAt(t, newFake(records...), size[0], size[1], "ar")
			d.m.order = cells.ByDesk
			d.pressed(pressed...)
			return d
		}
		t.Run("inbox-"+name, func(t *testing.T) { at(t, arabicRecords(), "1").golden("inbox-" + name) })
		t.Run("lead-"+name, func(t *testing.T) { at(t, arabicRecords(), "2", "enter").golden("lead-" + name) })
		t.Run("rfq-"+name, func(t *testing.T) { at(t, comparedRecords(), "4", "enter").golden("rfq-" + name) })
		t.Run("compare-"+name, func(t *testing.T) { at(t, comparedRecords(), "4", "=").golden("compare-" + name) })
		t.Run("agenda-"+name, func(t *testing.T) { at(t, dueRecords(), "5").golden("agenda-" + name) })
		t.Run("form-"+name, func(t *testing.T) { at(t, arabicRecords(), "2", "e").golden("form-" + name) })
		t.Run("help-"+name, func(t *testing.T) { at(t, arabicRecords(), "?").golden("help-" + name) })
		t.Run("palette-"+name, func(t *testing.T) { at(t, arabicRecords(), "ctrl+p").golden("palette-" + name) })
		t.Run("done-"+name, func(t *testing.T) { at(t, arabicRecords(), "1", "y").golden("done-" + name) })
		t.Run("completing-"+name, func(t *testing.T) {
			d := at(t, arabicRecords())
			d.fake.finds = answering(hitsOf("شركة الكرقوبي للتوزيع", "Ets Karkoubi Frères", "قرقوبي"))
			d.fake.completes = completingDesk().completes
			d.pressed("/")
			d.typed("قرق ")
			d.pressed("tab")
			d.golden("completing-" + name)
		})
	}
}

func arabicRecords() []model.Record {
	return []model.Record{
		&model.Lead{Head: model.Head{ID: idOf(1), UpdatedAt: value.At(testNow)}, Company: "شركة الأمل للتجارة (ش.ذ.م.م)", Contact: "محمّد بن عبد الله", Email: "m.benabdellah@alamal.example",
			Country: "AE", City: "دبي", Language: "ar", Product: "زيت أركان", HS: "151590", Quantity: "1250.5", Unit: "KGM",
			TargetPrice: "43.2", Currency: "USD", Incoterm: "CIF", Port: "AEJEA", Stage: model.LeadNew, Source: "Alibaba", ReceivedAt: value.At(testNow.AddDate(0, 0, -2)), Tags: []string{"عينة أولا"}, Owner: "salma",
			Message: "السلام عليكم، نبحث عن 1 250 kg من زيت أركان (bio). السعر المستهدف 43,20 USD/kg، هاتف +971 50 123 4567."},
		&model.Lead{Head: model.Head{ID: idOf(2), UpdatedAt: value.At(testNow)}, Company: "Nord Foods Inc. (Montréal)", Country: "CA", Product: "sardines in oil, 125 g", Quantity: "40", Unit: "TNE",
			Stage: model.LeadNew, ReceivedAt: value.At(testNow.AddDate(0, 0, -1))},
	}
}

// TestArabicInEnglish: what stands beside an Arabic name in an English screen stays where
// it is, also in words about it.
func TestArabicInEnglish(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 36}} {
		name := fmt.Sprintf("arabic-%dx%d", size[0], size[1])
		t.Run(name, func(t *testing.T) {
			d := startAt(t, newFake(arabicRecords()...), size[0], size[1], "en")
			d.m.order = cells.ByDesk
			d.pressed("2", "enter")
			d.golden("lead-" + name)
			d.pressed("e", "ctrl+e")
			d.golden("form-" + name)
			d.pressed("esc", "esc", "1", "y")
			d.golden("done-" + name)
		})
	}
}

// What orders letters on the screen is no part of what is written: no reason and no label of
// an action has an isolate.
func TestNoIsolateIsWritten(t *testing.T) {
	for _, language := range []string{"ar", "en"} {
		fake := newFake(arabicRecords()...)
		d := startAt(t, fake, 120, 36, language)
		d.pressed("1", "x", "2", "y")
		if len(fake.done) < 2 {
			t.Fatalf("%s: %d actions", language, len(fake.done))
		}
		for _, done := range fake.done {
			written, err := json.Marshal(done.action)
			if err != nil {
				t.Fatal(err)
			}
			if cells.Plain(string(written)) != string(written) {
				t.Errorf("%s: %q", language, written)
			}
		}
	}
}
