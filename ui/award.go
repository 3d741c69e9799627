package ui

import (
	"context"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/comparison"
	"tradedesk/model/offer"
	"tradedesk/model/value"
	"tradedesk/ui/picker"
	"tradedesk/ui/words"
)

// mark asks how much the quote under the cursor is to be awarded, or lets it go.
func (o *compareOverlay) mark(m *app) tea.Cmd {
	e, ok := o.entry()
	if !ok {
		return nil
	}
	if at := o.picked(e.Quote.ID); at >= 0 {
		o.picks = slices.Delete(o.picks, at, at+1)
		return nil
	}
	if e.Quote.Stage == model.QuoteAccepted {
		return m.cannot(m.words.T("why.awarded"))
	}
	id := e.Quote.ID
	m.prompt(picker.PromptOptions{
		Title: m.words.T("award.ask", words.Data{"Who": o.supplier(m, e)}),
		Check: func(typed string) error { _, err := offer.ParseParts(typed); return err },
	}, func(typed string) tea.Cmd {
		parts, err := offer.ParseParts(typed)
		if err != nil {
			return m.say(m.why(err))
		}
		o.picks = append(o.picks, offer.Pick{Quote: id, Parts: parts})
		o.at = min(o.at+1, len(o.all[0].Entries)-1)
		return nil
	})
	return nil
}

// picked finds a quote among those that are marked, -1 when it is not.
func (o *compareOverlay) picked(id model.ID) int {
	return slices.IndexFunc(o.picks, func(p offer.Pick) bool { return p.Quote == id })
}

// award awards what is marked, or else the quote under the cursor.
func (o *compareOverlay) award(m *app) tea.Cmd {
	e, ok := o.entry()
	if !ok || o.read == nil {
		return nil
	}
	if len(o.whatIf.Rates) > 0 {
		return m.cannot(m.words.T("why.rates_tried"))
	}
	picks := o.picks
	if len(picks) == 0 {
		picks = []offer.Pick{{Quote: e.Quote.ID}}
	}
	request := desk.AwardRequest{RFQ: o.rfq, Picks: slices.Clone(picks), Now: value.At(m.now), At: comparison.Request{
		Date: o.read.Date, Currency: o.currency, Term: o.term,
	}}
	plan, err := request.Plan(*o.read)
	if err != nil {
		return m.cannot(m.why(err))
	}
	names := make([]string, len(plan.Shares.Shares))
	for i, s := range plan.Shares.Shares {
		names[i] = o.supplierOf(m, s.Quote)
	}
	data := words.Data{"Who": strings.Join(names, m.words.T("text.and")), "What": m.title(m.rowOf(plan.RFQ)), "Stage": m.stage(model.KindRFQ, plan.Stage)}
	return m.commit(commit{
		label: m.words.T("did.award", data), success: m.words.T("done.award", data), ids: []model.ID{o.rfq},
		// What is awarded is worked out on what the desk has at that moment.
		build: func(ctx context.Context, d desk.Desk) ([]desk.Edit, error) {
			plan, err := desk.PlanAward(ctx, d, request)
			return plan.Edits, err
		},
		after: func(*app) { o.picks, o.outdated = nil, true },
	})
}

func (o *compareOverlay) supplierOf(m *app, q *model.Quote) string {
	return o.supplier(m, comparison.Entry{Quote: q, Supplier: o.read.Suppliers[q.Supplier]})
}

// draftOffer opens the form of an offer: of what is awarded, or before that of what is
// marked, or of the quote under the cursor.
func (o *compareOverlay) draftOffer(m *app) tea.Cmd {
	e, ok := o.entry()
	if !ok || o.read == nil {
		return nil
	}
	var use []model.ID
	awarded := slices.ContainsFunc(o.read.Quotes, func(q *model.Quote) bool { return q.Stage == model.QuoteAccepted })
	switch {
	case awarded:
	case len(o.picks) > 0:
		for _, p := range o.picks {
			use = append(use, p.Quote)
		}
	default:
		use = []model.ID{e.Quote.ID}
	}
	return m.openOffer(o.rfq, offer.Request{
		Request: comparison.Request{Date: today(m), Currency: o.currency, Term: o.term}, Use: use,
	}, nil)
}

// today gives the day that it is for the person.
func today(m *app) value.Date { return value.Date(m.now.In(m.o.Location).Format(time.DateOnly)) }

// openLane opens the lane that the quote under the cursor is reckoned by, or the form of one
// where none fits.
func (o *compareOverlay) openLane(m *app) tea.Cmd {
	e, ok := o.entry()
	switch {
	case !ok:
		return nil
	case e.Lane == nil:
		return m.newLane(o.all[0].RFQ, e)
	}
	m.drop(o)
	m.open(m.rowOf(e.Lane))
	return nil
}

// openRates opens the record of rates that the quote under the cursor is reckoned by, or asks
// which of several; where one is missing, the form of the rates of today.
func (o *compareOverlay) openRates(m *app) tea.Cmd {
	e, ok := o.entry()
	if !ok || o.read == nil {
		return nil
	}
	if missing := withoutRate(e); len(missing) > 0 {
		return m.newRates(missing)
	}
	var rows []model.Excerpt
	for _, day := range o.read.Rates {
		for _, used := range e.Rates {
			if day.Date == used.Date && day.Source == used.Source && !slices.ContainsFunc(rows, func(e model.Excerpt) bool { return e.ID == day.ID }) {
				rows = append(rows, m.rowOf(day))
			}
		}
	}
	open := func(e model.Excerpt) {
		m.drop(o)
		m.open(e)
	}
	switch len(rows) {
	case 0:
		return m.say(m.words.T("why.no_rates"))
	case 1:
		open(rows[0])
		return nil
	}
	choices := make([]picker.Choice, len(rows))
	for i, e := range rows {
		choices[i] = picker.Choice{Label: m.title(e), Hint: e.Detail}
	}
	m.menu(m.words.T("kinds.rate"), choices, func(i int) tea.Cmd {
		open(rows[i])
		return nil
	})
	return nil
}

// pickText says what a marked quote is to be awarded.
func (o *compareOverlay) pickText(m *app, id model.ID) string {
	at := o.picked(id)
	if at < 0 {
		return ""
	}
	var parts []string
	for _, p := range o.picks[at].Parts {
		parts = append(parts, joined(" ", p.Line, m.quantity(p.Quantity.Amount, p.Quantity.Unit)))
	}
	if len(parts) == 0 {
		return m.words.T("award.what_is_left")
	}
	return m.words.T("award.picked", words.Data{"What": strings.Join(parts, m.words.T("text.and"))})
}
