// Package workbook makes Excel workbooks for tests, as spreadsheet programs write them. It
// knows nothing of how the desk reads or writes one.
package workbook

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
)

const (
	spaceMain  = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	spaceRel   = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	spacePack  = "http://schemas.openxmlformats.org/package/2006/relationships"
	spaceTypes = "http://schemas.openxmlformats.org/package/2006/content-types"
	mediaSheet = "application/vnd.openxmlformats-officedocument.spreadsheetml"
)

// Of makes a workbook of one sheet. A cell that is a number, such as 4.10, is kept as a
// number; all else is text.
func Of(rows [][]string) ([]byte, error) {
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	for _, part := range [][2]string{
		{"[Content_Types].xml", `<Types xmlns="` + spaceTypes + `"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
			`<Override PartName="/xl/workbook.xml" ContentType="` + mediaSheet + `.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="` + mediaSheet + `.worksheet+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="` + spacePack + `"><Relationship Id="rId1" Type="` + spaceRel + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook xmlns="` + spaceMain + `" xmlns:r="` + spaceRel + `"><sheets><sheet name="Prices" sheetId="1" r:id="rId1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="` + spacePack + `"><Relationship Id="rId1" Type="` + spaceRel + `/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`},
		{"xl/worksheets/sheet1.xml", sheet(rows)},
	} {
		w, err := archive.Create(part[0])
		if err == nil {
			_, err = w.Write([]byte(xml.Header + part[1]))
		}
		if err != nil {
			return nil, fmt.Errorf("writing %s of a workbook: %w", part[0], err)
		}
	}
	if err := archive.Close(); err != nil {
		return nil, fmt.Errorf("ending a workbook: %w", err)
	}
	return out.Bytes(), nil
}

func sheet(rows [][]string) string {
	var b strings.Builder
	b.WriteString(`<worksheet xmlns="` + spaceMain + `"><sheetData>`)
	for r, row := range rows {
		fmt.Fprintf(&b, `<row r="%d">`, r+1)
		for c, cell := range row {
			if cell != "" {
				b.WriteString(cellOf(string(rune('A'+c))+strconv.Itoa(r+1), cell))
			}
		}
		b.WriteString(`</row>`)
	}
	b.WriteString(`</sheetData></worksheet>`)
	return b.String()
}

func cellOf(at, text string) string {
	if _, err := strconv.ParseFloat(text, 64); err == nil {
		return fmt.Sprintf(`<c r="%s"><v>%s</v></c>`, at, text)
	}
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a builder takes everything
	return fmt.Sprintf(`<c r="%s" t="inlineStr"><is><t>%s</t></is></c>`, at, b.String())
}
