package exchange

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"tradedesk/internal/race"
	"tradedesk/model"
)

// book makes a workbook of sheets, each given as the XML of its rows. settings
// is what stands in workbookPr; formats are the cells' number formats.
func book(t testing.TB, settings string, formats []string, sheets ...string) string {
	t.Helper()
	w := newSheetWriter(io.Discard, model.KindLead)
	var out bytes.Buffer
	w.zip = zip.NewWriter(&out)
	for i, rows := range sheets {
		w.names = append(w.names, fmt.Sprintf("Sheet %d", i+1))
		part, err := w.zip.Create(fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(part, `<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>`, sheetSpace, rows)
	}
	if err := w.parts(); err != nil {
		t.Fatal(err)
	}
	if err := w.zip.Close(); err != nil {
		t.Fatal(err)
	}
	return rezip(t, out.String(), func(name, text string) string {
		switch name {
		case "xl/workbook.xml":
			return strings.Replace(text, "<sheets>", "<workbookPr "+settings+"/><sheets>", 1)
		case "xl/styles.xml":
			if formats == nil {
				return text
			}
			var fmts, xfs strings.Builder
			for i, code := range formats {
				fmt.Fprintf(&fmts, `<numFmt numFmtId="%d" formatCode="%s"/>`, 200+i, code)
				fmt.Fprintf(&xfs, `<xf numFmtId="%d"/>`, 200+i)
			}
			return `<styleSheet><numFmts>` + fmts.String() + `</numFmts><cellXfs>` + xfs.String() + `</cellXfs></styleSheet>`
		}
		return text
	})
}

// rezip changes the parts of an archive.
func rezip(t testing.TB, file string, change func(name, text string) string) string {
	t.Helper()
	in, err := zip.NewReader(strings.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, part := range in.File {
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		p, err := w.Create(part.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(p, change(part.Name, string(text))); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// row makes a row of texts; what begins with "<" is a cell as it is.
func row(cells ...string) string {
	var out strings.Builder
	out.WriteString("<row>")
	for _, c := range cells {
		if !strings.HasPrefix(c, "<") {
			c = `<c t="inlineStr"><is><t>` + c + `</t></is></c>`
		}
		out.WriteString(c)
	}
	return out.String() + "</row>"
}

func TestSheets(t *testing.T) {
	formats := []string{"General", "dd/mm/yyyy", "[h]:mm", "d-mmm-yy h:mm", "00000", "0.00", "&quot;day&quot; 0", "yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"}
	header := row("Company", "Received at", "Target price", "Website", "Zip")
	tests := []struct {
		name, settings, rows string
		want                 []string
	}{
		{"a date", "", header + row("Nord", `<c s="1"><v>45292</v></c>`), []string{"received_at=2024-01-01T09:00:00.000Z"}},
		{"a date of 1904", `date1904="1"`, header + row("Nord", `<c s="1"><v>43830</v></c>`), []string{"received_at=2024-01-01T09:00:00.000Z"}},
		{"a date with a time", "", header + row("Nord", `<c s="3"><v>45292.604166666664</v></c>`), []string{"received_at=2024-01-01T14:30:00.000Z"}},
		{"a date in Chinese", "", header + row("Nord", `<c s="7"><v>45292</v></c>`), []string{"received_at=2024-01-01T09:00:00.000Z"}},
		{"a date that is shown as a number", "", header + row("Nord", `<c><v>45292</v></c>`), []string{"received_at=2024-01-01T09:00:00.000Z"}},
		{"a date in ISO", "", header + row("Nord", `<c t="d"><v>2024-01-01T14:30:00</v></c>`), []string{"received_at=2024-01-01T14:30:00.000Z"}},
		{"a date as text", "", header + row("Nord", "31/12/2023"), []string{"received_at=2023-12-31T09:00:00.000Z"}},
		{"the leap day that was none", "", header + row("Nord", `<c s="1"><v>61</v></c>`), []string{"received_at=1900-03-01T09:00:00.000Z"}},
		{"before that day", "", header + row("Nord", `<c s="1"><v>59</v></c>`), []string{"received_at=1900-02-28T09:00:00.000Z"}},
		{"a number with noise", "", header + row("Nord", "", `<c><v>0.10000000000000001</v></c>`), []string{"target_price=0.1"}},
		{"a number with three decimals is no thousand", "", header + row("Nord", "", `<c><v>1.234</v></c>`), []string{"target_price=1.234"}},
		{"a large number", "", header + row("Nord", "", `<c><v>1.5E6</v></c>`), []string{"target_price=1500000"}},
		{"two decimals", "", header + row("Nord", "", `<c s="5"><v>4.5</v></c>`), []string{"target_price=4.50"}},
		{"zeros before", "", header + row("Nord", "", "", "", `<c s="4"><v>1234</v></c>`), []string{"address=01234"}},
		{"a formula", "", header + row(`<c t="str"><f>A1&amp;B1</f><v>Nord &amp; Sud</v></c>`), []string{"company=Nord & Sud"}},
		{"rich text", "", header + row(`<c t="inlineStr"><is><r><t>No</t></r><r><t xml:space="preserve">rd </t></r><rPh><t>x</t></rPh></is></c>`), []string{"company=Nord"}},
		{"titles above", "", `<row r="1"><c r="A1" t="inlineStr"><is><t>Leads of May</t></is></c></row>` + row("") + row("made by", "Salma") + header + row("Nord", "", `<c><v>5</v></c>`), []string{"company=Nord", "target_price=5"}},
		{"cells by name", "", header + `<row r="9"><c r="C9"><v>7</v></c><c r="A9" t="inlineStr"><is><t>Nord</t></is></c></row>`, []string{"company=Nord", "target_price=7"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			desk := newFakeDesk()
			req := testRequest("a.xlsx")
			req.Kind = model.KindLead
			report := mustImport(t, desk, req, book(t, test.settings, formats, test.rows))
			if report.Created != 1 || report.Warned != 0 || report.Format != "xlsx" {
				t.Fatalf("report %+v", report)
			}
			got := strings.Join(filled(desk.all()[0]), "\n")
			for _, want := range test.want {
				if !strings.Contains(got, want) {
					t.Errorf("no %q in\n%s", want, got)
				}
			}
		})
	}
}

func TestSeveralSheets(t *testing.T) {
	file := book(t, "", nil,
		row("Company", "Email")+row("Nord", "a@nord.fi")+row("Sud", "wrong"),
		row("Supplier", "Products", "MOQ")+row("Atlas", "argan oil", `<c><v>200</v></c>`),
		"",
		row("Company", "Email")+row("Hidden", "h@h.fi"))
	file = rezip(t, file, func(name, text string) string {
		return strings.Replace(text, `<sheet name="Sheet 4"`, `<sheet state="hidden" name="Sheet 4"`, 1)
	})
	desk := newFakeDesk()
	report := mustImport(t, desk, testRequest("a.xlsx"), file)
	if report.Created != 2 || report.Rejected != 1 || report.Errors[0].Sheet != "Sheet 1" || report.Errors[0].Line != 3 || report.Errors[0].Column != 2 {
		t.Errorf("report %+v", report)
	}
	if report.Warned != 1 || report.Warnings[0].Sheet != "Sheet 4" {
		t.Errorf("warnings %+v", report.Warnings)
	}
	if supplier, ok := desk.all()[1].(*model.Supplier); !ok || supplier.MOQ != "200" {
		t.Errorf("got %s", model.EncodeJSON(desk.all()[1]))
	}
	if again := mustImport(t, desk, testRequest("a.xlsx"), file); again.Unchanged != 2 || again.Created != 0 {
		t.Errorf("again: %+v", again)
	}
	req := testRequest("a.xlsx")
	req.Map = `sheet = "sheet 4"`
	if report := mustImport(t, newFakeDesk(), req, file); report.Created != 1 || report.Warned != 0 {
		t.Errorf("report %+v", report)
	}
	req.Map = `sheet = "other"`
	if _, err := Import(context.Background(), newFakeDesk(), req, strings.NewReader(file), nil); !errors.Is(err, ErrFormat) {
		t.Errorf("error %v", err)
	}
}

func TestErrorsInCells(t *testing.T) {
	desk := newFakeDesk()
	report := mustImport(t, desk, testRequest("a.xlsx"), book(t, "", nil, row("Company", "Quantity")+row("Nord", `<c t="e"><v>#DIV/0!</v></c>`)))
	if report.Created != 1 || report.Warned != 1 || report.Warnings[0].Column != 2 || desk.all()[0].(*model.Lead).Quantity != "" {
		t.Errorf("report %+v", report)
	}
}

func TestDamagedWorkbooks(t *testing.T) {
	good := book(t, "", nil, row("Company", "Email")+row("Nord", "a@nord.fi"))
	change := func(part, old, new string) string {
		return rezip(t, good, func(name, text string) string {
			if name == part {
				return strings.Replace(text, old, new, 1)
			}
			return text
		})
	}
	const sheet = "xl/worksheets/sheet1.xml"
	tests := []struct{ name, file, want string }{
		{"cut off", good[:len(good)/2], "cut off"},
		{"a document type", change(sheet, "<worksheet", `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet`), "XML entities"},
		{"an entity that is none", change(sheet, "Nord", "&nord;"), "entity"},
		{"XML that is none", change(sheet, "</row>", "</rows"), "sheet1.xml"},
		{"a tag without end", change(sheet, "Nord", "<t "+strings.Repeat(`a="b" `, maxXMLToken/6+1)), "text or tag"},
		{"deep", change(sheet, "<sheetData>", "<sheetData>"+strings.Repeat("<x>", maxXMLDepth+1)), "levels deep"},
		{"a Word document", zipped(t, "word/document.xml", "x"), "Word document"},
		{"an OpenDocument", zipped(t, "content.xml", "x"), "OpenDocument"},
		{"an archive", zipped(t, "a.csv", "Company\nNord\n"), "unpack it first"},
		{"no rows", book(t, "", nil, ""), "no rows"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := Import(context.Background(), newFakeDesk(), testRequest("a.xlsx"), strings.NewReader(test.file), nil)
			if !errors.Is(err, ErrFormat) || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("error %v, want one line with %q", err, test.want)
			}
		})
	}
}

func zipped(t testing.TB, name, text string) string {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	p, err := w.Create(name)
	if err == nil {
		_, err = io.WriteString(p, text)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// A bomb is refused while little of it is unpacked, and for little memory.
func TestBombs(t *testing.T) {
	bomb := func(name, begin, repeated string, times int) string {
		var out bytes.Buffer
		w := zip.NewWriter(&out)
		parts := book(t, "", nil, row("Company"))
		in, err := zip.NewReader(strings.NewReader(parts), int64(len(parts)))
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range in.File {
			if part.Name != name {
				if err := w.Copy(part); err != nil {
					t.Fatal(err)
				}
			}
		}
		p, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if race.Enabled {
			times /= 8 // still more than is unpacked
		}
		if _, err := io.Copy(p, pattern(begin, repeated, times, "")); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	const mib = 1 << 20
	tests := []struct{ name, file string }{
		{"spaces in a sheet", bomb("xl/worksheets/sheet1.xml", "<worksheet>", strings.Repeat(" ", 1024), 64*1024)},
		{"rows in a sheet", bomb("xl/worksheets/sheet1.xml", "<worksheet><sheetData>", "<row></row>", 16*mib)},
		{"styles", bomb("xl/styles.xml", "<styleSheet><cellXfs>", "<xf/>", 32*mib)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var err error
			took := allocated(func() {
				_, err = Import(context.Background(), newFakeDesk(), testRequest("a.xlsx"), strings.NewReader(test.file), nil)
			})
			if !errors.Is(err, errBomb) && !errors.Is(err, errXMLToken) {
				t.Errorf("error %v", err)
			}
			// The tags before the bound are read, and forgotten one by one.
			if took > 512*mib {
				t.Errorf("took %d MiB in all", took/mib)
			}
		})
	}
}

func FuzzXLSX(f *testing.F) {
	f.Add(row("Company", "Email") + row("Nord", "a@nord.fi"))
	f.Add(`<row r="3"><c r="B3" t="s"><v>0</v></c><c s="2"><v>45292.5</v></c></row>`)
	f.Add(row("Company", `<c t="e"><v>#N/A</v></c>`) + `<row r="1048576"><c r="XFD1"><v>1e309</v></c></row>`)
	f.Fuzz(func(t *testing.T, rows string) { fuzzImport(t, "a.xlsx", book(t, "", nil, rows)) })
}

func FuzzArchive(f *testing.F) {
	f.Add(book(f, "", nil, row("Company", "Email")+row("Nord", "a@nord.fi")))
	f.Add(fixture(f, "deaths.xlsx"))
	f.Fuzz(func(t *testing.T, file string) {
		fuzzImport(t, "a.xlsx", "PK\x03\x04"+strings.TrimPrefix(file, "PK\x03\x04"))
	})
}

// Titles stand above both tables of this workbook, and remarks below them.
func TestWorkbookOfOthers(t *testing.T) {
	desk := newFakeDesk()
	for _, want := range []FileReport{{Created: 23, Rejected: 5}, {Unchanged: 23, Rejected: 5}} {
		report := mustImport(t, desk, testRequest("deaths.xlsx"), fixture(t, "deaths.xlsx"))
		if report.Created != want.Created || report.Unchanged != want.Unchanged || report.Rejected != want.Rejected || report.Kind != model.KindContact {
			t.Errorf("report %+v", report)
		}
	}
	first := desk.all()[0].(*model.Contact)
	if first.Name != "David Bowie" || first.Title != "musician" || first.Custom["Date of birth"] != "1947-01-08" || first.Custom["Has kids"] != "TRUE" {
		t.Errorf("got %s", model.EncodeJSON(first))
	}
	// A workbook that names nobody gives nothing, and says so for each row.
	if report := mustImport(t, desk, testRequest("type-me.xlsx"), fixture(t, "type-me.xlsx")); report.Created != 0 || report.Rejected != 30 {
		t.Errorf("report %+v", report)
	}
}
