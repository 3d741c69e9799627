package model

import "testing"

func TestShortForms(t *testing.T) {
	for _, tt := range []struct {
		kind               Kind
		field, typed, want string
	}{
		{KindLane, "legs", "freight 2600 USD per container; Origin Terminal EUR 350; on-carriage 0,12 usd per kg; unloading; inland €900 per W/M",
			`[{"amount":"2600","currency":"USD","leg":"freight","per":"container"},{"amount":"350","currency":"EUR","leg":"origin_terminal"},` +
				`{"amount":"0.12","currency":"USD","leg":"on_carriage","per":"kg"},{"leg":"unloading"},{"amount":"900","currency":"EUR","leg":"inland","per":"wm"}]`},
		{KindLane, "duties", "1515: 3.2% on FOB fees 0.3464; *:0", `[{"base":"fob","fees":"0.3464","hs":"1515","rate":"3.2"},{"rate":"0"}]`},
		{KindLane, "mode", "SEA", `"sea"`},
		{KindLane, "container", "40' HC", `"40HC"`},
		{KindLane, "container", "lcl", `"LCL"`},
		{KindRate, "rates", "usd:1.1684; MAD = 10.80", `[{"currency":"USD","units":"1.1684"},{"currency":"MAD","units":"10.80"}]`},
		{KindQuote, "rates", "USD:1.1684 (2026-04-13 ECB)", `[{"currency":"USD","date":"2026-04-13","source":"ECB","units":"1.1684"}]`},
		{KindQuote, "lines", "argan oil = 500:4.20, 1000:3.95 kg moq 500 base 100; HS 080410 = 1:2.5 t",
			`[{"base":"100","moq":"500","product":"argan oil","tiers":[{"from":"500","price":"4.20"},{"from":"1000","price":"3.95"}],"unit":"KGM"},` +
				`{"hs":"080410","tiers":[{"from":"1","price":"2.5"}],"unit":"TNE"}]`},
	} {
		s := SchemaOf(tt.kind)
		f, ok := s.Field(tt.field)
		if !ok {
			t.Fatalf("%s has no %s", tt.kind, tt.field)
		}
		got, err := ParseField(s, f, tt.typed, ParseContext{})
		if err != nil || string(got) != tt.want {
			t.Errorf("%s:\n got %s, %v\nwant %s", tt.typed, got, err, tt.want)
		}
	}
}

func TestShortFormsRefuse(t *testing.T) {
	for _, tt := range []struct {
		kind         Kind
		field, typed string
	}{
		{KindLane, "legs", "voyage 5 USD"}, {KindLane, "legs", "freight 5"}, {KindLane, "legs", "freight -5 USD"}, {KindLane, "legs", "freight 5 USD per ship"},
		{KindLane, "duties", "1515 3.2"}, {KindLane, "duties", "1515:"}, {KindLane, "duties", "1515: -1"}, {KindLane, "duties", "1515: 3 4"},
		{KindLane, "mode", "camel"}, {KindLane, "container", "45"},
		{KindRate, "rates", "USD"}, {KindRate, "rates", "USD:0"}, {KindRate, "rates", "XXY:1"}, {KindRate, "rates", "USD:1 (yesterday)"},
		{KindQuote, "lines", "argan"}, {KindQuote, "lines", "argan = kg"}, {KindQuote, "lines", "= 1:2"}, {KindQuote, "lines", "argan = 1:2,5 kg"},
	} {
		s := SchemaOf(tt.kind)
		f, _ := s.Field(tt.field)
		if got, err := ParseField(s, f, tt.typed, ParseContext{}); err == nil {
			t.Errorf("%s %q: %s, want a refusal", tt.field, tt.typed, got)
		}
	}
}
