package filetext

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"tradedesk/internal/race"
)

// packed makes an archive.
func packed(t testing.TB, parts ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err == nil {
			_, err = w.Write([]byte(parts[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func deflated(text string) string {
	var out bytes.Buffer
	w := zlib.NewWriter(&out)
	_, _ = w.Write([]byte(text)) // a buffer takes all
	_ = w.Close()
	return out.String()
}

// document makes a PDF of streams.
func document(info string, streams ...string) []byte {
	out := "%PDF-1.7\n1 0 obj\n" + info + "\nendobj\n"
	for i, s := range streams {
		out += fmt.Sprintf("%d 0 obj\n<</Length %d/Filter/FlateDecode>>\nstream\n%s\nendstream\nendobj\n", i+2, len(s), s)
	}
	return []byte(out + "%%EOF\n")
}

func utf16le(text string) string {
	var out strings.Builder
	for _, u := range utf16.Encode([]rune(text)) {
		out.WriteByte(byte(u))
		out.WriteByte(byte(u >> 8))
	}
	return out.String()
}

const letters = "begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange\n2 beginbfchar\n<0001> <004E>\n<0002> <006F>\nendbfchar\n" +
	"2 beginbfrange\n<0003> <0004> <0072>\n<0005> <0006> [<0064> <0020>]\nendbfrange\nendcmap"

func TestFiles(t *testing.T) {
	word := `<w:document xmlns:w="x"><w:p><w:r><w:t>For No</w:t></w:r><w:r><w:t>rd Foods</w:t></w:r></w:p><w:p><w:t>Inc</w:t></w:p></w:document>`
	mail := "From: a@b.example\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=X\n\n--X\nContent-Type: text/plain\n\nsee\n--X\nContent-Type: text/csv\nContent-Transfer-Encoding: base64\n\n" +
		base64.StdEncoding.EncodeToString([]byte("buyer;Nord Foods\n")) + "\n--X--\n"
	tests := map[string]struct {
		content []byte
		want    string
	}{
		"plain":                {[]byte("to Nord Foods\n"), "to Nord Foods"},
		"Windows-1252":         {[]byte("Soci\xe9t\xe9 G\xe9n\xe9rale\n"), "Société Générale"},
		"UTF-16":               {[]byte("\xff\xfe" + utf16le("to Nord Foods")), "to Nord Foods"},
		"a page":               {[]byte("<p>No<b>rd</b> Foods &amp; Co</p>"), "Nord Foods & Co"},
		"Word":                 {packed(t, "word/document.xml", word, "docProps/core.xml", "<cp:x><dc:creator>Marie</dc:creator></cp:x>"), "For Nord Foods\n"},
		"what a document is":   {packed(t, "docProps/core.xml", "<cp:x xmlns:cp='a' xmlns:dc='b'><dc:creator>Marie T.</dc:creator></cp:x>"), "Marie T."},
		"Excel":                {packed(t, "xl/sharedStrings.xml", "<sst><si><t>Nord Foods</t></si><si><t>Inc</t></si></sst>"), "Nord Foods\n"},
		"a link":               {packed(t, "word/_rels/document.xml.rels", `<Relationships><Relationship Target="mailto:m@nord.example"/></Relationships>`), "mailto:m@nord.example"},
		"a name in an archive": {packed(t, "Nord Foods.txt", "x"), "Nord Foods.txt"},
		"an archive in one":    {packed(t, "a.zip", string(packed(t, "b.txt", "to Nord Foods\n"))), "to Nord Foods"},
		"mail":                 {[]byte(mail), "buyer;Nord Foods"},
		"an old document":      {[]byte("\xd0\xcf\x11\xe0\x00\x01\x02" + "to Nord Foods" + "\x00\x00\x05"), "to Nord Foods"},
		"an old one, UTF-16":   {[]byte("\xd0\xcf\x11\xe0\x00\x01\x02\x03" + utf16le("to Nord Foods") + "\x05\x05"), "to Nord Foods"},
		"PDF":                  {document("<</Title (x)>>", deflated("BT /F1 12 Tf (to Nord) Tj (Foods) Tj ET")), "to Nord Foods"},
		"PDF, letters apart":   {document("", deflated("BT [(N) 20 (ord) -300 (Fo) -10.5 (ods)] TJ ET")), "Nord Foods"},
		"PDF, a title":         {document("<</Title (\xfe\xff\x00N\x00o\x00r\x00d)>>"), "Nord"},
		"PDF, escaped":         {document("", deflated(`BT (a\)b \116ord \\) Tj ET`)), `a)b Nord \`},
		"PDF, by a table":      {document("", deflated("BT <00010002000300050006> Tj ET"), deflated(letters)), "Nord "},
		"PDF, not packed":      {document("", "BT (Nord) Tj ET"), "Nord"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := Of(tt.content); !strings.Contains(got, tt.want) {
				t.Errorf("got %q, want %q in it", got, tt.want)
			}
		})
	}
}

// A small file that is much when it is unpacked costs no more than the bound.
func TestBounds(t *testing.T) {
	size := maxUnpacked + 16<<20 // more than is unpacked of one file
	if race.Enabled {
		size = 2 * MaxText // more than is given
	}
	much := strings.Repeat("a ", size/2)
	for name, content := range map[string][]byte{
		"an archive": packed(t, "a.txt", much, "b.txt", much),
		"a PDF":      document("", deflated("("+much+") Tj"), deflated("("+much+") Tj")),
	} {
		if got := Of(content); len(got) > MaxText {
			t.Errorf("%s: %d bytes", name, len(got))
		}
	}
}

func FuzzOf(f *testing.F) {
	f.Add([]byte("%PDF-1.7\n(a\\101) <41> [(x) -300 (y)] TJ stream\n1 0 endstream"))
	f.Add(document("", deflated("BT <00010002> Tj ET"), deflated(letters)))
	f.Add(packed(f, "a.xml", "<a b='c'><p>d</p>"))
	f.Add([]byte("From: a\nSubject: =?x?\n\n<p>"))
	f.Fuzz(func(t *testing.T, content []byte) {
		if got := Of(content); len(got) > MaxText || !utf8.ValidString(got) {
			t.Errorf("%q gives %d bytes", content, len(got))
		}
	})
}
