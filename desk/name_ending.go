package desk

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"tradedesk/model/text"
)

// endings are the endings of names that say how a file is written, the usual one of a format
// first. Lines of JSON may be called JSON.
var endings = []struct {
	format string
	names  []string
}{
	{"pdf", []string{"pdf"}},
	{"xlsx", []string{"xlsx"}},
	{"ubl", []string{"xml", "ubl"}},
	{"csv", []string{"csv"}},
	{"ndjson", []string{"ndjson", "jsonl", "json"}},
	{"json", []string{"json"}},
	{"vcard", []string{"vcf", "vcard"}},
	{"ics", []string{"ics", "ical", "ifb"}},
	{"tar", []string{"tar"}},
	{"toml", []string{"toml"}},
}

// otherEndings are those of files that are written here in no format.
var otherEndings = []string{
	"tsv", "tab", "xls", "xlsm", "ods", "doc", "docx", "odt", "rtf", "htm", "html", "eml", "mbox", "png", "jpg", "jpeg", "gif", "svg", "zip", "gz",
}

// CheckEnding refuses a name that says that a file is written otherwise than it will be, such as
// offer.pdf for UBL; the error is an ErrInvalid. A name that says nothing, or a format that
// nobody knows, is as good as any.
func CheckEnding(path, format string) error {
	ending := endingOf(path)
	var own []string
	said := slices.Contains(otherEndings, ending)
	for _, e := range endings {
		if e.format == format {
			own = e.names
		}
		said = said || slices.Contains(e.names, ending)
	}
	if len(own) == 0 || !said || slices.Contains(own, ending) {
		return nil
	}
	base := filepath.Base(path)
	better := strings.TrimSuffix(base, filepath.Ext(base))
	if endingOf(better) != own[0] {
		better += "." + own[0]
	}
	return wrongEnding{text.Clean(base, 100), ending, format, text.Clean(better, 100)}
}

type wrongEnding struct{ name, ending, format, better string }

func (e wrongEnding) Error() string {
	return fmt.Sprintf("%s: its name says %s, and what is written is %s: name it %s or ask for another format", e.name, e.ending, e.format, e.better)
}

func (e wrongEnding) Is(target error) bool { return target == ErrInvalid }

// FormatOfName gives which of the formats a file's name asks for, "" for none of them.
func FormatOfName(path string, formats []string) string {
	ending := endingOf(path)
	for _, e := range endings {
		if slices.Contains(e.names, ending) && slices.Contains(formats, e.format) && (e.format != "ndjson" || ending != "json") {
			return e.format
		}
	}
	return ""
}

func endingOf(path string) string {
	return strings.ToLower(strings.TrimPrefix(filepath.Ext(path), "."))
}
