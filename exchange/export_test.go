package exchange

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tradedesk/model"
	"tradedesk/model/modeltest"
	"tradedesk/model/value"
)

// distinct draws records of a kind, no two with one id.
func distinct(kind model.Kind) *rapid.Generator[[]model.Record] {
	return rapid.SliceOfNDistinct(modeltest.Record(kind), 0, 4, func(r model.Record) model.ID { return r.Header().ID })
}

func encoded(records []model.Record) []string {
	var out []string
	for _, r := range records {
		out = append(out, string(model.EncodeJSON(r)))
	}
	return out
}

func checkRoundTrip(t *rapid.T, format Format, records []model.Record) {
	var file bytes.Buffer
	err := Export(context.Background(), &file, format, eachOf(records), ExportOptions{Kind: model.KindLead})
	if err != nil {
		t.Fatal(err)
	}
	desk := newFakeDesk()
	for range 2 {
		report, err := Import(context.Background(), desk, testRequest("a"+format.Extension()), bytes.NewReader(file.Bytes()), nil)
		if err != nil && !(len(records) == 0 && errors.Is(err, ErrFormat)) {
			t.Fatal(err)
		}
		if report.Rejected != 0 || report.Updated != 0 || report.Read != len(records) {
			t.Fatalf("report %+v of\n%s", report, file.String())
		}
	}
	got, want := encoded(desk.all()), encoded(records)
	for i := range want {
		if i >= len(got) || got[i] != want[i] {
			t.Fatalf("record %d of %d\n got %s\nwant %s\nfile %s", i, len(got), slices.Concat(got, []string{"nothing"})[min(i, len(got))], want[i], file.String())
		}
	}
}

func eachOf(records []model.Record) Records {
	return func(yield func(model.Record) error) error {
		for _, r := range records {
			if err := yield(r); err != nil {
				return err
			}
		}
		return nil
	}
}

func TestExportImportCSV(t *testing.T) {
	for _, kind := range model.Kinds() {
		t.Run(string(kind), func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) { checkRoundTrip(t, FormatCSV, distinct(kind).Draw(t, "records")) })
		})
	}
}

func TestExportImportXLSX(t *testing.T) {
	for _, kind := range model.Kinds() {
		t.Run(string(kind), func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) { checkRoundTrip(t, FormatXLSX, distinct(kind).Draw(t, "records")) })
		})
	}
}

func TestExportImportJSON(t *testing.T) {
	for _, format := range []Format{FormatJSON, FormatNDJSON} {
		t.Run(string(format), func(t *testing.T) {
			any := rapid.OneOf(modeltest.AnyRecord(), modeltest.UnknownRecord())
			records := rapid.SliceOfNDistinct(any, 1, 5, func(r model.Record) model.ID { return r.Header().ID })
			rapid.Check(t, func(t *rapid.T) { checkRoundTrip(t, format, records.Draw(t, "records")) })
		})
	}
}

// A card keeps what an address book knows of a contact.
func TestExportImportCards(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before := modeltest.Record(model.KindContact).Draw(t, "contact").(*model.Contact)
		before.Custom, before.Deleted = nil, false
		var file bytes.Buffer
		if err := Export(context.Background(), &file, FormatVCard, eachOf([]model.Record{before}), ExportOptions{}); err != nil {
			t.Fatal(err)
		}
		desk := newFakeDesk()
		report, err := Import(context.Background(), desk, testRequest("a.vcf"), bytes.NewReader(file.Bytes()), nil)
		if err != nil || report.Created != 1 || report.Warned != 0 {
			t.Fatalf("error %v, report %+v of\n%s", err, report, file.String())
		}
		after := desk.all()[0].(*model.Contact)
		wantPhones := slices.Concat([]value.Phone{before.Phone}, before.OtherPhones)
		for _, name := range []string{"name", "company", "title", "email", "country", "city", "address", "website", "notes"} {
			f, _ := model.SchemaOf(model.KindContact).Field(name)
			was, is := model.FieldText(f, before), model.FieldText(f, after)
			if name == "name" && before.Name == "" || name == "email" && before.Email == "" {
				continue
			}
			if was != is {
				t.Fatalf("%s: got %q, want %q in\n%s", name, is, was, file.String())
			}
		}
		for _, phone := range wantPhones {
			if phone != "" && strings.HasPrefix(phone.String(), "+") && phone != after.Phone && !slices.Contains(after.OtherPhones, phone) {
				t.Fatalf("phone %s is lost in\n%s", phone, file.String())
			}
		}
	})
}

func TestGuard(t *testing.T) {
	tests := []struct{ cell, want string }{
		{"=1+1", "'=1+1"}, {"+212612345678", "'+212612345678"}, {"-2+3", "'-2+3"}, {"@SUM(A1)", "'@SUM(A1)"}, {"\t=1", "'\t=1"}, {"\r=1", "'\r=1"},
		{"'=1", "''=1"}, {"''=1", "'''=1"}, {"＝1", "'＝1"}, {"-", "'-"}, {"-.5", "'-.5"}, {"-1.2.3", "'-1.2.3"},
		{"-5", "-5"}, {"-5.25", "-5.25"}, {"'-5", "'-5"}, {"5", "5"}, {"plain", "plain"}, {"'quoted'", "'quoted'"}, {"", ""}, {"'", "'"},
	}
	for _, test := range tests {
		got := guard(test.cell)
		if got != test.want {
			t.Errorf("guard(%q) = %q, want %q", test.cell, got, test.want)
		}
		if back := unguard(got); back != test.cell {
			t.Errorf("unguard(%q) = %q, want %q", got, back, test.cell)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		cell := rapid.StringOf(rapid.RuneFrom([]rune("'=+-@\t1a. ＝"))).Draw(t, "cell")
		if got := unguard(guard(cell)); got != cell {
			t.Fatalf("%q came back as %q", cell, got)
		}
		if formula(guard(cell)) {
			t.Fatalf("%q is still a formula", guard(cell))
		}
	})
}

func TestCSVIsForSpreadsheets(t *testing.T) {
	lead := &model.Lead{Company: "=cmd()", Phone: "+212612345678", Message: "two\nlines", Custom: map[string]string{"a": "b"}}
	file := export(t, FormatCSV, []model.Record{lead})
	lines := strings.Split(file, "\r\n")
	if !strings.HasPrefix(lines[0], utf8BOM+"id,kind,created_at,") || len(lines) != 3 || lines[2] != "" {
		t.Errorf("lines %q", lines)
	}
	for _, want := range []string{"'=cmd()", "'+212612345678", "\"two\nlines\"", `"{""a"":""b""}"`} {
		if !strings.Contains(lines[1], want) {
			t.Errorf("no %s in %s", want, lines[1])
		}
	}
}

func TestCSVHoldsOneKind(t *testing.T) {
	err := Export(context.Background(), &bytes.Buffer{}, FormatCSV, eachOf([]model.Record{&model.Lead{}, &model.Task{}}), ExportOptions{})
	if err == nil || !strings.Contains(err.Error(), "one kind") {
		t.Errorf("error %v", err)
	}
}

func TestEmptyExports(t *testing.T) {
	for _, test := range []struct {
		format Format
		begins string
	}{{FormatCSV, utf8BOM + "id,kind,"}, {FormatJSON, "[]\n"}, {FormatNDJSON, ""}, {FormatVCard, ""}} {
		var out bytes.Buffer
		err := Export(context.Background(), &out, test.format, eachOf(nil), ExportOptions{Kind: model.KindLead})
		if err != nil || !strings.HasPrefix(out.String(), test.begins) || test.begins == "" && out.Len() > 0 {
			t.Errorf("%s: %q, %v", test.format, out.String(), err)
		}
	}
}

func TestExportErrors(t *testing.T) {
	full := errors.New("the disk is full")
	records := eachOf(slices.Repeat([]model.Record{&model.Lead{Company: strings.Repeat("x", 1000)}}, 200))
	for _, format := range Formats() {
		if err := Export(context.Background(), fullDisk{full}, format, records, ExportOptions{}); !errors.Is(err, full) {
			t.Errorf("%s: error %v", format, err)
		}
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		if err := Export(ctx, &bytes.Buffer{}, format, records, ExportOptions{}); !errors.Is(err, context.Canceled) {
			t.Errorf("%s, cancelled: error %v", format, err)
		}
	}
	if err := Export(context.Background(), &bytes.Buffer{}, "docx", records, ExportOptions{}); err == nil {
		t.Error("no error for a format that is none")
	}
	if err := Export(context.Background(), &bytes.Buffer{}, FormatVCard, eachOf([]model.Record{&model.Task{}}), ExportOptions{}); err == nil {
		t.Error("no error for a task as a card")
	}
}

type fullDisk struct{ err error }

func (f fullDisk) Write([]byte) (int, error) { return 0, f.err }

func TestCardLinesAreFolded(t *testing.T) {
	contact := &model.Contact{Name: strings.Repeat("سعاد é😀 ", 40), Notes: strings.Repeat("x", 500), Company: "a;b,c\\d"}
	file := export(t, FormatVCard, []model.Record{contact})
	for _, line := range strings.Split(strings.TrimSuffix(file, "\r\n"), "\r\n") {
		if len(line) > foldAt || !strings.HasPrefix(line, " ") && !strings.Contains(line, ":") || strings.ToValidUTF8(line, "") != line {
			t.Errorf("line of %d bytes: %q", len(line), line)
		}
	}
	if !strings.Contains(file, `ORG:a\;b\,c\\d`) {
		t.Error("ORG is not escaped")
	}
}

func TestParseFormat(t *testing.T) {
	for _, f := range Formats() {
		for _, name := range []string{string(f), f.Extension(), strings.ToUpper(string(f))} {
			if got, err := ParseFormat(name); got != f || err != nil {
				t.Errorf("ParseFormat(%q) = %q, %v", name, got, err)
			}
		}
	}
	if _, err := ParseFormat("docx"); err == nil {
		t.Error("no error for docx")
	}
}

func ExampleFormat_Extension() {
	fmt.Println(FormatVCard.Extension())
	// Output: .vcf
}
