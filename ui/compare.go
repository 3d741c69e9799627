package ui

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/comparison"
	"tradedesk/model/offer"
	"tradedesk/model/value"
	"tradedesk/ui/keys"
	"tradedesk/ui/picker"
	"tradedesk/ui/words"
)

// mostQuantities are compared side by side.
const mostQuantities = 4

// compareOverlay shows the quotes of an RFQ by landed cost, one quantity beside the
// other, and how the part under the cursor was worked out.
type compareOverlay struct {
	rfq model.ID

	read       *comparison.Request // nil until the records are here
	term       value.Incoterm      // "" is the RFQ's
	currency   value.Currency
	quantities []value.Quantity // none: the RFQ's
	whatIf     comparison.WhatIf

	all      []comparison.Comparison // one for each quantity; the first is in order
	wrong    error                   // why nothing can be compared
	at, top  int                     // the quote under the cursor, the first in sight
	part     int
	flying   bool
	outdated bool
	picks    []offer.Pick // what is marked to be awarded, in order
}

// compareQuotes opens the comparison of the RFQ under the cursor.
func (m *app) compareQuotes() tea.Cmd {
	e, ok := m.page().current()
	if !ok || e.Kind != model.KindRFQ {
		return m.say(m.words.T("why.rfq_only"))
	}
	m.push(&compareOverlay{rfq: e.ID})
	return nil
}

func (o *compareOverlay) place() keys.Place { return keys.PlaceOf("place.compare") }

func (o *compareOverlay) owns(id keys.ID) bool { return strings.HasPrefix(string(id), "compare.") }

func (o *compareOverlay) update(*app, tea.Msg) tea.Cmd { return nil }

func (o *compareOverlay) stale() { o.outdated = true }

// told reads again: a lane, a rate or a supplier counts as much as a quote.
func (o *compareOverlay) told(desk.News) { o.outdated = true }

type comparedMsg struct {
	of
	overlay *compareOverlay
	request comparison.Request
	err     error
}

// reads asks the desk for all that is reckoned with. Trying something out reads
// nothing more.
func (o *compareOverlay) reads(m *app) tea.Cmd {
	if o.flying || o.read != nil && !o.outdated {
		return nil
	}
	o.flying, o.outdated = true, false
	d, session, id := m.desk, of(m.session), o.rfq
	asked := comparison.Request{
		Date: value.Date(m.now.In(m.o.Location).Format(time.DateOnly)), Currency: o.currency, WhatIf: o.whatIf,
	}
	return m.work.Reading(func(ctx context.Context) tea.Msg {
		request, err := desk.ReadComparison(ctx, d, id, asked)
		return comparedMsg{of: session, overlay: o, request: request, err: err}
	})
}

func (msg comparedMsg) take(m *app) tea.Cmd {
	o := msg.overlay
	o.flying = false
	if msg.err != nil {
		if o.read == nil && m.showing(o) {
			m.drop(o)
		}
		return m.failed(m.words.T("failed.compare"), msg.err)
	}
	o.read = &msg.request
	o.reckon()
	return nil
}

// reckon compares at what is asked for now.
func (o *compareOverlay) reckon() {
	if o.read == nil {
		return
	}
	r := *o.read
	r.Term, r.Currency, r.WhatIf = o.term, o.currency, o.whatIf
	quantities := o.quantities
	if len(quantities) == 0 {
		quantities = []value.Quantity{{}}
	}
	under, _ := o.entry()
	o.all, o.wrong = nil, nil
	for _, q := range quantities {
		r.Quantity = q
		c, err := comparison.Of(r)
		if err != nil {
			o.all, o.wrong = nil, err
			return
		}
		o.all = append(o.all, c)
	}
	// The cursor stays on its quote, wherever that stands now.
	same := func(e comparison.Entry) bool { return under.Quote != nil && e.Quote.ID == under.Quote.ID }
	if i := slices.IndexFunc(o.all[0].Entries, same); i >= 0 {
		o.at = i
	}
	o.reclamp()
}

// entry gives the quote under the cursor.
func (o *compareOverlay) entry() (comparison.Entry, bool) {
	if len(o.all) == 0 || o.at >= len(o.all[0].Entries) {
		return comparison.Entry{}, false
	}
	return o.all[0].Entries[o.at], true
}

const comparedParts = 8

func (o *compareOverlay) do(m *app, id keys.ID) tea.Cmd {
	switch id {
	case keys.CompareUp:
		o.at = max(o.at-1, 0)
	case keys.CompareDown:
		o.at++
		o.reclamp()
	case keys.ComparePart:
		o.part = (o.part + 1) % comparedParts
	case keys.ComparePrevPart:
		o.part = (o.part + comparedParts - 1) % comparedParts
	case keys.CompareReset:
		o.term, o.currency, o.quantities, o.whatIf = "", "", nil, comparison.WhatIf{}
		o.reckon()
	case keys.CompareFreeze:
		return o.freeze(m)
	case keys.CompareUndo:
		return m.undo()
	case keys.CompareMark:
		return o.mark(m)
	case keys.CompareAward:
		return o.award(m)
	case keys.CompareOffer:
		return o.draftOffer(m)
	case keys.CompareLane:
		return o.openLane(m)
	case keys.CompareRates:
		return o.openRates(m)
	case keys.CompareClose:
		m.drop(o)
	default:
		o.ask(m, id)
	}
	return nil
}

func (o *compareOverlay) reclamp() {
	if len(o.all) > 0 {
		o.at = max(min(o.at, len(o.all[0].Entries)-1), 0)
	}
}

// freeze keeps the exchange rates with the quotes.
func (o *compareOverlay) freeze(m *app) tea.Cmd {
	if len(o.all) == 0 {
		return nil
	}
	if len(o.whatIf.Rates) > 0 {
		return m.cannot(m.words.T("why.rates_tried"))
	}
	edits := desk.FreezeRates(o.all[0])
	if len(edits) == 0 {
		return m.say(m.words.T("toast.no_rates_used"))
	}
	data := words.Data{"Who": m.title(m.rowOf(o.all[0].RFQ))}
	return m.commit(commit{
		label: m.words.T("did.freeze", data), success: m.words.T("done.freeze", data), ids: []model.ID{o.rfq}, edits: edits,
	})
}

// asked are the keys that ask for a value: what is there now, and what is done with
// what was typed; nothing typed is the RFQ's own again.
type asked struct {
	id    keys.ID
	word  string
	now   func(o *compareOverlay) string
	parse func(o *compareOverlay, typed string) error
}

var askedFor = []asked{
	{keys.CompareTerm, "compare.ask_term", func(o *compareOverlay) string { return o.term.String() }, func(o *compareOverlay, typed string) (err error) {
		o.term, err = orNothing(typed, value.ParseIncoterm)
		return err
	}},
	{keys.CompareCurrency, "compare.ask_currency", func(o *compareOverlay) string { return o.currency.String() }, func(o *compareOverlay, typed string) (err error) {
		o.currency, err = orNothing(typed, value.ParseCurrency)
		o.outdated = true // a currency may want its rate
		return err
	}},
	{keys.CompareQuantity, "compare.ask_quantity", (*compareOverlay).quantitiesText, func(o *compareOverlay, typed string) (err error) {
		o.quantities, err = parseQuantities(typed)
		return err
	}},
	{keys.CompareFreight, "compare.ask_freight", func(o *compareOverlay) string { return o.whatIf.Freight.String() }, func(o *compareOverlay, typed string) (err error) {
		o.whatIf.Freight, err = orNothing(typed, model.ParseAmount)
		o.outdated = true
		return err
	}},
	{keys.CompareRate, "compare.ask_rate", (*compareOverlay).ratesText, func(o *compareOverlay, typed string) (err error) {
		o.whatIf.Rates, err = parseTriedRates(typed)
		return err
	}},
	{keys.CompareDuty, "compare.ask_duty", func(o *compareOverlay) string { return o.whatIf.Duty.String() }, func(o *compareOverlay, typed string) (err error) {
		o.whatIf.Duty, err = orNothing(strings.TrimSuffix(typed, "%"), value.ParseDecimal)
		return err
	}},
}

func (o *compareOverlay) ask(m *app, id keys.ID) {
	i := slices.IndexFunc(askedFor, func(a asked) bool { return a.id == id })
	if i < 0 {
		return
	}
	a := askedFor[i]
	m.prompt(picker.PromptOptions{
		Title: m.words.T(a.word), Value: a.now(o),
		Check: func(typed string) error { scratch := *o; return a.parse(&scratch, strings.TrimSpace(typed)) },
	}, func(typed string) tea.Cmd {
		if err := a.parse(o, strings.TrimSpace(typed)); err != nil {
			return m.say(m.why(err))
		}
		o.reckon()
		return nil
	})
}

func orNothing[T any](typed string, parse func(string) (T, error)) (T, error) {
	var zero T
	if typed == "" {
		return zero, nil
	}
	v, err := parse(typed)
	if err != nil {
		return zero, err
	}
	return v, nil
}

func (o *compareOverlay) quantitiesText() string {
	texts := make([]string, len(o.quantities))
	for i, q := range o.quantities {
		texts[i] = q.Typed().String()
	}
	return strings.Join(texts, "; ")
}

var errTooManyQuantities = fmt.Errorf("at most %d quantities", mostQuantities)
var errNoQuantity = errors.New("want more than 0")

// parseQuantities reads "500; 1000 kg": without a unit in that of the RFQ's line.
func parseQuantities(typed string) ([]value.Quantity, error) {
	var out []value.Quantity
	for part := range strings.SplitSeq(typed, ";") {
		if strings.TrimSpace(part) == "" {
			continue
		}
		q, err := value.ParseTypedCount(part)
		if err != nil {
			return nil, err
		}
		if q.Amount.Sign() <= 0 {
			return nil, errNoQuantity
		}
		out = append(out, q)
	}
	if len(out) > mostQuantities {
		return nil, errTooManyQuantities
	}
	return out, nil
}

func (o *compareOverlay) ratesText() string {
	f, _ := model.SchemaOf(model.KindRate).Field("rates")
	return model.FieldText(f, &model.Rate{Rates: o.whatIf.Rates})
}

func parseTriedRates(typed string) ([]model.ExchangeRate, error) {
	f, _ := model.SchemaOf(model.KindRate).Field("rates")
	day := &model.Rate{}
	if err := f.Read(day, typed, model.ParseContext{}); err != nil {
		return nil, err
	}
	return day.Rates, nil
}
