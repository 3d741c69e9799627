package keys

import "tradedesk/model"

// What is done with awards, offers to buyers and deals.
const (
	CompareMark  ID = "compare.mark"
	CompareAward ID = "compare.award"
	CompareOffer ID = "compare.offer"
	CompareLane  ID = "compare.lane"
	CompareRates ID = "compare.rates"
	CompareUndo  ID = "compare.undo"

	OfferDraft    ID = "rfq.offer"
	GoOffers      ID = "go.offers"
	GoDeals       ID = "go.deals"
	OfferRevise   ID = "offer.revise"
	OfferDocument ID = "offer.document"
	OfferSent     ID = "offer.sent"
	OfferAccepted ID = "offer.accepted"
	OfferRefused  ID = "offer.refused"
	OfferDeals    ID = "offer.deals"
	DealPaid      ID = "deal.paid"
	Firm          ID = "firm"
)

// The scopes of an offer and a deal.
const (
	ScopeOffer Scope = "offer" // on an offer to a buyer
	ScopeDeal  Scope = "deal"  // on a deal
)

func onOffers() []Action {
	return []Action{
		{ID: CompareMark, Scope: ScopeCompare, Keys: []string{"space", "insert"}, Hint: 8},
		{ID: CompareAward, Scope: ScopeCompare, Keys: []string{"a", "alt+a"}, Hint: 4},
		{ID: CompareOffer, Scope: ScopeCompare, Keys: []string{"o", "alt+o"}, Hint: 6},
		{ID: CompareLane, Scope: ScopeCompare, Keys: []string{"L", "alt+l"}},
		{ID: CompareRates, Scope: ScopeCompare, Keys: []string{"R", "ctrl+r"}},
		{ID: CompareUndo, Scope: ScopeCompare, Keys: []string{"u", "f9"}, Hint: 60},
		{ID: GoOffers, Scope: ScopeRFQ, Keys: []string{"O", "alt+o"}, Hint: 15, Enabled: one},
		{ID: OfferDraft, Scope: ScopeRFQ, Keys: []string{"V", "alt+v"}, Enabled: one},
		{ID: GoDeals, Scope: ScopeRFQ, Keys: []string{"J", "alt+j"}, Enabled: one},
		{ID: OfferRevise, Scope: ScopeOffer, Keys: []string{"V", "alt+v"}, Hint: 11, Enabled: one},
		{ID: OfferSent, Scope: ScopeOffer, Keys: []string{"v", "ctrl+v"}, Hint: 12, Enabled: offerTo(model.OfferSent)},
		{ID: OfferAccepted, Scope: ScopeOffer, Keys: []string{"y", "ctrl+y"}, Hint: 13, Enabled: offerTo(model.OfferAccepted)},
		{ID: OfferRefused, Scope: ScopeOffer, Keys: []string{"x", "ctrl+x"}, Hint: 14, Enabled: offerTo(model.OfferRefused)},
		{ID: OfferDocument, Scope: ScopeOffer, Keys: []string{"p", "alt+p"}, Hint: 15, Enabled: one},
		{ID: OfferDeals, Scope: ScopeOffer, Keys: []string{"J", "alt+j"}, Hint: 16, Enabled: accepted},
		{ID: Firm, Scope: ScopeGlobal, Keys: []string{"g o"}},
		{ID: DealPaid, Scope: ScopeDeal, Keys: []string{"p", "alt+p"}, Hint: 11, Enabled: one},
	}
}

// accepted allows what there is of an accepted offer alone.
func accepted(s State) (bool, string) {
	if ok, why := one(s); !ok {
		return false, why
	}
	return s.Stage == model.OfferAccepted, "why.related.deal"
}

// offerTo allows what can become of an offer; a draft that is accepted or refused was
// sent.
func offerTo(to model.Stage) func(State) (bool, string) {
	return func(s State) (bool, string) {
		if ok, why := one(s); !ok {
			return false, why
		}
		if path, ok := model.StagePath(model.KindOffer, s.Stage, to); ok && len(path) > 0 {
			return true, ""
		}
		if model.Move(model.KindOffer, s.Stage, to) == nil && s.Stage != to || s.Stage == model.OfferDraft {
			return true, ""
		}
		return false, "why.final"
	}
}
