package document

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"testing"

	"tradedesk/model"
)

type readCell struct {
	At     string `xml:"r,attr"`
	Style  int    `xml:"s,attr"`
	Type   string `xml:"t,attr"`
	Number string `xml:"v"`
	Text   string `xml:"is>t"`
	F      string `xml:"f"`
}

// readSheet gives the cells of a workbook by their texts and numbers.
func readSheet(t *testing.T, data []byte) (cells map[string]readCell, whole string) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	cells = map[string]readCell{}
	for _, part := range z.File {
		in, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		var sheet struct {
			Rows []struct {
				Cells []readCell `xml:"c"`
			} `xml:"sheetData>row"`
		}
		if err := xml.Unmarshal(content, &sheet); err != nil {
			t.Fatalf("%s: %v", part.Name, err)
		}
		for _, row := range sheet.Rows {
			for _, c := range row.Cells {
				cells[c.Text+c.Number] = c
			}
		}
		if strings.HasSuffix(part.Name, "sheet1.xml") {
			whole = string(content)
		}
	}
	return cells, whole
}

func TestXLSX(t *testing.T) {
	cells, _ := readSheet(t, written(t, sample(t, "fr", 3), XLSX))
	for _, text := range []string{"Tanger Med Export SARL", "Offre de prix", "OFF-2026-4K7M2QX/2", "Désignation", "Laboratoires Provence & Cie", "30 % à la commande", "kg"} {
		if cells[text].Type != "inlineStr" {
			t.Errorf("there is no text %q: %+v", text, cells[text])
		}
	}
	for _, tt := range []struct {
		number string
		style  int
	}{
		{"10000", styleNumbers}, {"5.2166", styleNumbers + 4}, {"52166.00", styleNumbers + 2}, {"139276.00", styleBoldNumbers + 2}, {"46355", styleDay},
	} {
		if c := cells[tt.number]; c.Number != tt.number || c.Style != tt.style {
			t.Errorf("number %s is %+v, want style %d", tt.number, c, tt.style)
		}
	}
	if _, whole := readSheet(t, written(t, sample(t, "ar", 1), XLSX)); !strings.Contains(whole, `rightToLeft="1"`) {
		t.Error("an Arabic sheet does not begin at the right")
	}
}

// What looks like a formula is a text that is marked as one.
func TestXLSXHasNoFormulas(t *testing.T) {
	o := sample(t, "en", 1)
	hostile := []string{"=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", `=HYPERLINK("http://x","y")`}
	o.Buyer, o.Notes, o.Lines[0].Product, o.Contact, o.Place = hostile[0], hostile[1], hostile[2], hostile[3], "_x0041_"
	o.Firm.TaxNo = hostile[4]
	cells, whole := readSheet(t, written(t, o, XLSX))
	for _, text := range hostile {
		if c := cells[text]; c.Type != "inlineStr" || c.Style != styleQuoted {
			t.Errorf("%q is %+v", text, c)
		}
	}
	if strings.Contains(whole, "<f>") || !strings.Contains(whole, "_x005F_x0041_") {
		t.Error("the sheet has a formula, or an escape that was not escaped")
	}
}

// There is a place to sign for both, with who signs for the firm where that is known.
func TestXLSXHasPlacesToSign(t *testing.T) {
	o := sample(t, "en", 1)
	o.Firm = &model.Firm{Name: "Tanger Med Export SARL"}
	cells, whole := readSheet(t, written(t, o, XLSX))
	for text, column := range map[string]string{"For Tanger Med Export SARL": "A", "Accepted by the buyer": "D", "Name, signature and stamp": "A", "Date · Name, signature and stamp": "D"} {
		if !strings.HasPrefix(cells[text].At, column) {
			t.Errorf("%q is at %q, want column %s", text, cells[text].At, column)
		}
	}
	if n := strings.Count(whole, fmt.Sprintf(` s="%d"/>`, styleLine)); n != 6 {
		t.Errorf("%d cells have a line to sign on, want 6", n)
	}
	o.Firm.Signatory, o.Firm.Title = "=Salma", "Director"
	cells, _ = readSheet(t, written(t, o, XLSX))
	if c := cells["=Salma"]; c.Style != styleQuoted || cells["Director"].At == "" || cells["Signature and stamp"].At == "" || cells["Name, signature and stamp"].At != "" {
		t.Errorf("who signs is %+v", cells)
	}
}

// A number that a spreadsheet would round is a text.
func TestXLSXKeepsDigits(t *testing.T) {
	if c := numberCell("1234567890123456.78", 2); c.number != "" || c.text != "1234567890123456.78" {
		t.Errorf("%+v", c)
	}
	if c := numberCell("123456789012.125", 0); c.number != "123456789012.125" || c.style != styleNumbers+3 {
		t.Errorf("%+v", c)
	}
	if c := numberCell("no number", 2); c.number != "" {
		t.Errorf("%+v", c)
	}
}
