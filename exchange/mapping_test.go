package exchange

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"tradedesk/model"
)

func TestMappingErrors(t *testing.T) {
	tests := []struct {
		text string
		line int
		want string
	}{
		{"kind = \"led\"", 1, "kind"},
		{"kind = \"lead\"\nheader = 99", 2, "1 to 30"},
		{"\n\ndecimal = \";\"", 3, "want"},
		{"dates = \"dd/mm\"", 1, "dmy"},
		{"delimiter = \";;\"", 1, "one character"},
		{"charset = \"klingon\"", 1, "not known"},
		{"[columns]\nA = \"company\"\nB = \"nonsense\"", 3, "nonsense"},
		{"kind = \"supplier\"\n[columns]\n\"B\" = \"stage\"", 3, "supplier"},
		{"[constants]\nnonsense = \"x\"", 2, "nonsense"},
		{"[colums]\nA = \"company\"", 1, "no setting"},
		{"[columns]\nA = 5", 2, ""},
		{"kind =", 1, ""},
		{strings.Repeat("#", MaxMapping+1), 0, "larger"},
	}
	for _, test := range tests {
		_, err := ParseMapping(test.text)
		var wrong *MappingError
		if !errors.As(err, &wrong) || wrong.Line != test.line || !strings.Contains(wrong.Message, test.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%.60q: got %v in line %+v, want %q in line %d", test.text, err, wrong, test.want, test.line)
		}
	}
}

func TestMappingReadsBack(t *testing.T) {
	m := &Mapping{
		Kind: model.KindLead, Sheet: "May \"leads\"", Header: 3, Delimiter: ';', Charset: "windows-1256", Decimal: ',', Dates: DayFirst,
		Columns:   []MappedColumn{{"Société", "company"}, {"a = b", "custom"}, {"#", "-"}},
		Constants: map[string]string{"source": "SIAL\t2026"},
		Values:    map[string]map[string]string{"stage": {"en cours": "qualified"}},
	}
	read, err := ParseMapping(m.Text())
	if err != nil || read.Text() != m.Text() || !slices.Equal(read.Columns, m.Columns) || read.Values["stage"]["en cours"] != "qualified" {
		t.Errorf("%v\n%s\n%+v", err, m.Text(), read)
	}
}

func TestMappedFile(t *testing.T) {
	const file = "Liste de mai\nA;B;C;D;E\nNord;1.200,5;3/4/2026;en cours;x\n"
	req := testRequest("a.csv")
	req.Map = "header = 2\ndelimiter = \";\"\ndecimal = \",\"\ndates = \"dmy\"\nkind = \"lead\"\n" +
		"[columns]\nA = \"company\"\nB = \"quantity\"\nC = \"received_at\"\nD = \"stage\"\nE = \"-\"\n" +
		"[constants]\nsource = \"fair\"\n[values.stage]\n\"En Cours\" = \"qualified\"\n"
	desk := newFakeDesk()
	report := mustImport(t, desk, req, file)
	if report.Created != 1 {
		t.Fatalf("report %+v", report)
	}
	lead := desk.all()[0].(*model.Lead)
	if lead.Company != "Nord" || lead.Quantity != "1200.5" || !strings.HasPrefix(lead.ReceivedAt.String(), "2026-04-03") || lead.Stage != model.LeadQualified ||
		lead.Source != "fair" || len(lead.Custom) != 0 {
		t.Errorf("got %s", model.EncodeJSON(lead))
	}
}

func TestTableWithoutHeader(t *testing.T) {
	const file = "Nord,a@nord.fi\nSud,b@sud.ma\n"
	req := testRequest("a.csv")
	req.Map = "header = 0\n[columns]\n\"Column 1\" = \"company\"\n\"Column 2\" = \"email\"\n"
	desk := newFakeDesk()
	if report := mustImport(t, desk, req, file); report.Created != 2 || desk.all()[0].(*model.Lead).Email != "a@nord.fi" {
		t.Errorf("report %+v", report)
	}
}

// A file with the columns of a saved mapping follows it, wherever they stand.
func TestSavedMapping(t *testing.T) {
	const columns = "Alpha,Beta\n"
	req := testRequest("a.csv")
	preview, err := Preview(context.Background(), req, strings.NewReader(columns+"Nord,5\n"))
	if err != nil || preview.Sure || preview.Columns[0].Name != MapCustom || preview.Columns[1].Samples[0] != "5" {
		t.Fatalf("preview %+v, %v", preview, err)
	}
	req.Saved = []SavedMapping{{Name: "Greek", Signature: preview.Signature, Map: "kind = \"lead\"\n[columns]\nAlpha = \"company\"\nBeta = \"quantity\"\n"}}
	desk := newFakeDesk()
	report := mustImport(t, desk, req, "Title of it all,\n"+columns+"Nord,5\n")
	if report.Created != 1 || report.Preset != "Greek" || desk.all()[0].(*model.Lead).Quantity != "5" {
		t.Errorf("report %+v", report)
	}
	preview, err = Preview(context.Background(), req, strings.NewReader(columns+"Nord,lots\n"))
	if err != nil || !preview.Sure || preview.Records[0].Error == nil || preview.Records[0].Error.Field != "quantity" {
		t.Errorf("preview %+v, %v", preview, err)
	}
}

// What a preview writes down reads the file as it is read without.
func TestPreviewsMapping(t *testing.T) {
	for _, name := range []string{"leads-100.csv", "organizations-100.csv"} {
		plain, mapped := newFakeDesk(), newFakeDesk()
		mustImport(t, plain, testRequest(name), fixture(t, name))
		preview, err := Preview(context.Background(), testRequest(name), strings.NewReader(fixture(t, name)))
		if err != nil {
			t.Fatal(err)
		}
		req := testRequest(name)
		req.Map = preview.Map
		mustImport(t, mapped, req, fixture(t, name))
		for _, r := range append(plain.all(), mapped.all()...) {
			r.Header().ID = model.ID{}
		}
		if a, b := encoded(plain.all()), encoded(mapped.all()); !slices.Equal(a, b) {
			t.Errorf("%s: %d records and %d, the first\n%s\n%s\nmapping\n%s", name, len(a), len(b), a[0], b[0], preview.Map)
		}
	}
}

func TestPreviewOfAWorkbook(t *testing.T) {
	file := book(t, "", nil, "", row("Company", "Quantity")+row("Nord", `<c><v>5</v></c>`), row("Supplier")+row("Atlas"))
	preview, err := Preview(context.Background(), testRequest("a.xlsx"), strings.NewReader(file))
	if err != nil || preview.Sheet != "Sheet 2" || len(preview.Sheets) != 3 || len(preview.Records) != 1 || preview.Records[0].Fields[0] != (NamedText{"company", "Nord"}) {
		t.Errorf("preview %+v, %v", preview, err)
	}
}

func FuzzMapping(f *testing.F) {
	f.Add("kind = \"lead\"\n[columns]\nA = \"company\"\n[values.stage]\nx = \"new\"\n")
	f.Add("header = 0\ndecimal = \",\"")
	f.Fuzz(func(t *testing.T, text string) {
		m, err := ParseMapping(text)
		if err != nil {
			if strings.Contains(err.Error(), "\n") {
				t.Errorf("error of more than one line: %q", err)
			}
			return
		}
		if again, err := ParseMapping(m.Text()); err != nil || again.Text() != m.Text() {
			t.Errorf("%q\nwritten as %q\nreads as %v, %v", text, m.Text(), again, err)
		}
		req := testRequest("a.csv")
		req.Map = text
		_, _ = Import(context.Background(), newFakeDesk(), req, strings.NewReader("A,B\nNord,5\n"), nil) // must not panic
	})
}
