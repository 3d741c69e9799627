package exchange

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"

	"tradedesk/model"
)

// blackHole takes records and forgets them, so that only the reading counts.
type blackHole struct{ *fakeDesk }

func (blackHole) Put(context.Context, []Incoming) (int, error) { return 0, nil }

func benchmarkImport(b *testing.B, name string, rows int, file string) {
	b.ReportAllocs()
	b.SetBytes(int64(len(file)))
	for b.Loop() {
		report, err := Import(context.Background(), blackHole{newFakeDesk()}, testRequest(name), strings.NewReader(file), nil)
		if err != nil || report.Created != rows {
			b.Fatalf("error %v, report %+v", err, report)
		}
	}
	b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkImportCSV(b *testing.B) {
	const rows = 5_000
	file, err := io.ReadAll(&leadRows{rows: rows})
	if err != nil {
		b.Fatal(err)
	}
	benchmarkImport(b, "a.csv", rows, string(file))
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
