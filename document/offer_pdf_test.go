package document

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tradedesk/document/pdf/pdftest"
	"tradedesk/internal/race"
	"tradedesk/model"
	"tradedesk/model/modeltest"
	"tradedesk/model/value"
)

func readPDF(t testing.TB, data []byte) *pdftest.File {
	t.Helper()
	file, err := pdftest.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// at finds the run of a page that is a text.
func at(t *testing.T, file *pdftest.File, page int, text string) pdftest.Run {
	t.Helper()
	for _, run := range file.Runs {
		if run.Page == page && run.Text == text {
			return run
		}
	}
	t.Fatalf("page %d does not say %q", page, text)
	return pdftest.Run{}
}

func says(file *pdftest.File, text string) bool {
	return slices.ContainsFunc(file.Runs, func(run pdftest.Run) bool { return strings.Contains(run.Text, text) })
}

func TestEnglishOffer(t *testing.T) {
	file := readPDF(t, written(t, sample(t, "en", 3), PDF))
	if file.Pages != 1 || file.Title != "Quotation OFF-2026-4K7M2QX/2" || file.Author != "Tanger Med Export" {
		t.Errorf("%d pages, title %q, author %q", file.Pages, file.Title, file.Author)
	}
	for _, text := range []string{
		"Hudson Beauty Inc.", "Attn. Sarah O'Neil", "United States", "29\u00a0November\u00a02026", "31\u00a0December\u00a02026", "RFQ-2026-9F3K2AB",
		"151530", "10,000 kg", "5.2166", "52,166.00", "1,200 pcs", "USD\u00a0139,276.00", "All prices are in US Dollar (USD).",
		"CIF New York, Incoterms® 2020", "30 % in advance", "70 % against copy of the bill of lading", "21\u00a0days", "Page 1 of 1",
		"SWIFT BCMAMAMC", "RC Tanger 84512", "For Tanger Med Export", "Nadia El Fassi", "Managing Director", "Signature and stamp", "Date · Name, signature and stamp",
	} {
		at(t, file, 1, text)
	}
	for _, secret := range []string{"1250", "2.5 %", "Cost", "1.00"} {
		if says(file, secret) {
			t.Errorf("the buyer is told %q", secret)
		}
	}
	number, amount := at(t, file, 1, "No."), at(t, file, 1, "Amount")
	if number.X > 60 || amount.X < 450 {
		t.Errorf("the first column begins at %v, the last at %v", number.X, amount.X)
	}
	for _, figure := range []string{"52,166.00", "58,200.00", "28,910.00"} {
		if run := at(t, file, 1, figure); math.Abs(run.X+run.Width-(amount.X+amount.Width)) > 0.5 {
			t.Errorf("%s ends at %v, its column at %v", figure, run.X+run.Width, amount.X+amount.Width)
		}
	}
}

func TestFrenchOffer(t *testing.T) {
	file := readPDF(t, written(t, sample(t, "fr", 3), PDF))
	for _, text := range []string{
		"Offre de prix", "Tanger Med Export SARL", "À l’attention de Hélène Lefèvre", "29\u00a0novembre\u00a02026",
		"10\u00a0000 kg", "5,2166", "52\u00a0166,00", "139\u00a0276,00\u00a0EUR", "Tous les prix sont en euro (EUR).", "21\u00a0jours", "Page 1 sur 1",
		"Nadia El Fassi", "Directrice générale", "Signature et cachet",
	} {
		at(t, file, 1, text)
	}
}

// A firm that names nobody has a place for any name.
func TestOfferWithoutSignatory(t *testing.T) {
	o := sample(t, "en", 3)
	firm := *o.Firm
	firm.Signatory, firm.SignatoryAR, firm.Title, firm.TitleFR, firm.TitleAR = "", "", "", "", ""
	o.Firm = &firm
	file := readPDF(t, written(t, o, PDF))
	at(t, file, 1, "Name, signature and stamp")
	if says(file, "Signature and stamp") {
		t.Error("there is a place for somebody who is not named")
	}
}

// Texts are given as they are seen, from left to right.
func TestArabicOffer(t *testing.T) {
	file := readPDF(t, written(t, sample(t, "ar", 3), PDF))
	amount, number := at(t, file, 1, reversed("المبلغ")), at(t, file, 1, reversed("البيان"))
	if amount.X > number.X {
		t.Errorf("the table is not mirrored: the amount is at %v, the description at %v", amount.X, number.X)
	}
	title := at(t, file, 1, reversed("عرض أسعار"))
	if right := title.X + title.Width; math.Abs(right-(595.276-51.03)) > 1 {
		t.Errorf("the title ends at %v", right)
	}
	for _, text := range []string{"OFF-2026-4K7M2QX/2", "52\u00a0166,00", "139\u00a0276,00\u00a0USD", "IBAN MA64 0117 5000 0001 2345 6789 0123", "+212 5 39 12 34 56"} {
		at(t, file, 1, text)
	}
	for _, text := range []string{"+212 539-12-34-56", "2026-12-31", "info@tangermed-export.example"} {
		if !says(file, text) {
			t.Errorf("it does not say %q as it was written", text)
		}
	}
}

func reversed(s string) string {
	runes := []rune(s)
	slices.Reverse(runes)
	return string(runes)
}

// A long table goes on over pages: its head on each, no line lost or drawn over another,
// nothing below the foot, and the total with the last line.
func TestLongTables(t *testing.T) {
	for _, lang := range []value.Language{"ar", "en", "fr"} {
		t.Run(string(lang), func(t *testing.T) {
			file := readPDF(t, written(t, sample(t, lang, 120), PDF))
			if file.Pages < 5 || file.Pages > 9 {
				t.Fatalf("%d pages", file.Pages)
			}
			lines, heads, hs := 0, 0, map[string]string{"en": "HS code", "fr": "Code SH", "ar": reversed("البند الجمركي")}[string(lang)]
			below := math.Inf(1)
			page := 0
			for _, run := range file.Runs {
				if run.Page != page {
					page, below = run.Page, math.Inf(1)
				}
				if run.X < 50 || run.X+run.Width > 546 || run.Y < 20 || run.Y > 805 {
					t.Errorf("page %d: %q is drawn from %v to %v at %v", page, run.Text, run.X, run.X+run.Width, run.Y)
				}
				switch run.Text {
				case hs:
					heads++
				case "151530", "151590", "250840":
					lines++
					if run.Y >= below-12 {
						t.Errorf("page %d: a row at %v is over the one at %v", page, run.Y, below)
					}
					below = run.Y
				}
			}
			if lines != 120 || heads < file.Pages-1 {
				t.Errorf("%d lines, %d heads on %d pages", lines, heads, file.Pages)
			}
			last := file.Pages
			if lang == "en" {
				at(t, file, last, fmt.Sprintf("Page %d of %d", last, last))
			}
		})
	}
}

// A description that no page holds goes on over pages, and so do the remarks.
func TestALineLongerThanAPage(t *testing.T) {
	o := sample(t, "en", 3)
	o.Lines[1].Product = strings.TrimSpace(strings.Repeat("WMWM WMWMWM ", 166))
	o.Notes = strings.Repeat("A line of the remarks.\n", 200)
	file := readPDF(t, written(t, o, PDF))
	described, said := 0, 0
	for _, run := range file.Runs {
		if run.Y < 20 {
			t.Errorf("page %d: %q is below the foot", run.Page, run.Text)
		}
		described += strings.Count(run.Text, "WMWMWM")
		said += strings.Count(run.Text, "A line of the remarks.")
	}
	if described != 166 || said != 200 || at(t, file, 2, "HS code").Y < 750 {
		t.Errorf("%d of 166 words of the description, %d of 200 lines of remarks", described, said)
	}
}

// A number is never broken: one that is too wide is set smaller.
func TestWideFigures(t *testing.T) {
	o := sample(t, "en", 3)
	o.Lines[0].Price, o.Lines[0].Amount, o.Total = "12345678.12345678", "123456781234567.80", "123456781234567.80"
	file := readPDF(t, written(t, o, PDF))
	price, amount := at(t, file, 1, "12,345,678.12345678"), at(t, file, 1, "123,456,781,234,567.80")
	if price.Size >= 9 || price.X+price.Width > amount.X {
		t.Errorf("the price is set in %v and ends at %v, the amount begins at %v", price.Size, price.X+price.Width, amount.X)
	}
}

// A long name of the firm stands in two lines, beside how it is reached.
func TestLongNames(t *testing.T) {
	o := sample(t, "en", 1)
	o.Firm.Name = "Compagnie Générale Méditerranéenne de Négoce International"
	name, lines := readPDF(t, written(t, o, PDF)).Runs, 0
	for _, run := range name[:2] {
		if strings.Contains(o.Firm.Name, strings.TrimSpace(run.Text)) && run.X+run.Width < 330 {
			lines++
		}
	}
	if lines != 2 || strings.Contains(o.Firm.Name, name[2].Text) {
		t.Errorf("the letterhead begins with %+v", name[:3])
	}
}

// Texts as long as records may hold them stay on their pages.
func TestEndlessTexts(t *testing.T) {
	lineCount := 2000
	if race.Enabled {
		lineCount = 200 // a paper is made in one thread
	}
	for _, lang := range []value.Language{"ar", "en"} {
		o := sample(t, lang, 40)
		long, lines := strings.TrimSpace(strings.Repeat("كلمة word ", 199)), strings.TrimSpace(strings.Repeat("سطر line\n", lineCount))
		o.Buyer, o.Contact, o.Address, o.Number, o.Place, o.PaymentTerms, o.Notes, o.RFQ = long, long, lines, long, long, value.PaymentTerms(long), lines, long
		f := o.Firm
		f.Name, f.NameAR, f.Address, f.AddressAR, f.City, f.TaxNo, f.Register, f.Bank, f.Footer, f.FooterAR = long, long, lines, lines, long, long, long, lines, long, long
		f.Signatory, f.TitleAR = long, long
		f.Website, o.Email = value.URL("https://"+strings.Repeat("x", 1900)), value.Email(strings.Repeat("x", 1900))
		for _, run := range readPDF(t, written(t, o, PDF)).Runs {
			if run.X < 50 || run.X+run.Width > 546 || run.Y < 10 || run.Y > 815 {
				t.Errorf("%s, page %d: %.40q is drawn from %v to %v at %v", lang, run.Page, run.Text, run.X, run.X+run.Width, run.Y)
			}
		}
	}
}

func TestSameBytes(t *testing.T) {
	for _, format := range Formats() {
		if !bytes.Equal(written(t, sample(t, "ar", 12), format), written(t, sample(t, "ar", 12), format)) {
			t.Errorf("%s: two documents of one offer differ", format)
		}
	}
}

func TestMissingCharactersAreSaid(t *testing.T) {
	o := sample(t, "en", 1)
	o.Buyer = "深圳市 Trading \u202e\u0007Ltd"
	var out bytes.Buffer
	w, err := Write(&out, o, PDF)
	if err != nil || string(w.Missing) != "圳市深" {
		t.Errorf("missing %q, %v", string(w.Missing), err)
	}
	if !says(readPDF(t, out.Bytes()), "深圳市 Trading Ltd") {
		t.Error("the buyer's name is not there")
	}
}

func TestLogoThatIsNone(t *testing.T) {
	o := sample(t, "fr", 1)
	o.Logo = []byte("GIF89a")
	w, err := Write(&bytes.Buffer{}, o, PDF)
	if err != nil || w.NoLogo == nil {
		t.Errorf("%+v, %v", w, err)
	}
}

// Whatever records hold, every format is written whole.
func TestAnyOffer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o, _ := modeltest.Record(model.KindOffer).Draw(t, "offer").(*model.Offer)
		firm, _ := modeltest.Record(model.KindFirm).Draw(t, "firm").(*model.Firm)
		lang := rapid.SampledFrom([]value.Language{"ar", "en", "fr"}).Draw(t, "language")
		firm.Name = "Firm"
		in := Offer{Offer: o, Firm: firm, RFQ: "RFQ-1", Language: lang}
		var out bytes.Buffer
		if _, err := Write(&out, in, PDF); err != nil {
			t.Fatal(err)
		}
		if _, err := pdftest.Read(out.Bytes()); err != nil {
			t.Fatal(err)
		}
		out.Reset()
		if _, err := Write(&out, in, XLSX); err != nil {
			t.Fatal(err)
		}
	})
}

func FuzzOffer(f *testing.F) {
	f.Add("شركة (Al Noor)", "1234.5", "30%; 70%", "ar")
	f.Add("=cmd|' /C calc'!A0", "-", "\u202e\x00", "en")
	f.Fuzz(func(t *testing.T, words, figure, terms, lang string) {
		if len(words)+len(figure)+len(terms) > 4000 {
			t.Skip()
		}
		o := &model.Offer{
			Number: words, Buyer: words, Address: terms, Notes: terms + "\n" + words, PaymentTerms: value.PaymentTerms(terms), IssuedOn: value.Date(figure), Currency: value.Currency(words),
			Lines: []model.OfferLine{{Product: words, Quantity: value.Decimal(figure), Unit: value.Unit(words), Price: value.Decimal(figure), Amount: value.Decimal(figure), HS: value.HS(words)}},
			Total: value.Decimal(figure),
		}
		in := Offer{Offer: o, Firm: &model.Firm{Name: "Firm " + words, Bank: terms, Phone: value.Phone(figure)}, Language: value.Language(lang)}
		for _, format := range Formats() {
			var out bytes.Buffer
			_, err := Write(&out, in, format)
			if err == nil && format == PDF {
				_, err = pdftest.Read(out.Bytes())
				if err != nil {
					t.Fatal(err)
				}
			}
		}
	})
}

func BenchmarkOfferPDF(b *testing.B) {
	for _, lang := range []value.Language{"en", "ar"} {
		for _, lines := range []int{3, 120} {
			b.Run(fmt.Sprintf("%s/%d", lang, lines), func(b *testing.B) {
				o := sample(b, lang, lines)
				b.ReportAllocs()
				for b.Loop() {
					var out bytes.Buffer
					if _, err := Write(&out, o, PDF); err != nil {
						b.Fatal(err)
					}
					b.SetBytes(int64(out.Len()))
				}
			})
		}
	}
}
