package ui

import (
	"context"
	"errors"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/offer"
	"tradedesk/model/value"
	"tradedesk/ui/keys"
	"tradedesk/ui/picker"
	"tradedesk/ui/words"
)

// runOffer does what is done with offers and deals.
func (m *app) runOffer(id keys.ID) (tea.Cmd, bool) {
	switch id {
	case keys.OfferDraft:
		return m.draftOffer(), true
	case keys.GoOffers:
		return m.goOffers(), true
	case keys.GoDeals, keys.OfferDeals:
		return m.goDeals(), true
	case keys.OfferRevise:
		return m.withCurrent(func(m *app, r model.Record) tea.Cmd {
			if o, ok := r.(*model.Offer); ok {
				return m.reviseOffer(o)
			}
			return nil
		}), true
	case keys.OfferDocument:
		return m.withCurrent(func(m *app, r model.Record) tea.Cmd {
			if o, ok := r.(*model.Offer); ok {
				return m.offerDocument(o)
			}
			return nil
		}), true
	case keys.OfferSent:
		return m.becomes(m.page().chosen(), model.OfferSent, ""), true
	case keys.OfferAccepted:
		return m.becomes(m.page().chosen(), model.OfferAccepted, ""), true
	case keys.OfferRefused:
		return m.reasonMenu(m.page().chosen(), model.OfferRefused), true
	case keys.DealPaid:
		return m.withCurrent(func(m *app, r model.Record) tea.Cmd { return m.bookPayment(r) }), true
	}
	return nil, false
}

// goOffers opens the offers for the RFQ under the cursor; of several it asks which.
func (m *app) goOffers() tea.Cmd {
	return m.withDetail(func(m *app, k *known) tea.Cmd {
		return m.chooseMade(model.KindOffer, k.Offers, func(r model.Record) picker.Choice {
			o, _ := r.(*model.Offer)
			return picker.Choice{Label: o.Called(), Hint: joined(" · ", m.stage(model.KindOffer, o.Stage), m.money(o.Total, o.Currency))}
		})
	})
}

// goDeals opens the deals of the RFQ or the offer under the cursor; of several it asks which.
func (m *app) goDeals() tea.Cmd {
	return m.withDetail(func(m *app, k *known) tea.Cmd {
		return m.chooseMade(model.KindDeal, k.Deals, func(r model.Record) picker.Choice {
			d, _ := r.(*model.Deal)
			name := m.supplierIn(k, d.Supplier)
			if name == "" {
				name = m.title(m.rowOf(d))
			}
			return picker.Choice{Label: name, Hint: joined(" · ", m.money(d.Amount, d.Currency), m.bookText(d))}
		})
	})
}

// chooseMade opens the one record of a kind, or asks which of several, the newest first.
func (m *app) chooseMade(kind model.Kind, records []model.Record, choice func(model.Record) picker.Choice) tea.Cmd {
	var all []model.Record
	var choices []picker.Choice
	for i := len(records) - 1; i >= 0; i-- {
		if records[i].Kind() != kind {
			continue
		}
		c := choice(records[i])
		if len(all) < 9 {
			c.Key = fmt.Sprint(len(all) + 1)
		}
		all, choices = append(all, records[i]), append(choices, c)
	}
	switch len(all) {
	case 0:
		return m.say(m.words.T("why.related." + string(kind)))
	case 1:
		m.open(m.rowOf(all[0]))
		return nil
	}
	m.menu(m.words.T("kinds."+string(kind)), choices, func(i int) tea.Cmd {
		m.open(m.rowOf(all[i]))
		return nil
	})
	return nil
}

// becomes keeps what becomes of an offer, with all that goes with it: the lead, and when
// it is accepted the deals.
func (m *app) becomes(records []model.Excerpt, to model.Stage, reason string) tea.Cmd {
	if len(records) != 1 || m.everything() {
		return m.cannot(m.words.T("why.one"))
	}
	return m.outcome(records[0], to, reason, false)
}

func (m *app) outcome(e model.Excerpt, to model.Stage, reason string, override bool) tea.Cmd {
	data := words.Data{"Who": joined(" · ", e.Number, m.title(e)), "Stage": m.stage(model.KindOffer, to), "Reason": reason}
	w := offer.Outcome{At: value.At(m.now), Today: today(m), OverrideExpired: override, IDs: m.ids.New}
	return m.commit(commit{
		label: m.words.T("did.move", data), success: m.words.T("done.move", data), ids: []model.ID{e.ID},
		build: func(ctx context.Context, d desk.Desk) ([]desk.Edit, error) {
			return outcomeEdits(ctx, d, e.ID, w, to, reason)
		},
		failed: func(m *app, err error) bool {
			if override || !errors.Is(err, offer.ErrExpired) {
				return false
			}
			m.menu(m.words.T("ask.override", data), []picker.Choice{
				{Key: "y", Label: m.words.T("offer.override")}, {Key: "n", Label: m.words.T("offer.leave")},
			}, func(i int) tea.Cmd {
				if i > 0 {
					return nil
				}
				return m.outcome(e, to, reason, true)
			})
			return true
		},
	})
}

// outcomeEdits works out what goes with the outcome of an offer, on what the desk has.
func outcomeEdits(ctx context.Context, d desk.Desk, id model.ID, w offer.Outcome, to model.Stage, reason string) ([]desk.Edit, error) {
	r, err := d.Get(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("reading offer %s: %w", id.Short(), err)
	}
	o, ok := r.(*model.Offer)
	if !ok {
		return nil, fmt.Errorf("%s %s is no offer: %w", r.Kind(), id.Short(), desk.ErrInvalid)
	}
	w.Offer = o
	if w, err = desk.ReadOutcome(ctx, d, w); err != nil {
		return nil, err
	}
	var steps []offer.Step
	switch to {
	case model.OfferSent:
		steps, err = w.Sent()
	case model.OfferAccepted:
		steps, err = w.Accepted()
	case model.OfferRefused:
		steps, err = w.Refused(reason)
	default:
		steps, err = offer.Moved(o, to)
	}
	return desk.EditsOf(steps), err
}

// bookPayment asks what of a deal's commission came in.
func (m *app) bookPayment(r model.Record) tea.Cmd {
	deal, ok := r.(*model.Deal)
	if !ok {
		return nil
	}
	book, err := offer.BookOf(deal)
	if err != nil {
		return m.cannot(m.why(err))
	}
	read := func(typed string) ([]offer.Step, error) {
		p, err := offer.ParsePayment(typed, book.Due.Currency, value.At(m.now), today(m))
		if err != nil {
			return nil, err
		}
		return offer.Booked(deal, p)
	}
	rest := ""
	if book.Rest.Amount.Sign() > 0 {
		rest = book.Rest.Amount.String()
	}
	m.prompt(picker.PromptOptions{
		Title: m.words.T("ask.paid", words.Data{"Currency": book.Due.Currency.String()}), Value: rest,
		Check: func(typed string) error { _, err := read(typed); return err },
	}, func(typed string) tea.Cmd {
		steps, err := read(typed)
		if err != nil {
			return m.say(m.why(err))
		}
		data := words.Data{"Who": m.title(m.rowOf(deal)), "Amount": typed}
		return m.commit(commit{
			label: m.words.T("did.paid", data), success: m.words.T("done.paid", data), ids: []model.ID{deal.ID}, edits: desk.EditsOf(steps),
		})
	})
	return nil
}
