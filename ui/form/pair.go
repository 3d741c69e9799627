package form

import (
	"slices"

	"tradedesk/model"
	"tradedesk/model/value"
)

// pair fills two fields of a group from what is typed into one: a quantity with its unit
// behind it, an amount with its currency.
func (f *Form) pair(in *input) {
	if in.field.Type != model.TypeDecimal || in.field.List || in.field.Group == "" || !in.dirty() {
		return
	}
	if _, err := f.parsed(in); err == nil {
		return
	}
	if q, err := value.ParseTypedQuantity(in.value()); err == nil {
		f.fillBoth(in, model.TypeUnit, q.Amount.String(), q.Unit.String())
		return
	}
	if m, err := value.ParseMoney(in.value()); err == nil {
		f.fillBoth(in, model.TypeCurrency, m.Amount.String(), m.Currency.String())
	}
}

// fillBoth writes an amount and what it is in, where the form has a field for that.
func (f *Form) fillBoth(in *input, of model.FieldType, amount, what string) {
	i := slices.IndexFunc(f.inputs, func(other *input) bool {
		return other.field.Group == in.field.Group && other.field.Type == of && !other.field.List
	})
	if i < 0 || what == "" {
		return
	}
	in.line.Set(amount)
	f.read(in)
	f.inputs[i].line.Set(what)
	f.inputs[i].err = ""
	f.read(f.inputs[i])
}
