package exchange

import (
	"archive/zip"
	"bufio"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"tradedesk/model"
	"tradedesk/model/value"
)

// What Excel can take (its specifications and limits).
const (
	maxSheetRows = 1_048_576
	maxCellUnits = 32_767 // UTF-16 code units in a cell
)

// maxDecimals is how many decimals a number is shown with when they end in zero.
const maxDecimals = 6

// The styles of cells, by their place in stylesPart.
const (
	stylePlain = iota
	styleHeader
	styleDay
	styleMoment
	styleDecimals // and one more for each decimal
)

// sheetWriter writes a workbook, a sheet for each kind, as it comes: text cells
// that can never be formulas, numbers as numbers, dates as dates.
type sheetWriter struct {
	zip  *zip.Writer
	kind model.Kind // of the sheet that is open, or of an empty workbook

	sheet  *bufio.Writer
	schema *model.Schema // of the open sheet, nil when none is
	row    int
	names  []string
	done   map[model.Kind]bool
}

func newSheetWriter(out io.Writer, kind model.Kind) *sheetWriter {
	return &sheetWriter{zip: zip.NewWriter(out), kind: kind, done: map[model.Kind]bool{}}
}

func (w *sheetWriter) write(r model.Record) error {
	if w.schema == nil || r.Kind() != w.kind || w.row == maxSheetRows {
		if err := w.begin(r.Kind()); err != nil {
			return err
		}
	}
	w.row++
	fmt.Fprintf(w.sheet, `<row r="%d">`, w.row)
	column := 0
	for _, f := range w.schema.Fields {
		if err := w.field(column, f, r); err != nil {
			return err
		}
		column++
		if f.Name == "id" {
			w.text(column, stylePlain, string(w.kind))
			column++
		}
	}
	if extra := r.Header().Extra; len(extra) > 0 {
		if err := w.long(column, extraColumn, string(mustJSON(extra)), r); err != nil {
			return err
		}
	}
	// A bufio.Writer keeps its first error.
	_, err := w.sheet.WriteString("</row>")
	return err
}

// begin ends the open sheet and begins the next one.
func (w *sheetWriter) begin(kind model.Kind) error {
	if err := w.endSheet(); err != nil {
		return err
	}
	if kind != w.kind && w.done[kind] {
		return fmt.Errorf("a %s after records of other kinds: in a workbook those of a kind stand together", kind)
	}
	w.kind, w.schema = kind, model.SchemaOf(kind)
	if w.schema == nil {
		return fmt.Errorf("records of kind %.40q are not known here: write them as JSON", kind)
	}
	name := string(kind)
	if w.done[kind] {
		name += " " + strconv.Itoa(len(w.names)+1)
	}
	w.done[kind] = true
	w.names = append(w.names, name)
	part, err := w.zip.Create(fmt.Sprintf("xl/worksheets/sheet%d.xml", len(w.names)))
	if err != nil {
		return err
	}
	w.sheet, w.row = bufio.NewWriterSize(part, 32<<10), 1
	w.sheet.WriteString(xmlHead + `<worksheet xmlns="` + sheetSpace + `"><sheetViews><sheetView workbookViewId="0">` +
		`<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>` +
		`<cols><col min="1" max="60" width="18" customWidth="1"/></cols><sheetData><row r="1">`)
	column := 0
	for _, f := range w.schema.Fields {
		w.text(column, styleHeader, f.Name)
		column++
		if f.Name == "id" {
			w.text(column, styleHeader, "kind")
			column++
		}
	}
	w.text(column, styleHeader, extraColumn)
	_, err = w.sheet.WriteString("</row>")
	return err
}

func (w *sheetWriter) endSheet() error {
	if w.sheet == nil {
		return nil
	}
	w.sheet.WriteString("</sheetData></worksheet>")
	err := w.sheet.Flush()
	w.sheet = nil
	return err
}

// field writes the cell of one field; an empty one has none.
func (w *sheetWriter) field(column int, f model.Field, r model.Record) error {
	if f.Empty(r) {
		return nil
	}
	text := model.FieldText(f, r)
	if f.List {
		return w.long(column, f.Name, text, r)
	}
	switch f.Type {
	case model.TypeDecimal, model.TypeInt:
		if style, ok := numberCell(text); ok {
			w.number(column, style, text)
			return nil
		}
	case model.TypeDate, model.TypeInstant:
		if serial, style, ok := dateCell(f.Value(r)); ok {
			w.number(column, style, serial)
			return nil
		}
	}
	return w.long(column, f.Name, text, r)
}

// numberCell gives the style with which a number comes back as it is written;
// false when a spreadsheet would change it.
func numberCell(text string) (style int, ok bool) {
	n, err := strconv.ParseFloat(text, 64)
	_, fraction, _ := strings.Cut(text, ".")
	if err != nil || len(text) > 15 || len(fraction) > maxDecimals && strings.HasSuffix(text, "0") {
		return 0, false
	}
	shown := numberStyle{}
	if strings.HasSuffix(fraction, "0") {
		style, shown.decimals = styleDecimals+len(fraction)-1, len(fraction)
	}
	return style, numberText(strconv.FormatFloat(n, 'f', -1, 64), shown) == text
}

// dateCell gives the number of days of a date or a moment; false when it would
// not come back as it is.
func dateCell(v any) (serial string, style int, ok bool) {
	var at time.Time
	var shown numberStyle
	var text string
	switch v := v.(type) {
	case value.Instant:
		at, text, style, shown = v.Time(), v.Time().Format(momentLayout), styleMoment, numberStyle{date: true, clock: true}
	case value.Date:
		day, err := time.Parse(time.DateOnly, v.String())
		if err != nil {
			return "", 0, false
		}
		at, text, style, shown = day, v.String(), styleDay, numberStyle{date: true}
	}
	epoch := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if at.Before(epoch.AddDate(0, 0, 61)) || at.Year() > 9999 {
		return "", 0, false
	}
	days := math.Floor(float64(at.Unix()-epoch.Unix()) / 86400)
	within := at.Sub(at.Truncate(24 * time.Hour))
	n := days + float64(within.Milliseconds())/86400e3
	back, ok := serialText(n, shown, false)
	return strconv.FormatFloat(n, 'f', -1, 64), style, ok && back == text
}

func (w *sheetWriter) number(column, style int, text string) {
	fmt.Fprintf(w.sheet, `<c r="%s" s="%d"><v>%s</v></c>`, cellName(column, w.row), style, text)
}

// long writes a text, or says that a cell has no room for it.
func (w *sheetWriter) long(column int, field, text string, r model.Record) error {
	if len(text) > maxCellUnits && len(utf16.Encode([]rune(text))) > maxCellUnits {
		return fmt.Errorf("%s of %s %s is longer than the %d characters that a spreadsheet's cell holds: export it as csv or ndjson",
			field, r.Kind(), r.Header().ID, maxCellUnits)
	}
	// The reader takes an apostrophe off that guards a formula: this is none.
	if unguard(text) != text {
		text = "'" + text
	}
	w.text(column, stylePlain, text)
	return nil
}

func (w *sheetWriter) text(column, style int, text string) {
	fmt.Fprintf(w.sheet, `<c r="%s" s="%d" t="inlineStr"><is><t xml:space="preserve">`, cellName(column, w.row), style)
	escapeCell(w.sheet, text)
	w.sheet.WriteString("</t></is></c>")
}

// escapeCell writes a text for XML; what XML cannot hold, and what would read as
// such an escape, is written as _xHHHH_.
func escapeCell(out *bufio.Writer, text string) {
	for i, r := range text {
		switch {
		case r == '&':
			out.WriteString("&amp;")
		case r == '<':
			out.WriteString("&lt;")
		case r == '>':
			out.WriteString("&gt;")
		case r < ' ' && r != '\t' && r != '\n', r == 0xFFFE, r == 0xFFFF:
			fmt.Fprintf(out, "_x%04X_", r)
		case r == '_' && unescapeCell(text[i:min(len(text), i+7)]) != text[i:min(len(text), i+7)]:
			out.WriteString("_x005F_")
		case r == utf8.RuneError:
			out.WriteRune(utf8.RuneError)
		default:
			out.WriteRune(r)
		}
	}
}

// cellName gives the name of a cell, such as AB12.
func cellName(column, row int) string {
	letters := ""
	for n := column + 1; n > 0; n = (n - 1) / 26 {
		letters = string(rune('A'+(n-1)%26)) + letters
	}
	return letters + strconv.Itoa(row)
}

func (w *sheetWriter) end() error {
	if len(w.names) == 0 {
		kind := w.kind
		if kind == "" {
			kind = model.KindLead
		}
		if err := w.begin(kind); err != nil {
			return err
		}
	}
	if err := w.endSheet(); err != nil {
		return err
	}
	return errors.Join(w.parts(), w.zip.Close())
}

const (
	xmlHead     = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	sheetSpace  = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	relSpace    = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	packageType = "application/vnd.openxmlformats-officedocument.spreadsheetml."
)

// parts writes what holds the sheets together.
func (w *sheetWriter) parts() error {
	var types, sheets, relations strings.Builder
	for i, name := range w.names {
		fmt.Fprintf(&types, `<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="%sworksheet+xml"/>`, i+1, packageType)
		fmt.Fprintf(&sheets, `<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, name, i+1, i+1)
		fmt.Fprintf(&relations, `<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>`, i+1, relSpace, i+1)
	}
	const package2006 = "http://schemas.openxmlformats.org/package/2006/"
	for _, part := range []struct{ name, text string }{
		{"xl/styles.xml", stylesPart()},
		{"xl/workbook.xml", `<workbook xmlns="` + sheetSpace + `" xmlns:r="` + relSpace + `"><sheets>` + sheets.String() + `</sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="` + package2006 + `relationships">` + relations.String() +
			`<Relationship Id="rIdStyles" Type="` + relSpace + `/styles" Target="styles.xml"/></Relationships>`},
		{"_rels/.rels", `<Relationships xmlns="` + package2006 + `relationships"><Relationship Id="rId1" Type="` + relSpace +
			`/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"[Content_Types].xml", `<Types xmlns="` + package2006 + `content-types"><Default Extension="rels" ` +
			`ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
			`<Override PartName="/xl/workbook.xml" ContentType="` + packageType + `sheet.main+xml"/>` +
			`<Override PartName="/xl/styles.xml" ContentType="` + packageType + `styles+xml"/>` + types.String() + `</Types>`},
	} {
		out, err := w.zip.Create(part.name)
		if err != nil {
			return err
		}
		if _, err := io.WriteString(out, xmlHead+part.text); err != nil {
			return err
		}
	}
	return nil
}

// stylesPart gives the styles in the order of the constants above.
func stylesPart() string {
	var formats, styles strings.Builder
	add := func(id int, code string) {
		fmt.Fprintf(&formats, `<numFmt numFmtId="%d" formatCode="%s"/>`, id, code)
		fmt.Fprintf(&styles, `<xf numFmtId="%d" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`, id)
	}
	styles.WriteString(`<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>`)
	add(164, "yyyy\\-mm\\-dd")
	add(165, "yyyy\\-mm\\-dd\\ hh:mm:ss")
	for n := range maxDecimals {
		add(166+n, "0."+strings.Repeat("0", n+1))
	}
	return fmt.Sprintf(`<styleSheet xmlns="%s"><numFmts count="%d">%s</numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>`+
		`<font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill>`+
		`<fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>`+
		`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="%d">%s</cellXfs></styleSheet>`,
		sheetSpace, 2+maxDecimals, formats.String(), 4+maxDecimals, styles.String())
}
