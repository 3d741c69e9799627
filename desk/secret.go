package desk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"tradedesk/exchange/filetext"
	"tradedesk/exchange/mail"
	"tradedesk/model"
	"tradedesk/model/duplicate"
	"tradedesk/model/letter"
	"tradedesk/model/value"
)

// NamesBuyerError says what a message to somebody else than the buyer says of the buyer.
type NamesBuyerError struct {
	To    string
	Leaks []letter.Leak
}

// Error gives one line that names all of it.
func (e *NamesBuyerError) Error() string {
	leaks := make([]string, len(e.Leaks))
	for i, l := range e.Leaks {
		leaks[i] = l.String()
	}
	return fmt.Sprintf("the message to %s says who the buyer is: %s", e.To, strings.Join(leaks, ", "))
}

// Bounds of what is read of a buyer.
const (
	maxPeople = 200 // contacts at one buyer
	maxNamed  = 50  // RFQs that a message may be about
)

// buyerSecrets reads what would name the buyer of an RFQ, or the one that is a lead.
func buyerSecrets(ctx context.Context, d Desk, rfq *model.RFQ, lead *model.Lead) (letter.Secrets, error) {
	var people []*model.Contact
	if lead != nil {
		var err error
		q := Query{Kind: model.KindContact, Where: []Cond{{Field: "lead", Op: OpEqual, Text: lead.ID.String()}}, Limit: maxPeople}
		if people, err = readAll[*model.Contact](ctx, d, q); err != nil {
			return letter.Secrets{}, fmt.Errorf("reading who is at the buyer: %w", err)
		}
	}
	return letter.BuyerOf(rfq, lead, people...), nil
}

// secretTo gives what a letter must not say to whom it goes to: to a supplier, who the
// buyer is.
func secretTo(ctx context.Context, d Desk, f letter.Facts) (letter.Secrets, error) {
	switch to := f.To.(type) {
	case *model.Supplier:
		own := letter.BuyerOf(nil, &model.Lead{Company: to.Name, Contact: to.Contact, Email: to.Email, Phone: to.Phone})
		s, err := buyerSecrets(ctx, d, f.RFQ, f.Lead)
		return s.But(own), err
	case *model.Contact:
		if to.Supplier.IsZero() {
			break
		}
		s, err := buyerSecrets(ctx, d, f.RFQ, f.Lead)
		return s.But(letter.BuyerOf(nil, nil, to)), err
	}
	return letter.Secrets{}, nil
}

// CheckLetter says with a *NamesBuyerError when a message that is to go out says who the
// buyer of its RFQ is, and goes to somebody else. Who that is counts by the address: one of
// the buyer's own, or of their domain, is theirs.
func CheckLetter(ctx context.Context, d Desk, m *model.Message) error {
	if m.Direction != model.DirectionOut {
		return nil
	}
	buyers, err := buyersOf(ctx, d, m)
	if err != nil {
		return fmt.Errorf("looking whether the message to %s says who the buyer is: %w", m.To, err)
	}
	texts := []string{m.Subject, m.Body, m.To, m.Cc} // what all who get it read
	for _, file := range m.Attachments {
		texts = append(texts, file.Name)
	}
	files := fileWords{}
	for _, b := range buyers {
		others, err := b.others(ctx, d, m)
		if err != nil {
			return err
		}
		if len(others) == 0 {
			continue
		}
		secret := b.secret.But(namesOf(others))
		leaks := secret.In(texts...)
		for _, file := range m.Attachments {
			within, err := files.words(ctx, d, file)
			if err != nil {
				return err
			}
			for _, l := range secret.In(within) {
				l.File = file.Name
				leaks = append(leaks, l)
			}
		}
		if len(leaks) > 0 {
			return &NamesBuyerError{To: others[0].shown, Leaks: leaks}
		}
	}
	return nil
}

// fileWords are the words of attached files, by their content.
type fileWords map[string]string

// words reads what stands in a file, as far as that can be read; nothing of one that is not on
// this machine, which cannot be sent either.
func (w fileWords) words(ctx context.Context, d Desk, file model.Attachment) (string, error) {
	if words, ok := w[file.SHA256]; ok || !model.IsSHA256(file.SHA256) {
		return words, nil
	}
	in, err := d.OpenFile(ctx, file.SHA256)
	if errors.Is(err, ErrNotFound) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("looking into %.100q: %w", model.FileName(file.Name), err)
	}
	defer func() { _ = in.Close() }() // only read
	content, err := io.ReadAll(io.LimitReader(in, MaxFile))
	if err != nil {
		return "", fmt.Errorf("looking into %.100q: %w", model.FileName(file.Name), err)
	}
	w[file.SHA256] = filetext.Of(content)
	return w[file.SHA256], nil
}

// buyer is one that a message may say too much of.
type buyer struct {
	lead   *model.Lead // nil when the RFQ has none
	named  bool        // the message is about an RFQ: only the buyer may read who they are
	secret letter.Secrets
}

// buyersOf gives the buyers of what a message is about: of its thread, of the RFQs that it
// names, and in a supplier's thread of those that they are asked for.
func buyersOf(ctx context.Context, d Desk, m *model.Message) ([]buyer, error) {
	about, err := known[model.Record](ctx, d, m.Thread)
	if err != nil {
		return nil, err
	}
	var rfqs []*model.RFQ
	var out []buyer
	switch r := about.(type) {
	case *model.RFQ:
		rfqs = append(rfqs, r)
	case *model.Lead:
		s, err := buyerSecrets(ctx, d, nil, r)
		if err != nil {
			return nil, err
		}
		out = append(out, buyer{lead: r, secret: s})
	case *model.Supplier:
		q := Query{Kind: model.KindRFQ, Where: []Cond{{Field: "invited", Op: OpEqual, Text: r.ID.String()}}, Sort: "created_at", Desc: true, Limit: maxNamed}
		if rfqs, err = readAll[*model.RFQ](ctx, d, q); err != nil {
			return nil, err
		}
	}
	for _, number := range model.RFQNumbers(m.Subject + "\n" + m.Body) {
		id, err := d.Find(ctx, number)
		if err != nil {
			continue // another desk's
		}
		rfq, err := known[*model.RFQ](ctx, d, id)
		if err != nil {
			return nil, err
		}
		if rfq != nil && !slices.ContainsFunc(rfqs, func(r *model.RFQ) bool { return r.ID == rfq.ID }) {
			rfqs = append(rfqs, rfq)
		}
	}
	for _, rfq := range rfqs {
		lead, err := known[*model.Lead](ctx, d, rfq.Lead)
		if err != nil {
			return nil, err
		}
		s, err := buyerSecrets(ctx, d, rfq, lead)
		if err != nil {
			return nil, err
		}
		out = append(out, buyer{lead, true, s})
	}
	return out, nil
}

// recipient is somebody whom a message goes to.
type recipient struct {
	shown    string
	supplier *model.Supplier // nil when nobody knows them
	person   *model.Contact
}

// others gives whom a message goes to beside the buyer. Of a lead's own thread only those
// count that are known as a supplier's.
func (b buyer) others(ctx context.Context, d Desk, m *model.Message) ([]recipient, error) {
	var list []mail.Address
	for _, written := range []string{m.To, m.Cc, m.Bcc} {
		all, err := mail.ParseAddresses(written)
		if err != nil {
			all = []mail.Address{{Name: written}} // somebody who is written to in another way
		}
		list = append(list, all...)
	}
	var out []recipient
	for _, a := range list {
		if b.owns(a.Address) || ofOurs(d, m, a.Address) {
			continue
		}
		r, err := recipientAt(ctx, d, a)
		if err != nil {
			return nil, err
		}
		if b.named || r.supplier != nil || r.person != nil && !r.person.Supplier.IsZero() {
			out = append(out, r)
		}
	}
	return out, nil
}

// ofOurs reports whether an address is the sender's, or one of their firm's domain: a copy
// to a colleague.
func ofOurs(d Desk, m *model.Message, address string) bool {
	e, err := value.ParseEmail(address)
	if err != nil {
		return false
	}
	for _, written := range []string{m.From, d.MailFrom()} {
		from, err := mail.ParseAddress(written)
		if err != nil {
			continue
		}
		ours, err := value.ParseEmail(from.Address)
		shared := ours.FreeMail() || duplicate.SharedMail(ours.Domain())
		if err == nil && (e == ours || !shared && e.Domain() == ours.Domain()) {
			return true
		}
	}
	return false
}

func (b buyer) owns(address string) bool {
	if address == "" {
		return false
	}
	if b.lead != nil {
		e, err := value.ParseEmail(address)
		if err == nil && (e == b.lead.Email || slices.Contains(b.lead.OtherEmails, e)) {
			return true
		}
	}
	return slices.ContainsFunc(b.secret.In(address), func(l letter.Leak) bool { return l.What != "company" && l.What != "contact" })
}

// recipientAt finds who has an address, as far as this desk knows.
func recipientAt(ctx context.Context, d Desk, a mail.Address) (recipient, error) {
	r := recipient{shown: a.Address}
	if a.Address == "" {
		r.shown = a.Name
		return r, nil
	}
	q := Query{Kind: model.KindSupplier, Where: []Cond{{Field: "email", Op: OpEqual, Text: a.Address}}, Limit: 1}
	suppliers, err := readAll[*model.Supplier](ctx, d, q)
	if err != nil && !errors.Is(err, ErrInvalid) {
		return r, fmt.Errorf("looking for who has %s: %w", a.Address, err)
	}
	if len(suppliers) > 0 {
		r.supplier = suppliers[0]
		return r, nil
	}
	q.Kind = model.KindContact
	people, err := readAll[*model.Contact](ctx, d, q)
	if err != nil && !errors.Is(err, ErrInvalid) {
		return r, fmt.Errorf("looking for who has %s: %w", a.Address, err)
	}
	if len(people) > 0 {
		r.person = people[0]
	}
	return r, nil
}

// namesOf gives what those whom a message goes to are called themselves.
func namesOf(to []recipient) letter.Secrets {
	var people []*model.Contact
	for _, r := range to {
		if r.supplier != nil {
			people = append(people, &model.Contact{Name: r.supplier.Contact, Company: r.supplier.Name, Email: r.supplier.Email, Phone: r.supplier.Phone})
		}
		if r.person != nil {
			people = append(people, r.person)
		}
	}
	return letter.BuyerOf(nil, nil, people...)
}
