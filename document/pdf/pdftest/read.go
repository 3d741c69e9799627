// Package pdftest reads the PDF files that package pdf writes, for tests: it checks that
// they are whole and gives what stands where.
package pdftest

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"
)

// Run is what one operator draws.
type Run struct {
	Page   int // from 1
	Text   string
	X, Y   float64 // of its beginning, in points from the lower left corner
	Width  float64
	Size   float64
	Font   string
	Glyphs []int // as the font numbers them
}

// File is what was read.
type File struct {
	Pages  int
	Runs   []Run
	Fonts  map[string][]byte // the embedded programs
	Title  string
	Author string
}

var (
	objectHead = regexp.MustCompile(`^(\d+) 0 obj\n`)
	pageObject = regexp.MustCompile(`/Type/Page/.*?/Contents (\d+) 0 R`)
	fontUse    = regexp.MustCompile(`/F(\d+) (\d+) 0 R`)
	fontObject = regexp.MustCompile(`/Subtype/Type0/BaseFont/([^/]+)/Encoding/Identity-H/DescendantFonts\[(\d+) 0 R\]/ToUnicode (\d+) 0 R`)
	descendant = regexp.MustCompile(`/FontDescriptor (\d+) 0 R/DW 0/W\[0\[([^\]]*)\]\]/CIDToGIDMap (\d+) 0 R`)
	program    = regexp.MustCompile(`/FontFile2 (\d+) 0 R`)
	mapped     = regexp.MustCompile(`<([0-9A-F]{4})> <([0-9A-F]+)>`)
	shown      = regexp.MustCompile(`BT /F(\d+) (\S+) Tf 1 0 0 1 (\S+) (\S+) Tm \[(.*?)\] TJ ET`)
	piece      = regexp.MustCompile(`<([0-9A-F]*)>|(-?\d+)`)
	infoText   = regexp.MustCompile(`/(Title|Author)<FEFF([0-9A-F]*)>`)
)

type font struct {
	name   string
	widths []int
	texts  map[int]string
	glyphs []byte
}

// Read reads a file, or says what in it is not as it should be.
func Read(data []byte) (*File, error) {
	objects, err := readObjects(data)
	if err != nil {
		return nil, err
	}
	out := &File{Fonts: map[string][]byte{}}
	fonts := map[string]font{}
	for _, body := range objects {
		if strings.HasPrefix(body, "<</Font<<") {
			for _, use := range fontUse.FindAllStringSubmatch(body, -1) {
				f, embedded, err := readFont(objects, use[2])
				if err != nil {
					return nil, err
				}
				fonts[use[1]], out.Fonts[f.name] = f, embedded
			}
		}
		for _, found := range infoText.FindAllStringSubmatch(body, -1) {
			if found[1] == "Title" {
				out.Title = fromUTF16(found[2])
			} else {
				out.Author = fromUTF16(found[2])
			}
		}
	}
	for n := 1; n <= len(objects); n++ {
		found := pageObject.FindStringSubmatch(objects[n])
		if found == nil {
			continue
		}
		out.Pages++
		content, err := stream(objects, found[1])
		if err != nil {
			return nil, err
		}
		runs, err := readRuns(string(content), fonts, out.Pages)
		if err != nil {
			return nil, fmt.Errorf("page %d: %w", out.Pages, err)
		}
		out.Runs = append(out.Runs, runs...)
	}
	return out, nil
}

// readObjects reads the objects where the table says that they are.
func readObjects(data []byte) (map[int]string, error) {
	if !bytes.HasPrefix(data, []byte("%PDF-1.7\n")) || !bytes.HasSuffix(data, []byte("%%EOF\n")) {
		return nil, errors.New("it does not begin and end as a PDF")
	}
	last := bytes.LastIndex(data, []byte("startxref\n"))
	lines := strings.Split(string(data[last:]), "\n")
	at, err := strconv.Atoi(lines[1])
	if err != nil || at >= last {
		return nil, fmt.Errorf("startxref: %q", lines[1])
	}
	table := strings.Split(string(data[at:last]), "\n")
	count, err := strconv.Atoi(strings.TrimPrefix(table[1], "0 "))
	if table[0] != "xref" || err != nil {
		return nil, fmt.Errorf("no table at %d", at)
	}
	objects := map[int]string{}
	for n := 1; n < count; n++ {
		row := table[2+n]
		offset, err := strconv.Atoi(row[:10])
		if err != nil || len(row) != 19 || offset >= at {
			return nil, fmt.Errorf("row %d of the table: %q", n, row)
		}
		head := objectHead.FindSubmatch(data[offset:])
		if head == nil || string(head[1]) != strconv.Itoa(n) {
			return nil, fmt.Errorf("object %d is not at %d", n, offset)
		}
		body, _, ok := bytes.Cut(data[offset+len(head[0]):at], []byte("\nendobj\n"))
		if !ok {
			return nil, fmt.Errorf("object %d has no end", n)
		}
		objects[n] = string(body)
	}
	return objects, nil
}

func object(objects map[int]string, number string) string {
	n, err := strconv.Atoi(number)
	if err != nil {
		return ""
	}
	return objects[n]
}

// stream gives the data of an object, unpacked.
func stream(objects map[int]string, number string) ([]byte, error) {
	head, data, ok := strings.Cut(object(objects, number), "\nstream\n")
	if !ok || !strings.Contains(head, "/FlateDecode") {
		return nil, fmt.Errorf("object %s is no stream", number)
	}
	z, err := zlib.NewReader(strings.NewReader(strings.TrimSuffix(data, "\nendstream")))
	if err != nil {
		return nil, fmt.Errorf("object %s: %w", number, err)
	}
	out, err := io.ReadAll(z)
	if err != nil {
		return nil, fmt.Errorf("object %s: %w", number, err)
	}
	return out, z.Close()
}

func readFont(objects map[int]string, number string) (font, []byte, error) {
	head := fontObject.FindStringSubmatch(object(objects, number))
	if head == nil {
		return font{}, nil, fmt.Errorf("object %s is no font", number)
	}
	below := descendant.FindStringSubmatch(object(objects, head[2]))
	if below == nil {
		return font{}, nil, fmt.Errorf("font %s has no descendant", head[1])
	}
	f := font{name: head[1], texts: map[int]string{}}
	for _, width := range strings.Fields(below[2]) {
		n, err := strconv.Atoi(width)
		if err != nil {
			return f, nil, fmt.Errorf("font %s: width %q", f.name, width)
		}
		f.widths = append(f.widths, n)
	}
	toText, err := stream(objects, head[3])
	if err != nil {
		return f, nil, err
	}
	for _, row := range mapped.FindAllStringSubmatch(string(toText), -1) {
		code, err := strconv.ParseInt(row[1], 16, 32)
		if err != nil {
			return f, nil, err
		}
		f.texts[int(code)] = fromUTF16(row[2])
	}
	if f.glyphs, err = stream(objects, below[3]); err != nil {
		return f, nil, err
	}
	file := program.FindStringSubmatch(object(objects, below[1]))
	if file == nil {
		return f, nil, fmt.Errorf("font %s is not embedded", f.name)
	}
	embedded, err := stream(objects, file[1])
	return f, embedded, err
}

func readRuns(content string, fonts map[string]font, page int) ([]Run, error) {
	var out []Run
	for _, found := range shown.FindAllStringSubmatch(content, -1) {
		f, ok := fonts[found[1]]
		if !ok {
			return nil, fmt.Errorf("no font F%s", found[1])
		}
		run := Run{Page: page, Font: f.name}
		for i, to := range []*float64{&run.Size, &run.X, &run.Y} {
			n, err := strconv.ParseFloat(found[2+i], 64)
			if err != nil {
				return nil, fmt.Errorf("number %q: %w", found[2+i], err)
			}
			*to = n
		}
		units := 0
		for _, p := range piece.FindAllStringSubmatch(found[5], -1) {
			if p[2] != "" {
				n, err := strconv.Atoi(p[2])
				if err != nil {
					return nil, err
				}
				units -= n
				continue
			}
			for i := 0; i+4 <= len(p[1]); i += 4 {
				code, err := strconv.ParseInt(p[1][i:i+4], 16, 32)
				if err != nil || int(code) >= len(f.widths) || 2*int(code)+2 > len(f.glyphs) {
					return nil, fmt.Errorf("code %s is not in font %s", p[1][i:i+4], f.name)
				}
				units += f.widths[code]
				run.Text += f.texts[int(code)]
				run.Glyphs = append(run.Glyphs, int(f.glyphs[2*code])<<8|int(f.glyphs[2*code+1]))
			}
		}
		run.Width = float64(units) * run.Size / 1000
		out = append(out, run)
	}
	return out, nil
}

func fromUTF16(hex string) string {
	var units []uint16
	for i := 0; i+4 <= len(hex); i += 4 {
		n, err := strconv.ParseUint(hex[i:i+4], 16, 16)
		if err != nil {
			return ""
		}
		units = append(units, uint16(n))
	}
	return string(utf16.Decode(units))
}
