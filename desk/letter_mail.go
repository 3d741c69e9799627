package desk

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"tradedesk/desk/post"
	"tradedesk/exchange/mail"
	"tradedesk/model"
	"tradedesk/model/refusal"
)

// Bounds of a message that is sent: what most servers take, and how far back it says what
// it follows.
const (
	maxMail       = 25 << 20
	maxReferences = 20
)

// mailOf writes a message as it goes out.
func (w *owner) mailOf(ctx context.Context, m *model.Message) (post.Mail, error) {
	from, err := mail.ParseAddress(m.From)
	if err != nil {
		return post.Mail{}, fmt.Errorf("from: %w", err)
	}
	to, err := mail.ParseAddresses(m.To)
	if err != nil {
		return post.Mail{}, fmt.Errorf("to: %w", err)
	}
	cc, err := copies("cc", m.Cc)
	if err != nil {
		return post.Mail{}, err
	}
	bcc, err := copies("bcc", m.Bcc)
	if err != nil {
		return post.Mail{}, err
	}
	references, err := w.references(ctx, m)
	if err != nil {
		return post.Mail{}, err
	}
	out := mail.Outgoing{
		From: from, To: to, Cc: cc, Subject: m.Subject, At: m.At.Time(), ID: m.MessageID, InReplyTo: m.InReplyTo, References: references, Text: m.Body,
	}
	if m.At.IsZero() {
		out.At = w.o.Now()
	}
	size := int64(len(m.Body))
	for _, a := range m.Attachments {
		size += a.Size
		out.Files = append(out.Files, mail.OutgoingFile{Name: a.Name, Type: a.Type, Open: func() (io.ReadCloser, error) {
			return w.contents.open(ctx, a.SHA256)
		}})
	}
	if size > maxMail {
		return post.Mail{}, errLargeMail.With(refusal.Parts{"Count": strconv.FormatInt(size>>20, 10), "Most": strconv.FormatInt(maxMail>>20, 10)})
	}
	var raw bytes.Buffer
	if err := out.Write(&raw); err != nil {
		return post.Mail{}, err
	}
	letter := post.Mail{From: from.Address, Raw: raw.Bytes()}
	for _, a := range slices.Concat(to, cc) {
		if !slices.Contains(letter.To, a.Address) {
			letter.To = append(letter.To, a.Address)
		}
	}
	for _, a := range bcc {
		if !slices.Contains(letter.To, a.Address) && !slices.Contains(letter.Bcc, a.Address) {
			letter.Bcc = append(letter.Bcc, a.Address)
		}
	}
	return letter, nil
}

// copies reads the addresses of Cc or Bcc, which may be nobody.
func copies(name, written string) ([]mail.Address, error) {
	if strings.TrimSpace(written) == "" {
		return nil, nil
	}
	list, err := mail.ParseAddresses(written)
	if err != nil {
		return nil, fmt.Errorf("%s %.80q: %w: %w", name, written, ErrInvalid, err)
	}
	return list, nil
}

// references gives what a message follows, the oldest first, as far as its thread is here.
func (w *owner) references(ctx context.Context, m *model.Message) ([]string, error) {
	if m.InReplyTo == "" {
		return nil, nil
	}
	d, err := w.Detail(ctx, m.Thread)
	if err != nil {
		return nil, fmt.Errorf("reading the thread of a message: %w", err)
	}
	answers := map[string]string{}
	for _, r := range d.Thread {
		if before, ok := r.(*model.Message); ok && before.MessageID != "" {
			answers[before.MessageID] = before.InReplyTo
		}
	}
	var out []string
	for id := m.InReplyTo; id != "" && len(out) < maxReferences && !slices.Contains(out, id); id = answers[id] {
		out = append(out, id)
	}
	slices.Reverse(out)
	return out, nil
}
