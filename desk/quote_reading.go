package desk

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"tradedesk/exchange"
	"tradedesk/model"
	papers "tradedesk/model/answer"
	"tradedesk/model/quotetext"
	"tradedesk/model/refusal"
	"tradedesk/model/value"
)

// MaxAnswer bounds a supplier's file or text that is read as a quote, in bytes.
const MaxAnswer = 32 << 20

// ErrNoPrice means that a file or a text gives no price that can go on a quote.
var ErrNoPrice = refusal.New("answer.no_price_given", "it gives no price for what the RFQ asks for")

var (
	errNoPriceSince = refusal.New("answer.no_price_since", "it gives no price for what the RFQ asks for: {Why}")
	errNamesNoRFQ   = refusal.New("answer.names_no_rfq", "it names no RFQ: say which one it answers")
	errNobodys      = refusal.New("answer.nobodys", "it does not say whose it is: name the supplier")
)

// AnswerSource is what a supplier sent.
type AnswerSource struct {
	Name    string // of the file, "" of a text
	Content []byte
	Text    bool // a message, not a table or a document
	Format  string
	Charset string
	Decimal byte      // '.' or ',' where the source cannot tell; 0 to ask
	At      time.Time // when it was written: what "30 days" counts from
	Home    value.Country

	RFQ      model.ID // zero is the one that the source names
	Supplier model.ID // zero is the one that the source names
	// Open leaves the supplier open when nobody names it.
	Open bool
	// Beside keeps an earlier quote of the supplier with the same reference as it is.
	Beside bool
}

// QuoteReading is the quote that a source becomes. It is not stored.
type QuoteReading struct {
	Quote    *model.Quote
	RFQ      *model.RFQ
	Supplier *model.Supplier   // nil where it was left open
	Before   *model.Quote      // the version that it supersedes, nil for none
	Same     *model.Quote      // what says the same already, nil for none
	Found    []quotetext.Found // from which words
	Left     []papers.Left     // lines on no line of the RFQ
	Doubts   []error           // what was not clear and left out, each with where it stands
	File     model.Attachment  // what Source.Content is called; kept when the quote is
	content  []byte
}

// ReadQuote reads what a supplier sent as a quote on an RFQ. The error names the cells whose
// numbers could be two, and says when no price was found; the reading is as far as it got.
func ReadQuote(ctx context.Context, d Desk, src AnswerSource) (QuoteReading, error) {
	var out QuoteReading
	if len(src.Content) > MaxAnswer {
		return out, fmt.Errorf("%w: it has more than %d MiB", ErrInvalid, MaxAnswer>>20)
	}
	words := quotetext.Context{Now: src.At, Decimal: src.Decimal}
	if err := out.know(ctx, d, src, &words); err != nil {
		return out, err
	}
	read, doubts, err := readAnswer(ctx, src, words)
	if err != nil {
		return out, err
	}
	if out.RFQ == nil {
		if out.RFQ, err = answeredRFQ(ctx, d, read.Request); err != nil {
			return out, err
		}
	}
	if out.Supplier == nil {
		if out.Supplier, err = sellerOf(ctx, d, read); err != nil && !(src.Open && errors.Is(err, ErrInvalid)) {
			return out, err
		}
	}
	out.Found, out.Doubts = read.Found, doubts
	if len(read.Numbers) > 0 {
		return out, fmt.Errorf("%w: %w", ErrInvalid, unclear(read.Numbers))
	}
	out.Quote, out.Left = read.On(out.RFQ)
	out.Quote.Stage = model.QuoteReceived
	if out.Supplier != nil {
		out.Quote.Supplier = out.Supplier.ID
	}
	if len(out.Quote.Tiers) == 0 && len(out.Quote.Lines) == 0 {
		return out, fmt.Errorf("%w: %w", ErrInvalid, whyNoPrice(out))
	}
	if wrong := model.CleanValid(out.Quote); len(wrong) > 0 {
		return out, fmt.Errorf("%w: %w", ErrInvalid, &wrong[0])
	}
	if !src.Text && src.Name != "" {
		out.File.Name, out.content = model.FileName(src.Name), src.Content
	}
	return out, out.compare(ctx, d, src.Beside)
}

// whyNoPrice refuses a reading without a price, with the first reason why one is on no quote.
func whyNoPrice(r QuoteReading) error {
	if len(r.Left) > 0 {
		return errNoPriceSince.For(&r.Left[0])
	}
	if len(r.Doubts) > 0 {
		return errNoPriceSince.For(r.Doubts[0])
	}
	return ErrNoPrice
}

// know reads the records that the caller names, and what they tell of the words.
func (r *QuoteReading) know(ctx context.Context, d Desk, src AnswerSource, words *quotetext.Context) error {
	var err error
	if r.RFQ, err = known[*model.RFQ](ctx, d, src.RFQ); err != nil {
		return fmt.Errorf("reading the RFQ: %w", err)
	}
	if r.Supplier, err = known[*model.Supplier](ctx, d, src.Supplier); err != nil {
		return fmt.Errorf("reading the supplier: %w", err)
	}
	if r.RFQ != nil {
		words.Currencies = append(words.Currencies, r.RFQ.Currency)
		for _, line := range r.RFQ.Lines {
			words.Products = append(words.Products, line.Product)
		}
	}
	if r.Supplier != nil {
		words.Currencies = append(words.Currencies, r.Supplier.Currency)
		if r.Supplier.Country == "MA" {
			words.Currencies = append(words.Currencies, "MAD")
		}
	}
	if src.Home == "MA" {
		words.Currencies = append(words.Currencies, "MAD")
	}
	return nil
}

// readAnswer reads a source, and gives what in it was not clear.
func readAnswer(ctx context.Context, src AnswerSource, words quotetext.Context) (exchange.AnswerRead, []error, error) {
	if src.Text {
		r := quotetext.Read(string(src.Content), words)
		return exchange.AnswerRead{Answer: r.Answer, Format: "text", Found: r.Found}, doubtsOfText(r.Doubts), nil
	}
	req := exchange.Request{
		Name: src.Name, Size: int64(len(src.Content)), Format: exchange.Format(src.Format), Charset: src.Charset, Home: src.Home, Now: func() time.Time { return src.At },
	}
	read, err := exchange.ReadAnswer(ctx, req, words, bytes.NewReader(src.Content))
	return read, doubtsOfFile(read.Doubts), err
}

// answeredRFQ finds the RFQ that a source names.
func answeredRFQ(ctx context.Context, d Desk, named string) (*model.RFQ, error) {
	if named == "" {
		return nil, fmt.Errorf("%w: %w", ErrInvalid, errNamesNoRFQ)
	}
	id, err := d.Find(ctx, named)
	if err != nil {
		return nil, fmt.Errorf("it answers %.60q: %w", named, err)
	}
	rfq, err := known[*model.RFQ](ctx, d, id)
	if err == nil && rfq == nil {
		err = ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("it answers %.60q: %w", named, err)
	}
	return rfq, nil
}

// sellerOf finds the supplier that a document names: the only one with the address, else
// with the name.
func sellerOf(ctx context.Context, d Desk, read exchange.AnswerRead) (*model.Supplier, error) {
	for _, by := range []Cond{{Field: "email", Op: OpEqual, Text: string(read.SupplierEmail)}, {Field: "name", Op: OpEqual, Text: read.SupplierName}} {
		if by.Text == "" {
			continue
		}
		found, err := readAll[*model.Supplier](ctx, d, Query{Kind: model.KindSupplier, Where: []Cond{by}, Limit: 2})
		if err != nil {
			return nil, fmt.Errorf("looking for the supplier: %w", err)
		}
		if len(found) == 1 {
			return found[0], nil
		}
	}
	return nil, fmt.Errorf("%w: %w", ErrInvalid, errNobodys)
}

// compare finds the quote that says the same already, and the one that this is a version of.
func (r *QuoteReading) compare(ctx context.Context, d Desk, beside bool) error {
	if r.Supplier == nil {
		return nil
	}
	quotes, err := readAll[*model.Quote](ctx, d, Query{Kind: model.KindQuote, Where: []Cond{{Field: "rfq", Op: OpEqual, Text: r.RFQ.ID.String()}}, Sort: "created_at"})
	if err != nil {
		return fmt.Errorf("reading the quotes of %s: %w", r.RFQ.Number(), err)
	}
	quotes = slices.DeleteFunc(quotes, func(q *model.Quote) bool { return q.Supplier != r.Supplier.ID })
	said := saidBy(r.Quote)
	for _, q := range quotes {
		if saidBy(q) == said {
			r.Same = q
		}
	}
	if beside || r.Same != nil {
		return nil
	}
	for _, q := range slices.Backward(quotes) {
		if q.Reference == r.Quote.Reference && model.Move(model.KindQuote, q.Stage, model.QuoteSuperseded) == nil {
			r.Before, r.Quote.Supersedes = q, q.ID
			return nil
		}
	}
	return nil
}

// saidBy gives what a supplier said in a quote, without what became of it.
func saidBy(q *model.Quote) string {
	said := *q
	said.Head, said.Stage, said.Reason, said.Supersedes, said.Files = model.Head{}, "", "", model.ID{}, nil
	said.Rates, said.Lane, said.Awarded = nil, model.ID{}, nil
	return string(model.EncodeJSON(&said))
}

// SaveQuote keeps a quote that was read, with the file that it comes from, lets the version
// before be superseded and takes the RFQ to where quotes come in, as one action.
func SaveQuote(ctx context.Context, d Desk, r QuoteReading, id model.ID) (Done, error) {
	if r.Same != nil {
		return Done{Records: []model.Record{r.Same}}, nil
	}
	q := model.Clone(r.Quote).(*model.Quote)
	if r.File.Name != "" {
		file, err := d.PutFile(ctx, r.File.Name, bytes.NewReader(r.content))
		if err != nil {
			return Done{}, fmt.Errorf("keeping %.100q: %w", r.File.Name, err)
		}
		q.Files = []model.Attachment{file}
	}
	edits := []Edit{{Kind: model.KindQuote, ID: id, Create: true, Set: model.Fields(q)}}
	if r.Before != nil {
		edits = append(edits, stageEdit(model.KindQuote, r.Before.ID, model.QuoteSuperseded))
	}
	if r.RFQ.Stage == model.RFQDraft || r.RFQ.Stage == model.RFQOpen {
		path, _ := model.StagePath(model.KindRFQ, r.RFQ.Stage, model.RFQQuoting)
		for _, stage := range path {
			edits = append(edits, stageEdit(model.KindRFQ, r.RFQ.ID, stage))
		}
	}
	return d.Do(ctx, Action{Label: fmt.Sprintf("quote of %s on %s", r.Supplier.Name, r.RFQ.Number()), Edits: edits})
}

func stageEdit(kind model.Kind, id model.ID, stage model.Stage) Edit {
	raw, _ := json.Marshal(string(stage)) // a string is always JSON
	return Edit{Kind: kind, ID: id, Set: model.Set{"stage": raw}}
}
