package exchange

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"tradedesk/model"
	"tradedesk/model/quotetext"
	"tradedesk/model/value"
)

func readPrices(t testing.TB, name, file string, decimal byte) (AnswerRead, error) {
	t.Helper()
	c := quotetext.Context{Now: testNow, Currencies: []value.Currency{"MAD"}, Decimal: decimal}
	return ReadAnswer(context.Background(), testRequest(name), c, strings.NewReader(file))
}

// priced gives the lines of a price list, one after the other.
func priced(read AnswerRead) string {
	var out []string
	for _, l := range read.Lines {
		var tiers []string
		for _, t := range l.Tiers {
			tiers = append(tiers, string(t.From)+":"+string(t.Price))
		}
		out = append(out, strings.Join(strings.Fields(fmt.Sprint(l.Product, " ", strings.Join(tiers, ","), " ", l.Currency, " ", l.Unit, " ", l.Base, " ", l.MOQ)), " "))
	}
	return strings.Join(out, "; ")
}

func TestPriceLists(t *testing.T) {
	tests := []struct{ name, file, want string }{
		{"tiers in columns", "Product,500+,1000+\nargan oil,14.20,13.80\n", "argan oil 500:14.20,1000:13.80"},
		{"from in words", "Article;à partir de 500 kg (EUR);à partir de 2000 kg (EUR)\nHuile d'argan;14,20;13,80\n", "Huile d'argan 500:14.20,2000:13.80 EUR KGM"},
		{"ranges", "Product,100-499 kg,500-999 kg\nargan oil,15,14\n", "argan oil 100:15,500:14 KGM"},
		{"a tier to a row", "Product,From,Unit price,Currency\nargan oil,500,14.20,EUR\n,1000,13.80,EUR\n", "argan oil 500:14.20 EUR; argan oil 1000:13.80 EUR"},
		{"the currency in the cell", "Product,Price\nargan oil,MAD 160\nrose water,\"14,20 €\"\n", "argan oil 1:160 MAD; rose water 1:14.20 EUR"},
		{"per a hundred", "Item,Unit price USD/100 kg,MOQ\nargan oil,1600,500 kg\n", "argan oil 500:1600 USD KGM 100 500"},
		{"what was asked for", "Item no,Description,Qty,Unit,Unit price,Total\n1,argan oil,1000,kg,14.20,14200\n", "argan oil 1000:14.20 KGM"},
		{"an MOQ in another unit than the price", "Product,MOQ,Price EUR/kg\nargan oil,1 t,3.5\n", "argan oil 1000:3.5 EUR KGM 1000"},
		{"tiers in another unit than the price", "Product,Price unit,1+ t,5+ t\nargan oil,,3.5 EUR/kg,3.2 EUR/kg\n", "argan oil 1000:3.5,5000:3.2 EUR KGM"},
		{"a column of units behind the MOQ", "Product,MOQ,Unit,Price\nargan oil,1 t,kg,EUR 3.5\n", "argan oil 1000:3.5 EUR KGM 1000"},
		{"below titles", "Atlas Oils,,\nPrices in EUR,,\n,,\nProduct,Unit,Price\nargan oil,kg,14.20\n", "argan oil 1:14.20 KGM"},
		{"below a title that speaks of prices", "Argan Sud;;\nOffre de prix;FOB Agadir;valable 30 jours\nProduit;à partir de 500;à partir de 10 000\nHuile d'argan;5,10 USD;4,95\n", "Huile d'argan 500:5.10,10000:4.95 USD"},
		{"above a section", "Product,Price\nOils,\nargan oil,EUR 14.20\n", "argan oil 1:14.20 EUR"},
		{"Arabic", "المنتج,الكمية,السعر,العملة\nزيت الأركان,٥٠٠ كغ,١٦٠,MAD\n", "زيت الأركان 500:160 MAD KGM"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			read, err := readPrices(t, "a.csv", test.file, 0)
			if got := priced(read); err != nil || got != test.want || len(read.Numbers) > 0 {
				t.Errorf("got  %s, %v, %v\nwant %s", got, err, read.Numbers, test.want)
			}
		})
	}
}

func TestNumbersThatCouldBeTwo(t *testing.T) {
	const file = "Product,MOQ,Price\nargan oil,500,1.234\n"
	read, err := readPrices(t, "a.csv", file, 0)
	if err != nil || len(read.Numbers) != 1 || !strings.Contains(read.Numbers[0].Message, `"1.234" could be 1234 or 1.234`) || read.Numbers[0].Field != "C2" {
		t.Errorf("got %+v, %v", read, err)
	}
	for decimal, want := range map[byte]string{'.': "500:1.234", ',': "500:1234"} {
		if read, err := readPrices(t, "a.csv", file, decimal); err != nil || !strings.Contains(priced(read), want) {
			t.Errorf("%c: %s, %v", decimal, priced(read), err)
		}
	}
	if read, _ := readPrices(t, "a.csv", "Product,Price\na,1.234\nb,\"12,50\"\n", 0); priced(read) != "a 1:1234; b 1:12.50" {
		t.Errorf("the other rows tell: %s", priced(read))
	}
}

func FuzzPriceList(f *testing.F) {
	f.Add("Product,500+ (EUR),1000+\nargan oil,\"14,20 €\",13\n")
	f.Add("Désignation;Qté min;Prix unitaire;Délai;Incoterm;Validité\nArgan;500 kg;160,50 DH/kg;3 semaines;EXW Agadir;31/12/2026\n")
	f.Fuzz(func(t *testing.T, file string) {
		read, err := readPrices(t, "a.csv", file, 0)
		if err != nil {
			return
		}
		q, _ := read.On(&model.RFQ{Lines: []model.Line{{Product: "argan oil"}, {Product: "b"}}})
		q.RFQ = model.ID{1}
		if wrong := model.CleanValid(q); len(wrong) > 0 && wrong[0].Field != "place" {
			t.Fatalf("%q: %v", file, wrong)
		}
	})
}

// A number of a workbook can mean one thing only, and the sheet with prices is found.
func TestPriceListOfAWorkbook(t *testing.T) {
	formats := []string{"General", "dd/mm/yyyy"}
	about := row("Atlas Oils", "Agadir")
	prices := row("CIF Montréal, payment 30% deposit") + row("Product", "MOQ", "Unit price (EUR/kg)", "Valid until", "Lead time") +
		row("argan oil", `<c><v>500</v></c>`, `<c><v>1.234</v></c>`, `<c s="1"><v>46387</v></c>`, `<c><v>21</v></c>`)
	read, err := readPrices(t, "a.xlsx", book(t, "", formats, about, prices), 0)
	if err != nil || priced(read) != "argan oil 500:1.234 EUR KGM 500" || len(read.Numbers)+len(read.Doubts) > 0 {
		t.Fatalf("got %s, %v, %v, %v", priced(read), read.Numbers, read.Doubts, err)
	}
	if q := read.Terms; q.ValidUntil != "2026-12-31" || q.LeadDays != 21 || q.Incoterm != "CIF" || q.Place != "Montréal" || q.PaymentTerms != "30% deposit" {
		t.Errorf("got %s", model.EncodeJSON(&q))
	}
	if _, err := readPrices(t, "a.xlsx", book(t, "", formats, about), 0); err == nil || !strings.Contains(err.Error(), "no row names columns") {
		t.Errorf("a workbook without prices: %v", err)
	}
	doubt := row("Product", "Price") + row("argan oil", "1.234")
	if read, _ := readPrices(t, "a.xlsx", book(t, "", formats, about, doubt), 0); len(read.Numbers) != 1 || read.Numbers[0].Field != "Sheet 2!B2" {
		t.Errorf("got %+v", read.Numbers)
	}
}
