package exchange

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"tradedesk/exchange/charset"
	"tradedesk/model"
	"tradedesk/model/text"
)

// Bounds of a preview.
const (
	previewRows    = 5
	previewSamples = 3
)

// ImportPreview is how a file would be read, without a desk. Columns is empty for
// a format that has none.
type ImportPreview struct {
	Format    string          `json:"format"`
	Kind      model.Kind      `json:"kind"`
	Preset    string          `json:"preset,omitempty"`
	Charset   string          `json:"charset,omitempty"`
	Sheets    []string        `json:"sheets,omitempty"`
	Sheet     string          `json:"sheet,omitempty"`
	Header    int             `json:"header"` // the line of the header row
	Decimal   string          `json:"decimal,omitempty"`
	Dates     string          `json:"dates,omitempty"`
	Columns   []PreviewColumn `json:"columns,omitempty"`
	Records   []PreviewRecord `json:"records,omitempty"`
	Names     []string        `json:"names,omitempty"` // what a column can be
	Map       string          `json:"map,omitempty"`   // all of this as a mapping, in TOML
	Signature string          `json:"signature,omitempty"`
	// Sure says that nothing has to be looked at: the columns are those of a
	// program that is known, of a mapping, or say what they mean.
	Sure bool `json:"sure"`
}

// PreviewColumn is a column with what it means and its first values.
type PreviewColumn struct {
	Header  string   `json:"header"`
	Name    string   `json:"name"` // as in a mapping
	Sure    bool     `json:"sure"`
	Samples []string `json:"samples,omitempty"`
}

// PreviewRecord is a row as it would come in, or why it would not.
type PreviewRecord struct {
	Line   int         `json:"line"`
	Fields []NamedText `json:"fields,omitempty"`
	Error  *RowError   `json:"error,omitempty"`
}

// CustomPrefix stands before the name of what is kept under its own name.
const CustomPrefix = "custom."

// NamedText is a field as a person would type it.
type NamedText struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

// Preview reads the beginning of a file as Import would. The errors are Import's.
func Preview(ctx context.Context, req Request, file io.Reader) (preview ImportPreview, err error) {
	s := newSession(ctx, nil, req, file, nil, usualPace())
	err = recovered(func() error { return s.preview(&preview) })
	if err != nil {
		return preview, fmt.Errorf("looking at %s: %w", shownName(req.Name), err)
	}
	return preview, nil
}

// rejectedPreview gives a row that would not go in.
func rejectedPreview(wrong RowError) PreviewRecord {
	wrong = wrong.tell()
	return PreviewRecord{Line: wrong.Line, Error: &wrong}
}

func (s *session) preview(out *ImportPreview) error {
	format, err := s.begin()
	if err != nil {
		return err
	}
	out.Format, out.Sure, out.Kind = string(format), true, s.req.Kind
	switch format {
	case FormatCSV:
		rows := newCSVReader(s.src, s.delimiter())
		if err := s.previewTable(out, rows, rows.comma); err != nil {
			return err
		}
	case FormatXLSX:
		if err := s.previewWorkbook(out); err != nil {
			return err
		}
	}
	s.tellCharset()
	out.Charset = s.report.Charset
	return nil
}

func (s *session) previewWorkbook(out *ImportPreview) (err error) {
	book, sheets, done, err := s.workbook()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	for _, sheet := range sheets {
		out.Sheets = append(out.Sheets, sheet.name)
	}
	for _, sheet := range sheets {
		in, err := book.openSheet(s.ctx, sheet)
		if err != nil {
			return err
		}
		if len(sheets) > 1 || s.mapping != nil && s.mapping.Sheet != "" {
			s.sheet = sheet.name
		}
		err = errors.Join(s.previewTable(out, &sheetRows{sheet: in, name: s.sheet}, 0), in.close())
		if !errors.Is(err, errNoRows) {
			return err
		}
	}
	return errNoRows
}

func (s *session) previewTable(out *ImportPreview, rows rowSource, comma byte) error {
	ahead, end := s.readAhead(rows)
	if end != nil && end != io.EOF {
		return end
	}
	p, first, err := s.planTable(ahead)
	if err != nil {
		return err
	}
	out.Kind, out.Preset, out.Sheet, out.Header = p.kind, p.shown(), s.sheet, p.header
	if p.own() {
		return nil
	}
	out.Names = MappedNames(p.kind)
	s.previewColumns(out, p, ahead.after(first))
	out.Signature = signatureOf(p.headers())
	if s.mapping != nil && s.mapping.Header == NoHeader {
		out.Signature = ""
	}
	out.Map = s.mappingOf(p, comma, first).Text()
	head := ahead.after(first)
	head.plan = p
	head.rows = head.rows[:min(len(head.rows), previewRows)]
	r := s.newReader(newMemo())
	head.read(r)
	for _, f := range r.found {
		out.Records = append(out.Records, previewOf(f))
	}
	out.Sure = p.saved != "" || s.mapping != nil || p.sure()
	return nil
}

// sure reports whether the columns say what they mean: no guess by likeness, no
// number or date that could be two, and something that names a record.
func (p *plan) sure() bool {
	names := false
	for _, c := range p.columns {
		if !c.sure && c.role != roleNone || c.numbers && c.doubt || c.dates && c.doubt {
			return false
		}
		switch c.role {
		case roleName, roleCompany, rolePerson, roleFirst, roleLast, roleEmail, rolePhone, roleProduct, "title", "name":
			names = true
		}
	}
	return names || p.preset != ""
}

func (p *plan) headers() []string {
	out := make([]string, len(p.columns))
	for i, c := range p.columns {
		out[i] = c.header
	}
	return out
}

func (s *session) previewColumns(out *ImportPreview, p *plan, rows *tableRows) {
	for _, c := range p.columns {
		out.Columns = append(out.Columns, PreviewColumn{Header: c.header, Name: nameOf(p.kind, c.role), Sure: c.sure})
		if c.numbers && c.style.decimal != 0 {
			out.Decimal = string(rune(c.style.decimal))
		}
		if c.dates && c.style.dates != "" {
			out.Dates = string(c.style.dates)
		}
	}
	rows.each(func(row tableRow, _ *rowFault) {
		for i, cell := range row.cells[:min(len(row.cells), len(out.Columns))] {
			c := &out.Columns[i]
			if cell = text.Clean(cell, shownText); cell != "" && len(c.Samples) < previewSamples && !slices.Contains(c.Samples, cell) {
				c.Samples = append(c.Samples, cell)
			}
		}
	})
}

// mappingOf writes down what was found out, so that a person can change it.
func (s *session) mappingOf(p *plan, comma byte, first int) *Mapping {
	m := &Mapping{Kind: p.kind, Sheet: s.sheet}
	if s.mapping != nil {
		*m = *s.mapping
		m.Kind, m.Columns = p.kind, nil
	}
	if p.header > 1 && m.Header == 0 && first > 0 {
		m.Header = p.header
	}
	if comma != 0 && comma != ',' && m.Delimiter == 0 {
		m.Delimiter = comma
	}
	if s.text != nil && s.text.name != "" && s.text.name != charset.UTF8 && !strings.HasPrefix(s.text.name, "utf-") {
		m.Charset = s.text.name
	}
	for _, c := range p.columns {
		m.Columns = append(m.Columns, MappedColumn{c.header, nameOf(p.kind, c.role)})
		if c.numbers && m.Decimal == 0 {
			m.Decimal = c.style.decimal
		}
		if c.dates && m.Dates == "" {
			m.Dates = c.style.dates
		}
	}
	return m
}

func previewOf(f finding) PreviewRecord {
	if f.rejected != nil {
		return rejectedPreview(*f.rejected)
	}
	out := PreviewRecord{Line: f.candidate.line}
	r := f.candidate.record
	for _, field := range model.SchemaOf(r.Kind()).Editable() {
		if !field.Empty(r) {
			out.Fields = append(out.Fields, namedTexts(field, r)...)
		}
	}
	return out
}

// namedTexts gives a field, and what is kept under its own name one by one.
func namedTexts(field model.Field, r model.Record) []NamedText {
	if field.Type != model.TypeCustom {
		return []NamedText{{field.Name, text.Clean(model.FieldText(field, r), shownText)}}
	}
	var out []NamedText
	custom, _ := field.Value(r).(map[string]string)
	for _, name := range slices.Sorted(maps.Keys(custom)) {
		out = append(out, NamedText{CustomPrefix + text.Clean(name, shownText), text.Clean(custom[name], shownText)})
	}
	return out
}
