package model_test

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tradedesk/model"
	"tradedesk/model/value"
)

// A number is read back from any subject that holds it, however it is written.
func TestRFQNumberIsFoundAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := time.UnixMilli(rapid.Int64Range(0, 250_000_000_000_000).Draw(t, "ms"))
		id := model.NewIDs(func() time.Time { return at }, nil).New()
		copy(id[9:], rapid.SliceOfN(rapid.Byte(), 7, 7).Draw(t, "random"))
		number := (&model.RFQ{Head: model.Head{ID: id}}).Number()
		written := rapid.SampledFrom([]string{
			number, strings.ToLower(number), strings.ReplaceAll(number, "-", " "), strings.ReplaceAll(number, "-", ""),
			strings.ReplaceAll(strings.ReplaceAll(number[9:], "0", "o"), "1", "l"),
		}).Draw(t, "written")
		if !strings.HasPrefix(strings.ToUpper(written), "RFQ") {
			written = number[:9] + written
		}
		for _, subject := range []string{written, "Re: [" + written + "] huile d'argan", "رد: " + written} {
			if at.UTC().Year() > 9999 {
				t.Skip("no four digits")
			}
			if got := model.RFQNumbers(subject); len(got) != 1 || got[0] != number {
				t.Fatalf("%q: got %v, want %s", subject, got, number)
			}
		}
		if end := model.NumberEnding(number); !strings.HasSuffix(strings.ReplaceAll(id.String(), "-", ""), end) {
			t.Fatalf("%s of %s ends in %s", number, id, end)
		}
	})
}

func TestRFQNumber(t *testing.T) {
	id, err := model.ParseID("0190b5c2-7a1e-7c3d-9f00-2b6a1d4e8f11")
	if err != nil {
		t.Fatal(err)
	}
	if got := (&model.RFQ{Head: model.Head{ID: id}}).Number(); got != "RFQ-2024-8EMX3RH" {
		t.Errorf("got %s", got)
	}
	other, err := model.ParseID("f47ac10b-58cc-4372-a567-0e02b2c3d479")
	if err != nil {
		t.Fatal(err)
	}
	made := value.At(time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC))
	if got := (&model.RFQ{Head: model.Head{ID: other, CreatedAt: made}}).Number(); !strings.HasPrefix(got, "RFQ-2026-") {
		t.Errorf("an id of another system: %s", got)
	}
	for _, text := range []string{"", "RFQ", "RFQ-2026", "RFQ-2026-12", "XRFQ-2026-3A1TKMH", "RFQ-2026-3A1TKMHX", "RFQ-2026-3A1TKMU"} {
		if got := model.RFQNumbers(text); len(got) != 0 {
			t.Errorf("%q: %v", text, got)
		}
		if _, ok := model.ParseRFQNumber(text); ok {
			t.Errorf("%q is taken for a number", text)
		}
	}
}
