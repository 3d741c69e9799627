package exchange

import (
	"context"
	"errors"
	"strings"
	"testing"

	"tradedesk/model"
)

// fuzzImport holds what any file must hold: it ends, counts add up, what goes in
// is valid, and going in again creates nothing.
func fuzzImport(t *testing.T, name, file string) {
	desk := newFakeDesk()
	report, err := Import(context.Background(), desk, testRequest(name), strings.NewReader(file), nil)
	if err != nil {
		if strings.Contains(err.Error(), "\n") {
			t.Errorf("error of more than one line: %q", err)
		}
		return
	}
	if sum := report.Created + report.Updated + report.Unchanged + report.Rejected; sum != report.Read {
		t.Errorf("%d read, %d accounted for: %+v", report.Read, sum, report)
	}
	for _, r := range desk.all() {
		if wrong := model.Validate(r); len(wrong) > 0 {
			t.Errorf("not valid: %v in %s", wrong[0].Error(), model.EncodeJSON(r))
		}
	}
	mustTell(t, report)
	again, err := Import(context.Background(), desk, testRequest(name), strings.NewReader(file), nil)
	if err != nil || again.Created != 0 {
		t.Errorf("again: error %v, %+v", err, again)
	}
}

func FuzzCSV(f *testing.F) {
	f.Add(fixture(f, "leads-100.csv")[:2000])
	f.Add(fixture(f, "organizations-100.csv")[:2000])
	f.Add("Company,Email\n\"Nord,a@nord.fi\nSud,\"b\"\"@sud.ma\"\n")
	f.Add("id,kind,created_at,company,extra\n,lead,,'=x,\"{\"\"a\"\":1}\"\n")
	f.Add("sep=;\nSociété;Qté;Prix\nX;500 kg;1,50 EUR\r\n")
	f.Add(utf8BOM + "الشركة\tالهاتف\r\x00\xff\t+212")
	f.Fuzz(func(t *testing.T, file string) { fuzzImport(t, "a.csv", file) })
}

func FuzzVCard(f *testing.F) {
	for _, name := range []string{"John_Doe_EVOLUTION.vcf", "gmail-single.vcf", "rfc2426-example.vcf", "rfc6350-example.vcf"} {
		f.Add(fixture(f, name))
	}
	f.Add("BEGIN:VCARD\nFN;ENCODING=QUOTED-PRINTABLE;CHARSET=cp1252:=E9=\n x\nTEL;a=\"b:c\nEND:VCARD")
	f.Fuzz(func(t *testing.T, file string) { fuzzImport(t, "a.vcf", "BEGIN:VCARD\n"+file) })
}

func FuzzJSON(f *testing.F) {
	f.Add(`[{"kind":"lead","company":"A","quantity":"5","x":{"y":[1]}}]`)
	f.Add("{\"kind\":\"shipment\",\"id\":\"0190b5c2-7a1e-7c3d-9f00-2b6a1d4e8f11\"}\n{\"kind\":\"lead\",\"phone\":5}\n")
	f.Add("[{\"kind\":\"lead\",\"company\":\"}\\\"\",")
	f.Fuzz(func(t *testing.T, file string) {
		fuzzImport(t, "a.json", file)
		fuzzImport(t, "a.ndjson", file)
	})
}

func FuzzDetect(f *testing.F) {
	f.Add("a.csv", "Name,Email\n")
	f.Add("x", "{")
	f.Fuzz(func(t *testing.T, name, head string) {
		format, err := Detect(name, []byte(head))
		if (err == nil) == (format == "") || err != nil && !errors.Is(err, ErrFormat) {
			t.Errorf("format %q, error %v", format, err)
		}
	})
}
