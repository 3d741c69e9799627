package model_test

import (
	"encoding/json"
	"strings"
	"testing"

	"tradedesk/model"
)

func TestCheckTyped(t *testing.T) {
	for name, tt := range map[string]struct {
		kind  model.Kind
		set   string
		wrong string // "" when nothing is
	}{
		"freight":                      {model.KindQuote, `{"freight":"2600"}`, ""},
		"freight with cents":           {model.KindQuote, `{"freight":"2600.50"}`, ""},
		"freight that could be two":    {model.KindQuote, `{"freight":"2.600"}`, "could be 2600 or 2.600: write 2600 or 2.60"},
		"said otherwise":               {model.KindQuote, `{"freight":"2.60"}`, ""},
		"of a currency with thousands": {model.KindQuote, `{"freight":"2.600","currency":"TND"}`, ""},
		"less than one":                {model.KindQuote, `{"freight":"0.600"}`, ""},
		"a leg":                        {model.KindLane, `{"legs":[{"leg":"inland","amount":"900","currency":"EUR"},{"leg":"origin_terminal","amount":"1.350","currency":"EUR"}]}`, "origin terminal: amount"},
		"a leg by the kilogram":        {model.KindLane, `{"legs":[{"leg":"inland","amount":"1.350","currency":"EUR","per":"kg"}]}`, ""},
		"a deal":                       {model.KindDeal, `{"amount":"12.500","currency":"EUR"}`, "could be 12500 or 12.500"},
		"to the thousandth":            {model.KindDeal, `{"amount":"12.505"}`, "write 12505 or 12.5050"},
		"tiers":                        {model.KindQuote, `{"tiers":[{"from":"500","price":"4.205"},{"from":"1000","price":"3.95"}]}`, ""},
		"tiers in no order":            {model.KindQuote, `{"tiers":[{"from":"1000","price":"3"},{"from":"500","price":"4"}]}`, "tier 2: from: must be more than the tier before begins with"},
		"less than nothing":            {model.KindQuote, `{"tiers":[{"from":"500","price":"-4"}]}`, "tier 1: price: must be more than 0"},
		"of a line":                    {model.KindQuote, `{"lines":[{"product":"a","tiers":[{"from":"1","price":"0"}]}]}`, "line 1: tier 1: price"},
		"cleared":                      {model.KindQuote, `{"freight":null,"tiers":null}`, ""},
		"another kind":                 {model.KindLead, `{"target_price":"4.205"}`, ""},
	} {
		var set model.Set
		if err := json.Unmarshal([]byte(tt.set), &set); err != nil {
			t.Fatal(err)
		}
		err := model.CheckTyped(model.New(tt.kind), set)
		if tt.wrong == "" && err != nil || tt.wrong != "" && (err == nil || !strings.Contains(err.Error(), tt.wrong)) {
			t.Errorf("%s: got %v, want %q", name, err, tt.wrong)
		}
	}
}
