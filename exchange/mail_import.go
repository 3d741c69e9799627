package exchange

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"golang.org/x/sync/semaphore"

	"tradedesk/exchange/mail"
	"tradedesk/model"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

// Bounds of mail that is read and not yet taken in, in bytes.
const (
	mailAhead   = 96 << 20
	mailPortion = 1 << 20
)

// originMail begins the origin of a message; what tells it from others follows. A lead
// that a message made is known by its sender.
const (
	originMail   = "mail:"
	originSender = "mail-from:"
)

// MailOrigin gives the origin of the message with a Message-ID: what a mail file calls it.
func MailOrigin(id string) string { return originMail + text.Clean(id, 500) }

// letter is a message with what its record does not hold.
type letter struct {
	mail.Message
	files [][]byte // contents, in the order of the record's attachments
}

// importMail reads messages, one or a mailbox of them, and puts each into the thread
// that it belongs to.
func (s *session) importMail() error {
	if s.req.Kind != "" && s.req.Kind != model.KindMessage {
		return fmt.Errorf("mail cannot be read as %.40q: want message", s.req.Kind)
	}
	s.report.Kind = model.KindMessage
	s.filer = newFiler(s)
	box, room := mail.NewMailbox(s.text), semaphore.NewWeighted(mailAhead)
	return s.readAll(func() (portion, error) {
		return s.cutMail(s.src.ctx, box, room)
	})
}

// mailPart is some messages of a mailbox.
type mailPart struct {
	messages []mail.Raw
	release  func() // when they are read
}

// cutMail takes messages off the mailbox, as many as there is room for.
func (s *session) cutMail(ctx context.Context, box *mail.Mailbox, room *semaphore.Weighted) (portion, error) {
	part, held := &mailPart{}, int64(0)
	part.release = func() { room.Release(held) }
	for len(part.messages) < s.pace.records && held < mailPortion {
		raw, err := box.Next()
		s.src.line = box.Line()
		if len(raw.Bytes) > 0 {
			size := int64(len(raw.Bytes))
			if err := room.Acquire(ctx, size); err != nil {
				return part, err
			}
			held += size
			part.messages = append(part.messages, raw)
		}
		if err != nil {
			return part, err
		}
	}
	return part, nil
}

func (p *mailPart) read(r *reader) {
	defer p.release()
	for _, raw := range p.messages {
		r.readLetter(raw)
	}
}

// readLetter reads one message.
func (r *reader) readLetter(raw mail.Raw) {
	where := RowError{Line: raw.Line, Field: text.Clean(raw.File(), 200)}
	if where.Field != "" {
		where.Line = 0
	}
	say := func(what error) RowError { return refused(where, what) }
	m, err := mail.Parse(raw.Bytes)
	if err != nil {
		r.reject(say(err))
		return
	}
	if raw.Cut {
		r.warn(say(errLongMail.With(atMost(mail.MaxMessage >> 20))))
	}
	for _, fault := range m.Faults {
		r.warn(say(fault))
	}
	l := &letter{Message: *m}
	record := l.record(func(what error) { r.warn(say(what)) })
	r.accept(candidate{record: record, line: raw.Line, size: len(raw.Bytes), letter: l})
}

// someThread stands for the thread of a message until the thread is found: a message
// without one is not valid.
var someThread = model.ID{1}

// record gives the message as the desk keeps it.
func (l *letter) record(warn func(error)) *model.Message {
	m := &model.Message{
		Thread: someThread, Direction: model.DirectionIn,
		From: text.Clean(mail.List(l.From), model.MaxText), To: text.Clean(mail.List(l.To), model.MaxText),
		Cc: text.Clean(mail.List(l.Cc), model.MaxText), Bcc: text.Clean(mail.List(l.Bcc), model.MaxText),
		Subject: text.Clean(l.Subject, model.MaxText), Body: text.CleanLines(l.Text, model.MaxLong),
		MessageID: text.Clean(l.ID, model.MaxText), InReplyTo: text.Clean(l.InReplyTo, model.MaxText),
	}
	if !l.At.IsZero() {
		m.At = value.At(l.At)
	}
	m.Origin = originMail + text.Clean(l.Key(), 500)
	for i, file := range l.Message.Files {
		if i == model.MaxElements {
			warn(errManyFiles.With(atMost(model.MaxElements)))
			break
		}
		sum := sha256.Sum256(file.Content)
		m.Attachments = append(m.Attachments, model.Attachment{
			Name: model.FileName(file.Name), Size: int64(len(file.Content)), Type: text.Clean(file.Type, 255), SHA256: hex.EncodeToString(sum[:]),
		})
		l.files = append(l.files, file.Content)
	}
	l.Text, l.Message.Files = "", nil // the record has them
	return m
}

// keepFiles keeps the contents of a message's attachments while the next is taken in.
// They are in before the batch that names them is committed.
func (s *session) keepFiles(m *model.Message, contents [][]byte) {
	for i, content := range contents {
		a := m.Attachments[i]
		s.keeping.Go(func() error {
			if err := s.target.KeepFile(s.ctx, a, content); err != nil {
				return fmt.Errorf("keeping an attachment: %w", err)
			}
			return nil
		})
	}
}

// filesKept waits for the contents that are being kept.
func (s *session) filesKept() error {
	err := s.keeping.Wait()
	s.keeping = newKeeping()
	return err
}
