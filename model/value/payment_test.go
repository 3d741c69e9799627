package value

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestPaymentTerms(t *testing.T) {
	for typed, want := range map[string]string{
		"30% T/T deposit; 70% L/C at sight":                      "30 T/T deposit 0|70 L/C against_documents 0",
		"30 % advance, balance against copy of B/L":              "30  deposit 0|70  against_documents 0",
		"20% T/T in advance + 30% T/T before shipment + 50% D/P": "20 T/T deposit 0|30 T/T before_shipment 0|50 D/P against_documents 0",
		"12,5 % acompte; solde virement 60 jours":                "12.5  deposit 0|87.5 T/T days_after 60",
		"L/C at sight":           "100 L/C against_documents 0",
		"CAD":                    "100 D/P against_documents 0",
		"60 days net":            "100  days_after 60",
		"open account, net 30":   "100 O/A days_after 30",
		"100% D/A 90d after B/L": "100 D/A days_after 90",
		"30% مقدما عند الطلب؛ 70% مقابل نسخة من بوليصة الشحن (B/L)": "30  deposit 0|70  against_documents 0",
		"as agreed": "100   0",
		"70% L/C at sight; confirmed; 30% T/T deposit": "70 L/C against_documents 0|30 T/T deposit 0",
	} {
		terms, err := ParsePaymentTerms(typed)
		if err != nil {
			t.Errorf("%q: %v", typed, err)
			continue
		}
		parts, err := terms.Parts()
		if err != nil {
			t.Errorf("%q: %v", typed, err)
		}
		var got []string
		for _, p := range parts {
			got = append(got, fmt.Sprintf("%s %s %s %d", p.Percent, p.Means, p.When, p.Days))
		}
		if strings.Join(got, "|") != want {
			t.Errorf("%q: got %s, want %s", typed, strings.Join(got, "|"), want)
		}
		if again, err := ParsePaymentTerms(terms.String()); err != nil || again != terms {
			t.Errorf("%q again: %q, %v", typed, again, err)
		}
	}
	for typed, want := range map[string]string{
		"30% T/T; 60% L/C":            "make 90 %, not 100 %: write such as",
		"30% advance":                 "make 30 %, not 100 %",
		"50%; 50%; balance":           "make 100 % before the balance",
		"30%; balance; balance":       "two balances",
		"0% T/T; 100% L/C":            "a part of 0 %",
		"1,234,5% T/T":                "payment terms",
		"60% L/C, 60% T/T":            "make 120 %",
		strings.Repeat("5% T/T;", 21): "too many parts",
	} {
		if _, err := ParsePaymentTerms(typed); err == nil || !strings.Contains(err.Error(), want) && want != "payment terms" || strings.Contains(err.Error(), "\n") {
			t.Errorf("%q: %v, want %s", typed, err, want)
		}
	}
}

// Any shares of 100 are taken; one off is refused, with the sum.
func TestPaymentTermsMakeAHundred(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		left, parts := 100, []string{}
		for left > 0 && len(parts) < 10 {
			share := rapid.IntRange(1, left).Draw(t, "share")
			parts = append(parts, fmt.Sprintf("%d %s %s", share, "%", rapid.SampledFrom([]string{"T/T deposit", "L/C", "", "60 days"}).Draw(t, "how")))
			left -= share
		}
		if left > 0 {
			parts = append(parts, "balance")
		}
		typed := strings.Join(parts, "; ")
		terms, err := ParsePaymentTerms(typed)
		if err != nil {
			t.Fatalf("%q: %v", typed, err)
		}
		read, err := terms.Parts()
		if err != nil || len(read) != len(parts) {
			t.Fatalf("%q: %d parts, %v", typed, len(read), err)
		}
		if _, err := ParsePaymentTerms(typed + "; 1% T/T"); err == nil && left == 0 {
			t.Fatalf("%q and 1 %% more is taken", typed)
		}
	})
}

func FuzzPaymentTerms(f *testing.F) {
	for _, seed := range []string{"30% T/T deposit; 70% L/C", "30 %, balance", "60 days net", "100%", ";;", "1e9% x", "؛٪"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		terms, err := ParsePaymentTerms(typed)
		if err != nil {
			if strings.ContainsAny(err.Error(), "\n\x1b") {
				t.Fatalf("%q: %q", typed, err.Error())
			}
			return
		}
		if again, err := ParsePaymentTerms(terms.String()); err != nil || again != terms {
			t.Fatalf("%q: %q, then %q, %v", typed, terms, again, err)
		}
	})
}
