package model_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"tradedesk/model"
)

// Read is ParseField and Set in one.
func TestReadIsParseFieldAndSet(t *testing.T) {
	context := model.ParseContext{Now: time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC), Home: "MA"}
	typed := rapid.OneOf(
		rapid.SampledFrom([]string{
			"", "  ", "500", "1 234,50", "a@b.fi", "+212 539 12 34 56", "0539123456", "Maroc", "MA", "fr", "1515.90", "kg", "USD", "€", "fob", "MAPTM",
			"2026-12-01", "0000-01-01T00:00:00+05:00", "9999-12-31T23:59:59Z", "1970-01-01T00:00:00Z", "tomorrow", "new", "won", "a; b", "500:4.20; 1000:3.95", `{"a":"b"}`,
			"yes", "no", "12", "nord.fi", "two\nlines", " \u202e x ",
		}), rapid.String(),
	)
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom(model.Kinds()).Draw(t, "kind")
		schema := model.SchemaOf(kind)
		f := &schema.Fields[rapid.IntRange(0, len(schema.Fields)-1).Draw(t, "field")]
		text := typed.Draw(t, "typed")
		want, got := model.New(kind), model.New(kind)
		raw, wantErr := model.ParseField(schema, *f, text, context)
		if wantErr == nil {
			wantErr = f.Set(want, raw)
		}
		gotErr := f.Read(got, text, context)
		if (wantErr == nil) != (gotErr == nil) || wantErr != nil && wantErr.Error() != gotErr.Error() {
			t.Fatalf("%s %q: error %v, want %v", f.Name, text, gotErr, wantErr)
		}
		if a, b := string(model.EncodeJSON(got)), string(model.EncodeJSON(want)); a != b {
			t.Fatalf("%s %q:\n got %s\nwant %s", f.Name, text, a, b)
		}
	})
}

func TestSetTextIsSet(t *testing.T) {
	schema := model.SchemaOf(model.KindLead)
	for _, name := range []string{"company", "country", "received_at", "event"} {
		f, _ := schema.Field(name)
		lead := &model.Lead{}
		text := map[string]string{"company": `"Nord"`, "country": "FI", "received_at": "2026-11-24T09:00:00.000Z", "event": "0190b5c2-7a1e-7c3d-9f00-2b6a1d4e8f11"}[name]
		if err := f.SetText(lead, text); err != nil || model.FieldText(f, lead) != text {
			t.Errorf("%s: %v, %q", name, err, model.FieldText(f, lead))
		}
	}
	f, _ := schema.Field("received_at")
	if err := f.SetText(&model.Lead{}, "soon"); err == nil {
		t.Error("a time that is none was set")
	}
}
