package exchange

import (
	"context"
	"encoding/xml"
	"io"
	"slices"
	"strconv"
	"strings"
)

// sheetCell is one cell of a row.
type sheetCell struct {
	column int // from 0
	text   string
	exact  bool // a number, a date or a truth value: it can mean one thing only
	failed bool // a formula that gave an error
}

// sheetReader reads the rows of a sheet, one at a time.
type sheetReader struct {
	book *workbook
	in   io.ReadCloser
	part string
	x    *xmlReader
	line int // of the row that was read last
}

func (b *workbook) openSheet(ctx context.Context, sheet sheetPart) (*sheetReader, error) {
	in, err := b.open(ctx, b.parts[sheet.path])
	if err != nil {
		return nil, err
	}
	return &sheetReader{book: b, in: in, part: sheet.path, x: newXMLReader(in)}, nil
}

func (s *sheetReader) close() error { return s.in.Close() }

// row gives the cells of the next row that has any, in the order of the columns.
// A *rowFault tells of one that was skipped; io.EOF is the end.
func (s *sheetReader) row(into []sheetCell) ([]sheetCell, error) {
	for {
		token, err := s.x.next()
		if err != nil {
			return nil, s.ended(err)
		}
		e, ok := token.(xml.StartElement)
		if !ok || e.Name.Local != "row" {
			continue
		}
		s.line++
		if n, err := strconv.Atoi(attribute(e, "r")); err == nil && n >= s.line {
			s.line = n
		}
		cells, fault, err := s.cells(into[:0])
		switch {
		case err != nil:
			return nil, s.ended(err)
		case fault != nil:
			return nil, fault
		case len(cells) > 0:
			return cells, nil
		}
	}
}

func (s *sheetReader) ended(err error) error {
	if err == io.EOF {
		return err
	}
	return damaged(s.part, err)
}

// cells reads the cells of a row up to its end; empty ones are left out.
func (s *sheetReader) cells(into []sheetCell) (cells []sheetCell, fault *rowFault, err error) {
	last, size := -1, 0
	for depth := s.x.depth; s.x.depth >= depth; {
		token, err := s.x.next()
		if err != nil {
			return nil, nil, err
		}
		e, ok := token.(xml.StartElement)
		if !ok || e.Name.Local != "c" {
			continue
		}
		column := columnOf(attribute(e, "r"))
		if column < 0 {
			column = last + 1
		}
		last = column
		cell, err := s.cell(e)
		if err != nil {
			return nil, nil, err
		}
		cell.column = column
		size += len(cell.text)
		switch {
		case fault != nil || cell.text == "" && !cell.failed:
		case column >= maxColumns:
			fault = &rowFault{line: s.line, why: errManyColumns.With(atMost(maxColumns))}
		case size > maxRecordBytes:
			fault = &rowFault{line: s.line, why: errLongRow.With(atMost(maxRecordBytes >> 20))}
		default:
			into = append(into, cell)
		}
	}
	slices.SortStableFunc(into, func(a, b sheetCell) int { return a.column - b.column })
	into = slices.CompactFunc(into, func(a, b sheetCell) bool { return a.column == b.column })
	return into, fault, nil
}

// columnOf gives the column of a reference such as AB12, from 0; -1 for none.
func columnOf(reference string) int {
	n := 0
	for i := range len(reference) {
		c := reference[i] &^ 0x20
		if c < 'A' || c > 'Z' {
			break
		}
		if n = n*26 + int(c-'A') + 1; n > 1<<20 {
			break
		}
	}
	return n - 1
}

// cell reads what a cell holds.
func (s *sheetReader) cell(e xml.StartElement) (sheetCell, error) {
	kind, value := attribute(e, "t"), ""
	style := numberStyle{}
	if i, err := strconv.Atoi(attribute(e, "s")); err == nil && i >= 0 && i < len(s.book.styles) {
		style = s.book.styles[i]
	}
	for depth := s.x.depth; s.x.depth >= depth; {
		token, err := s.x.next()
		if err != nil {
			return sheetCell{}, err
		}
		inner, ok := token.(xml.StartElement)
		switch {
		case !ok:
		case inner.Name.Local == "v":
			value, err = s.x.text()
		case inner.Name.Local == "is":
			value, err = richText(s.x)
		default:
			err = s.x.skip() // the formula, or what is newer than we
		}
		if err != nil {
			return sheetCell{}, err
		}
	}
	return s.book.cell(kind, value, style), nil
}

// cell gives a cell by its type (ECMA-376, 18.18.11).
func (b *workbook) cell(kind, value string, style numberStyle) sheetCell {
	switch kind {
	case "s":
		i, err := strconv.Atoi(strings.TrimSpace(value))
		text, ok := b.strings.get(i)
		if err != nil || !ok {
			return sheetCell{failed: true}
		}
		return sheetCell{text: text}
	case "inlineStr":
		return sheetCell{text: value}
	case "str":
		return sheetCell{text: unescapeCell(value)}
	case "e":
		return sheetCell{failed: true}
	case "b":
		text := "FALSE"
		if strings.TrimSpace(value) == "1" || strings.EqualFold(value, "true") {
			text = "TRUE"
		}
		return sheetCell{text: text, exact: true}
	case "d":
		return sheetCell{text: strings.TrimSuffix(strings.TrimSpace(value), "T00:00:00"), exact: true}
	}
	value = strings.TrimSpace(value)
	if n, err := strconv.ParseFloat(value, 64); err == nil && (style.date || style.clock) {
		if text, ok := serialText(n, style, b.from1904); ok {
			return sheetCell{text: text, exact: true}
		}
	}
	return sheetCell{text: numberText(value, style), exact: value != ""}
}
