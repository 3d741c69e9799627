package model_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tradedesk/model"
	"tradedesk/model/modeltest"
	"tradedesk/model/value"
)

// typing is what is read as a person types it.
var typing = model.ParseContext{Now: today.Now, Home: today.Home, Typed: true}

func TestParseFieldAsksBack(t *testing.T) {
	for _, tt := range []struct {
		kind        model.Kind
		field, text string
		want        string // the value, or what is to be written
	}{
		{"lead", "quantity", "1000", `"1000"`},
		{"lead", "quantity", "1.000", "write 1000 or 1.00"},
		{"lead", "quantity", "12,500", "write 12500 or 12.50"},
		{"lead", "target_price", "4.205", `"4.205"`},
		{"supplier", "moq", "1.000", "write 1000 or 1.00"},
		{"supplier", "capacity", "25.000", "write 25000 or 25.00"},
		{"rfq", "lines", "argan oil, 1.000 kg", "write 1000 or 1.00"},
		{"rfq", "lines", "argan oil, 1,250 t", "write 1250 or 1.25"},
		{"rfq", "lines", "argan oil, bio, 1,250 t", "write 1250 or 1.25"},
		{"rfq", "lines", "argan oil, bio, 2,5 t", `[{"product":"argan oil, bio","quantity":"2.5","unit":"TNE"}]`},
		{"rfq", "lines", "argan oil, 1 000 kg", `[{"product":"argan oil","quantity":"1000","unit":"KGM"}]`},
		{"rfq", "lines", `[{"product":"argan oil","quantity":"1.000"}]`, `[{"product":"argan oil","quantity":"1.000"}]`},
		{"quote", "tiers", "1.000:3.950", "write 1000 or 1.00"},
		{"quote", "tiers", "500:4.205; 1000:3.95", `[{"from":"500","price":"4.205"},{"from":"1000","price":"3.95"}]`},
		{"quote", "tiers", `[{"from":"1.000","price":"3.95"}]`, `[{"from":"1.000","price":"3.95"}]`},
		{"quote", "lines", "argan oil = 1.000:3.95 kg", "write 1000 or 1.00"},
		{"quote", "lines", "argan oil = 500:3.95 kg moq 1.500", "write 1500 or 1.50"},
		{"quote", "moq", "1.000", "write 1000 or 1.00"},
		{"quote", "base_quantity", "1.000", "write 1000 or 1.00"},
		{"lane", "payload", "26.500", "write 26500 or 26.50"},
		{"lane", "insurance_rate", "1.125", `"1.125"`},
		{"rate", "rates", "XOF:655.957", `[{"currency":"XOF","units":"655.957"}]`},
		{"offer", "lines", "argan oil, 1.000 kg at 42.50", "write 1000 or 1.00"},
		{"offer", "commission", "5% to 10.000, 3%", "write 10000 or 10.00"},
	} {
		schema, f := field(t, tt.kind, tt.field)
		got, err := model.ParseField(schema, f, tt.text, typing)
		var asked *value.Error
		switch refused := strings.HasPrefix(tt.want, "write"); {
		case !refused && (err != nil || string(got) != tt.want):
			t.Errorf("%s %s=%s: got %s, %v", tt.kind, tt.field, tt.text, got, err)
		case refused && (!errors.As(err, &asked) || asked.Code != value.CodeAmbiguous || asked.Hint != tt.want):
			t.Errorf("%s %s=%s: got %s, %v, want to be told to %s", tt.kind, tt.field, tt.text, got, err, tt.want)
		}
		if !strings.Contains(tt.text, ",") && strings.HasPrefix(tt.want, "write") { // a file has its point
			if _, err := model.ParseField(schema, f, tt.text, today); err != nil {
				t.Errorf("%s %s=%s from a file: %v", tt.kind, tt.field, tt.text, err)
			}
		}
	}
}

// What stands in a form, whoever wrote the record, is typed as it is without being asked back,
// and is the same.
func TestTypedTextReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := modeltest.AnyRecord().Draw(t, "record")
		thousandths(t, r)
		schema := model.SchemaOf(r.Kind())
		for _, f := range schema.Editable() {
			typed := model.TypedText(f, r)
			raw, err := model.ParseField(schema, f, typed, typing)
			if err != nil {
				t.Fatalf("%s is to be typed as %q: %v", f.Name, typed, err)
			}
			if raw == nil {
				continue
			}
			if model.CheckTyped(model.New(r.Kind()), model.Set{f.Name: raw}) != nil && (f.Name == "freight" || f.Name == "legs" || f.Name == "amount") {
				t.Fatalf("%s is to be typed as %q and is asked back", f.Name, typed)
			}
			if want := f.Get(r); !sameNumbers(string(raw), string(want)) {
				t.Fatalf("%s is to be typed as %q, which reads as %s, want %s", f.Name, typed, raw, want)
			}
			again := model.New(r.Kind())
			if err := f.Set(again, raw); err != nil || model.TypedText(f, again) != typed {
				t.Fatalf("%s typed as %q is to be typed as %q, %v", f.Name, typed, model.TypedText(f, again), err)
			}
		}
	})
}

// thousandths puts numbers with three decimals where a machine may have written them.
func thousandths(t *rapid.T, r model.Record) {
	d := rapid.Map(rapid.StringMatching(`[1-9][0-9]{0,2}\.([0-9]{3}|000|[0-9]00)`), func(s string) value.Decimal { return value.Decimal(s) })
	switch r := r.(type) {
	case *model.Lead:
		r.Quantity, r.Unit = d.Draw(t, "quantity"), "KGM"
	case *model.Supplier:
		r.MOQ, r.Capacity = d.Draw(t, "moq"), d.Draw(t, "capacity")
	case *model.RFQ:
		r.Lines = append(r.Lines, model.Line{Product: "argan oil", Quantity: d.Draw(t, "quantity"), Unit: "KGM", TargetPrice: d.Draw(t, "price")})
	case *model.Quote:
		tier := model.Tier{From: d.Draw(t, "from"), Price: d.Draw(t, "price")}
		r.MOQ, r.BaseQuantity, r.Freight, r.Tiers = d.Draw(t, "moq"), d.Draw(t, "base"), d.Draw(t, "freight"), []model.Tier{tier}
		r.Lines = []model.QuoteLine{{Product: "argan oil", Tiers: []model.Tier{tier}, MOQ: d.Draw(t, "moq"), Base: d.Draw(t, "base")}}
	case *model.Lane:
		r.Payload, r.Volume = d.Draw(t, "payload"), d.Draw(t, "volume")
		r.Legs = append(r.Legs, model.Charge{Leg: "freight", Amount: d.Draw(t, "amount"), Currency: "EUR"})
	case *model.Deal:
		r.Amount = d.Draw(t, "amount")
	}
}

// sameNumbers compares JSON whose texts are numbers by what they are worth.
func sameNumbers(a, b string) bool {
	var x, y any
	if json.Unmarshal([]byte(a), &x) != nil || json.Unmarshal([]byte(b), &y) != nil {
		return a == b
	}
	return same(x, y)
}

func same(x, y any) bool {
	switch x := x.(type) {
	case string:
		y, ok := y.(string)
		a, b := value.Decimal(x), value.Decimal(y)
		_, wrong := a.Big()
		return ok && (x == y || wrong == nil && a.Cmp(b) == 0 || value.Packing(y).Typed() == value.Packing(x))
	case []any:
		y, ok := y.([]any)
		if !ok || len(x) != len(y) {
			return false
		}
		for i := range x {
			if !same(x[i], y[i]) {
				return false
			}
		}
		return true
	case map[string]any:
		y, ok := y.(map[string]any)
		if !ok || len(x) != len(y) {
			return false
		}
		for name := range x {
			if !same(x[name], y[name]) {
				return false
			}
		}
		return true
	}
	return x == y
}
