package ui

import (
	"testing"
	"time"

	"tradedesk/model/value"
	"tradedesk/ui/words"
)

func TestAClockSecondsAheadStillSaysNow(t *testing.T) {
	d := start120(t, newFake())
	for ahead, want := range map[time.Duration]string{0: "now", 2 * time.Second: "now", -59 * time.Second: "now", -time.Minute: "1 m ago"} {
		if got := d.m.ago(value.At(d.m.now.Add(ahead))); got != want {
			t.Errorf("%s from now reads %q, want %q", ahead, got, want)
		}
	}
}

func TestNumbersAreRoundedNotCut(t *testing.T) {
	m := speaking(t, "en")
	for typed, want := range map[value.Decimal]string{
		"53469.88": "53,470", "53469.49": "53,469", "53469.5": "53,470", "-53469.5": "-53,470", "99999.9": "100,000", "10999.50": "11,000",
		"9999.95": "9,999.95", "1234.5000": "1,234.5000", "500.00": "500", "12": "12", "1000000": "1,000,000", "": "",
	} {
		if got := m.number(typed); got != want {
			t.Errorf("%s reads %s, want %s", typed, got, want)
		}
	}
	for typed, want := range map[value.Decimal]string{"53469.88": "53,469.88", "53469.50": "53,469.50", "7": "7"} {
		if got := m.exact(typed); got != want {
			t.Errorf("%s reads %s exactly, want %s", typed, got, want)
		}
	}
}

// speaking gives what words things in a language.
func speaking(t *testing.T, lang string) *app {
	t.Helper()
	w, err := words.New(lang)
	if err != nil {
		t.Fatal(err)
	}
	return &app{words: w}
}

// What a price is for stands beside it: 495 for a hundred is not 495 for one.
func TestPriceSaysWhatItIsFor(t *testing.T) {
	m := speaking(t, "en")
	for _, tt := range []struct {
		base value.Decimal
		unit value.Unit
		want string
	}{
		{"", "KGM", "495 USD/kg"}, {"1", "KGM", "495 USD/kg"}, {"100", "KGM", "495 USD/100 kg"}, {"1000", "KGM", "495 USD/1,000 kg"}, {"100", "", "495 USD/100"}, {"", "", "495 USD"},
	} {
		if got := m.priceFor("495", "USD", tt.base, tt.unit); got != tt.want {
			t.Errorf("for %q %q: %q, want %q", tt.base, tt.unit, got, tt.want)
		}
	}
}
