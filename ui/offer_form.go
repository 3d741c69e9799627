package ui

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"tradedesk/desk"
	"tradedesk/model"
	"tradedesk/model/offer"
	"tradedesk/model/value"
	"tradedesk/ui/cells"
	"tradedesk/ui/form"
	"tradedesk/ui/words"
)

// offerFields are the fields of an offer's form; the prices of its lines are typed in
// a table.
var offerFields = []string{
	"commission", "lines", "currency", "incoterm", "place", "valid_until", "language", "payment_terms", "delivery_days",
	"buyer", "contact", "email", "address", "notes",
}

// offerHidden are the parts of a line that nobody types.
var offerHidden = []string{"hs", "amount", "cost", "quote", "supplier"}

// draftOffer opens the form of an offer for the RFQ under the cursor.
func (m *app) draftOffer() tea.Cmd {
	e, ok := m.page().current()
	if !ok {
		return nil
	}
	r := offer.Request{}
	r.Date = today(m)
	return m.openOffer(e.ID, r, nil)
}

// reviseOffer opens the form of the next version of an offer.
func (m *app) reviseOffer(before *model.Offer) tea.Cmd {
	if before.RFQ.IsZero() {
		return m.cannot(m.words.T("why.offer_alone"))
	}
	r := offer.Request{}
	r.Date = today(m)
	for _, l := range before.Lines {
		if !l.Quote.IsZero() && !slices.Contains(r.Use, l.Quote) {
			r.Use = append(r.Use, l.Quote)
		}
	}
	return m.openOffer(before.RFQ, r, before)
}

type offerReadMsg struct {
	of
	request offer.Request
	before  *model.Offer
	err     error
	live    *offerLive // the form that asked for another currency; nil opens one
	draft   *desk.Draft
}

// openOffer reads what an offer is made of and opens its form.
func (m *app) openOffer(rfq model.ID, r offer.Request, before *model.Offer) tea.Cmd {
	return m.readOffer(rfq, r, offerReadMsg{before: before})
}

func (m *app) readOffer(rfq model.ID, r offer.Request, msg offerReadMsg) tea.Cmd {
	d := m.desk
	msg.of = of(m.session)
	return m.work.Reading(func(ctx context.Context) tea.Msg {
		msg.request, msg.err = desk.ReadOffer(ctx, d, rfq, r)
		return msg
	})
}

func (msg offerReadMsg) take(m *app) tea.Cmd {
	if msg.err != nil {
		return m.failed(m.words.T("failed.offer"), msg.err)
	}
	if msg.live != nil {
		msg.live.request.Rates, msg.live.request.Suppliers = msg.request.Rates, msg.request.Suppliers
		msg.live.reckon(msg.live.so)
		return nil
	}
	r := msg.request
	r.ID = m.ids.New()
	if current := offer.Current(r.Versions); r.Terms == "" && current != nil {
		r.Terms = current.Commission
	}
	live := &offerLive{request: r, before: msg.before}
	record, err := live.first(today(m))
	if err != nil {
		return m.cannot(m.why(err))
	}
	live.record = record
	live.reckon(record)
	if live.next != nil {
		record.Lines = live.next.Lines
	}
	title := m.words.T("form.offer", words.Data{"Who": joined(" · ", record.Called(), record.Buyer)})
	f := m.openForm(form.Options{Title: title, Fields: fieldsNamed(model.KindOffer, offerFields...), Record: record, Hidden: offerHidden},
		func(f *formOverlay, _ model.Set) tea.Cmd { return m.saveOffer(f, live) })
	f.live = live
	if msg.draft != nil {
		f.retype(*msg.draft)
		return live.typed(m, f.form.SoFar())
	}
	return nil
}

// offerLive works an offer out from what is typed in its form.
type offerLive struct {
	request offer.Request
	before  *model.Offer // the version that is revised, nil for a draft from the RFQ
	record  *model.Offer // before anything was typed
	so      *model.Offer // with what is typed
	next    *model.Offer // what comes of it, nil when nothing does
	wrong   error        // why nothing does
	flags   []offer.Flag // prices of next that are too low
}

// first gives the offer that the form begins with: the version before, or a blank one.
func (l *offerLive) first(day value.Date) (*model.Offer, error) {
	if l.before != nil {
		return offer.Revise(l.before, l.request.Versions, offer.Revision{}, l.request.ID, day)
	}
	return offer.Blank(l.request)
}

// typed follows what is typed. Another currency may want rates that were not read.
func (l *offerLive) typed(m *app, so model.Record) tea.Cmd {
	typed, ok := so.(*model.Offer)
	if !ok {
		return nil
	}
	asks := l.so != nil && typed.Currency != l.so.Currency
	l.reckon(typed)
	if !asks || typed.Currency == "" {
		return nil
	}
	r := l.request
	r.Currency = typed.Currency
	return m.readOffer(l.request.RFQ.ID, r, offerReadMsg{live: l})
}

// reckon works the offer out.
func (l *offerLive) reckon(so *model.Offer) {
	l.so = so
	l.next, l.wrong = l.priced(so)
	if l.wrong != nil {
		return
	}
	if l.flags, l.wrong = offer.Flags(l.next, l.costings()); l.wrong != nil {
		return
	}
	n := l.next
	n.ValidUntil, n.Language, n.PaymentTerms, n.DeliveryDays = so.ValidUntil, so.Language, so.PaymentTerms, so.DeliveryDays
	n.Buyer, n.Contact, n.Email, n.Address, n.Notes = so.Buyer, so.Contact, so.Email, so.Address, so.Notes
}

// costings gives what a version that is revised costs by now; a draft is reckoned from that.
func (l *offerLive) costings() []offer.Costing {
	if l.before == nil {
		return nil
	}
	r := l.request
	if place := l.next.Place; place != r.RFQ.Port.Name() && place != r.RFQ.Place {
		r.Port, r.Place = placeTyped(place)
	}
	return r.Costings(l.next)
}

var errOfferLines = errors.New("lines come from the quotes: type their prices only")

// priced gives the offer with the prices of what is typed: by the version before while
// the terms of delivery are the same, else anew from the quotes.
func (l *offerLive) priced(so *model.Offer) (*model.Offer, error) {
	prices, err := l.prices(so)
	if err != nil {
		return nil, err
	}
	r := l.record
	same := so.Currency == r.Currency && so.Incoterm == r.Incoterm && so.Place == r.Place
	if l.before != nil && same {
		rev := offer.Revision{Terms: so.Commission, Reprice: so.Commission != l.before.Commission, Prices: prices}
		if !rev.Reprice {
			rev.Terms = ""
		}
		return offer.Revise(l.before, l.request.Versions, rev, r.ID, r.IssuedOn)
	}
	q := l.request
	q.Terms, q.Currency, q.Term, q.Language = so.Commission, so.Currency, so.Incoterm, so.Language
	if so.Place != r.Place {
		q.Port, q.Place = placeTyped(so.Place)
	}
	o, err := offer.Draft(q)
	if err != nil {
		return nil, err
	}
	if l.before != nil {
		o.Number, o.Version, o.Supersedes = r.Number, r.Version, r.Supersedes
	}
	return o, offer.SetPrices(o, prices)
}

// prices gives the unit prices that were typed over those that were reckoned.
func (l *offerLive) prices(so *model.Offer) (map[int]value.Decimal, error) {
	was := l.record.Lines
	if len(was) == 0 {
		return nil, nil
	}
	if len(so.Lines) != len(was) {
		return nil, errOfferLines
	}
	out := map[int]value.Decimal{}
	for i, line := range so.Lines {
		if line.Quantity != was[i].Quantity || line.Product != was[i].Product || line.Unit != was[i].Unit {
			return nil, errOfferLines
		}
		if line.Price != was[i].Price && line.Price != "" {
			out[i+1] = line.Price
		}
	}
	return out, nil
}

// placeTyped takes a place as a port when it is one.
func placeTyped(typed string) (value.Port, string) {
	if port, err := value.ParsePort(typed); err == nil {
		return port, ""
	}
	return "", typed
}

// mostLive bounds the lines of an offer that are shown under its form.
const mostLive = 3

// lines shows what the buyer pays, what it costs and what the broker earns.
func (l *offerLive) lines(m *app, w int) []string {
	d := m.screen.Direction
	put := func(text string) string { return d.Start(m.theme.Text.Apply(cells.Cut(text, w)), w) }
	if l.wrong != nil {
		return []string{d.Start(m.theme.Urgent.Apply(cells.Cut("! "+m.why(l.wrong), w)), w)}
	}
	out := []string{d.Start(m.theme.Strong.Apply(cells.Cut(m.offerTotals(l.next), w)), w)}
	for i, flag := range l.flags {
		if i == mostFlags {
			break
		}
		out = append(out, d.Start(m.theme.Urgent.Apply(cells.Cut("! "+m.priceFlag(l.next, flag), w)), w))
	}
	for i, line := range l.next.Lines {
		if i == mostLive-1 && len(l.next.Lines) > mostLive {
			return append(out, put(m.words.N("offer.more_lines", len(l.next.Lines)-i)))
		}
		out = append(out, put(m.offerLine(l.next, line)))
	}
	return out
}

// mostFlags bounds the warnings under an offer's form, the worst first.
const mostFlags = 3

// priceFlag says which price of an offer is too low, and by how much.
func (m *app) priceFlag(o *model.Offer, f offer.Flag) string {
	text := m.words.T("offer.low."+string(f.Warning), words.Data{"Short": m.money(f.Short.Amount, o.Currency)})
	if f.Line == 0 {
		return text
	}
	return m.labelled(joined(" ", fmt.Sprint(f.Line), cells.Safe(o.Lines[f.Line-1].Product)), text)
}

// priceFlags says all of them, "" when no price is too low.
func (m *app) priceFlags(o *model.Offer) string {
	flags, err := offer.Flags(o, nil)
	if err != nil {
		return m.why(err)
	}
	texts := make([]string, len(flags))
	for i, f := range flags {
		texts[i] = m.priceFlag(o, f)
	}
	return joined(" · ", texts...)
}

// offerTotals says in a line what an offer comes to.
func (m *app) offerTotals(o *model.Offer) string {
	e, err := offer.EarningsOf(o)
	if err != nil {
		return m.why(err)
	}
	bare := func(d value.Decimal) string {
		return strings.TrimSuffix(m.money(d, o.Currency), " "+o.Currency.String())
	}
	parts := []string{m.words.T("offer.totals", words.Data{
		"Total": bare(o.Total), "Costs": bare(e.Costs.Amount), "Earned": m.money(o.Earned, o.Currency),
	})}
	if share := offer.ShareOf(o.Earned, o.Total); share != "" {
		parts = append(parts, m.words.T("offer.share", words.Data{"Percent": m.exact(share)}))
	}
	return joined(" · ", parts...)
}

func (m *app) offerLine(o *model.Offer, line model.OfferLine) string {
	return m.labelled(cells.Safe(line.Product), m.words.T("offer.line", words.Data{
		"Price": product(m.quantity(line.Quantity, line.Unit), m.exact(line.Price), m.money(line.Amount, o.Currency)),
		"Costs": m.money(line.Cost, o.Currency),
	}))
}

// money writes an amount with its whole fraction and its currency.
func (m *app) money(d value.Decimal, c value.Currency) string {
	if d.IsZero() {
		return "?"
	}
	return joined(" ", m.exact(d), c.String())
}

// saveOffer keeps the offer as it was shown under the form.
func (m *app) saveOffer(f *formOverlay, l *offerLive) tea.Cmd {
	if typed, ok := f.form.SoFar().(*model.Offer); ok {
		l.reckon(typed)
	}
	if l.wrong != nil {
		f.note = m.why(l.wrong)
		return nil
	}
	o := l.next
	steps := offer.Made(o, l.request.Versions)
	data := words.Data{"Who": fmt.Sprint(o.Called(), " · ", m.title(m.rowOf(o)))}
	f.saving = true
	return m.commit(commit{
		label: m.words.T("did.offer", data), success: m.words.T("done.offer", data), ids: []model.ID{o.RFQ, o.ID, o.Supersedes},
		edits: desk.EditsOf(steps), failed: f.refused,
		after: func(m *app) {
			m.drop(f)
			if c, ok := m.top().(*compareOverlay); ok {
				m.drop(c)
			}
			m.open(m.rowOf(o))
		},
	})
}

// resumeOffer opens the form of an offer that was typed and not saved: its prices are
// reckoned anew from what its quotes are now.
func (m *app) resumeOffer(o *model.Offer, d desk.Draft) tea.Cmd {
	r := offer.Request{}
	r.Date = today(m)
	for _, l := range o.Lines {
		if !l.Quote.IsZero() && !slices.Contains(r.Use, l.Quote) {
			r.Use = append(r.Use, l.Quote)
		}
	}
	if o.Supersedes.IsZero() {
		return m.readOffer(o.RFQ, r, offerReadMsg{draft: &d})
	}
	return m.withRecord(o.Supersedes, func(m *app, before model.Record) tea.Cmd {
		revised, ok := before.(*model.Offer)
		if !ok {
			return m.readOffer(o.RFQ, r, offerReadMsg{draft: &d})
		}
		return m.readOffer(o.RFQ, r, offerReadMsg{before: revised, draft: &d})
	})
}
