package exchange

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"tradedesk/exchange/chat"
	"tradedesk/model/refusal"
)

// Format names how a file is written.
type Format string

// The formats that are read and written.
const (
	FormatCSV    Format = "csv"    // rows, one kind a file
	FormatJSON   Format = "json"   // an array of records
	FormatNDJSON Format = "ndjson" // a record a line
	FormatVCard  Format = "vcard"  // address cards: written as version 4
	FormatXLSX   Format = "xlsx"   // a workbook: one kind a sheet
	FormatICS    Format = "ics"    // a calendar; only read
	FormatMail   Format = "mail"   // a message or a mailbox of them; only read
	FormatUBL    Format = "ubl"    // a business document in XML; only read
	FormatRates  Format = "rates"  // the European Central Bank's reference rates; only read
	FormatChat   Format = "chat"   // a chat that WhatsApp exported, or an archive with it; only read
)

// ErrFormat is what a file says that is in no format that is read here.
var ErrFormat = errors.New("not a format that can be read")

// Formats lists the formats that are read and written, in the order in which they
// are shown.
func Formats() []Format {
	return []Format{FormatCSV, FormatXLSX, FormatJSON, FormatNDJSON, FormatVCard}
}

// ImportFormats lists the formats that are read.
func ImportFormats() []Format {
	return append(Formats(), FormatICS, FormatMail, FormatUBL, FormatRates, FormatChat)
}

// Endings lists the endings of the names of files that are read, with their dots.
func Endings() []string {
	out := []string{".txt"}
	for ending := range extensions {
		out = append(out, "."+ending)
	}
	slices.Sort(out)
	return out
}

// ParseFormat reads a format's name or its usual file extension.
func ParseFormat(name string) (Format, error) {
	if f, ok := extensions[strings.ToLower(strings.TrimPrefix(strings.TrimSpace(name), "."))]; ok {
		return f, nil
	}
	return "", fmt.Errorf("format %.40q: want one of csv, xlsx, json, ndjson, vcard, ics, mail, ubl, rates, chat", name)
}

var extensions = map[string]Format{
	"csv": FormatCSV, "tsv": FormatCSV, "tab": FormatCSV,
	"json": FormatJSON, "ndjson": FormatNDJSON, "jsonl": FormatNDJSON,
	"vcard": FormatVCard, "vcf": FormatVCard,
	"ics": FormatICS, "ical": FormatICS, "vcs": FormatICS, "mail": FormatMail, "eml": FormatMail, "mbox": FormatMail, "ubl": FormatUBL, "xml": FormatUBL,
	"rates": FormatRates, "chat": FormatChat,
	"xlsx": FormatXLSX, "xlsm": FormatXLSX, "xltx": FormatXLSX,
}

// Extension gives the usual ending of a file's name, with its dot.
func (f Format) Extension() string {
	if f == FormatVCard {
		return ".vcf"
	}
	return "." + string(f)
}

// signatures are how files begin that are not text as we read it.
var signatures = []struct{ begins, what string }{
	{"\xd0\xcf\x11\xe0", "an old Excel or Outlook file, or a workbook with a password: save it as .xlsx or .csv without one first"},
	{"%PDF", "a PDF document"},
	{"\x1f\x8b", "a gzip archive: unpack it first"},
	{"SQLite format 3\x00", "an SQLite database"},
	{"Rar!", "a RAR archive: unpack it first"},
	{"7z\xbc\xaf", "a 7-Zip archive: unpack it first"},
	{"\x89PNG", "a picture"},
	{"\xff\xd8\xff", "a picture"},
	{"GIF8", "a picture"},
	{"{\\rtf", "a rich text document"},
}

const utf8BOM = "\xef\xbb\xbf"

// Detect finds the format of a file from its first bytes, and from its name when
// these leave it open. head should be at least a kilobyte, unless the file is
// shorter. The error wraps ErrFormat and says what the file is instead.
func Detect(name string, head []byte) (Format, error) {
	if isZip(head) {
		if isChatArchive(name, head) {
			return FormatChat, nil
		}
		if strings.HasPrefix(firstInArchive(head), "eurofxref") {
			return "", notThat(errRatesArchive)
		}
		return FormatXLSX, nil
	}
	if err := notText(head); err != nil {
		return "", err
	}
	byName := extensions[strings.TrimPrefix(strings.ToLower(path.Ext(name)), ".")]
	text := bytes.TrimLeft(narrow(head), " \t\r\n")
	switch {
	case len(text) == 0:
		return "", notThat(errEmpty)
	case hasPrefixFold(text, "BEGIN:VCARD"):
		return FormatVCard, nil
	case hasPrefixFold(text, "<!doctype html") || hasPrefixFold(text, "<html"):
		return "", notThat(errWebPage)
	case isRatesXML(text):
		return FormatRates, nil
	case hasPrefixFold(text, "<?xml") || text[0] == '<':
		return FormatUBL, nil
	case hasPrefixFold(text, "BEGIN:VCALENDAR"):
		return FormatICS, nil
	case isMail(text):
		return FormatMail, nil
	case isRates(text):
		return FormatRates, nil
	case chat.Begins(string(text)):
		return FormatChat, nil
	case byName == FormatXLSX:
		return "", notThat(errNoWorkbook)
	case byName != "":
		return byName, nil
	case len(text) > 0 && text[0] == '[':
		return FormatJSON, nil
	case len(text) > 0 && text[0] == '{':
		return FormatNDJSON, nil
	}
	if line, _, _ := bytes.Cut(text, []byte("\n")); bytes.ContainsAny(line, ",;\t") {
		return FormatCSV, nil
	}
	return "", notThat(errNoFormat)
}

// notThat says why a file cannot be read.
func notThat(why error) error { return fmt.Errorf("%w: %w", ErrFormat, why) }

// isZip reports whether a file is an archive, as workbooks are.
func isZip(head []byte) bool {
	return bytes.HasPrefix(head, []byte("PK\x03\x04")) || bytes.HasPrefix(head, []byte("PK\x05\x06"))
}

// isChatArchive tells an exported chat from a workbook: by its name, or by that of the
// first file in it.
func isChatArchive(name string, head []byte) bool {
	first := firstInArchive(head)
	return chat.OtherOf(name) != "" || first == "_chat.txt" || chat.OtherOf(first) != ""
}

// firstInArchive gives the name of the first file in an archive, without its folder.
func firstInArchive(head []byte) string {
	const nameAt = 30 // in the header of a file (PKWARE's APPNOTE, 4.3.7)
	if len(head) < nameAt {
		return ""
	}
	length := int(binary.LittleEndian.Uint16(head[26:]))
	return path.Base(string(head[nameAt:min(nameAt+length, len(head))]))
}

func notText(head []byte) error {
	for _, s := range signatures {
		if bytes.HasPrefix(head, []byte(s.begins)) {
			return notThat(errIsOther.With(refusal.Parts{"What": s.what}))
		}
	}
	if nulls := bytes.Count(narrow(head), []byte{0}); nulls == 0 || nulls*20 < len(head) {
		return nil
	}
	return notThat(errNotText)
}

// mailHeaders are headers that mail begins with.
var mailHeaders = []string{"from ", "from:", "return-path:", "received:", "delivered-to:", "date:", "message-id:", "mime-version:", "x-original-to:"}

// isMail reports whether a text begins as mail does: with a header of mail, and
// another header behind it.
func isMail(text []byte) bool {
	line, rest, _ := bytes.Cut(text, []byte("\n"))
	if !slices.ContainsFunc(mailHeaders, func(h string) bool { return hasPrefixFold(line, h) }) {
		return false
	}
	next, _, _ := bytes.Cut(rest, []byte("\n"))
	return headerLine().Match(next) || len(next) > 0 && (next[0] == ' ' || next[0] == '\t')
}

var headerLine = lazily(`^[!-9;-~]+:`)

func hasPrefixFold(text []byte, prefix string) bool {
	return len(text) >= len(prefix) && strings.EqualFold(string(text[:len(prefix)]), prefix)
}
