package mail

import (
	"fmt"
	"io"
	"mime/multipart"
	"mime/quotedprintable"
	"net/textproto"
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
