package desk

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"tradedesk/document"
	"tradedesk/model"
	"tradedesk/model/refusal"
	"tradedesk/model/value"
)

// Why a record has no document of UBL.
var (
	errNoParties = refusal.New("document.no_parties", "the quote has no RFQ or no supplier here")
	errNoUBL     = refusal.New("document.no_ubl", "UBL has documents of an RFQ, a quote and a supplier's products")
)

// UBLDocument writes an RFQ, a quote or the products of a supplier as a document of UBL 2.1:
// RequestForQuotation, Quotation or Catalogue. whole has of an RFQ what no supplier should
// see. Others have none.
func UBLDocument(ctx context.Context, d Desk, r model.Record, whole bool) (Document, error) {
	fail := func(err error) (Document, error) {
		return Document{}, fmt.Errorf("making the document of %s %s: %w", r.Kind(), model.Title(r), err)
	}
	firm, err := OurFirm(ctx, d)
	if err != nil {
		return fail(err)
	}
	made := r.Header().CreatedAt.Time()
	if made.IsZero() {
		made = r.Header().ID.Time()
	}
	issued, out := value.Date(made.UTC().Format(time.DateOnly)), Document{}
	var write func(io.Writer) error
	switch r := r.(type) {
	case *model.RFQ:
		out.Name = r.Number() + ".ubl.xml"
		if !whole {
			lead, err := known[*model.Lead](ctx, d, r.Lead)
			if err != nil {
				return fail(err)
			}
			secret, err := buyerSecrets(ctx, d, r, lead)
			if err != nil {
				return fail(err)
			}
			r = secret.ForSupplier(r)
		}
		write = func(w io.Writer) error {
			return document.WriteRequest(w, document.Request{RFQ: r, Firm: firm, IssuedOn: issued, Whole: whole})
		}
	case *model.Quote:
		in := document.Quotation{Quote: r, Firm: firm, IssuedOn: issued}
		if in.RFQ, err = known[*model.RFQ](ctx, d, r.RFQ); err != nil {
			return fail(err)
		}
		if in.Supplier, err = known[*model.Supplier](ctx, d, r.Supplier); err != nil {
			return fail(err)
		}
		if in.RFQ == nil || in.Supplier == nil {
			return fail(fmt.Errorf("%w: %w", ErrInvalid, errNoParties))
		}
		out.Name = model.FileName("quote-" + r.ID.Short() + ".ubl.xml")
		write = func(w io.Writer) error { return document.WriteQuotation(w, in) }
	case *model.Supplier:
		out.Name = model.FileName("catalogue-" + r.ID.Short() + ".ubl.xml")
		write = func(w io.Writer) error {
			return document.WriteCatalogue(w, document.Catalogue{Supplier: r, Firm: firm, IssuedOn: issued})
		}
	default:
		return fail(fmt.Errorf("%w: %w", ErrInvalid, errNoUBL))
	}
	var content bytes.Buffer
	if err := write(&content); errors.Is(err, document.ErrNoName) {
		return fail(ErrNoFirm)
	} else if err != nil {
		return fail(err)
	}
	out.Content = content.Bytes()
	return out, nil
}
