package desk

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strconv"

	"tradedesk/document"
	"tradedesk/model"
	"tradedesk/model/offer"
	"tradedesk/model/refusal"
	"tradedesk/model/value"
)

// What the document of an offer is refused for.
var (
	ErrNoFirm           = refusal.New("document.no_firm", "the desk does not know your firm yet")
	ErrNoFirmName       = document.ErrNoName
	ErrDocumentFormat   = document.ErrFormat
	ErrDocumentLanguage = document.ErrLanguage
)

// maxLogo bounds the picture of a letterhead, in bytes.
const maxLogo = 4 << 20

// Document is a file for a buyer.
type Document struct {
	Name    string // made of the offer's number
	Content []byte
	Missing []rune // characters that no font of the document has: boxes stand in their place
	NoLogo  error  // why the letterhead has no picture though the firm has one
}

// DocumentFormats gives the names of the formats of documents.
func DocumentFormats() []string {
	var names []string
	for _, format := range document.Formats() {
		names = append(names, string(format))
	}
	return names
}

// OfferDocument makes the document of an offer with the firm's letterhead, in a language,
// "" being the offer's own. An offer whose amounts do not add up has none.
func OfferDocument(ctx context.Context, d Desk, o *model.Offer, format string, lang value.Language) (Document, error) {
	fail := func(err error) (Document, error) {
		return Document{}, fmt.Errorf("making the document of offer %s: %w", o.Called(), err)
	}
	if err := offer.Check(o); err != nil {
		return fail(err)
	}
	firm, err := OurFirm(ctx, d)
	if err != nil {
		return fail(err)
	}
	if firm == nil {
		return fail(ErrNoFirm)
	}
	if lang == "" {
		lang = o.Language
	}
	if lang == "" {
		lang = "en"
	}
	in := document.Offer{Offer: o, Firm: firm, Language: lang}
	rfq, err := known[*model.RFQ](ctx, d, o.RFQ)
	if err != nil {
		return fail(fmt.Errorf("reading RFQ %s: %w", o.RFQ.Short(), err))
	}
	if rfq != nil {
		in.RFQ = rfq.Number()
	}
	out := Document{Name: document.FileName(o, lang, document.Format(format))}
	in.Logo, out.NoLogo = readLogo(ctx, d, firm)
	var content bytes.Buffer
	written, err := document.Write(&content, in, document.Format(format))
	if err != nil {
		return fail(err)
	}
	out.Content, out.Missing = content.Bytes(), written.Missing
	if out.NoLogo == nil {
		out.NoLogo = written.NoLogo
	}
	return out, nil
}

// readLogo gives the content of the letterhead's picture, nil when it has none.
func readLogo(ctx context.Context, d Desk, firm *model.Firm) ([]byte, error) {
	file, ok := firm.Logo()
	if !ok {
		return nil, nil
	}
	if file.Size > maxLogo {
		return nil, errLargeLogo.With(refusal.Parts{"File": model.FileName(file.Name), "Most": strconv.Itoa(maxLogo >> 20)})
	}
	content, err := d.OpenFile(ctx, file.SHA256)
	if err != nil {
		return nil, fmt.Errorf("reading %.100q: %w", model.FileName(file.Name), err)
	}
	defer func() { _ = content.Close() }() // only read
	picture, err := io.ReadAll(io.LimitReader(content, maxLogo))
	if err != nil {
		return nil, fmt.Errorf("reading %.100q: %w", model.FileName(file.Name), err)
	}
	return picture, nil
}

// SaveDocument writes a document to a file that only its owner may read. It appears when
// it is whole. A file that is there already is replaced only when replace says so; else
// the error is fs.ErrExist.
func SaveDocument(doc Document, path string, replace bool) error {
	return writeFile(path, replace, func(w io.Writer) error {
		_, err := w.Write(doc.Content)
		return err
	})
}
