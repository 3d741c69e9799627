package modeltest

import (
	"pgregory.net/rapid"

	"tradedesk/model"
	"tradedesk/model/value"
)

// drawOfferParts draws an element of the lists that offers and deals have.
func drawOfferParts(t *rapid.T, f model.Field) any {
	switch f.Type {
	case model.TypePayment:
		p := model.Payment{Date: dates.Draw(t, "date"), Amount: Decimal().Draw(t, "amount")}
		if rapid.Bool().Draw(t, "has reference") {
			p.Reference = Text().Draw(t, "reference")
		}
		return p
	case model.TypeShare:
		return model.Share{Person: Text().Draw(t, "person"), Share: Decimal().Draw(t, "share")}
	}
	if f.Type == model.TypeValidity {
		return model.CertificateDate{Certificate: Text().Draw(t, "certificate"), Until: dates.Draw(t, "until")}
	}
	line := model.OfferLine{Product: Text().Draw(t, "product"), Quantity: Decimal().Draw(t, "quantity")}
	line.Unit = values()[model.TypeUnit].Draw(t, "unit").(value.Unit)
	if rapid.Bool().Draw(t, "is priced") {
		line.HS = values()[model.TypeHS].Draw(t, "hs").(value.HS)
		line.Price, line.Amount, line.Cost = Decimal().Draw(t, "price"), Decimal().Draw(t, "amount"), Decimal().Draw(t, "cost")
		line.Quote, line.Supplier = ID().Draw(t, "quote"), ID().Draw(t, "supplier")
	}
	return line
}
