package exchange

import (
	"errors"
	"fmt"
	"strings"

	"tradedesk/model/refusal"
)

// sheetRows are the rows of a sheet as a table.
type sheetRows struct {
	sheet    *sheetReader
	name     string   // of the sheet, "" when it is the only one
	warnings warnings // of cells that formulas left without a value

	cells []sheetCell
	text  []byte
	ends  []int
	exact []bool
}

func (s *sheetRows) next() (line int, err error) {
	s.cells, err = s.sheet.row(s.cells)
	if err != nil {
		return s.sheet.line, err
	}
	s.text, s.ends, s.exact = s.text[:0], s.ends[:0], s.exact[:0]
	for _, cell := range s.cells {
		for len(s.ends) < cell.column {
			s.ends, s.exact = append(s.ends, len(s.text)), append(s.exact, false)
		}
		if cell.failed {
			s.warnings.add(refused(RowError{Sheet: s.name, Line: s.sheet.line, Column: cell.column + 1}, errCellFailed))
		}
		s.text = append(s.text, cell.text...)
		s.ends, s.exact = append(s.ends, len(s.text)), append(s.exact, cell.exact)
	}
	return s.sheet.line, nil
}

func (s *sheetRows) taken() (text []byte, ends []int, exact []bool) { return s.text, s.ends, s.exact }

// workbook opens what is read as a workbook, and gives the sheets that are wanted of it;
// done closes it.
func (s *session) workbook() (book *workbook, sheets []sheetPart, done func() error, err error) {
	file, err := spool(s.ctx, s.raw)
	if err != nil {
		return nil, nil, nil, err
	}
	book, err = openWorkbook(s.ctx, file, file.size)
	if err == nil {
		s.from1904 = book.from1904
		sheets, err = s.wanted(book)
	}
	if err != nil {
		return nil, nil, nil, errors.Join(err, file.close())
	}
	return book, sheets, file.close, nil
}

// importWorkbook reads the sheets of an XLSX file one after the other, each with
// columns and a kind of its own.
func (s *session) importWorkbook() (err error) {
	book, sheets, done, err := s.workbook()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	read, kind := 0, s.req.Kind
	for i, sheet := range sheets {
		s.sheet = ""
		if len(book.sheets) > 1 {
			s.sheet = sheet.name
		}
		// How far it is: sheets are unpacked as they are read.
		s.read = func() int64 { return s.counted.read * int64(i) / int64(len(sheets)) }
		err := s.importSheet(book, sheet)
		switch {
		case errors.Is(err, errEmptySheet):
			continue
		case errors.Is(err, errNoHeader) && len(sheets) > 1:
			s.warnings.add(refused(RowError{Sheet: s.sheet, Line: 1}, errSheetLeft.For(err)))
			continue
		case err != nil && len(book.sheets) > 1:
			return fmt.Errorf("sheet %.60q: %w", sheet.name, err)
		case err != nil:
			return err
		}
		read++
		s.req.Kind = kind
	}
	if read == 0 {
		return fmt.Errorf("%w: %w", ErrFormat, errNoBookRows)
	}
	s.read = func() int64 { return s.counted.read }
	s.bytesRead = s.counted.read
	return nil
}

// wanted gives the sheets that are read: the one that the mapping names, or all
// that are not hidden.
func (s *session) wanted(book *workbook) ([]sheetPart, error) {
	var out []sheetPart
	var names []string
	for _, sheet := range book.sheets {
		names = append(names, sheet.name)
		switch {
		case s.mapping != nil && s.mapping.Sheet != "":
			if strings.EqualFold(strings.TrimSpace(sheet.name), strings.TrimSpace(s.mapping.Sheet)) {
				out = append(out, sheet)
			}
		case sheet.hidden:
			s.warnings.add(refused(RowError{Sheet: sheet.name}, errSheetHidden))
		default:
			out = append(out, sheet)
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%w: %w", ErrFormat, errNoSheet.With(refusal.Parts{"Sheets": strings.Join(names, ", ")}))
	}
	return out, nil
}

func (s *session) importSheet(book *workbook, sheet sheetPart) (err error) {
	in, err := book.openSheet(s.ctx, sheet)
	if err != nil {
		return err
	}
	defer func() {
		if closeErr := in.close(); err == nil {
			err = closeErr
		}
	}()
	rows := &sheetRows{sheet: in, name: s.sheet}
	err = s.importTable(rows)
	s.warnings.addAll(rows.warnings)
	if errors.Is(err, errNoRows) {
		return errEmptySheet
	}
	return err
}
