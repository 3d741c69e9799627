package exchange

import "testing"

func TestOneNumber(t *testing.T) {
	for text, want := range map[string]string{
		"500 kg": "500", "USD 1.250,00": "1.250,00", "1 234,50 €": "1 234,50", "1'234.50": "1'234.50", "1\u202f234,5": "1\u202f234,5", "5": "5",
		"500-1000 kg": "", "no number": "", "": "", "٥٠٠": "", "3 x 20": "", "٣ 20": "20",
	} {
		start, end, ok := oneNumber(text)
		if got := text[start:end]; got != want || ok != (want != "") {
			t.Errorf("%q: %q, %v, want %q", text, got, ok, want)
		}
	}
}
