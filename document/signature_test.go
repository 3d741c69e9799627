package document

import (
	"strings"
	"testing"

	"tradedesk/document/pdf/pdftest"
	"tradedesk/internal/race"
	"tradedesk/model/value"
)

// pageOf gives the last page that says a text, 0 for none.
func pageOf(file *pdftest.File, text string) int {
	page := 0
	for _, run := range file.Runs {
		if strings.Contains(run.Text, text) {
			page = max(page, run.Page)
		}
	}
	return page
}

// The places to sign never stand alone on a page: the last of the terms is on it, too, and the
// total with all terms where a page has room for them.
func TestSignaturesStayWithTheTerms(t *testing.T) {
	places := map[value.Language]string{"en": "Signature and stamp", "fr": "Signature et cachet", "ar": reversed("التوقيع والخاتم")}
	totals := map[value.Language]string{"en": "Total", "fr": "Total", "ar": reversed("المجموع")}
	for lang, place := range places {
		for name, tt := range map[string]struct {
			change func(*Offer)
			last   string // what stands above them
			step   int
		}{
			"as usual":     {func(*Offer) {}, "MA64 0117 5000 0001 2345 6789 0123", 1},
			"long remarks": {func(o *Offer) { o.Firm.Bank, o.Notes = "", strings.Repeat("one two three\n", 60)+"LAST-WORD" }, "LAST-WORD", 3},
			"many payments": {func(o *Offer) {
				o.Firm.Bank, o.Notes, o.DeliveryDays = "", "", 0
				o.PaymentTerms = "50 % one; 50 % LAST-WORD"
			}, "LAST-WORD", 3},
			"nothing agreed": {func(o *Offer) {
				o.Firm.Bank, o.Notes, o.PaymentTerms, o.DeliveryDays, o.Incoterm, o.Place = "", "", "", 0, "", ""
			}, "USD", 3},
		} {
			if race.Enabled {
				tt.step *= 11 // a paper is made in one thread
			}
			for n := 1; n <= 44; n += tt.step {
				o := sample(t, lang, n)
				offer, firm := *o.Offer, *o.Firm
				o.Offer, o.Firm = &offer, &firm
				o.Currency = "USD"
				tt.change(&o)
				file := readPDF(t, written(t, o, PDF))
				if signed, said := pageOf(file, place), pageOf(file, tt.last); signed == 0 || signed != file.Pages || said != signed {
					t.Fatalf("%s, %s, %d lines: signed on page %d of %d, %q is on %d", lang, name, n, signed, file.Pages, tt.last, said)
				}
				if total := pageOf(file, totals[lang]); name != "long remarks" && total != file.Pages || total == 0 {
					t.Fatalf("%s, %s, %d lines: signed on page %d, the total is on %d", lang, name, n, file.Pages, total)
				}
			}
		}
	}
}
