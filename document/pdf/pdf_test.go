package pdf_test

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math"
	"strings"
	"testing"

	"tradedesk/document/pdf"
	"tradedesk/document/pdf/pdftest"
	"tradedesk/document/typeset"
	"tradedesk/model/text/bidi"
)

// made gives a file with a text on a page, and what is read of it.
func made(t *testing.T, text string, base bidi.Base, logo []byte) (*pdftest.File, typeset.Line, []byte) {
	t.Helper()
	setter, err := typeset.New()
	if err != nil {
		t.Fatal(err)
	}
	file := pdf.New(pdf.Info{Title: "Offer (1) \\ >>", Author: "دار", Language: "ar", Date: "2026-11-29"})
	page := file.AddPage(595_276, 841_890)
	line := setter.Line(text, typeset.Style{Size: 10 * typeset.Point, Base: base})
	page.Text(100*typeset.Point, 700*typeset.Point, line, pdf.Color{})
	if logo != nil {
		n, _, _, err := file.AddPicture(logo)
		if err != nil {
			t.Fatal(err)
		}
		page.Picture(n, 0, 0, 1000, 1000)
	}
	var out bytes.Buffer
	if _, err := file.WriteTo(&out); err != nil {
		t.Fatal(err)
	}
	read, err := pdftest.Read(out.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return read, line, out.Bytes()
}

func TestTextIsWhereItWasPut(t *testing.T) {
	for _, text := range []string{"Total: 1,234.50 USD", "AVATAR To Ty", "شركة النور (Al Noor) 123", "مُحَمَّد بن عبد الله", "سلام لا إلى"} {
		read, line, _ := made(t, text, bidi.FirstStrong, nil)
		first, last := read.Runs[0], read.Runs[len(read.Runs)-1]
		if first.X < 95 || first.Y < 695 || first.Size != 10 {
			t.Errorf("%q begins at %v, %v in size %v", text, first.X, first.Y, first.Size)
		}
		if end, want := last.X+last.Width, 100+float64(line.Width)/1000; math.Abs(end-want) > 0.5 && last.Font == first.Font {
			t.Errorf("%q ends at %v, want %v", text, end, want)
		}
		for _, run := range read.Runs {
			for i, glyph := range run.Glyphs {
				if glyph == 0 {
					t.Errorf("%q: glyph %d is missing", text, i)
				}
			}
		}
	}
}

// What is copied are the letters that were written, from left to right as they stand.
func TestTextCanBeCopied(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"Prix : 12 €", "Prix : 12 €"},
		{"السلام", "مالسلا"},
		{"إلى", "ىلإ"},
		{"深圳 Co", "深圳 Co"}, // no font has these, and they are copied all the same
	} {
		read, _, _ := made(t, tt.text, bidi.FirstStrong, nil)
		var got strings.Builder
		for _, run := range read.Runs {
			got.WriteString(run.Text)
		}
		if got.String() != tt.want {
			t.Errorf("%q is copied as %q, want %q", tt.text, got.String(), tt.want)
		}
	}
}

func TestInfo(t *testing.T) {
	read, _, data := made(t, "x", bidi.LTR, nil)
	if read.Title != `Offer (1) \ >>` || read.Author != "دار" || read.Pages != 1 {
		t.Errorf("read %+v", read)
	}
	for _, want := range []string{"/CreationDate(D:20261129000000Z)", "/Lang<FEFF00610072>"} {
		if !bytes.Contains(data, []byte(want)) {
			t.Errorf("the file has no %s", want)
		}
	}
}

// A file carries the glyphs that it shows, and no whole fonts.
func TestFilesAreSmall(t *testing.T) {
	read, _, data := made(t, "é شا", bidi.LTR, nil)
	if len(read.Fonts) != 2 || len(data) > 12<<10 {
		t.Errorf("a file of four letters has %d fonts and %d bytes", len(read.Fonts), len(data))
	}
	for name := range read.Fonts {
		if name[6] != '+' {
			t.Errorf("font %s has no tag of a subset", name)
		}
	}
}

func picture(t *testing.T, alpha uint8, encode func(*bytes.Buffer, image.Image) error) []byte {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, 4, 2))
	for i := range 8 {
		img.SetNRGBA(i%4, i/4, color.NRGBA{R: uint8(30 * i), A: alpha})
	}
	var out bytes.Buffer
	if err := encode(&out, img); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestPictures(t *testing.T) {
	asPNG := func(b *bytes.Buffer, i image.Image) error { return png.Encode(b, i) }
	asJPEG := func(b *bytes.Buffer, i image.Image) error { return jpeg.Encode(b, i, nil) }
	for _, tt := range []struct {
		name    string
		content []byte
		want    string
	}{
		{"PNG", picture(t, 255, asPNG), "/Width 4/Height 2/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/FlateDecode/Length"},
		{"PNG that is seen through", picture(t, 100, asPNG), "/DeviceRGB/Filter/FlateDecode/SMask"},
		{"JPEG", picture(t, 255, asJPEG), "/ColorSpace/DeviceRGB/Filter/DCTDecode"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, _, data := made(t, "x", bidi.LTR, tt.content); !bytes.Contains(data, []byte(tt.want)) {
				t.Errorf("the file has no %s", tt.want)
			}
		})
	}
	whole := picture(t, 255, asJPEG)
	huge := picture(t, 255, asPNG)
	copy(huge[16:], []byte{0, 1, 0, 0, 0, 1, 0, 0}) // 65,536 × 65,536, as its head says
	for name, content := range map[string][]byte{"nothing": nil, "text": []byte("GIF89a"), "half a JPEG": whole[:len(whole)/2], "a huge one": huge} {
		if _, _, _, err := pdf.New(pdf.Info{}).AddPicture(content); err == nil {
			t.Errorf("%s was taken as a picture", name)
		}
	}
}
