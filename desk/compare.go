package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"tradedesk/model"
	"tradedesk/model/comparison"
	"tradedesk/model/cost"
	"tradedesk/model/value"
)

// Bounds of what a comparison reads.
const (
	maxLanes    = 2_000
	maxRateDays = 20_000
	// maxShownDays are looked through for the rates that hold: what is older than that
	// many publications of one source is shown no more.
	maxShownDays = 400
	maxCompared  = 1_000
)

// ReadComparison reads an RFQ with its quotes, their suppliers, the lanes and the rates
// of a date or before it. r says at what the quotes are to be compared; comparison.Of
// does it, and trying something out takes no further reading.
func ReadComparison(ctx context.Context, d Desk, id model.ID, r comparison.Request) (comparison.Request, error) {
	record, err := d.Get(ctx, id)
	if err != nil {
		return r, fmt.Errorf("reading RFQ %s: %w", id.Short(), err)
	}
	rfq, ok := record.(*model.RFQ)
	if !ok {
		return r, fmt.Errorf("comparing quotes: %s %s is no RFQ: %w", record.Kind(), id.Short(), ErrInvalid)
	}
	r.RFQ = rfq
	if r.Quotes, err = readAll[*model.Quote](ctx, d, Query{Kind: model.KindQuote, View: ViewQuotes, Of: id, Limit: maxCompared}); err != nil {
		return r, fmt.Errorf("reading the quotes of RFQ %s: %w", id.Short(), err)
	}
	r.Suppliers = map[model.ID]*model.Supplier{}
	for _, q := range r.Quotes {
		if err := readSupplier(ctx, d, q.Supplier, r.Suppliers); err != nil {
			return r, err
		}
	}
	if r.Lanes, err = readAll[*model.Lane](ctx, d, Query{Kind: model.KindLane, Limit: maxLanes}); err != nil {
		return r, fmt.Errorf("reading the lanes: %w", err)
	}
	if r.Rates, err = readRates(ctx, d, r.Date, currenciesOf(r)); err != nil {
		return r, fmt.Errorf("reading the exchange rates: %w", err)
	}
	return r, nil
}

func readAll[T model.Record](ctx context.Context, d Desk, q Query) ([]T, error) {
	var out []T
	err := d.Records(ctx, q, func(r model.Record) error {
		if r, ok := r.(T); ok {
			out = append(out, r)
		}
		return nil
	})
	return out, err
}

func readSupplier(ctx context.Context, d Desk, id model.ID, into map[model.ID]*model.Supplier) error {
	if id.IsZero() || into[id] != nil {
		return nil
	}
	r, err := d.Get(ctx, id)
	switch {
	case errors.Is(err, ErrNotFound): // it may come with the next sync
		return nil
	case err != nil:
		return fmt.Errorf("reading supplier %s: %w", id.Short(), err)
	}
	if s, ok := r.(*model.Supplier); ok {
		into[id] = s
	}
	return nil
}

// currenciesOf gives the currencies that a comparison may have to exchange.
func currenciesOf(r comparison.Request) []value.Currency {
	all := []value.Currency{r.Currency, r.RFQ.Currency, r.WhatIf.Freight.Currency}
	for _, q := range r.Quotes {
		all = append(all, q.Currency)
	}
	for _, lane := range r.Lanes {
		for _, c := range lane.Legs {
			all = append(all, c.Currency)
		}
	}
	slices.Sort(all)
	all = slices.Compact(all)
	return slices.DeleteFunc(all, func(c value.Currency) bool { return c == "" || c == cost.Base })
}

var errRatesFound = errors.New("every currency has its rate")

// readRates reads days of rates from a date back, until every currency has one and
// the day is over.
func readRates(ctx context.Context, d Desk, date value.Date, wanted []value.Currency) ([]*model.Rate, error) {
	missing := map[value.Currency]bool{}
	for _, c := range wanted {
		missing[c] = true
	}
	var out []*model.Rate
	err := d.Records(ctx, ratesUntil(date, maxRateDays), func(r model.Record) error {
		day, ok := r.(*model.Rate)
		if !ok {
			return nil
		}
		if len(missing) == 0 && (len(out) == 0 || out[len(out)-1].Date != day.Date) {
			return errRatesFound
		}
		out = append(out, day)
		for _, rate := range day.Rates {
			delete(missing, rate.Currency)
		}
		return nil
	})
	if err != nil && !errors.Is(err, errRatesFound) {
		return nil, err
	}
	return out, nil
}

// FreezeRates gives the edits that keep with each compared quote the rates that it was
// compared at.
func FreezeRates(c comparison.Comparison) []Edit {
	var edits []Edit
	for _, e := range c.Entries {
		if len(e.Rates) == 0 {
			continue
		}
		q := &model.Quote{Rates: frozen(e)}
		edits = append(edits, Edit{Kind: model.KindQuote, ID: e.Quote.ID, Set: model.Set{"rates": model.Fields(q)["rates"]}, Seen: e.Quote.UpdatedAt})
	}
	return edits
}

// frozen gives the rates of a compared quote as its record keeps them.
func frozen(e comparison.Entry) []model.ExchangeRate {
	out := make([]model.ExchangeRate, len(e.Rates))
	for i, rate := range e.Rates {
		out[i] = model.ExchangeRate{Currency: rate.Currency, Units: rate.Units, Date: rate.Date, Source: rate.Source}
	}
	return out
}

// RatesOn gives the rate that holds on a day for each currency that has one, by code.
// A rate that a person typed counts before a published one of its day.
func RatesOn(ctx context.Context, d Desk, date value.Date) ([]cost.Rate, error) {
	days, err := readAll[*model.Rate](ctx, d, ratesUntil(date, maxShownDays))
	if err != nil {
		return nil, fmt.Errorf("reading the exchange rates: %w", err)
	}
	return holding(days, date), nil
}

// holding gives the rate of each currency that holds on a day.
func holding(days []*model.Rate, date value.Date) []cost.Rate {
	known := comparison.Rates(days)
	var codes []value.Currency
	for _, day := range days {
		for _, rate := range day.Rates {
			codes = append(codes, rate.Currency)
		}
	}
	slices.Sort(codes)
	var out []cost.Rate
	for _, code := range slices.Compact(codes) {
		if rate, ok := known.On(code, date); ok && code != cost.Base {
			out = append(out, rate)
		}
	}
	return out
}

// TypedRates gives the record of the rates that a person typed for a day, nil when
// there is none.
func TypedRates(ctx context.Context, d Desk, day value.Date) (*model.Rate, error) {
	q := Query{Kind: model.KindRate, Limit: 1, Where: []Cond{
		{Field: "date", Op: OpEqual, Text: day.String()}, {Field: "source", Op: OpEqual, Text: model.ManualSource},
	}}
	found, err := readAll[*model.Rate](ctx, d, q)
	if err != nil {
		return nil, fmt.Errorf("reading the rates of %s: %w", day, err)
	}
	if len(found) == 0 {
		return nil, nil
	}
	return found[0], nil
}

func ratesUntil(date value.Date, limit int) Query {
	return Query{Kind: model.KindRate, Sort: "date", Desc: true, Limit: limit, Where: []Cond{{Field: "date", Op: OpAtMost, Text: date.String()}}}
}
