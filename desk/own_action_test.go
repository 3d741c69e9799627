package desk

import (
	"testing"

	"tradedesk/model"
)

func TestOwnActionOf(t *testing.T) {
	for label, want := range map[string]OwnAction{
		"import leads of may.csv":                     {Do: "import", File: "leads of may.csv"},
		"settle quantity and unit of Nord of Finland": {Do: "settle", Field: "quantity+unit", Title: "Nord of Finland"},
		"merge lead A into lead B into lead Nord":     {Do: "merge", Kind: model.KindLead, Title: "Nord"},
		"merge 3 suppliers into supplier Argania":     {Do: "merge", Kind: model.KindSupplier, Title: "Argania"},
		"sample data":   {Do: "sample"},
		"merge lanes":   {},
		"settle up":     {},
		"add lead Nord": {},
	} {
		if got := OwnActionOf(label); got != want {
			t.Errorf("%q: %+v, want %+v", label, got, want)
		}
	}
}
