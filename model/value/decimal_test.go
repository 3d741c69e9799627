package value

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/cockroachdb/apd/v3"
	"pgregory.net/rapid"
)

func TestParseDecimal(t *testing.T) {
	for in, want := range map[string]Decimal{
		"0": "0", "-0": "0", "-0.00": "0.00", "007": "7", "43.00": "43.00", "21.50": "21.50", " 12 ": "12", "+5": "5", "-5": "-5", "- 5": "-5", "−5": "-5",
		"1 234,50": "1234.50", "1\u00a0234,50": "1234.50", "1\u202f234\u202f567": "1234567", "1,234.50": "1234.50", "1.234,50": "1234.50",
		"1,234,567": "1234567", "1.234.567": "1234567", "1.234.567,8": "1234567.8", "1'234.50": "1234.50", "1,234.567": "1234.567", "1.234,567": "1234.567",
		"1.234": "1.234", "12,5": "12.5", "12,50": "12.50", "1234,567": "1234.567", "0,123": "0.123", ".5": "0.5", ",5": "0.5", "12,3456": "12.3456",
		"٤٥٠": "450", "٤٥٠٫٥": "450.5", "١٬٢٣٤٫٥٠": "1234.50", "۱۲": "12", "\u200f٤٥٠\u200e": "450", "1 234,567": "1234.567",
		strings.Repeat("9", 34): Decimal(strings.Repeat("9", 34)), strings.Repeat("0", 50) + "1": "1",
	} {
		if got, err := ParseDecimal(in); err != nil || got != want {
			t.Errorf("ParseDecimal(%q) = %q, %v, want %q", in, got, err, want)
		}
	}
}

func TestParseDecimalRefuses(t *testing.T) {
	for in, want := range map[string]Code{
		"": CodeEmpty, " \u200f ": CodeEmpty, "1,234": CodeAmbiguous, "123,456": CodeAmbiguous, "-1,234": CodeAmbiguous, "1.234,5x": CodeSyntax, "abc": CodeSyntax, "1e5": CodeSyntax,
		"1,23,456": CodeSyntax, "12 34": CodeSyntax, "1 2345": CodeSyntax, "1,234,56": CodeSyntax, "1.2.3": CodeSyntax, "12.05.2026": CodeSyntax, "5.": CodeSyntax,
		"1,234.5.6": CodeSyntax, "1 234.5,6": CodeSyntax, "--5": CodeSyntax, "5-": CodeSyntax, ".": CodeSyntax, "-": CodeSyntax, "0,123,456": CodeSyntax, "1234,567,890": CodeSyntax,
		"12%": CodeSyntax, "½": CodeSyntax, "Infinity": CodeSyntax, "NaN": CodeSyntax, "0x1F": CodeSyntax, "1,,2": CodeSyntax, "1 .5": CodeSyntax, ". 5": CodeSyntax,
		strings.Repeat("9", 35): CodeRange, "0." + strings.Repeat("1", 35): CodeRange, strings.Repeat("1", 5000): CodeRange,
	} {
		got, err := ParseDecimal(in)
		var e *Error
		if !errors.As(err, &e) || e.Code != want || got != "" {
			t.Errorf("ParseDecimal(%.40q) = %q, %v, want %s", in, got, err, want)
		}
	}
	_, err := ParseDecimal("1,234")
	if got, want := err.Error(), `number "1,234": could be 1234 or 1.234: write 1234 or 1.2340`; got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

// anyDecimal draws canonical numbers of all sizes, close to each other often.
var anyDecimal = rapid.Custom(func(t *rapid.T) Decimal {
	digits := rapid.OneOf(rapid.StringMatching(`[0-9]{1,17}`), rapid.SampledFrom([]string{"0", "1", "9", "10", "99", "100", "999"}))
	fraction := rapid.OneOf(rapid.Just(""), rapid.StringMatching(`[0-9]{1,17}`), rapid.SampledFrom([]string{"0", "00", "1", "10", "09", "001", "99"}))
	whole := strings.TrimLeft(digits.Draw(t, "whole"), "0")
	return canonicalDecimal(rapid.Bool().Draw(t, "minus"), whole, fraction.Draw(t, "fraction"))
})

func TestDecimalRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := anyDecimal.Draw(t, "d")
		if got, err := ParseDecimal(d.String()); err != nil || got != d {
			t.Fatalf("ParseDecimal(%q) = %q, %v", d, got, err)
		}
		if b, err := d.Big(); err != nil || DecimalOf(b) != d {
			t.Fatalf("DecimalOf(Big(%q)) = %q, %v", d, DecimalOf(b), err)
		}
	})
}

func TestDecimalOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := anyDecimal.Draw(t, "a"), anyDecimal.Draw(t, "b")
		x, _, _ := apd.NewFromString(string(a))
		y, _, _ := apd.NewFromString(string(b))
		want := x.Cmp(y)
		if got := a.Cmp(b); got != want {
			t.Fatalf("%s.Cmp(%s) = %d, want %d", a, b, got, want)
		}
		if got := bytes.Compare(a.SortKey(), b.SortKey()); got != want {
			t.Fatalf("keys of %s and %s compare %d, want %d", a, b, got, want)
		}
		if want != 0 && bytes.HasPrefix(a.SortKey(), b.SortKey()) {
			t.Fatalf("the key of %s begins the key of %s", b, a)
		}
		if a.Sign() != x.Sign() {
			t.Fatalf("%s.Sign() = %d", a, a.Sign())
		}
	})
}

func TestDecimalThatIsNone(t *testing.T) {
	for _, d := range []Decimal{"", "abc", "1e9", "NaN", "-", ".5", "1.", "--1", Decimal(strings.Repeat("1", 300))} {
		if _, err := d.Big(); err == nil {
			t.Errorf("Big(%.20q) gave no error", d)
		}
		if d.SortKey() != nil || d.Sign() != 0 || d.Cmp("-999") != -1 || Decimal("-999").Cmp(d) != 1 || d.Cmp("x") != 0 {
			t.Errorf("%.20q does not sort before all numbers", d)
		}
	}
	if got := DecimalOf(&apd.Decimal{Form: apd.NaN}); got != "" {
		t.Errorf("DecimalOf(NaN) = %q", got)
	}
	negativeZero, _, _ := apd.NewFromString("-0.00")
	if got := DecimalOf(negativeZero); got != "0.00" {
		t.Errorf("DecimalOf(-0.00) = %q", got)
	}
}

// checkText: no Parse panics, fails otherwise than with an *Error of one printable
// line, or gives a value that does not read back as itself.
func checkText[T comparable](t *testing.T, in string, parse func(string) (T, error), text func(T) string) {
	t.Helper()
	v, err := parse(in)
	if err != nil {
		var e *Error
		if !errors.As(err, &e) || e.Reason == "" || e.Code == "" || e.Type == "" {
			t.Fatalf("parsing %q: %#v is no full *Error", in, err)
		}
		if line := err.Error(); strings.ContainsFunc(line, func(r rune) bool { return r < ' ' || dropMark(r) == -1 || r == 0x9b }) || len(line) > 1000 {
			t.Fatalf("parsing %q: %q is no printable line", in, line)
		}
		return
	}
	if text(v) == "" {
		t.Fatalf("parsing %q gave nothing and no error", in)
	}
	if again, err := parse(text(v)); err != nil || again != v {
		t.Fatalf("parsing %q gave %q, which reads back as %q, %v", in, text(v), text(again), err)
	}
}

func FuzzDecimal(f *testing.F) {
	for _, s := range []string{"1 234,50", "1,234", "٤٥٠٫٥", "-0", "1.234.567,8", "1'234"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { checkText(t, s, ParseDecimal, Decimal.String) })
}

func BenchmarkParseDecimal(b *testing.B) {
	for b.Loop() {
		if _, err := ParseDecimal("1 234,50"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSortKey(b *testing.B) {
	for b.Loop() {
		Decimal("1234.50").SortKey()
	}
}

// TestDecimalOfIsWhatApdWrites holds the quick way of writing against the long one.
func TestDecimalOfIsWhatApdWrites(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.OneOf(rapid.Int64Range(-100, 100), rapid.Int64()).Draw(t, "coefficient")
		d := apd.New(n, int32(rapid.IntRange(-45, 4).Draw(t, "exponent")))
		d.Negative = d.Negative || n == 0 && rapid.Bool().Draw(t, "below zero")
		want := d.Text('f')
		if d.IsZero() {
			want = new(apd.Decimal).Abs(d).Text('f')
		}
		if got := DecimalOf(d); string(got) != want {
			t.Errorf("%d E %d is %s, want %s", n, d.Exponent, got, want)
		}
	})
}
