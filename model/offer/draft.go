package offer

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"tradedesk/model"
	"tradedesk/model/comparison"
	"tradedesk/model/cost"
	"tradedesk/model/refusal"
	"tradedesk/model/value"
)

// Request is what an offer is made of. Its comparison has the RFQ with its quotes,
// lanes and rates, and says where, at which term and in which currency the buyer is
// offered the goods; what it does not say is what the RFQ says, and then the quote.
type Request struct {
	comparison.Request
	Lead     *model.Lead    // nil when the RFQ has none
	Versions []*model.Offer // for the same RFQ
	Use      []model.ID     // quotes to offer in the place of the accepted ones
	Terms    value.Terms
	Language value.Language // "" is the lead's, if documents are written in it, else English
	ID       model.ID       // of the new record
}

// Languages are those in which documents are written.
func Languages() []value.Language { return []value.Language{"ar", "en", "fr"} }

// validDays is how long an offer holds when no quote of it says how long it does.
const validDays = 30

// What an offer is refused for.
var (
	// ErrNoQuote means that no quote of the RFQ is accepted and none was named.
	ErrNoQuote = refusal.New("offer.no_quote", "no quote of the RFQ is awarded")
	// ErrUnknownLeg means that it is not known what the goods cost at the term.
	ErrUnknownLeg = refusal.New("offer.unknown_leg", "it is not known what the goods cost there: {Why}")
	ErrLanguage   = refusal.New("offer.language", "documents are written in ar, en and fr")

	errNoQuantity = refusal.New("offer.no_quantity", "it has no quantity with a unit")
	errGapRate    = refusal.New("offer.gap_rate", "there is no exchange rate for {Currency}; tradedesk rates set gives one")
	errGapLittle  = refusal.New("offer.gap_little", "the quantity is below the supplier's minimum")
	errGapLane    = refusal.New("offer.gap_lane", "{Leg} is missing from {From} to {To}; add a lane that has it, or offer at {From}")
	errGap        = refusal.New("offer.gap", "{Leg} is missing; add a lane that has it")
)

// Draft makes an offer, with prices, from what the RFQ's quotes cost the broker at the
// term, place and currency of the offer. One that is open for the RFQ has it as its next
// version.
func Draft(r Request) (*model.Offer, error) {
	quotes, err := r.used()
	if err != nil {
		return nil, err
	}
	o := r.blank(quotes)
	if !slices.Contains(Languages(), o.Language) {
		return nil, fmt.Errorf("language %s: %w", o.Language, ErrLanguage)
	}
	for _, q := range quotes {
		lines, err := r.costed(q, o)
		if err != nil {
			return nil, err
		}
		o.Lines = append(o.Lines, lines...)
	}
	if err := Price(o); err != nil {
		return nil, err
	}
	return o, nil
}

// Blank gives the offer that Draft would make, without its lines and prices: for a
// form, where the terms at which they can be reckoned are still typed.
func Blank(r Request) (*model.Offer, error) {
	quotes, err := r.used()
	if err != nil {
		return nil, err
	}
	return r.blank(quotes), nil
}

// used gives the quotes that the offer is made of.
func (r Request) used() ([]*model.Quote, error) {
	var out []*model.Quote
	for _, q := range r.Quotes {
		if q.Deleted {
			continue
		}
		if len(r.Use) > 0 && slices.Contains(r.Use, q.ID) || len(r.Use) == 0 && q.Stage == model.QuoteAccepted {
			out = append(out, q)
		}
	}
	if len(out) == 0 {
		return nil, ErrNoQuote
	}
	return out, nil
}

// blank fills in all but lines and prices.
func (r Request) blank(quotes []*model.Quote) *model.Offer {
	first, rfq := quotes[0], r.RFQ
	o := &model.Offer{
		RFQ: rfq.ID, Lead: rfq.Lead, Buyer: rfq.Buyer, Owner: rfq.Owner, Tags: rfq.Tags, Commission: r.Terms,
		Currency: cmp.Or(r.Currency, rfq.Currency, first.Currency), Incoterm: cmp.Or(r.Term, rfq.Incoterm, first.Incoterm),
		Place:        cmp.Or(r.Place, r.Port.Name(), rfq.Place, rfq.Port.Name(), first.Place),
		PaymentTerms: cmp.Or(rfq.PaymentTerms, first.PaymentTerms),
		Stage:        model.OfferDraft, IssuedOn: r.Date, Version: 1, Number: model.OfferNumber(r.ID),
		Language: r.Language,
	}
	o.ID = r.ID
	if r.Term != "" && r.Place == "" && r.Port == "" && r.Term == first.Incoterm && r.Term != rfq.Incoterm {
		o.Place = cmp.Or(first.Place, o.Place)
	}
	if l := r.Lead; l != nil {
		o.Buyer, o.Contact, o.Email, o.Country = cmp.Or(rfq.Buyer, l.Company), l.Contact, l.Email, l.Country
		o.Address = strings.TrimSpace(strings.Join(slices.DeleteFunc([]string{l.Address, l.City}, func(s string) bool { return s == "" }), "\n"))
		if o.Language == "" && slices.Contains(Languages(), l.Language) {
			o.Language = l.Language
		}
	}
	o.Language = cmp.Or(o.Language, "en")
	for _, q := range quotes {
		o.DeliveryDays = max(o.DeliveryDays, q.Lead())
		if q.ValidUntil >= r.Date && (o.ValidUntil == "" || q.ValidUntil < o.ValidUntil) {
			o.ValidUntil = q.ValidUntil
		}
	}
	if o.ValidUntil == "" {
		o.ValidUntil = value.Date(r.Date.Time(nil).AddDate(0, 0, validDays).Format(time.DateOnly))
	}
	if before := Current(r.Versions); before != nil {
		o.Number, o.Version, o.Supersedes = before.Number, before.Version+1, before.ID
	}
	return o
}

// Current gives the offer of an RFQ that its next version takes the place of: the latest
// that is a draft, sent or expired; nil when there is none.
func Current(versions []*model.Offer) *model.Offer {
	var latest *model.Offer
	for _, o := range versions {
		if o.Deleted || model.Move(model.KindOffer, o.Stage, model.OfferSuperseded) != nil || o.Stage == model.OfferSuperseded {
			continue
		}
		if latest == nil || o.Version > latest.Version || o.Version == latest.Version && o.UpdatedAt > latest.UpdatedAt {
			latest = o
		}
	}
	return latest
}

// costed gives the lines of one quote with what they cost at the offer's terms.
func (r Request) costed(q *model.Quote, o *model.Offer) ([]model.OfferLine, error) {
	c := r.Request
	lines, err := r.linesOf(q)
	if err != nil {
		return nil, err
	}
	rfq := *r.RFQ
	rfq.Lines = lines
	quote := *q
	quote.Stage = model.QuoteReceived // an expired one that was accepted is still reckoned with
	c.RFQ, c.Quotes, c.Currency, c.Term = &rfq, []*model.Quote{&quote}, o.Currency, o.Incoterm
	compared, err := comparison.Of(c)
	if err != nil {
		return nil, err
	}
	landed := compared.Entries[0]
	if len(landed.Gaps) > 0 {
		return nil, ErrUnknownLeg.For(whyGap(landed.Gaps[0], o, quote.Incoterm))
	}
	shares, err := landed.ShareOut()
	if err != nil {
		return nil, err
	}
	out := make([]model.OfferLine, len(lines))
	for i, line := range lines {
		out[i] = model.OfferLine{
			Product: line.Product, HS: line.HS, Quantity: line.Quantity, Unit: line.Unit,
			Cost: shares[i].Amount, Quote: q.ID, Supplier: q.Supplier,
		}
	}
	return out, nil
}

// linesOf gives what of the RFQ a quote is offered for: what it was awarded, or, before
// an award, what it prices. A quote that has prices for the first line alone keeps it
// first.
func (r Request) linesOf(q *model.Quote) ([]model.Line, error) {
	var lines []model.Line
	for i, line := range r.RFQ.Lines {
		if len(comparison.PricingOf(q, r.RFQ, i).Tiers) == 0 {
			continue
		}
		if len(q.Awarded) > 0 {
			at := slices.IndexFunc(q.Awarded, func(l model.Line) bool { return SameLine(l, line) })
			if at < 0 {
				continue
			}
			line.Quantity, line.Unit = q.Awarded[at].Quantity, q.Awarded[at].Unit
		}
		if line.Quantity == "" || line.Unit == "" {
			return nil, errLine.With(lineParts(i, lineName(line))).For(errNoQuantity)
		}
		lines = append(lines, line)
	}
	if len(lines) == 0 {
		return nil, errNoneOf.For(ErrNoPrice)
	}
	return lines, nil
}

// whyGap says which leg lacks, and what can be done.
func whyGap(gap cost.Gap, o *model.Offer, own value.Incoterm) error {
	leg := refusal.Parts{"Leg": string(gap.Leg), "From": own.String(), "To": o.Incoterm.String()}
	switch {
	case gap.Why == cost.NoRate:
		return errGapRate.With(refusal.Parts{"Currency": gap.Currency.String()})
	case gap.Why == cost.TooLittle:
		return errGapLittle
	case own != "" && own != o.Incoterm:
		return errGapLane.With(leg)
	}
	return errGap.With(leg)
}

// Made gives the steps that keep a new offer: it takes the place of the version before,
// unless that was refused, and stays so.
func Made(o *model.Offer, versions []*model.Offer) []Step {
	steps := []Step{{Kind: model.KindOffer, ID: o.ID, Create: true, Set: model.Fields(o)}}
	for _, before := range versions {
		if before.ID == o.Supersedes && model.Move(model.KindOffer, before.Stage, model.OfferSuperseded) == nil {
			steps = append(steps, stages(before, []model.Stage{model.OfferSuperseded}, nil)...)
		}
	}
	return steps
}
