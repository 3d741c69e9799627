package exchange

import (
	"context"
	"strings"
	"testing"

	"tradedesk/model"
	"tradedesk/model/value"
)

// TestReferenceRates reads the European Central Bank's files, daily and history: no
// day twice, no currency that is in use no more, no cell that says N/A.
func TestReferenceRates(t *testing.T) {
	desk := newFakeDesk()
	report := mustImport(t, desk, testRequest("eurofxref-daily-sample.csv"), fixture(t, "eurofxref-daily-sample.csv"))
	if report.Format != string(FormatRates) || report.Kind != model.KindRate || report.Created != 1 || report.Rejected != 0 {
		t.Fatalf("daily: %+v", report)
	}
	day := desk.all()[0].(*model.Rate)
	if day.Date != "2026-04-13" || day.Source != "ECB" || len(day.Rates) != 29 || day.Rates[0].Currency != "USD" || day.Rates[0].Units != "1.1684" {
		t.Errorf("daily: %s", model.EncodeJSON(day))
	}
	hist := fixture(t, "eurofxref-hist-sample.csv")
	report = mustImport(t, desk, testRequest("eurofxref-hist-sample.csv"), hist)
	if days := strings.Count(hist, "\n20"); report.Created != days || report.Rejected != 0 {
		t.Errorf("history of %d days: %+v", days, report)
	}
	for _, r := range desk.all() {
		for _, rate := range r.(*model.Rate).Rates {
			if rate.Currency == "CYP" || rate.Currency == "ROL" || rate.Units.Sign() <= 0 {
				t.Errorf("%s: %+v", r.(*model.Rate).Date, rate)
			}
		}
	}
	again := mustImport(t, desk, testRequest("eurofxref-hist-sample.csv"), hist)
	if again.Created != 0 || again.Updated != 0 || again.Unchanged != report.Created {
		t.Errorf("again: %+v", again)
	}
}

func TestReferenceRatesAreHeldToTheirForm(t *testing.T) {
	const head = "Date, USD, JPY, CZK, DKK, GBP, \n"
	desk := newFakeDesk()
	report := mustImport(t, desk, testRequest("rates.csv"), head+"13 April 2026, 1.1684, 186.75, N/A, , 0.87, \nsoon, 1, 1, 1, 1, 1\n2026-04-14, x, 1, 1, 1, 1\n\n2026-04-15, 1.17\n")
	if report.Created != 2 || report.Rejected != 2 || report.Errors[0].Line != 3 || report.Errors[1].Field != "USD" {
		t.Errorf("%+v", report)
	}
	if first := desk.all()[0].(*model.Rate); len(first.Rates) != 3 {
		t.Errorf("%s", model.EncodeJSON(first))
	}
	for name, head := range map[string]string{"words": "Date,Name,Price,Unit,Place,Term\n", "leads": "Name,USD,JPY,CZK,DKK,GBP\n", "a day alone": "Date\n", "codes of nothing": "Date,TEL,FAX,USD\n"} {
		if isRates([]byte(head)) {
			t.Errorf("%s is taken for rates", name)
		}
	}
}

// A file is one of rates by how it is built, not by how much is in it.
func TestReferenceRatesOfFewCurrencies(t *testing.T) {
	const xml = `<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
	<gesmes:subject>Reference rates</gesmes:subject>
	<gesmes:Sender><gesmes:name>European Central Bank</gesmes:name></gesmes:Sender>
	<Cube>
		<Cube time='2026-04-14'><Cube currency='USD' rate='1.1701'/><Cube currency='CYP' rate='0.58'/></Cube>
		<Cube time='2026-04-13'><Cube currency='USD' rate='1.1684'/><Cube currency='JPY' rate='186.75'/></Cube>
	</Cube>
</gesmes:Envelope>
`
	for name, file := range map[string]string{
		"one.csv": "Date,USD\n2026-04-14,1.1701\n2026-04-13,1.1684\n", "daily.csv": "Date, USD, \n14 April 2026, 1.1701, \n13 April 2026, 1.1684, \n", "few.xml": xml,
		"lines.csv": "\ufeffDate,USD,\r\n2026-04-14,1.1701,\r\n2026-04-13,1.1684,\r\n",
	} {
		desk := newFakeDesk()
		report := mustImport(t, desk, testRequest(name), file)
		if report.Format != string(FormatRates) || report.Kind != model.KindRate || report.Created != 2 || report.Rejected != 0 {
			t.Errorf("%s: %+v", name, report)
			continue
		}
		for _, r := range desk.all() {
			day := r.(*model.Rate)
			if want := map[value.Date]value.Decimal{"2026-04-14": "1.1701", "2026-04-13": "1.1684"}[day.Date]; day.Rates[0].Units != want || day.Rates[0].Currency != "USD" {
				t.Errorf("%s: %s", name, model.EncodeJSON(day))
			}
		}
		if again := mustImport(t, desk, testRequest(name), file); again.Created != 0 || again.Unchanged != 2 {
			t.Errorf("%s again: %+v", name, again)
		}
	}
	// One day is the same record, whichever file it came in.
	desk := newFakeDesk()
	mustImport(t, desk, testRequest("few.xml"), xml)
	if report := mustImport(t, desk, testRequest("one.csv"), "Date,USD\n2026-04-14,1.1701\n"); report.Created != 0 || report.Unchanged != 1 {
		t.Errorf("a day that came as XML, as CSV: %+v", report)
	}
}

// A currency has one rate on a day, and a day that another stands in is one of its own.
func TestReferenceRatesOfAMadeUpXML(t *testing.T) {
	const file = `<Envelope xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref"><Cube>
<Cube time="2026-04-14"><Cube currency="USD" rate="1.17"/>
<Cube currency="USD" rate="9.99"/>
<Cube time="2026-04-13"><Cube currency="USD" rate="1.16"/></Cube></Cube></Cube></Envelope>`
	desk := newFakeDesk()
	report := mustImport(t, desk, testRequest("few.xml"), file)
	if report.Created != 2 || len(report.Warnings) != 1 || report.Warnings[0].Line != 3 || report.Warnings[0].Field != "USD" {
		t.Errorf("%+v", report)
	}
	for _, r := range desk.all() {
		day := r.(*model.Rate)
		if want := map[value.Date]value.Decimal{"2026-04-14": "1.17", "2026-04-13": "1.16"}[day.Date]; len(day.Rates) != 1 || day.Rates[0].Units != want {
			t.Errorf("%s", model.EncodeJSON(day))
		}
	}
}

func FuzzReferenceRates(f *testing.F) {
	f.Add("<Envelope xmlns='http://www.ecb.int/vocabulary/2002-08-01/eurofxref'><Cube><Cube time='2026-04-14'><Cube currency='USD' rate='1.1701'/></Cube></Cube></Envelope>")
	f.Add("Date, USD, JPY, CZK, DKK, GBP, \n13 April 2026, 1.1684, 186.75, N/A, , 0.87, \n")
	f.Add("Date,USD,JPY,BGN,CYP,CZK,DKK,\n2021-01-05,1.2,126,1.9,N/A,26,7.4,\n")
	f.Fuzz(func(t *testing.T, s string) {
		desk := newFakeDesk()
		req := testRequest("rates.csv")
		req.Format = FormatRates
		if _, err := Import(context.Background(), desk, req, strings.NewReader(s), nil); err != nil && strings.Contains(err.Error(), "\n") {
			t.Errorf("error of more than one line: %q", err)
		}
		for _, r := range desk.all() {
			if wrong := model.Validate(r); len(wrong) > 0 {
				t.Fatalf("%q gives %v", s, wrong)
			}
		}
	})
}
