package value

import (
	"errors"
	"testing"

	"github.com/cockroachdb/apd/v3"
	"pgregory.net/rapid"

	"tradedesk/model/reference"
)

func TestParseMoney(t *testing.T) {
	for in, want := range map[string]Money{
		"43.00 USD": {"43.00", "USD"}, "USD 43": {"43", "USD"}, "€43": {"43", "EUR"}, "43 €": {"43", "EUR"}, "1 234,50 MAD": {"1234.50", "MAD"}, "MAD 1,234.50": {"1234.50", "MAD"}, "-€43": {"-43", "EUR"}, "€-43": {"-43", "EUR"}, "- 43 EUR": {"-43", "EUR"},
		"US$1,234.50": {"1234.50", "USD"}, "43usd": {"43", "USD"}, "٤٥٠ MAD": {"450", "MAD"}, "450 درهم مغربي": {"450", "MAD"}, "€.50": {"0.50", "EUR"}, "12,5 EUR": {"12.5", "EUR"}, "0 EUR": {"0", "EUR"},
	} {
		got, err := ParseMoney(in)
		if err != nil || got != want {
			t.Errorf("ParseMoney(%q) = %v, %v, want %v", in, got, err, want)
		}
	}
	for in, want := range map[string]Code{
		"": CodeEmpty, "43": CodeSyntax, "USD": CodeSyntax, "$43": CodeAmbiguous, "43 DH": CodeAmbiguous, "1,234 USD": CodeAmbiguous, "USD 43 EUR": CodeSyntax, "43 XYZ": CodeUnknown, "1e5 USD": CodeSyntax, "43 BGN": CodeObsolete,
	} {
		got, err := ParseMoney(in)
		var e *Error
		if !errors.As(err, &e) || e.Code != want || !got.IsZero() {
			t.Errorf("ParseMoney(%q) = %v, %v, want %s", in, got, err, want)
		}
	}
	if got := (Money{"43.00", "USD"}).String(); got != "43.00 USD" {
		t.Errorf("String = %q", got)
	}
}

func TestParseQuantity(t *testing.T) {
	for in, want := range map[string]Quantity{
		"500 kg": {"500", "KGM"}, "500kg": {"500", "KGM"}, "18.5 STN": {"18.5", "STN"}, "18.5 short tons": {"18.5", "STN"}, "٤٥٠ طن": {"450", "TNE"}, "1 234,5 t": {"1234.5", "TNE"}, "10 m³": {"10", "MTQ"}, "10 m3": {"10", "MTQ"}, "1400 cartons": {"1400", "CT"}, "-5 pcs": {"-5", "H87"},
	} {
		got, err := ParseQuantity(in)
		if err != nil || got != want {
			t.Errorf("ParseQuantity(%q) = %v, %v, want %v", in, got, err, want)
		}
	}
	for in, want := range map[string]Code{"": CodeEmpty, "500": CodeSyntax, "kg": CodeSyntax, "kg 500": CodeSyntax, "5 ton": CodeAmbiguous, "1,234 kg": CodeAmbiguous, "5 parsecs": CodeUnknown, "5 kg 3 g": CodeUnknown} {
		got, err := ParseQuantity(in)
		var e *Error
		if !errors.As(err, &e) || e.Code != want || !got.IsZero() {
			t.Errorf("ParseQuantity(%q) = %v, %v, want %s", in, got, err, want)
		}
	}
}

func TestConvert(t *testing.T) {
	for _, tt := range []struct {
		from Quantity
		to   Unit
		want Decimal
	}{
		{Quantity{"18.5", "STN"}, "KGM", "16782.91769"}, {Quantity{"500", "KGM"}, "TNE", "0.5"}, {Quantity{"1", "LTN"}, "KGM", "1016.0469088"}, {Quantity{"1000.00", "GRM"}, "KGM", "1"}, {Quantity{"5.00", "KGM"}, "KGM", "5.00"},
		{Quantity{"1", "KGM"}, "LBR", "2.20462262184877580722973801345027"}, {Quantity{"2", "DZN"}, "H87", "24"}, {Quantity{"3", "PR"}, "C62", "6"}, {Quantity{"1", "BLL"}, "LTR", "158.987294928"}, {Quantity{"1", "BLL"}, "GLL", "42"},
		{Quantity{"1", "YRD"}, "CMT", "91.44"}, {Quantity{"1", "ACR"}, "MTK", "4046.8564224"}, {Quantity{"-2", "TNE"}, "KGM", "-2000"}, {Quantity{"0.00", "TNE"}, "KGM", "0"}, {Quantity{"1", "TNE"}, "GRM", "1000000"}, {Quantity{"7", "CT"}, "CT", "7"}, {Quantity{"1", "MWH"}, "KWH", "1000"},
		{Quantity{"1", "GLI"}, "PTI", "8"}, {Quantity{"1", "WCD"}, "FTQ", "128"}, {Quantity{"12", "BFT"}, "FTQ", "1"}, {Quantity{"1", "SMI"}, "FOT", "5280"}, {Quantity{"1", "STN"}, "LBR", "2000"}, {Quantity{"1", "LTN"}, "CWI", "20"}, {Quantity{"1", "BUA"}, "INQ", "2150.42"},
		{Quantity{"16", "ONZ"}, "LBR", "1"}, {Quantity{"1", "LBR"}, "GRN", "7000"}, {Quantity{"1", "APZ"}, "GRN", "480"}, {Quantity{"128", "OZA"}, "GLL", "1"}, {Quantity{"160", "OZI"}, "GLI", "1"}, {Quantity{"4", "QTL"}, "GLL", "1"}, {Quantity{"2", "PTL"}, "QTL", "1"},
	} {
		got, err := tt.from.Convert(tt.to)
		if err != nil || got != (Quantity{tt.want, tt.to}) {
			t.Errorf("%s into %s = %s, %v, want %s", tt.from, tt.to, got, err, tt.want)
		}
	}
	for _, tt := range []struct {
		from Quantity
		to   Unit
	}{
		{Quantity{"1", "KGM"}, "LTR"}, {Quantity{"1", "CT"}, "H87"}, {Quantity{"1", "CT"}, "BX"}, {Quantity{"1", "KGM"}, "CT"}, {Quantity{"1", "SET"}, "H87"}, {Quantity{"1", "??"}, "KGM"}, {Quantity{"1", "KGM"}, "??"}, {Quantity{"x", "KGM"}, "GRM"},
	} {
		got, err := tt.from.Convert(tt.to)
		var e *Error
		if !errors.As(err, &e) || !got.IsZero() {
			t.Errorf("%s into %s = %s, %v, want a refusal", tt.from, tt.to, got, err)
		}
	}
}

// TestConvertAndBack comes back to the number, exactly while it has few digits.
func TestConvertAndBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		units := reference.Units()
		from := rapid.SampledFrom(units).Draw(t, "from")
		to := rapid.SampledFrom(units).Filter(func(u reference.Unit) bool { return u.Dimension == from.Dimension }).Draw(t, "to")
		q := Quantity{Decimal(rapid.StringMatching(`[1-9][0-9]{0,6}(\.[0-9]{1,4})?`).Draw(t, "amount")), Unit(from.Code)}
		there, err := q.Convert(Unit(to.Code))
		if err != nil {
			t.Fatal(err)
		}
		back, err := there.Convert(q.Unit)
		if err != nil {
			t.Fatal(err)
		}
		want, _ := q.Amount.Big()
		got, _ := back.Amount.Big()
		rounded := new(apd.Decimal)
		if _, err := apd.BaseContext.WithPrecision(30).Round(rounded, got); err != nil {
			t.Fatal(err)
		}
		if rounded.Cmp(want) != 0 {
			t.Fatalf("%s is %s is %s", q, there, back)
		}
	})
}

func TestAmountsRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := Money{anyDecimal.Draw(t, "amount"), Currency(rapid.SampledFrom(reference.Currencies()).Draw(t, "currency").Code)}
		if got, err := ParseMoney(m.String()); err != nil || got != m {
			t.Fatalf("ParseMoney(%s) = %s, %v", m, got, err)
		}
		q := Quantity{m.Amount, Unit(rapid.SampledFrom(reference.Units()).Draw(t, "unit").Code)}
		if got, err := ParseQuantity(q.String()); err != nil || got != q {
			t.Fatalf("ParseQuantity(%s) = %s, %v", q, got, err)
		}
	})
}

func FuzzAmounts(f *testing.F) {
	for _, s := range []string{"43.00 USD", "€-43", "1 234,50 MAD", "18.5 short tons", "٤٥٠ طن", "$5", "5 m³", "-.5kg"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		checkText(t, s, ParseMoney, Money.String)
		checkText(t, s, ParseQuantity, Quantity.String)
	})
}
