package exchange

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"
	"unicode"

	"tradedesk/exchange/charset"
	"tradedesk/model"
	"tradedesk/model/value"
)

func TestFixturesImportTwice(t *testing.T) {
	tests := []struct {
		file    string
		kind    model.Kind
		created int
	}{
		{"leads-100.csv", model.KindLead, 100},
		{"organizations-100.csv", model.KindSupplier, 100},
		{"John_Doe_EVOLUTION.vcf", model.KindContact, 1},
		{"John_Doe_GMAIL.vcf", model.KindContact, 1},
		{"John_Doe_IPHONE.vcf", model.KindContact, 1},
		{"gmail-single.vcf", model.KindContact, 1},
		{"rfc2426-example.vcf", model.KindContact, 2},
		{"rfc6350-example.vcf", model.KindContact, 1},
	}
	for _, test := range tests {
		t.Run(test.file, func(t *testing.T) {
			desk := newFakeDesk()
			first := mustImport(t, desk, testRequest(test.file), fixture(t, test.file))
			if first.Read != test.created || first.Created != test.created || first.Rejected != 0 || len(first.Errors) != 0 || first.Kind != test.kind {
				t.Errorf("first: %+v", first)
			}
			puts := desk.puts
			again := mustImport(t, desk, testRequest(test.file), fixture(t, test.file))
			if again.Created != 0 || again.Updated != 0 || again.Unchanged != test.created || desk.puts != puts {
				t.Errorf("again: %+v, %d puts", again, desk.puts-puts)
			}
		})
	}
}

func TestLeadOfFixture(t *testing.T) {
	desk := newFakeDesk()
	mustImport(t, desk, testRequest("leads-100.csv"), fixture(t, "leads-100.csv"))
	lead := desk.all()[0].(*model.Lead)
	if lead.Company != "Grimes, Madden and Huff" || lead.Contact != "Victor Cochran" || lead.Email != "hatkinson@mclaughlin.com" ||
		len(lead.OtherEmails) != 1 || lead.OtherEmails[0] != "ygibbs@guzman.com" || lead.Stage != model.LeadNew ||
		lead.Owner != "Bethany Dixon" || lead.Source != "Retargeting Ads" || lead.Message != "Speak own such." ||
		lead.Origin != "csv:Account Id:0970F99ED4a2CE4" {
		t.Errorf("got %s", model.EncodeJSON(lead))
	}
	if _, ok := lead.Custom["Index"]; ok {
		t.Error("the row number was kept")
	}
	if won := desk.all()[1].(*model.Lead); won.Stage != model.LeadWon {
		t.Errorf("Closed Won became %q", won.Stage)
	}
}

func TestImportAgainKeepsWhatPeopleDid(t *testing.T) {
	const file = "Lead Id,Company,Email,Status,Owner,Tags,City,Notes\nA-77,Nord,a@nord.fi,New,Aino,oil,,hello\n"
	desk := newFakeDesk()
	mustImport(t, desk, testRequest("a.csv"), file)
	lead := *desk.all()[0].(*model.Lead)
	lead.Stage, lead.Owner, lead.City, lead.Tags = model.LeadQualified, "Yassine", "Helsinki", []string{"vip"}
	lead.OtherEmails, lead.Custom = []value.Email{"b@nord.fi"}, map[string]string{"Our no": "7"}
	desk.put(&lead)

	report := mustImport(t, desk, testRequest("a.csv"), strings.Replace(file, "hello", "hello again", 1))
	got := desk.all()[0].(*model.Lead)
	if report.Updated != 1 || report.Created != 0 || got.Message != "hello again" {
		t.Errorf("report %+v, message %q", report, got.Message)
	}
	if got.Stage != model.LeadQualified || got.Owner != "Yassine" || got.City != "Helsinki" || len(got.OtherEmails) != 1 || got.Custom["Our no"] != "7" ||
		strings.Join(got.Tags, " ") != "vip oil" {
		t.Errorf("a person's work was lost: %s", model.EncodeJSON(got))
	}
}

func TestImportLeavesDeletedRecords(t *testing.T) {
	const file = "Company,Email\nNord,a@nord.fi\n"
	desk := newFakeDesk()
	mustImport(t, desk, testRequest("a.csv"), file)
	lead := *desk.all()[0].(*model.Lead)
	lead.Deleted = true
	desk.put(&lead)
	if again := mustImport(t, desk, testRequest("a.csv"), file); again.Unchanged != 1 || again.Created+again.Updated != 0 {
		t.Errorf("report %+v", again)
	}
}

func TestSameRowTwiceInAFile(t *testing.T) {
	desk := newFakeDesk()
	report := mustImport(t, desk, testRequest("a.csv"),
		"Company,Email,Notes\nNord,a@nord.fi,one\nNord,A@NORD.FI,one\nSud,b@sud.ma,x\nNord,a@nord.fi,two\n")
	if report.Created != 2 || report.Read != 4 || report.Created+report.Updated+report.Unchanged != 4 || len(desk.all()) != 2 {
		t.Errorf("report %+v, %d records", report, len(desk.all()))
	}
	if lead := desk.all()[0].(*model.Lead); lead.Message != "two" {
		t.Errorf("message %q", lead.Message)
	}
}

// A bare number under "Id" counts rows: two files that both begin at 1 are not
// about the same leads.
func TestSmallNumbersAreNoIdentity(t *testing.T) {
	desk := newFakeDesk()
	mustImport(t, desk, testRequest("a.csv"), "Id,Company,Email\n1,Nord,a@nord.fi\n")
	report := mustImport(t, desk, testRequest("b.csv"), "Id,Company,Email\n1,Sud,b@sud.ma\n")
	if report.Created != 1 || len(desk.all()) != 2 {
		t.Errorf("report %+v", report)
	}
}

func TestBadValues(t *testing.T) {
	tests := []struct {
		name, file    string
		created       int
		field         string // of the error or the warning
		line, column  int
		warned        int
		custom, under string
	}{
		{"quantity", "Company,Quantity\nNord,lots\n", 0, "quantity", 2, 2, 0, "", ""},
		{"price", "Company,Target price\nNord,cheap\n", 0, "target_price", 2, 2, 0, "", ""},
		{"e-mail", "Company,Email\nNord,not an address\n", 0, "email", 2, 2, 0, "", ""},
		{"date", "Company,Received at\nNord,32/13/2026\n", 0, "received_at", 2, 2, 0, "", ""},
		{"currency", "Company,Currency\nNord,ZZZZ\n", 0, "currency", 2, 2, 0, "", ""},
		{"Incoterm", "Company,Incoterm\nNord,XYZ\n", 0, "incoterm", 2, 2, 0, "", ""},
		{"nothing to go by", "Company,Email,City\n,,Fès\n", 0, "company", 2, 0, 0, "", ""},
		{"country", "Company,Country\nNord,Netherlands Antilles of old\n", 1, "country", 2, 2, 1, "Netherlands Antilles of old", "Country"},
		{"HS code", "Company,HS code\nNord,not one\n", 1, "hs", 2, 2, 1, "not one", "HS code"},
		{"stage", "Company,Lead status\nNord,Somewhere\n", 1, "stage", 2, 2, 1, "Somewhere", "Lead status"},
		{"more cells than columns", "Company,City\nNord,Oslo,extra\n", 1, "", 0, 0, 0, "extra", "Column 3"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			desk := newFakeDesk()
			req := testRequest("a.csv")
			req.Kind = model.KindLead
			report := mustImport(t, desk, req, test.file)
			if report.Created != test.created || report.Rejected != 1-test.created || report.Warned != test.warned {
				t.Fatalf("report %+v", report)
			}
			for _, e := range append(report.Errors, report.Warnings...) {
				if e.Line != test.line || e.Column != test.column || e.Field != test.field || e.Message == "" {
					t.Errorf("got %+v", e)
				}
			}
			if test.custom != "" {
				if got := desk.all()[0].(*model.Lead).Custom[test.under]; got != test.custom {
					t.Errorf("kept %q under %q, want %q", got, test.under, test.custom)
				}
			}
		})
	}
}

func TestRowErrorsAreBounded(t *testing.T) {
	file := "Company,Email\n" + strings.Repeat("Nord,bad\n", MaxRowErrors+50)
	report := mustImport(t, newFakeDesk(), testRequest("a.csv"), file)
	if report.Rejected != MaxRowErrors+50 || len(report.Errors) != MaxRowErrors {
		t.Errorf("%d rejected, %d errors", report.Rejected, len(report.Errors))
	}
}

func TestPhoneThatIsNoNumber(t *testing.T) {
	desk := newFakeDesk()
	req := testRequest("a.csv")
	req.Kind = model.KindLead
	report := mustImport(t, desk, req, "Company,Phone 1,Phone 2\nNord,call me,+212 612-345678\n")
	lead := desk.all()[0].(*model.Lead)
	if report.Created != 1 || lead.Phone == "" {
		t.Errorf("report %+v, lead %s", report, model.EncodeJSON(lead))
	}
}

func TestTagOfTheFile(t *testing.T) {
	desk := newFakeDesk()
	req := testRequest("a.csv")
	req.Tag, req.Kind = "SIAL\u202e 2026", model.KindLead
	mustImport(t, desk, req, "Company,Tags\nNord,oil; vip\n")
	if got := strings.Join(desk.all()[0].(*model.Lead).Tags, "|"); got != "oil|vip|SIAL 2026" {
		t.Errorf("tags %q", got)
	}
}

func TestUnreadableFiles(t *testing.T) {
	tests := []struct{ name, file, want string }{
		{"a.xlsx", "PK\x03\x04\x14\x00\x06\x00", "cut off"},
		{"a.csv", "PK\x03\x04\x14\x00\x06\x00", "cut off"},
		{"a.xlsx", "Company,Email\n", "no workbook"},
		{"a.xls", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel"},
		{"a.csv", "\x00\x01\x02\x03\x04", "not a text file"},
		{"a.pdf", "%PDF-1.7 ...", "PDF"},
		{"a.csv", "", "empty"},
		{"a.csv", utf8BOM, "empty"},
		{"a.csv", "\n\n\n", "empty"},
		{"a.csv", "<!DOCTYPE html><html>", "web page"},
		{"a.csv", "Nord,a@nord.fi,1\nSud,b@sud.ma,2\n", "name the columns"},
		{"notes.txt", "just some words", "looks like none"},
	}
	for _, test := range tests {
		t.Run(test.want, func(t *testing.T) {
			_, err := Import(context.Background(), newFakeDesk(), testRequest(test.name), strings.NewReader(test.file), nil)
			if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("error %v, want one line with %q", err, test.want)
			}
		})
	}
}

func TestDetect(t *testing.T) {
	tests := []struct {
		name, head string
		want       Format
	}{
		{"a.csv", "Name,Email\n", FormatCSV},
		{"a.txt", "Name;Email\n", FormatCSV},
		{"a.tsv", "Name\n", FormatCSV},
		{"a.vcf", "BEGIN:VCARD\r\n", FormatVCard},
		{"contacts", utf8BOM + "begin:vcard\n", FormatVCard},
		{"a.json", "[\n", FormatJSON},
		{"x", "[{\"id\":1}]", FormatJSON},
		{"x", "{\"id\":1}\n", FormatNDJSON},
		{"A.NDJSON", "{}", FormatNDJSON},
	}
	for _, test := range tests {
		if got, err := Detect(test.name, []byte(test.head)); got != test.want || err != nil {
			t.Errorf("Detect(%q, %q) = %q, %v; want %q", test.name, test.head, got, err, test.want)
		}
	}
}

func TestReadErrorIsNotTheEnd(t *testing.T) {
	broken := errors.New("the disk is gone")
	file := io.MultiReader(strings.NewReader("Company,Email\nNord,a@nord.fi\nSud,b"), failing{broken})
	_, err := Import(context.Background(), newFakeDesk(), testRequest("a.csv"), file, nil)
	if !errors.Is(err, broken) {
		t.Errorf("error %v", err)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func TestPutErrorEndsTheImport(t *testing.T) {
	full := errors.New("the disk is full")
	desk := newFakeDesk()
	desk.onPut = func() error {
		if desk.puts == 1 {
			return full
		}
		return nil
	}
	report, err := Import(context.Background(), desk, testRequest("a.csv"), &leadRows{rows: 3 * batchRecords}, nil)
	if !errors.Is(err, full) || report.Created != batchRecords || len(desk.all()) != batchRecords {
		t.Errorf("error %v, created %d, kept %d", err, report.Created, len(desk.all()))
	}
}

func TestCancelKeepsWhatIsIn(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	desk := newFakeDesk()
	desk.onPut = func() error {
		if desk.puts == 2 {
			cancel()
		}
		return nil
	}
	report, err := Import(ctx, desk, testRequest("a.csv"), &leadRows{rows: 10 * batchRecords}, nil)
	if err != nil || !report.Cancelled || report.Created != 2*batchRecords || len(desk.all()) != 2*batchRecords {
		t.Errorf("error %v, report %+v, kept %d", err, report, len(desk.all()))
	}
	rest := mustImportFrom(t, desk, &leadRows{rows: 10 * batchRecords})
	if rest.Created != 8*batchRecords || rest.Unchanged != 2*batchRecords {
		t.Errorf("the rest: %+v", rest)
	}
}

func mustImportFrom(t *testing.T, desk *fakeDesk, file io.Reader) FileReport {
	t.Helper()
	desk.onPut = nil
	req := testRequest("a.csv")
	req.IDs = model.NewIDs(func() time.Time { return testNow.Add(time.Hour) }, nil)
	report, err := Import(context.Background(), desk, req, file, nil)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func TestProgress(t *testing.T) {
	now := testNow
	req := testRequest("a.csv")
	req.Now = func() time.Time {
		now = now.Add(10 * time.Millisecond)
		return now
	}
	var data bytes.Buffer
	if _, err := data.ReadFrom(&leadRows{rows: 1000}); err != nil {
		t.Fatal(err)
	}
	req.Size = int64(data.Len())
	var told []Progress
	if _, err := Import(context.Background(), newFakeDesk(), req, &data, func(p Progress) { told = append(told, p) }); err != nil {
		t.Fatal(err)
	}
	last := told[len(told)-1]
	if last.Done != 1000 || last.Bytes != req.Size || last.Left != 0 || last.PerSec < 50 || last.PerSec > 150 {
		t.Errorf("last %+v", last)
	}
	for i := 1; i < len(told)-1; i++ {
		if gap := told[i].Elapsed - told[i-1].Elapsed; gap < progressEvery {
			t.Errorf("told again after %v", gap)
		}
	}
	if len(told) < 40 {
		t.Errorf("told %d times in ten seconds", len(told))
	}
}

// hostile is what a terminal must never see, and what a spreadsheet might run.
const hostile = "\x1b]0;owned\x07\x1b[31mred\x1b[2J\u202egnp\u2066\u200b\x00\x9b=cmd|' /C calc'!A0"

func TestHostileTextInEveryField(t *testing.T) {
	row := "\"" + strings.Join([]string{hostile, hostile, hostile, "", hostile, hostile, hostile, hostile}, "\",\"") + "\""
	card := "BEGIN:VCARD\nFN:" + hostile + "\nORG:" + hostile + ";" + hostile + "\nTITLE:" + hostile + "\nTEL:" + hostile + "\nADR:" + hostile + ";;" + hostile + ";" +
		hostile + ";;;" + hostile + "\nNOTE:" + hostile + "\nCATEGORIES:" + hostile + "\nURL:" + hostile + "\nX-" + hostile + ":x\nEMAIL:" + hostile +
		"\nUID:" + hostile + "\nLANG:" + hostile + "\nNICKNAME:" + hostile + "\nEND:VCARD\n"
	object := fmt.Sprintf(`{"kind":"lead","company":"%[1]s","message":"%[1]s","custom":{"%[1]s":"%[1]s"},"tags":["%[1]s"],"future":{"%[1]s":["%[1]s"]}}`,
		`\u001b]0;owned\u0007\u202e\u009b\u0000`)
	files := map[string]string{
		"a.csv":    "Company,Contact,Notes,Email,City,Phone,Country," + hostile + "\n" + row + "\n",
		"a.vcf":    card,
		"a.ndjson": object + "\n",
	}
	for name, file := range files {
		t.Run(name, func(t *testing.T) {
			desk := newFakeDesk()
			report := mustImport(t, desk, testRequest(name), file)
			if report.Created != 1 {
				t.Fatalf("report %+v", report)
			}
			shown := string(model.EncodeJSON(desk.all()[0])) + fmt.Sprint(report)
			for _, r := range strings.ReplaceAll(shown, `\n`, "") {
				if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
					t.Fatalf("%U in %q", r, shown)
				}
			}
			if strings.Contains(shown, `\u00`) || strings.Contains(shown, `\u20`) {
				t.Errorf("an escaped control in %q", shown)
			}
		})
	}
}

// A few broken bytes in a file of UTF-8 do not make it one of another charset.
func TestBytesThatAreNotUTF8(t *testing.T) {
	desk := newFakeDesk()
	req := testRequest("a.csv")
	req.Kind = model.KindLead
	report := mustImport(t, desk, req, "Company,City\nSoci\xe9té Nord,"+strings.Repeat("é", 20)+"\n")
	lead := desk.all()[0].(*model.Lead)
	if lead.Company != "Soci\uFFFDté Nord" || report.Warned != 1 || report.Warnings[0].Column != 1 || report.Charset != charset.UTF8 {
		t.Errorf("company %q, report %+v", lead.Company, report)
	}
}
