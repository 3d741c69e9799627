package exchange

import (
	"bufio"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"html"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"regexp"
	"slices"
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

var headerLine = regexp.MustCompile(`^[!-9;-~]+:`)

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
		case headerLine.MatchString(text), h.any && (text[0] == ' ' || text[0] == '\t'):
			h.any, h.rest = true, []byte(text+"\r\n")
		}
	}
	n := copy(p, h.rest)
	h.rest = h.rest[n:]
	return n, nil
}

// mailBody collects the text of a message and names its attachments.
type mailBody struct {
	message *model.Message
	warn    func(string)
	plain   strings.Builder
	html    strings.Builder
	parts   int
}

func (b *mailBody) text() string {
	if b.plain.Len() > 0 {
		return b.plain.String()
	}
	return textOfHTML(b.html.String())
}

// read takes one part, and those within it.
func (b *mailBody) read(h textproto.MIMEHeader, in io.Reader, depth int) error {
	if b.parts++; b.parts > maxMailParts || depth > maxMailDepth {
		return fmt.Errorf("more than %d parts, or parts %d levels deep", maxMailParts, maxMailDepth)
	}
	kind, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil && kind == "" {
		kind = "text/plain"
	}
	if strings.HasPrefix(kind, "multipart/") && params["boundary"] != "" {
		return b.readParts(in, params["boundary"], depth)
	}
	in = decoded(in, h.Get("Content-Transfer-Encoding"))
	disposition, dispositionParams, _ := mime.ParseMediaType(h.Get("Content-Disposition")) // none is inline
	name := dispositionParams["filename"]
	if name == "" {
		name = params["name"]
	}
	if disposition == "attachment" || name != "" || !strings.HasPrefix(kind, "text/") && !strings.HasPrefix(kind, "multipart/") {
		return b.attach(in, name, kind)
	}
	raw, err := io.ReadAll(io.LimitReader(in, maxMailText))
	out := &b.plain
	if kind == "text/html" {
		out = &b.html
	}
	if out.Len() > 0 {
		out.WriteByte('\n')
	}
	out.WriteString(charsetText(raw, params["charset"]))
	return err
}

func (b *mailBody) readParts(in io.Reader, boundary string, depth int) error {
	parts := multipart.NewReader(in, boundary)
	for {
		part, err := parts.NextRawPart()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if err := b.read(textproto.MIMEHeader(part.Header), part, depth+1); err != nil {
			return err
		}
	}
}

// attach names an attachment by its content, which stays in the file.
func (b *mailBody) attach(in io.Reader, name, kind string) error {
	sum := sha256.New()
	size, err := io.Copy(sum, in)
	if decodedName, wrong := wordDecoder.DecodeHeader(name); wrong == nil {
		name = decodedName
	}
	if name = text.Clean(name, 255); name == "" {
		name = "attachment"
	}
	if len(b.message.Attachments) < model.MaxElements {
		b.message.Attachments = append(b.message.Attachments, model.Attachment{
			Name: name, Size: size, Type: text.Clean(kind, 255), SHA256: hex.EncodeToString(sum.Sum(nil)),
		})
	}
	return err
}

func decoded(in io.Reader, encoding string) io.Reader {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "quoted-printable":
		return quotedprintable.NewReader(in)
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, in)
	}
	return in
}

func charsetText(raw []byte, charset string) string {
	if enc, name, ok := findCharset(charset); ok && name != charsetUTF8 {
		return decodeText(enc, raw)
	}
	if isUTF8(string(raw)) {
		return string(raw)
	}
	return guessText(raw, "")
}

var (
	htmlBreak = regexp.MustCompile(`(?i)<(?:br|/p|/div|/tr|/li|/h[1-6])[^>]*>`)
	htmlAside = regexp.MustCompile(`(?is)<(script|style|head)\b.*?</(script|style|head)>|<!--.*?-->`)
	htmlTag   = regexp.MustCompile(`<[^>]*>`)
	blanks    = regexp.MustCompile(`\n\s*\n\s*`)
)

// textOfHTML gives what a page says, for messages that have nothing else.
func textOfHTML(page string) string {
	page = htmlAside.ReplaceAllString(page, "")
	page = htmlTag.ReplaceAllString(htmlBreak.ReplaceAllString(page, "\n"), "")
	return strings.TrimSpace(blanks.ReplaceAllString(html.UnescapeString(page), "\n\n"))
}

// mailbox gives one message after the other: of an mbox file, whose messages begin
// with a line "From …", or the only one of a file without.
type mailbox struct {
	in     *bufio.Reader
	line   int
	rest   []byte // of the line that is being read
	within bool   // a message is open
	begun  bool   // a line of it was read, so that every message takes one
	blank  bool   // the line before was blank
	end    bool   // of the message
}

var fromLine = regexp.MustCompile(`^From (-|\S+\s+.*\d{1,2}:\d{2}.*|\S+\s+\S+.*\d{4})\s*$`)

// next begins the next message and gives its line; io.EOF when there is none.
func (b *mailbox) next() (int, error) {
	b.blank, b.end, b.rest, b.within, b.begun = true, false, nil, false, false
	for {
		head, err := b.in.Peek(1)
		if err != nil {
			return b.line, err
		}
		if head[0] != '\n' && head[0] != '\r' {
			break
		}
		if _, err := b.readLine(); err != nil && err != io.EOF {
			return b.line, err
		}
	}
	at := b.line
	if b.atFrom() {
		if _, err := b.readLine(); err != nil && err != io.EOF {
			return at, err
		}
	}
	b.within, b.blank = true, false
	return at, nil
}

// atFrom reports whether the next line begins a message: it is written as one, and
// a header follows; without a blank line before it, one that mail begins with.
// Texts that begin with "From" have no header behind them.
func (b *mailbox) atFrom() bool {
	head, _ := b.in.Peek(2048) // fewer at the end of the file
	line, rest, _ := strings.Cut(string(head), "\n")
	if !strings.HasPrefix(line, "From ") || !fromLine.MatchString(strings.TrimRight(line, "\r")) {
		return false
	}
	next, _, _ := strings.Cut(rest, "\n")
	if !b.blank {
		return headerLine.MatchString(next) && slices.ContainsFunc(mailHeaders, func(h string) bool { return hasPrefixFold([]byte(next), h) })
	}
	return headerLine.MatchString(next) || strings.HasPrefix(next, ">From ")
}

func (b *mailbox) readLine() ([]byte, error) {
	line, err := b.in.ReadSlice('\n')
	if len(line) > 0 && line[len(line)-1] == '\n' {
		b.line++
	}
	if errors.Is(err, bufio.ErrBufferFull) {
		err = nil
	}
	return line, err
}

// Read gives the open message up to the next.
func (b *mailbox) Read(p []byte) (int, error) {
	for len(b.rest) == 0 {
		if b.end || !b.within || b.begun && b.atFrom() {
			b.end = true
			return 0, io.EOF
		}
		line, err := b.readLine()
		b.begun = true
		if len(line) == 0 && err != nil {
			b.end = true
			return 0, err
		}
		b.blank = len(strings.TrimRight(string(line[:min(len(line), 3)]), "\r\n")) == 0
		if strings.HasPrefix(strings.TrimLeft(string(line[:min(len(line), 20)]), ">"), "From ") && line[0] == '>' {
			line = line[1:]
		}
		b.rest = line
	}
	n := copy(p, b.rest)
	b.rest = b.rest[n:]
	return n, nil
}

// skip passes over what was not read of the open message.
func (b *mailbox) skip() error {
	_, err := io.Copy(io.Discard, b)
	return err
}
