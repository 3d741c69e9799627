package mail

import (
	"mime"
	"strings"
)

// media is what a Content-Type or Content-Disposition says.
type media struct {
	kind   string // in lower case, "" when there is none
	params map[string]string
}

// readMedia reads a field with parameters. What mime refuses, an unquoted name with
// blanks or a semicolon too many, is taken apart by hand.
func readMedia(value string) media {
	if value == "" {
		return media{}
	}
	kind, params, err := mime.ParseMediaType(value)
	if err == nil {
		return media{kind, params}
	}
	m := media{params: map[string]string{}}
	for i, part := range splitOutsideQuotes(value, ';') {
		if i == 0 {
			m.kind, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(part)), " ")
			continue
		}
		name, value, ok := strings.Cut(part, "=")
		name = strings.ToLower(strings.TrimSpace(name))
		if _, twice := m.params[name]; ok && !twice && len(m.params) < 20 {
			m.params[name] = strings.Trim(strings.TrimSpace(value), `"`)
		}
	}
	return m
}

// splitOutsideQuotes cuts at every sep that stands in no quotes.
func splitOutsideQuotes(text string, sep byte) []string {
	var out []string
	from, quoted := 0, false
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			quoted = !quoted
		case sep:
			if !quoted {
				out = append(out, text[from:i])
				from = i + 1
			}
		}
	}
	return append(out, text[from:])
}

// endings name a part that has no name, by its type.
var endings = map[string]string{
	"text/calendar": "invite.ics", "text/vcard": "contact.vcf", "text/x-vcard": "contact.vcf", "text/csv": "table.csv",
	"application/pdf": "document.pdf", "application/ms-tnef": winmail, "application/vnd.ms-tnef": winmail,
	"image/png": "image.png", "image/jpeg": "image.jpg", "image/gif": "image.gif", "image/webp": "image.webp",
	"application/pgp-signature": "signature.asc", "application/pkcs7-signature": "smime.p7s", "application/x-pkcs7-signature": "smime.p7s",
	"application/pkcs7-mime": "smime.p7m", "application/x-pkcs7-mime": "smime.p7m", "application/zip": "archive.zip",
	"audio/ogg": "audio.ogg", "audio/mpeg": "audio.mp3", "video/mp4": "video.mp4",
}

// winmail is what Outlook calls the parts that it packs for itself (TNEF).
const winmail = "winmail.dat"

// nameOf gives the name of a part as its header has it, "" when it has none.
func nameOf(kind, disposition media) string {
	for _, name := range []string{disposition.params["filename"], kind.params["name"]} {
		if name = strings.TrimSpace(decodeWords(name)); name != "" {
			return name
		}
	}
	return ""
}

// nameless gives a name to a part that has none.
func nameless(kind string) string {
	if name, ok := endings[kind]; ok {
		return name
	}
	return "attachment"
}
