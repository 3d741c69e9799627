package comparison

import (
	"tradedesk/model"
	"tradedesk/model/cost"
)

// PricingOf gives what a quote asks for the line of its RFQ at an index; it has no tiers
// when the quote says nothing of it.
func PricingOf(q *model.Quote, rfq *model.RFQ, index int) cost.Pricing {
	return pricing(q, index, rfq.Lines[index])
}
