package model_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"tradedesk/model"
	"tradedesk/model/modeltest"
)

func TestOfferPartsAreTyped(t *testing.T) {
	now := time.Date(2026, 11, 29, 9, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		kind               model.Kind
		field, typed, want string
	}{
		{model.KindOffer, "lines", "argan oil, 500 kg at 42,50; rose water, 20 l", `[{"price":"42.50","product":"argan oil","quantity":"500","unit":"KGM"},{"product":"rose water","quantity":"20","unit":"LTR"}]`},
		{model.KindDeal, "payments", "2026-12-01 500.00 transfer 4711; 2026-12-20 240", `[{"amount":"500.00","date":"2026-12-01","reference":"transfer 4711"},{"amount":"240","date":"2026-12-20"}]`},
		{model.KindDeal, "shares", "60% nadia; 40 karim b.", `[{"person":"nadia","share":"60"},{"person":"karim b.","share":"40"}]`},
		{model.KindDeal, "commission", "2,5 %; cap 4000", `"2.5%, cap 4000"`},
	} {
		schema := model.SchemaOf(tt.kind)
		f, _ := schema.Field(tt.field)
		if got, err := model.ParseField(schema, f, tt.typed, model.ParseContext{Now: now}); err != nil || string(got) != tt.want {
			t.Errorf("%s: %s, %v, want %s", tt.typed, got, err, tt.want)
		}
	}
	for _, refused := range []struct {
		kind         model.Kind
		field, typed string
	}{
		{model.KindOffer, "lines", "argan oil, -5 kg"},
		{model.KindDeal, "payments", "tomorrow"},
		{model.KindDeal, "payments", "2026-13-01 500"},
		{model.KindDeal, "shares", "nadia"},
		{model.KindDeal, "shares", "0 nadia"},
		{model.KindDeal, "commission", "much"},
	} {
		schema := model.SchemaOf(refused.kind)
		f, _ := schema.Field(refused.field)
		if got, err := model.ParseField(schema, f, refused.typed, model.ParseContext{Now: now}); err == nil {
			t.Errorf("%s: %s", refused.typed, got)
		}
	}
}

func TestOfferIsCalled(t *testing.T) {
	id, err := model.ParseID("0190b5c2-7a1e-7c3d-9f00-2b6a1d4e8f11")
	if err != nil {
		t.Fatal(err)
	}
	if got := model.OfferNumber(id); got != "OFF-2024-8EMX3RH" {
		t.Errorf("got %s", got)
	}
	offer := &model.Offer{Number: "2026/014", Version: 3}
	if got := offer.Called(); got != "2026/014/3" {
		t.Errorf("got %s", got)
	}
}

// TestOfferNumbersTellApart holds that offers made on desks without a network have
// numbers of their own: what differs in the 35 bits shows.
func TestOfferNumbersTellApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := modeltest.ID().Draw(t, "id")
		b := a
		at := rapid.IntRange(12, 15).Draw(t, "byte")
		b[at] ^= byte(1 << rapid.IntRange(0, 7).Draw(t, "bit"))
		if model.OfferNumber(a) == model.OfferNumber(b) {
			t.Fatalf("%s and %s are both %s", a, b, model.OfferNumber(a))
		}
	})
}
