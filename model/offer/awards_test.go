package offer_test

import (
	"errors"
	"strconv"
	"strings"
	"testing"

	"github.com/cockroachdb/apd/v3"
	"pgregory.net/rapid"

	"tradedesk/model"
	"tradedesk/model/offer"
	"tradedesk/model/value"
)

func TestAwardsTogether(t *testing.T) {
	rfq := order()
	first, second := quoted(rfq, "4.00", "1.00"), quoted(rfq, "4.10", "")
	rates := []model.ExchangeRate{{Currency: "USD", Units: "1.1684", Date: "2026-04-13", Source: "ECB"}}
	a := offer.Awards{
		RFQ: rfq, Quotes: []*model.Quote{first, second}, Today: "2026-11-29", Rates: map[model.ID][]model.ExchangeRate{first.ID: rates},
		Picks: []offer.Pick{
			{Quote: first.ID, Parts: []offer.Part{{Line: "1", Quantity: value.Quantity{Amount: "300"}}, {Line: "rose"}}}, {Quote: second.ID},
		},
	}
	got, err := a.Plan()
	if err != nil {
		t.Fatal(err)
	}
	if got.Stage != model.RFQAwarded || len(got.Left) != 0 || len(got.Shares) != 2 {
		t.Fatalf("%s, left %v, %d shares", got.Stage, got.Left, len(got.Shares))
	}
	if lines := got.Shares[0].Lines; len(lines) != 2 || lines[0].Quantity != "300" || lines[1].Quantity != "200" {
		t.Errorf("the first has %v", lines)
	}
	if lines := got.Shares[1].Lines; len(lines) != 1 || lines[0].Quantity != "200" {
		t.Errorf("the second has %v", lines)
	}
	if q := after(t, first, got.Steps); q.Stage != model.QuoteAccepted || len(q.Rates) != 1 || len(q.Awarded) != 2 {
		t.Errorf("the first is %s with %v at %v", q.Stage, q.Awarded, q.Rates)
	}
	if r := after(t, rfq, got.Steps); r.Stage != model.RFQAwarded {
		t.Errorf("the RFQ is %s", r.Stage)
	}
	if first.Stage != model.QuoteReceived || rfq.Stage != model.RFQQuoting {
		t.Error("the plan changes the records that it was made on")
	}
}

func TestAwardsRefuse(t *testing.T) {
	rfq := order()
	first, second := quoted(rfq, "4.00", "1.00"), quoted(rfq, "4.10", "")
	for name, tt := range map[string]struct {
		picks []offer.Pick
		want  error
	}{
		"a quote of another RFQ":   {[]offer.Pick{{Quote: ids.New()}}, offer.ErrNotOfRFQ},
		"a line twice":             {[]offer.Pick{{Quote: first.ID}, {Quote: second.ID}}, offer.ErrAwarded},
		"a quantity of which line": {[]offer.Pick{{Quote: first.ID, Parts: []offer.Part{{Quantity: value.Quantity{Amount: "1"}}}}}, offer.ErrWhichLine},
	} {
		a := offer.Awards{RFQ: rfq, Quotes: []*model.Quote{first, second}, Picks: tt.picks, Today: "2026-11-29"}
		if got, err := a.Plan(); !errors.Is(err, tt.want) || len(got.Steps) > 0 {
			t.Errorf("%s: %v with %d steps, want %v", name, err, len(got.Steps), tt.want)
		}
	}
}

// TestSplitsAddUp: however a line is split, no more is awarded than is wanted, and what
// is awarded and what is left are the whole.
func TestSplitsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rfq := order()
		rfq.Lines = rfq.Lines[:1]
		a := offer.Awards{RFQ: rfq, Today: "2026-11-29"}
		for _, n := range rapid.SliceOfN(rapid.IntRange(1, 600), 1, 4).Draw(t, "quantities") {
			q := quoted(rfq, "4", "")
			a.Quotes = append(a.Quotes, q)
			amount := value.Decimal(rapid.SampledFrom([]string{"", ".5", ".25"}).Draw(t, "fraction"))
			a.Picks = append(a.Picks, offer.Pick{Quote: q.ID, Parts: []offer.Part{{Quantity: value.Quantity{Amount: decimal(n) + amount}}}})
		}
		got, err := a.Plan()
		if errors.Is(err, offer.ErrTooMuch) || errors.Is(err, offer.ErrAwarded) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		sum := value.Decimal("0")
		for _, s := range got.Shares {
			sum = added(t, sum, s.Lines[0].Quantity)
		}
		for _, l := range got.Left {
			sum = added(t, sum, l.Quantity)
		}
		if sum.Cmp("500") != 0 {
			t.Errorf("awarded and left are %s", sum)
		}
		if (got.Stage == model.RFQAwarded) != (len(got.Left) == 0) {
			t.Errorf("the RFQ is %s with %v left", got.Stage, got.Left)
		}
	})
}

func FuzzParseParts(f *testing.F) {
	for _, seed := range []string{"", "300 kg", "2=100; 3=", "rose water=200 l", "6t", "1,234", "=", "A\x1b", "-5", ";;", "\x15", "٤٥٠ كغ"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		parts, err := offer.ParseParts(typed)
		if err != nil {
			return
		}
		for _, p := range parts {
			if p.Line == "" && p.Quantity.IsZero() {
				t.Errorf("%q: a part that says nothing", typed)
			}
			if !p.Quantity.IsZero() && p.Quantity.Amount.Sign() <= 0 {
				t.Errorf("%q: %s is no quantity", typed, p.Quantity)
			}
			if strings.ContainsAny(p.Line, "\x1b\n\u202e") {
				t.Errorf("%q: a line with control characters: %q", typed, p.Line)
			}
		}
	})
}

func FuzzParsePayment(f *testing.F) {
	for _, seed := range []string{"500.00", "500 USD on 2026-12-01; transfer 4711", "1,234", "5 EUR", "on", "; x", "$5"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		p, err := offer.ParsePayment(typed, "USD", value.At(ids.New().Time()), "2026-11-29")
		if err == nil && (p.Amount == "" || p.Date == "") {
			t.Errorf("%q: %+v", typed, p)
		}
	})
}

func decimal(n int) value.Decimal { return value.Decimal(strconv.Itoa(n)) }

func added(t *rapid.T, a, b value.Decimal) value.Decimal {
	x, errX := a.Big()
	y, errY := b.Big()
	sum := new(apd.Decimal)
	_, err := apd.BaseContext.WithPrecision(40).Add(sum, x, y)
	if err := errors.Join(errX, errY, err); err != nil {
		t.Fatal(err)
	}
	return value.DecimalOf(sum)
}
