package desk

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"tradedesk/model"
	"tradedesk/model/value"
)

// AnswerFiles gives the attachments of a message that can be read as a quote.
func AnswerFiles(m *model.Message) []model.Attachment {
	return slices.DeleteFunc(slices.Clone(m.Attachments), func(a model.Attachment) bool {
		return !slices.Contains([]string{".csv", ".tsv", ".xlsx", ".xml"}, strings.ToLower(filepath.Ext(a.Name)))
	})
}

// MessageAnswer makes a source of a message: of one of its attachments, or of its text. Whom
// it is from and what it is about say the supplier and the RFQ, where they can.
func MessageAnswer(ctx context.Context, d Desk, m *model.Message, file *model.Attachment) (AnswerSource, error) {
	src := AnswerSource{Text: file == nil, Content: []byte(m.Body), At: m.At.Time()}
	if src.At.IsZero() {
		src.At = m.CreatedAt.Time()
	}
	src.At = src.At.In(time.UTC)
	if file != nil {
		content, err := readFile(ctx, d, *file)
		if err != nil {
			return src, err
		}
		src.Name, src.Content = file.Name, content
	}
	about, err := known[model.Record](ctx, d, m.Thread)
	if err != nil {
		return src, fmt.Errorf("reading what the message is about: %w", err)
	}
	switch about := about.(type) {
	case *model.RFQ:
		src.RFQ = about.ID
	case *model.Supplier:
		src.Supplier = about.ID
	}
	for _, number := range model.RFQNumbers(m.Subject) {
		if id, err := d.Find(ctx, number); err == nil && src.RFQ.IsZero() {
			src.RFQ = id
		}
	}
	if src.Supplier.IsZero() {
		src.Supplier, err = senderSupplier(ctx, d, m.From)
	}
	return src, err
}

func readFile(ctx context.Context, d Desk, file model.Attachment) ([]byte, error) {
	in, err := d.OpenFile(ctx, file.SHA256)
	if err != nil {
		return nil, fmt.Errorf("reading %.100q: %w", model.FileName(file.Name), err)
	}
	defer func() { _ = in.Close() }() // only read
	content, err := io.ReadAll(io.LimitReader(in, MaxAnswer+1))
	if err != nil {
		return nil, fmt.Errorf("reading %.100q: %w", model.FileName(file.Name), err)
	}
	return content, nil
}

// senderSupplier gives the only supplier whose address, or whose contact's, a sender has;
// zero when there is none.
func senderSupplier(ctx context.Context, d Desk, from string) (model.ID, error) {
	address := from
	if at := strings.LastIndexByte(from, '<'); at >= 0 {
		address = strings.TrimRight(from[at+1:], "> ")
	}
	email, err := value.ParseEmail(address)
	if err != nil {
		return model.ID{}, nil
	}
	is := []Cond{{Field: "email", Op: OpEqual, Text: string(email)}}
	suppliers, err := readAll[*model.Supplier](ctx, d, Query{Kind: model.KindSupplier, Where: is, Limit: 2})
	if err != nil {
		return model.ID{}, fmt.Errorf("looking for the supplier %s: %w", email, err)
	}
	if len(suppliers) == 1 {
		return suppliers[0].ID, nil
	}
	contacts, err := readAll[*model.Contact](ctx, d, Query{Kind: model.KindContact, Where: is, Limit: 2})
	if err != nil {
		return model.ID{}, fmt.Errorf("looking for the contact %s: %w", email, err)
	}
	if len(contacts) == 1 {
		return contacts[0].Supplier, nil
	}
	return model.ID{}, nil
}
