package modeltest

import (
	"pgregory.net/rapid"

	"tradedesk/model"
	"tradedesk/model/cost"
	"tradedesk/model/value"
)

// packings are written as value.ParsePacking writes them.
var packings = rapid.Custom(func(t *rapid.T) value.Packing {
	p := value.PackingParts{Gross: positive().Draw(t, "gross")}
	if rapid.Bool().Draw(t, "holds") {
		p.Unit, p.Holds = "CT", value.Quantity{Amount: positive().Draw(t, "holds"), Unit: "H87"}
	}
	if rapid.Bool().Draw(t, "sized") {
		p.Length, p.Width, p.Height = "0.4", "0.3", "0.25"
	}
	return value.Packing(p.String())
})

// positive draws a number that is more than nothing.
func positive() *rapid.Generator[value.Decimal] {
	return rapid.Map(rapid.StringMatching(`[1-9][0-9]{0,5}(\.[0-9]{1,4})?`), func(s string) value.Decimal { return value.Decimal(s) })
}

func drawCostParts(t *rapid.T, f model.Field) any {
	known := rapid.Bool().Draw(t, "known")
	currency := values()[model.TypeCurrency].Draw(t, "currency").(value.Currency)
	switch f.Type {
	case model.TypeCharge:
		c := model.Charge{Leg: rapid.SampledFrom(cost.Chargeable()).Draw(t, "leg")}
		if known {
			c.Amount, c.Currency, c.Per = positive().Draw(t, "amount"), currency, rapid.SampledFrom(cost.Pers()).Draw(t, "per")
		}
		return c
	case model.TypeDuty:
		d := model.Duty{Rate: positive().Draw(t, "rate"), Base: rapid.SampledFrom([]cost.DutyBase{"", cost.OnFOB, cost.OnCIF}).Draw(t, "base")}
		if known {
			d.HS, d.Fees = values()[model.TypeHS].Draw(t, "hs").(value.HS), positive().Draw(t, "fees")
		}
		return d
	case model.TypeRate:
		r := model.ExchangeRate{Currency: currency, Units: positive().Draw(t, "units")}
		if known {
			r.Date, r.Source = dates.Draw(t, "date"), Text().Draw(t, "source")
		}
		return r
	}
	q := model.QuoteLine{Product: Text().Draw(t, "product"), Tiers: []model.Tier{{From: "1", Price: positive().Draw(t, "price")}}}
	if known {
		q.HS, q.Unit, q.MOQ, q.Base = values()[model.TypeHS].Draw(t, "hs").(value.HS), "KGM", positive().Draw(t, "moq"), "100"
		q.LeadDays = rapid.IntRange(0, 400).Draw(t, "lead days")
	}
	return q
}
