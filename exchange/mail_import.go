package exchange

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/mail"
	"net/textproto"
	"strings"

	"tradedesk/model"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

// Bounds of mail. What a message holds beyond them is left out with a warning.
const (
	maxMail      = 64 << 20 // bytes of one message
	maxMailText  = 1 << 20  // of its text
	maxMailParts = 200
	maxMailDepth = 20
)

// originMail begins the origin of a message; its Message-ID follows. A lead that a
// message made is known by its sender.
const (
	originMail   = "mail:"
	originSender = "mail-from:"
)

// importMail reads messages, one or a mailbox of them. A message belongs to the
// lead, contact or supplier whose address it is from or to; one from nobody who is
// known is an enquiry, and makes a lead.
func (s *session) importMail() error {
	if s.req.Kind != "" && s.req.Kind != model.KindMessage {
		return fmt.Errorf("mail cannot be read as %.40q: want message", s.req.Kind)
	}
	s.report.Kind = model.KindMessage
	box := &mailbox{in: bufio.NewReaderSize(s.text, 64<<10), line: 1}
	known := map[string]model.ID{} // the thread of an address
	for {
		line, err := box.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		r := s.newReader(newMemo())
		message, sender, err := readMessage(box, r, line)
		if err == nil {
			err = s.addToThread(message, sender, r, line, known)
		} else {
			r.reject(RowError{Line: line, Message: err.Error()})
			err = nil
		}
		if err == nil {
			err = s.takeAll(r)
		}
		if err == nil {
			err = box.skip()
		}
		if err != nil {
			return err
		}
	}
}

// addToThread finds what a message belongs to. A message that was imported before
// stays where it is.
func (s *session) addToThread(m *model.Message, sender *mail.Address, r *reader, line int, known map[string]model.ID) error {
	there, err := s.target.ByOrigins(s.ctx, model.KindMessage, []string{m.Origin})
	if err != nil {
		return fmt.Errorf("looking for a message: %w", err)
	}
	if there[0] != nil {
		was := there[0].(*model.Message)
		m.Thread, m.Direction = was.Thread, was.Direction
		r.accept(candidate{record: m, line: line, size: len(m.Body)})
		return nil
	}
	m.Direction = model.DirectionIn
	if m.Thread, err = s.threadOf(sender.Address, known); err == nil && m.Thread.IsZero() {
		for _, to := range addresses(m.To) {
			if m.Thread, err = s.threadOf(to, known); err != nil || !m.Thread.IsZero() {
				m.Direction = model.DirectionOut
				break
			}
		}
	}
	if err != nil {
		return err
	}
	if m.Thread.IsZero() {
		m.Direction = model.DirectionIn
		if m.Thread, err = s.enquiry(m, sender, r, line); err != nil {
			return err
		}
		known[value.Email(sender.Address).Key()] = m.Thread
	}
	r.accept(candidate{record: m, line: line, size: len(m.Body)})
	return nil
}

// threadOf finds the record of an address: a lead first, then a contact, then a
// supplier.
func (s *session) threadOf(address string, known map[string]model.ID) (model.ID, error) {
	email, err := value.ParseEmail(address)
	if err != nil {
		return model.ID{}, nil
	}
	if id, ok := known[email.Key()]; ok {
		return id, nil
	}
	for _, probe := range []model.Record{&model.Lead{Email: email}, &model.Contact{Email: email}, &model.Supplier{Email: email}} {
		found, err := s.target.Likely(s.ctx, probe)
		if err != nil {
			return model.ID{}, fmt.Errorf("looking for %s: %w", email, err)
		}
		if len(found) > 0 {
			known[email.Key()] = found[0]
			return found[0], nil
		}
	}
	return model.ID{}, nil
}

// enquiry makes a lead of a sender whom nobody knows.
func (s *session) enquiry(m *model.Message, sender *mail.Address, r *reader, line int) (model.ID, error) {
	lead := &model.Lead{Contact: text.Clean(sender.Name, model.MaxText), Message: m.Body, ReceivedAt: m.At, Source: "e-mail"}
	email, err := value.ParseEmail(sender.Address)
	if err != nil {
		// Mail that hides its sender still has one.
		lead.Contact = joinWords(lead.Contact, text.Clean(sender.Address, model.MaxText))
	}
	lead.Email = email
	if lead.Contact == "" && lead.Email == "" {
		lead.Contact = "unknown sender"
	}
	lead.Origin = originSender + strings.ToLower(text.Clean(sender.Address, 300))
	there, err := s.target.ByOrigins(s.ctx, model.KindLead, []string{lead.Origin})
	if err != nil {
		return model.ID{}, fmt.Errorf("looking for the lead of a message: %w", err)
	}
	if there[0] != nil {
		return there[0].Header().ID, nil
	}
	lead.ID = s.req.IDs.New()
	r.accept(candidate{record: lead, line: line, size: len(lead.Message)})
	return lead.ID, nil
}

func addresses(list string) []string {
	var out []string
	for _, a := range strings.Split(list, ",") {
		if parsed, err := mail.ParseAddress(strings.TrimSpace(a)); err == nil {
			out = append(out, parsed.Address)
		}
	}
	return out
}

// wordDecoder decodes headers such as =?utf-8?q?Caf=C3=A9?=.
var wordDecoder = &mime.WordDecoder{CharsetReader: charsetReader}

func charsetReader(name string, in io.Reader) (io.Reader, error) {
	enc, _, ok := findCharset(name)
	if !ok {
		return nil, CheckCharset(name)
	}
	return enc.NewDecoder().Reader(in), nil
}

func headerText(h textproto.MIMEHeader, name string) string {
	raw := h.Get(name)
	decoded, err := wordDecoder.DecodeHeader(raw)
	if err != nil {
		decoded = raw
	}
	if !isUTF8(decoded) {
		decoded = guessText([]byte(decoded), "")
	}
	return text.Clean(decoded, model.MaxText)
}

func isUTF8(s string) bool { return strings.ToValidUTF8(s, "") == s }

// readMessage reads one message of a mailbox.
func readMessage(in io.Reader, r *reader, line int) (*model.Message, *mail.Address, error) {
	bounded := bufio.NewReader(io.LimitReader(in, maxMail))
	header, err := textproto.NewReader(bufio.NewReader(&headerLines{in: bounded})).ReadMIMEHeader()
	if err != nil && !errors.Is(err, io.EOF) && len(header) == 0 {
		return nil, nil, fmt.Errorf("the message has no header that can be read: %w", err)
	}
	if len(header) == 0 || header.Get("From") == "" && header.Get("Date") == "" && header.Get("Subject") == "" {
		return nil, nil, errors.New("is no message: it has neither sender, date nor subject")
	}
	m := &model.Message{
		From: headerText(header, "From"), To: headerText(header, "To"), Subject: headerText(header, "Subject"),
		MessageID: strings.Trim(headerText(header, "Message-Id"), "<>"), InReplyTo: strings.Trim(headerText(header, "In-Reply-To"), "<>"),
	}
	if at, err := mail.ParseDate(header.Get("Date")); err == nil {
		m.At = value.At(at)
	}
	body := &mailBody{message: m, warn: func(what string) { r.warn(RowError{Line: line, Message: what}) }}
	if err := body.read(header, bounded, 0); err != nil {
		body.warn("its text is broken: what could be read of it was taken: " + err.Error())
	}
	m.Body = text.CleanLines(body.text(), model.MaxLong)
	m.Origin = originMail + shorten(m.MessageID, 500)
	if m.MessageID == "" {
		sum := sha256.Sum256([]byte(m.From + "\x00" + m.To + "\x00" + m.At.String() + "\x00" + m.Subject + "\x00" + m.Body))
		m.Origin = originMail + hex.EncodeToString(sum[:16])
	}
	sender, err := mail.ParseAddress(m.From)
	if err != nil {
		sender = &mail.Address{Address: m.From}
	}
	return m, sender, nil
}

// headerLines gives the lines of a header up to the blank one, without lines that
// are none, which end the reading of a strict parser.
type headerLines struct {
	in   *bufio.Reader
	rest []byte
	any  bool
	done bool
	size int
}

var headerLine = lazily(`^[!-9;-~]+:`)

func (h *headerLines) Read(p []byte) (int, error) {
	for len(h.rest) == 0 {
		if h.done {
			return 0, io.EOF
		}
		line, err := h.in.ReadSlice('\n')
		for errors.Is(err, bufio.ErrBufferFull) {
			// The rest of an endless line is of no use.
			line, err = h.in.ReadSlice('\n')
		}
		h.size += len(line)
		text := strings.TrimRight(string(line), "\r\n")
		switch {
		case text == "" || err != nil && len(line) == 0 || h.size > maxMailText:
			h.done, h.rest = true, []byte("\r\n")
		case headerLine().MatchString(text), h.any && (text[0] == ' ' || text[0] == '\t'):
			h.any, h.rest = true, []byte(text+"\r\n")
		}
	}
	n := copy(p, h.rest)
	h.rest = h.rest[n:]
	return n, nil
}
