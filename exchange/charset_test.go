package exchange

import (
	"context"
	"io"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	utf16 "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
	"pgregory.net/rapid"

	"tradedesk/model"
)

const (
	frenchFile = "Société;Ville;Téléphone\nHuilerie d'Été;Fès;0612345678\nL'Œuvre à Noël;Orléans;\n"
	arabicFile = "الشركة,المدينة,الهاتف\nمؤسسة الخليج للأغذية,دبي,0612345678\nشركة الأطلس,مراكش,\n"
)

func TestCharsets(t *testing.T) {
	latin, arabic := charmap.Windows1252, charmap.Windows1256
	le, be := utf16.UTF16(utf16.LittleEndian, utf16.IgnoreBOM), utf16.UTF16(utf16.BigEndian, utf16.IgnoreBOM)
	with := func(file string, bytes func(string) (string, error)) string {
		out, err := bytes(file)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	padding := "Company\n" + strings.Repeat("Nord Foods\n", sampleBytes/5)
	tests := []struct {
		name, file, charset, company string
	}{
		{"UTF-8", frenchFile, "utf-8", "Huilerie d'Été"},
		{"UTF-8, Arabic", arabicFile, "utf-8", "مؤسسة الخليج للأغذية"},
		{"ASCII", "Company\nNord\n", "utf-8", "Nord"},
		{"1252", with(frenchFile, latin.NewEncoder().String), "windows-1252", "Huilerie d'Été"},
		{"1256", with(arabicFile, arabic.NewEncoder().String), "windows-1256", "مؤسسة الخليج للأغذية"},
		{"1256, French headers", with("Société;Ville;Activité\nشركة الأطلس للتصدير;مراكش;تصدير الزيوت\n", arabic.NewEncoder().String), "windows-1256", "شركة الأطلس للتصدير"},
		{"1252, German", with("Nr,Company\n1,Süßwaren Müßig GmbH\n", latin.NewEncoder().String), "windows-1252", "Süßwaren Müßig GmbH"},
		{"1252 after 128 KB of ASCII", padding + with("Orléans Primeurs\n", latin.NewEncoder().String), "windows-1252", "Nord Foods"},
		{"UTF-16LE", "\xff\xfe" + with(frenchFile, le.NewEncoder().String), "utf-16le", "Huilerie d'Été"},
		{"UTF-16BE", "\xfe\xff" + with(arabicFile, be.NewEncoder().String), "utf-16be", "مؤسسة الخليج للأغذية"},
		{"UTF-16LE without a mark", with(frenchFile, le.NewEncoder().String), "utf-16le", "Huilerie d'Été"},
		{"UTF-16BE without a mark, Arabic", with(arabicFile, be.NewEncoder().String), "utf-16be", "مؤسسة الخليج للأغذية"},
		{"UTF-32LE", "\xff\xfe\x00\x00" + with(frenchFile, utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM).NewEncoder().String), "utf-32le", "Huilerie d'Été"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for _, slow := range []bool{false, true} {
				var file io.Reader = strings.NewReader(test.file)
				if slow {
					file = oneByte{file}
				}
				desk := newFakeDesk()
				req := testRequest("a.csv")
				req.Kind = model.KindLead
				report, err := Import(context.Background(), desk, req, file, nil)
				if err != nil || report.Charset != test.charset || report.Warned != 0 || report.Rejected != 0 {
					t.Fatalf("error %v, report %+v", err, report)
				}
				if got := desk.all()[0].(*model.Lead).Company; got != test.company {
					t.Errorf("company %q, want %q", got, test.company)
				}
			}
		})
	}
}

// A charset that is said is not guessed, and one that is not certain is told.
func TestCharsetThatIsSaid(t *testing.T) {
	const cyrillic = "Company\n\xcc\xee\xf1\xea\xe2\xe0 \xd2\xee\xf0\xe3\n"
	desk := newFakeDesk()
	req := testRequest("a.csv")
	req.Kind, req.Charset = model.KindLead, "cp1251"
	if report := mustImport(t, desk, req, cyrillic); report.Charset != "windows-1251" || desk.all()[0].(*model.Lead).Company != "Москва Торг" {
		t.Errorf("report %+v", report)
	}
	req = testRequest("a.csv")
	if report := mustImport(t, newFakeDesk(), req, cyrillic); report.Warned != 1 || !strings.Contains(report.Warnings[0].Message, "--charset") {
		t.Errorf("report %+v", report)
	}
	req.Charset = "klingon"
	if _, err := Import(context.Background(), newFakeDesk(), req, strings.NewReader(cyrillic), nil); err == nil || !strings.Contains(err.Error(), "klingon") {
		t.Errorf("error %v", err)
	}
}

// Lines and columns are those of the text, whatever its bytes.
func TestPlacesInUTF16(t *testing.T) {
	file, err := utf16.UTF16(utf16.LittleEndian, utf16.UseBOM).NewEncoder().String("Société,Email\r\nÉté,a@nord.fi\r\nNoël,wrong\r\n")
	if err != nil {
		t.Fatal(err)
	}
	report := mustImport(t, newFakeDesk(), testRequest("a.csv"), file)
	if report.Created != 1 || len(report.Errors) != 1 || report.Errors[0].Line != 3 || report.Errors[0].Column != 2 {
		t.Errorf("report %+v", report)
	}
}

func TestCardsInUTF16(t *testing.T) {
	file, err := utf16.UTF16(utf16.BigEndian, utf16.UseBOM).NewEncoder().String("BEGIN:VCARD\r\nVERSION:2.1\r\nFN:سعاد الإدريسي\r\nEND:VCARD\r\n")
	if err != nil {
		t.Fatal(err)
	}
	desk := newFakeDesk()
	report := mustImport(t, desk, testRequest("a.vcf"), file)
	if report.Created != 1 || desk.all()[0].(*model.Contact).Name != "سعاد الإدريسي" {
		t.Errorf("report %+v", report)
	}
}

// What is UTF-8 is read as it is, a byte at a time or at once.
func TestUTF8IsLeftAsItIs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.ReplaceAll(rapid.String().Draw(t, "text"), "\x00", "")
		if strings.HasPrefix(text, "\uFEFF") {
			return
		}
		for _, in := range []io.Reader{strings.NewReader(text), oneByte{strings.NewReader(text)}} {
			s := newSession(context.Background(), newFakeDesk(), testRequest("a.csv"), in, nil, usualPace())
			reader, err := newTextReader(s.raw, "", false)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := io.ReadAll(reader); err != nil || string(got) != text {
				t.Fatalf("%q became %q, %v", text, got, err)
			}
		}
	})
}
