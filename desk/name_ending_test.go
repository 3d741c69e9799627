package desk_test

import (
	"errors"
	"strings"
	"testing"

	"tradedesk/desk"
)

func TestCheckEnding(t *testing.T) {
	for _, tt := range []struct{ path, format, want string }{
		{"offer.pdf", "pdf", ""}, {"a/OFFER.PDF", "pdf", ""}, {"offer.xml", "ubl", ""}, {"offer", "ubl", ""}, {"offer.v2", "ubl", ""}, {"offer.final", "pdf", ""},
		{"cards.vcf", "vcard", ""}, {"all.json", "ndjson", ""}, {"all.jsonl", "ndjson", ""}, {"offer.pdf", "", ""}, {"offer.pdf", "nonsense", ""}, {"", "pdf", ""},
		{"a/offer.pdf", "ubl", "offer.pdf: its name says pdf, and what is written is ubl: name it offer.xml or ask for another format"},
		{"offer.XLSX", "pdf", "name it offer.pdf"}, {"leads.csv", "json", "name it leads.json"}, {"leads.json", "csv", "name it leads.csv"}, {"leads.ndjson", "json", "name it leads.json"},
		{"leads.tsv", "csv", "says tsv"}, {"due.pdf", "ics", "name it due.ics"}, {"desk.tar.gz", "tar", "name it desk.tar or"}, {"x\x1b[31m.pdf", "csv", "x[31m.pdf: its name"},
	} {
		err := desk.CheckEnding(tt.path, tt.format)
		if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want) || !errors.Is(err, desk.ErrInvalid)) {
			t.Errorf("%q as %q: %v, want %q", tt.path, tt.format, err, tt.want)
		}
	}
}

func TestFormatOfName(t *testing.T) {
	documents := desk.DocumentFormats()
	for name, want := range map[string]string{"a.pdf": "pdf", "b.XLSX": "xlsx", "c.xml": "ubl", "d.csv": "", "e": "", "": "", "-": ""} {
		if got := desk.FormatOfName(name, documents); got != want {
			t.Errorf("%q is %q, want %q", name, got, want)
		}
	}
	if got := desk.FormatOfName("all.json", desk.ExportFormats()); got != "json" {
		t.Errorf("all.json is %q", got)
	}
}
