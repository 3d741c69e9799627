package exchange

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"tradedesk/model"
)

// blackHole takes records and forgets them, so that only the reading counts.
type blackHole struct{ *fakeDesk }

func (blackHole) Prepare(context.Context, []Incoming) (Commit, error) {
	return func(context.Context) (int, error) { return 0, nil }, nil
}

func benchmarkImport(b *testing.B, name string, rows int, file string) {
	b.ReportAllocs()
	b.SetBytes(int64(len(file)))
	for b.Loop() {
		report, err := Import(context.Background(), blackHole{newFakeDesk()}, testRequest(name), strings.NewReader(file), nil)
		if err != nil || report.Created != rows {
			b.Fatalf("error %v, created %d, errors %.300v", err, report.Created, report.Errors)
		}
	}
	b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

// enquiries is a file of leads as a web form's export has them: ten columns, the
// last a letter of some lines.
func enquiries(rows int) string {
	var b strings.Builder
	b.WriteString("Company,Contact,Email,Phone,Country,City,Product,Quantity,Target price,Message\n")
	places := []struct{ country, city, dial string }{
		{"Finland", "Helsinki", "+358 9 12"}, {"Germany", "Hamburg", "+49 40 32"}, {"États-Unis", "New York", "+1 212 55"}, {"United Kingdom", "Leeds", "+44 20 794"},
		{"المغرب", "الدار البيضاء", "+212 522 4"}, {"Japan", "Ōsaka", "+81 3 4567"}, {"France", "Marseille", "+33 4 911"}, {"United Arab Emirates", "Dubai", "+971 4 3"},
	}
	goods := []string{"argan oil", "rose water", "Medjool dates", "saffron", "huile d'olive", "preserved lemons", "black soap", "sardines in oil"}
	for n := range rows {
		p := places[n%len(places)]
		fmt.Fprintf(&b, "\"Nord Foods %d, Inc\",Aino Virta %d,aino.virta%d@nord%d.example,%s%05d,%s,%s,%s,%d kg,%d.50 EUR,", n, n%977, n, n%5003, p.dial, n%100_000, p.country, p.city,
			goods[n%len(goods)], 100+n%900, 3+n%40)
		fmt.Fprintf(&b, "\"Hello,\n\nwe import food for shops in %s and look for a supplier of %s. Please quote %d kg, CIF, with \"\"organic\"\" papers, and tell us how soon you can ship."+
			" We buy every quarter and pay by letter of credit.\n\nBest regards,\nAino Virta %d\"\n", p.city, goods[n%len(goods)], 100+n%900, n)
	}
	return b.String()
}

func BenchmarkImportCSV(b *testing.B) {
	const rows = 20_000
	benchmarkImport(b, "a.csv", rows, enquiries(rows))
}

func BenchmarkImportCards(b *testing.B) {
	const rows = 2_000
	var file strings.Builder
	for range rows {
		file.WriteString("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Aino Virta\r\nORG:Nord Foods\r\nUID:")
		file.WriteString(model.NewIDs(fixedNow, nil).New().String())
		file.WriteString("\r\nEMAIL;TYPE=WORK:aino@nord.fi\r\nTEL:+358 9 123456\r\nEND:VCARD\r\n")
	}
	benchmarkImport(b, "a.vcf", rows, file.String())
}

func BenchmarkExportCSV(b *testing.B) {
	lead := &model.Lead{Company: "Nord Foods", Email: "aino@nord.fi", Message: "Please quote, CIF Helsinki", Phone: "+358912345678"}
	const rows = 5_000
	for b.Loop() {
		var out bytes.Buffer
		err := Export(context.Background(), &out, FormatCSV, func(yield func(model.Record) error) error {
			for range rows {
				if err := yield(lead); err != nil {
					return err
				}
			}
			return nil
		}, ExportOptions{})
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
