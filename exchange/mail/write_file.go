package mail

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/textproto"
	"strings"
)

// OutgoingFile is an attachment; Open gives its content.
type OutgoingFile struct {
	Name string
	Type string // media type, "" when it is not known
	Open func() (io.ReadCloser, error)
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
