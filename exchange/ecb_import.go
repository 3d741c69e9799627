package exchange

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"tradedesk/model"
	"tradedesk/model/cost"
	"tradedesk/model/reference"
	"tradedesk/model/refusal"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

// originECB begins the origin of a day of rates: the day follows.
const originECB = "ecb:"

// sourceECB is who publishes the files of reference rates.
const sourceECB = "ECB"

// ratesAtOnce is how many days are looked up together.
const ratesAtOnce = 500

// ratesHeader gives the currencies of the columns behind Date, "" for one that is in
// use no more; nil when a row is no head of the European Central Bank's files: Date, and
// codes of currencies alone, however few, most of which are in use.
func ratesHeader(row []string) []value.Currency {
	if len(row) < 2 || !strings.EqualFold(strings.TrimSpace(row[0]), "date") {
		return nil
	}
	var columns []value.Currency
	known, gone := 0, 0
	for _, cell := range row[1:] {
		code := strings.TrimSpace(cell)
		if code == "" {
			columns = append(columns, "") // behind the last comma
			continue
		}
		if len(code) != 3 || strings.Trim(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
			return nil
		}
		if _, ok := reference.CurrencyByCode(code); !ok {
			code = ""
			gone++
		} else {
			known++
		}
		columns = append(columns, value.Currency(code))
	}
	if known == 0 || known < gone {
		return nil
	}
	return columns
}

// isRates reports whether a text begins as a file of reference rates does.
func isRates(text []byte) bool {
	if isRatesXML(text) {
		return true
	}
	line, _, _ := bytes.Cut(text, []byte("\n"))
	return len(line) < 4096 && ratesHeader(strings.Split(strings.TrimSpace(string(line)), ",")) != nil
}

// importRates reads the files eurofxref-*, CSV or XML.
func (s *session) importRates() error {
	if k := s.req.Kind; k != "" && k != model.KindRate {
		return fmt.Errorf("a file of exchange rates cannot be read as %.40q: want rate", k)
	}
	head, err := s.raw.Peek(sampleBytes)
	if err != nil && err != io.EOF {
		return err
	}
	if isRatesXML(bytes.TrimLeft(narrow(head), " \t\r\n")) {
		return s.importRatesXML(newXMLReader(s.text))
	}
	return s.importRatesCSV()
}

// importRatesCSV reads rows: a row is a day, the newest first, a cell how many units one euro
// is worth, N/A where there is no rate.
func (s *session) importRatesCSV() error {
	rows := newCSVReader(s.src, ',')
	head, _, err := rows.row()
	if err != nil && err != io.EOF {
		return err
	}
	columns := ratesHeader(head)
	if columns == nil {
		return errNoRatesHeader
	}
	r := s.ratesReader()
	for {
		cells, line, err := rows.row()
		var fault *rowFault
		switch {
		case errors.As(err, &fault):
			r.reject(refused(RowError{Line: line}, fault))
		case err == io.EOF:
			return s.takeAll(r)
		case err != nil:
			return err
		case blank(cells):
			continue
		default:
			r.takeRates(columns, cells, line)
		}
		if r, err = s.takeFull(r); err != nil {
			return err
		}
	}
}

func (s *session) ratesReader() *reader {
	r := s.newReader(newMemo())
	r.first = model.KindRate
	return r
}

// takeFull takes what was read when it is much, and gives what the next days go into.
func (s *session) takeFull(r *reader) (*reader, error) {
	if len(r.found) < ratesAtOnce {
		return r, nil
	}
	if err := s.takeAll(r); err != nil {
		return nil, err
	}
	return s.ratesReader(), nil
}

// takeRates makes a record of a row.
func (r *reader) takeRates(columns []value.Currency, cells []string, line int) {
	day, ok := rateDay(cells[0])
	if !ok {
		r.reject(refused(RowError{Line: line, Field: "date"}, errNoDay.With(refusal.Parts{"Text": text.Clean(cells[0], 40)})))
		return
	}
	record := ratesOf(day)
	for i, cell := range cells[1:] {
		cell = strings.TrimSpace(cell)
		if i >= len(columns) || columns[i] == "" || cell == "" || cell == "N/A" {
			continue
		}
		units, err := value.ParseDecimal(cell)
		if err != nil || units.Sign() <= 0 {
			r.reject(refused(RowError{Line: line, Field: string(columns[i])}, errNoRate.With(refusal.Parts{"Text": text.Clean(cell, 40)})))
			return
		}
		r.putRate(record, model.ExchangeRate{Currency: columns[i], Units: units}, line)
	}
	r.acceptDay(record, line)
}

// putRate adds a rate to a day, which has one of each currency: the first.
func (r *reader) putRate(day *model.Rate, rate model.ExchangeRate, line int) {
	if slices.ContainsFunc(day.Rates, func(had model.ExchangeRate) bool { return had.Currency == rate.Currency }) {
		r.warn(refused(RowError{Line: line, Field: string(rate.Currency)}, errOtherRate.With(refusal.Parts{"Currency": string(rate.Currency), "Day": string(day.Date)})))
		return
	}
	day.Rates = append(day.Rates, rate)
}

func (r *reader) acceptDay(day *model.Rate, line int) {
	r.accept(candidate{record: day, line: line, size: 64 * len(day.Rates)})
}

// rateDay reads a day as the files write it.
func rateDay(cell string) (value.Date, bool) {
	for _, layout := range []string{time.DateOnly, "2 January 2006"} {
		if t, err := time.Parse(layout, strings.TrimSpace(cell)); err == nil {
			return value.Date(t.Format(time.DateOnly)), true
		}
	}
	return "", false
}

// ratesOf is a day without its rates.
func ratesOf(day value.Date) *model.Rate {
	record := &model.Rate{Source: sourceECB, Date: day, Base: cost.Base}
	record.Origin = originECB + string(day)
	return record
}
