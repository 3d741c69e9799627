package form

import (
	"strings"
	"testing"

	"tradedesk/model"
)

// A quantity that is typed with its unit fills both fields, a price with its currency too,
// when the cursor leaves the field and when the form is saved.
func TestAmountsWithWhatTheyAreIn(t *testing.T) {
	for _, end := range []string{"tab", "ctrl+s"} {
		for typed, want := range map[string][2]string{
			"10000 kg": {"10000", "KGM"}, "18.5 short tons": {"18.5", "STN"}, "2 t": {"2", "TNE"}, "٤٥٠ طن": {"450", "TNE"}, "500": {"500", ""},
		} {
			f := newForm(t, &model.Lead{}, "quantity", "unit", "target_price", "currency")
			send(t, f, strings.Split(typed, "")...)
			result := send(t, f, end)
			got := f.SoFar().(*model.Lead)
			if string(got.Quantity) != want[0] || string(got.Unit) != want[1] {
				t.Errorf("%q is %q %q, want %q", typed, got.Quantity, got.Unit, want)
			}
			if end == "ctrl+s" && !result.Done {
				t.Errorf("%q is not saved", typed)
			}
		}
		f := newForm(t, &model.Lead{}, "target_price", "currency")
		send(t, f, strings.Split("43.50 usd", "")...)
		send(t, f, end)
		if got := f.SoFar().(*model.Lead); got.TargetPrice != "43.50" || got.Currency != "USD" {
			t.Errorf("a price with its currency is %q %q", got.TargetPrice, got.Currency)
		}
	}
}

// What could be two numbers stays refused, as does a unit where the form has no field for it.
func TestAmountsThatAreNotSplit(t *testing.T) {
	f := newForm(t, &model.Lead{}, "quantity", "unit")
	send(t, f, strings.Split("1,234 kg", "")...)
	send(t, f, "tab")
	if got := f.SoFar().(*model.Lead); got.Quantity != "" || got.Unit != "" {
		t.Errorf("1,234 kg is taken for %q %q", got.Quantity, got.Unit)
	}
	f = newForm(t, &model.Supplier{}, "capacity")
	send(t, f, strings.Split("5 t", "")...)
	if result := send(t, f, "ctrl+s"); result.Done {
		t.Error("a capacity with a unit is saved where there is no field for it")
	}
}
