package document

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"tradedesk/model/value"
)

// The styles of cells, by their place in the part of styles.
const (
	stylePlain = iota
	styleQuoted
	styleBold
	styleTitle
	styleHead
	styleWrapped
	styleDay
	styleLine                                             // to sign on
	styleNumbers                                          // and one more for each decimal
	styleBoldNumbers = styleNumbers + mostShownDigits + 1 // as above
	mostShownDigits  = 10
)

// mostDigits is how many digits of a number a spreadsheet keeps.
const mostDigits = 15

// cell is one of a sheet: a text, a number, or nothing.
type cell struct {
	text, number string
	style        int
}

// textCell gives a cell of a text. One that begins as a formula does is marked as a text, so
// that it stays one when it is edited or saved as another format.
func textCell(s string, style int) cell {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) && (style == stylePlain || style == styleWrapped) {
		style = styleQuoted
	}
	return cell{text: s, style: style}
}

// numberCell gives a cell of a number with at least so many decimals; one that a
// spreadsheet would round stays a text.
func numberCell(s string, decimals int) cell {
	padded := string(atLeast(value.Decimal(s), decimals))
	_, fraction, _ := strings.Cut(padded, ".")
	digits := strings.Trim(strings.Replace(s, ".", "", 1), "-0")
	if s == "" || len(digits) > mostDigits || len(fraction) > mostShownDigits {
		return textCell(s, stylePlain)
	}
	if _, err := value.Decimal(s).Big(); err != nil {
		return textCell(s, stylePlain)
	}
	return cell{number: s, style: styleNumbers + len(fraction)}
}

// dayCell gives a cell of a day, of a text when it is none.
func dayCell(day string) cell {
	at, err := time.Parse(time.DateOnly, day)
	first := time.Date(1900, 3, 1, 0, 0, 0, 0, time.UTC) // from which on Excel counts right
	if err != nil || at.Before(first) || at.Year() > 9999 {
		return textCell(day, stylePlain)
	}
	return cell{number: strconv.Itoa(int(at.Sub(first).Hours())/24 + 61), style: styleDay}
}

// sheet is filled row by row.
type sheet struct{ rows [][]cell }

func (s *sheet) row(cells ...cell) { s.rows = append(s.rows, cells) }

const (
	xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	mainNS  = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	relNS   = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	packNS  = "http://schemas.openxmlformats.org/package/2006/"
	typeNS  = "application/vnd.openxmlformats-officedocument.spreadsheetml."
)

// write writes the workbook.
func (s *sheet) write(w io.Writer, rightToLeft bool) error {
	z := zip.NewWriter(w)
	for _, part := range []struct{ name, text string }{
		{"[Content_Types].xml", `<Types xmlns="` + packNS + `content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
			`<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="` + typeNS + `sheet.main+xml"/>` +
			`<Override PartName="/xl/worksheets/sheet1.xml" ContentType="` + typeNS + `worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="` + typeNS + `styles+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="` + packNS + `relationships"><Relationship Id="rId1" Type="` + relNS + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook xmlns="` + mainNS + `" xmlns:r="` + relNS + `"><sheets><sheet name="offer" sheetId="1" r:id="rId1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="` + packNS + `relationships"><Relationship Id="rId1" Type="` + relNS + `/worksheet" Target="worksheets/sheet1.xml"/>` +
			`<Relationship Id="rId2" Type="` + relNS + `/styles" Target="styles.xml"/></Relationships>`},
		{"xl/styles.xml", sheetStyles()},
		{"xl/worksheets/sheet1.xml", s.worksheet(rightToLeft)},
	} {
		out, err := z.Create(part.name)
		if err == nil {
			_, err = io.WriteString(out, xmlHead+part.text)
		}
		if err != nil {
			return errors.Join(err, z.Close())
		}
	}
	return z.Close()
}

func (s *sheet) worksheet(rightToLeft bool) string {
	var out strings.Builder
	direction := ""
	if rightToLeft {
		direction = ` rightToLeft="1"`
	}
	out.WriteString(`<worksheet xmlns="` + mainNS + `"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView showGridLines="0" workbookViewId="0"` + direction + `/></sheetViews><cols>`)
	for i, width := range []int{22, 48, 12, 14, 10, 16, 18} {
		fmt.Fprintf(&out, `<col min="%d" max="%d" width="%d" customWidth="1"/>`, i+1, i+1, width)
	}
	out.WriteString("</cols><sheetData>")
	for i, row := range s.rows {
		fmt.Fprintf(&out, `<row r="%d">`, i+1)
		for column, c := range row {
			at := string(rune('A'+column)) + strconv.Itoa(i+1)
			switch {
			case c.number != "":
				fmt.Fprintf(&out, `<c r="%s" s="%d"><v>%s</v></c>`, at, c.style, c.number)
			case c.text != "":
				fmt.Fprintf(&out, `<c r="%s" s="%d" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>`, at, c.style, cellText(c.text))
			case c.style != stylePlain:
				fmt.Fprintf(&out, `<c r="%s" s="%d"/>`, at, c.style)
			}
		}
		out.WriteString("</row>")
	}
	out.WriteString(`</sheetData><pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/><pageSetup paperSize="9" orientation="portrait" fitToWidth="1" fitToHeight="0"/></worksheet>`)
	return out.String()
}

// sheetStyles gives the styles in the order of the constants above.
func sheetStyles() string {
	const firstFormat = 164 // those of the program itself come before
	var formats, styles strings.Builder
	fmt.Fprintf(&formats, `<numFmt numFmtId="%d" formatCode="yyyy\-mm\-dd"/>`, firstFormat)
	for decimals := range mostShownDigits + 1 {
		code := "#,##0"
		if decimals > 0 {
			code += "." + strings.Repeat("0", decimals)
		}
		fmt.Fprintf(&formats, `<numFmt numFmtId="%d" formatCode="%s"/>`, firstFormat+1+decimals, code)
	}
	style := func(format, font, fill int, rest string) {
		fmt.Fprintf(&styles, `<xf numFmtId="%d" fontId="%d" fillId="%d" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1"%s`, format, font, fill, rest)
	}
	wrap := ` applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>`
	style(0, 0, 0, "/>")
	style(0, 0, 0, ` quotePrefix="1"`+wrap)
	style(0, 1, 0, "/>")
	style(0, 2, 0, "/>")
	style(0, 1, 2, wrap)
	style(0, 0, 0, wrap)
	style(firstFormat, 0, 0, ` applyAlignment="1"><alignment horizontal="left"/></xf>`)
	styles.WriteString(`<xf numFmtId="0" fontId="0" fillId="0" borderId="1" xfId="0" applyBorder="1"/>`)
	for font := range 2 {
		for decimals := range mostShownDigits + 1 {
			style(firstFormat+1+decimals, font, 0, ` applyAlignment="1"><alignment vertical="top"/></xf>`)
		}
	}
	return `<styleSheet xmlns="` + mainNS + `"><numFmts count="` + strconv.Itoa(mostShownDigits+2) + `">` + formats.String() + `</numFmts>` +
		`<fonts count="3"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="16"/><name val="Calibri"/></font></fonts>` +
		`<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>` +
		`<fill><patternFill patternType="solid"><fgColor rgb="FFEEF2F5"/><bgColor indexed="64"/></patternFill></fill></fills><borders count="2"><border/><border><left/><right/><top/><bottom style="thin"><color auto="1"/></bottom><diagonal/></border></borders>` +
		`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="` + strconv.Itoa(styleBoldNumbers+mostShownDigits+1) + `">` + styles.String() + `</cellXfs></styleSheet>`
}
