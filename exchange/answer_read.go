package exchange

import (
	"context"
	"errors"
	"fmt"
	"io"

	"tradedesk/model/answer"
	"tradedesk/model/quotetext"
	"tradedesk/model/refusal"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

// AnswerRead is what a supplier's file says.
type AnswerRead struct {
	answer.Answer
	Format string
	// Supplier is what a UBL document says of its seller.
	SupplierName  string
	SupplierEmail value.Email
	// Found says of each value that stands in words where it was found.
	Found []quotetext.Found
	// Doubts are what was left out, with their cell or line. Numbers are those that could be
	// two: without them the file is not understood.
	Doubts  []RowError
	Numbers []RowError
}

// ReadAnswer reads a supplier's price list or quotation: CSV, XLSX or UBL. Nothing is written.
func ReadAnswer(ctx context.Context, req Request, c quotetext.Context, file io.Reader) (out AnswerRead, err error) {
	s := newSession(ctx, nil, req, file, nil, usualPace())
	err = recovered(func() error { return s.readAnswer(c, &out) })
	if err != nil {
		return out, fmt.Errorf("reading %s: %w", shownName(req.Name), err)
	}
	return out, nil
}

func (s *session) readAnswer(c quotetext.Context, out *AnswerRead) error {
	format, err := s.begin()
	if err != nil {
		return err
	}
	out.Format = string(format)
	switch format {
	case FormatUBL:
		return s.readQuotation(out)
	case FormatCSV:
		t := &priceTable{session: s, context: c, out: out}
		if err := t.take(newCSVReader(s.src, s.delimiter())); err != nil {
			return err
		}
		return t.read()
	case FormatXLSX:
		return s.readPriceBook(c, out)
	}
	return notThat(errNoQuoteFormat.With(refusal.Parts{"Format": string(format)}))
}

// readQuotation reads a Quotation of UBL.
func (s *session) readQuotation(out *AnswerRead) error {
	doc, err := readDocument(s.text)
	if err != nil {
		return err
	}
	if doc.name != "Quotation" {
		return notThat(errNoQuotation.With(refusal.Parts{"Element": text.Clean(doc.name, 40)}))
	}
	u := &ublReader{session: s, r: s.newReader(newMemo())}
	checkUBL(doc, u.r.warn)
	out.Answer = u.answer(doc)
	seller, _ := u.party(doc.at("SellerSupplierParty", "Party"))
	out.SupplierName, out.SupplierEmail = seller.Name, seller.Email
	out.Doubts = u.r.warnings.first
	return nil
}

// readPriceBook reads the first sheet that has prices.
func (s *session) readPriceBook(c quotetext.Context, out *AnswerRead) (err error) {
	book, sheets, done, err := s.workbook()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	for _, sheet := range sheets {
		in, err := book.openSheet(s.ctx, sheet)
		if err != nil {
			return err
		}
		t := &priceTable{session: s, context: c, out: out}
		if len(book.sheets) > 1 {
			t.sheet = sheet.name
		}
		err = errors.Join(t.take(&sheetRows{sheet: in, name: t.sheet}), in.close())
		if err == nil {
			err = t.read()
		}
		if !errors.Is(err, errNoPrices) {
			return err
		}
	}
	return fmt.Errorf("%w: %w", ErrFormat, errNoPrices)
}
