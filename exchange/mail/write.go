package mail

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"strconv"
	"strings"
	"time"

	"tradedesk/model/refusal"
)

// Outgoing is a message that is written to be sent.
type Outgoing struct {
	From       Address
	To         []Address
	Cc         []Address // whom it goes to beside them is no part of it
	Subject    string
	At         time.Time
	ID         string   // Message-ID, without angles
	InReplyTo  string   // without angles, "" when it answers nothing
	References []string // oldest first
	Text       string   // UTF-8, lines ended by "\n"
	Files      []OutgoingFile
}

// OutgoingFile is an attachment; Open gives its content.
type OutgoingFile struct {
	Name string
	Type string // media type, "" when it is not known
	Open func() (io.ReadCloser, error)
}

// ErrHeader says that a text cannot stand in the header of a message: a line break or
// another control character would end it.
var ErrHeader = refusal.New("mail.header", "cannot stand in the header of a message")

var (
	errNoAddress     = refusal.New("mail.no_address", "\"{Text}\" is no e-mail address")
	errNoTarget      = refusal.New("mail.no_target", "\"{Text}\" is no e-mail address that mail can be sent to")
	errManyAddresses = refusal.New("mail.many_addresses", "more than {Most} addresses")
	errOfName        = refusal.New("mail.name", "the name \"{Text}\": {Why}")
	errNobody        = refusal.New("mail.nobody", "the message is to nobody")
)

// Write writes the message as RFC 5322 and MIME say, lines ended by CRLF, all of it
// ASCII: any server and any mail program takes it. Nothing in it can add a header.
func (m *Outgoing) Write(w io.Writer) error {
	h, err := m.header()
	if err != nil {
		return err
	}
	if len(m.Files) == 0 {
		h.add("Content-Type", "text/plain; charset=utf-8")
		h.add("Content-Transfer-Encoding", "quoted-printable")
		if _, err := w.Write(append(h.bytes, '\r', '\n')); err != nil {
			return err
		}
		return writeText(w, m.Text)
	}
	parts := multipart.NewWriter(w)
	if err := parts.SetBoundary(m.boundary()); err != nil {
		return fmt.Errorf("writing a message: %w", err)
	}
	h.add("Content-Type", fmt.Sprintf("multipart/mixed; boundary=%q", parts.Boundary()))
	if _, err := w.Write(append(h.bytes, '\r', '\n')); err != nil {
		return err
	}
	body, err := parts.CreatePart(textproto.MIMEHeader{
		"Content-Type": {"text/plain; charset=utf-8"}, "Content-Transfer-Encoding": {"quoted-printable"},
	})
	if err != nil {
		return err
	}
	if err := writeText(body, m.Text); err != nil {
		return err
	}
	for _, file := range m.Files {
		if err := file.write(parts); err != nil {
			return fmt.Errorf("attaching %s: %w", shown(file.Name), err)
		}
	}
	return parts.Close()
}

// boundary is the message's own, so that writing it again gives the same bytes.
func (m *Outgoing) boundary() string {
	id := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, m.ID)
	return "=_" + id[:min(len(id), 60)] + "_=" // no line of base64 or quoted-printable has "=_"
}

func (m *Outgoing) header() (*headerWriter, error) {
	if len(m.To) == 0 {
		return nil, errNobody
	}
	h := &headerWriter{}
	h.addresses("From", []Address{m.From})
	h.addresses("To", m.To)
	if len(m.Cc) > 0 {
		h.addresses("Cc", m.Cc)
	}
	h.text("Subject", m.Subject)
	h.add("Date", m.At.Format("Mon, 02 Jan 2006 15:04:05 -0700"))
	h.ids("Message-ID", []string{m.ID})
	h.ids("In-Reply-To", []string{m.InReplyTo})
	h.ids("References", m.References)
	h.add("MIME-Version", "1.0")
	return h, h.err
}

// headerWriter writes fields, folded; its first error stays.
type headerWriter struct {
	bytes []byte
	err   error
}

// softLine is where lines of a header are folded; RFC 5322 wants 78.
const softLine = 76

// add writes a field of words that may be folded between them.
func (h *headerWriter) add(name, value string) {
	if h.err != nil {
		return
	}
	if i := strings.IndexFunc(value, func(r rune) bool { return r < ' ' || r > '~' }); i >= 0 {
		h.err = fmt.Errorf("%s %.80q: %w", name, value, ErrHeader)
		return
	}
	line := name + ":"
	for word := range strings.SplitSeq(value, " ") {
		if len(line)+1+len(word) > softLine && line != name+":" {
			h.bytes = append(h.bytes, line+"\r\n"...)
			line = ""
		}
		line += " " + word
	}
	h.bytes = append(h.bytes, line+"\r\n"...)
}

// text writes a field of words in any language (RFC 2047).
func (h *headerWriter) text(name, value string) {
	if controlled(value) {
		h.err = errors.Join(h.err, fmt.Errorf("%s %.80q: %w", name, value, ErrHeader))
		return
	}
	h.add(name, encodeWords(value))
}

// encodeWords encodes what is no ASCII, what would be read as encoded, and what cannot be
// folded as it stands.
func encodeWords(value string) string {
	if asItIs(value) {
		return value
	}
	return encoded(value)
}

// asItIs reports whether a text can stand in a header as it is, words of one space each.
func asItIs(value string) bool {
	for word := range strings.SplitSeq(value, " ") {
		if word == "" && value != "" || len(word) > 60 || strings.Contains(word, "=?") || strings.IndexFunc(word, func(r rune) bool { return r > '~' }) >= 0 {
			return false
		}
	}
	return true
}

// encoded writes a text as encoded words of at most 39 bytes of it, cut between runes: one
// fits on a line behind the name of its field.
func encoded(value string) string {
	value = strings.ToValidUTF8(value, "\uFFFD")
	var words []string
	for len(value) > 0 {
		n := min(len(value), 39)
		for n < len(value) && value[n]&0xC0 == 0x80 {
			n--
		}
		words = append(words, "=?utf-8?b?"+base64.StdEncoding.EncodeToString([]byte(value[:n]))+"?=")
		value = value[n:]
	}
	return strings.Join(words, " ")
}

func (h *headerWriter) addresses(name string, list []Address) {
	var all []string
	for _, a := range list {
		written, err := writeAddress(a)
		if err != nil {
			h.err = errors.Join(h.err, fmt.Errorf("%s: %w", name, err))
			return
		}
		all = append(all, written)
	}
	h.add(name, strings.Join(all, ", "))
}

// ParseAddress reads one address as people write it, with or without a name; it must be
// one that mail can be sent to.
func ParseAddress(written string) (Address, error) {
	a, ok := readAddress(written)
	if !ok || controlled(written) {
		return Address{}, errNoAddress.With(refusal.Parts{"Text": written})
	}
	_, err := writeAddress(a)
	return a, err
}

// ParseAddresses reads a list of such addresses.
func ParseAddresses(written string) ([]Address, error) {
	var out []Address
	for _, part := range splitAddresses(written) {
		if strings.TrimSpace(part) == "" {
			continue
		}
		a, err := ParseAddress(part)
		if err != nil {
			return nil, err
		}
		if len(out) == maxAddresses {
			return nil, errManyAddresses.With(refusal.Parts{"Most": strconv.Itoa(maxAddresses)})
		}
		out = append(out, a)
	}
	return out, nil
}

// Join writes addresses so that ParseAddresses gives them again, whatever their names are.
func Join(list []Address) string {
	all := make([]string, len(list))
	for i, a := range list {
		name := strings.Join(strings.Fields(strings.Map(visible, a.Name)), " ")
		if strings.ContainsAny(name, `,;:<>()[]"@\`) {
			name = `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(name) + `"`
		}
		all[i] = Address{name, a.Address}.String()
	}
	return strings.Join(all, ", ")
}

// writeAddress writes an address of ASCII, which is what every server takes.
func writeAddress(a Address) (string, error) {
	local, domain, ok := strings.Cut(a.Address, "@")
	plain := func(s string) bool {
		return s != "" && strings.IndexFunc(s, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune(`()<>[]:;@\,"`, r) }) < 0
	}
	if !ok || !plain(local) || !plain(domain) || len(a.Address) > 254 {
		return "", errNoTarget.With(refusal.Parts{"Text": a.Address})
	}
	if parsed, err := mail.ParseAddress(a.Address); err != nil || parsed.Address != a.Address {
		return "", errNoTarget.With(refusal.Parts{"Text": a.Address})
	}
	if controlled(a.Name) {
		return "", errOfName.With(refusal.Parts{"Text": a.Name}).For(ErrHeader)
	}
	switch {
	case a.Name == "":
		return a.Address, nil
	case !asItIs(a.Name):
		return encoded(a.Name) + " <" + a.Address + ">", nil
	}
	return (&mail.Address{Name: a.Name, Address: a.Address}).String(), nil
}

// ids writes Message-IDs; those that are none are left out, as no program would find
// their messages.
func (h *headerWriter) ids(name string, ids []string) {
	var all []string
	for _, id := range ids {
		if id != "" && len(id) < 900 && strings.IndexFunc(id, func(r rune) bool { return r <= ' ' || r > '~' || r == '<' || r == '>' }) < 0 {
			all = append(all, "<"+id+">")
		}
	}
	if len(all) > 0 {
		h.add(name, strings.Join(all, " "))
	}
}

// controlled reports whether a text has what ends a line of a header, or what a terminal
// or mail program acts on.
func controlled(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f || r == 0x85 || r == 0x2028 || r == 0x2029 }) >= 0
}

// writeText writes a body: CRLF at the ends of lines, and a last one.
func writeText(w io.Writer, text string) error {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(strings.ToValidUTF8(text, "\uFFFD"))
	text = strings.ReplaceAll(strings.TrimRight(text, "\n"), "\n", "\r\n") + "\r\n"
	quoted := quotedprintable.NewWriter(w)
	if _, err := io.WriteString(quoted, text); err != nil {
		return err
	}
	return quoted.Close()
}

func (f OutgoingFile) write(parts *multipart.Writer) (err error) {
	if controlled(f.Name) {
		return fmt.Errorf("its name: %w", ErrHeader)
	}
	kind := f.Type
	if _, _, err := mime.ParseMediaType(kind); err != nil || controlled(kind) || strings.HasPrefix(kind, "multipart/") || strings.HasPrefix(kind, "message/") {
		kind = "application/octet-stream"
	}
	disposition := mime.FormatMediaType("attachment", map[string]string{"filename": shortName(f.Name)}) // RFC 2231
	if disposition == "" {
		disposition = "attachment"
	}
	part, err := parts.CreatePart(textproto.MIMEHeader{
		"Content-Type": {kind}, "Content-Disposition": {disposition}, "Content-Transfer-Encoding": {"base64"},
	})
	if err != nil {
		return err
	}
	content, err := f.Open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, content.Close()) }()
	lines := &base64Lines{w: part}
	encoder := base64.NewEncoder(base64.StdEncoding, lines)
	if _, err := io.Copy(encoder, content); err != nil {
		return err
	}
	if err := encoder.Close(); err != nil {
		return err
	}
	return lines.end()
}

// maxFileName is how many bytes of a file's name are sent: each may take three, and a
// line of a header at most 998.
const maxFileName = 255

// shortName cuts a long name, but not its ending.
func shortName(name string) string {
	if len(name) <= maxFileName {
		return name
	}
	ending := ""
	if dot := strings.LastIndexByte(name, '.'); dot > 0 && len(name)-dot <= 20 {
		ending = name[dot:]
	}
	return strings.ToValidUTF8(name[:maxFileName-len(ending)], "") + ending
}

// base64Lines breaks base64 into lines of 76.
type base64Lines struct {
	w  io.Writer
	at int
}

func (l *base64Lines) Write(p []byte) (int, error) {
	var out bytes.Buffer
	for rest := p; len(rest) > 0; {
		n := min(len(rest), 76-l.at)
		out.Write(rest[:n])
		rest = rest[n:]
		if l.at += n; l.at == 76 {
			out.WriteString("\r\n")
			l.at = 0
		}
	}
	if _, err := l.w.Write(out.Bytes()); err != nil {
		return 0, err
	}
	return len(p), nil
}

func (l *base64Lines) end() error {
	if l.at == 0 {
		return nil
	}
	_, err := io.WriteString(l.w, "\r\n")
	return err
}
