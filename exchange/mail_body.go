package exchange

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"html"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/textproto"
	"strings"

	"tradedesk/model"
	"tradedesk/model/text"
)

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
	htmlBreak = lazily(`(?i)<(?:br|/p|/div|/tr|/li|/h[1-6])[^>]*>`)
	htmlAside = lazily(`(?is)<(script|style|head)\b.*?</(script|style|head)>|<!--.*?-->`)
	htmlTag   = lazily(`<[^>]*>`)
	blanks    = lazily(`\n\s*\n\s*`)
)

// textOfHTML gives what a page says, for messages that have nothing else.
func textOfHTML(page string) string {
	page = htmlAside().ReplaceAllString(page, "")
	page = htmlTag().ReplaceAllString(htmlBreak().ReplaceAllString(page, "\n"), "")
	return strings.TrimSpace(blanks().ReplaceAllString(html.UnescapeString(page), "\n\n"))
}
