package exchange

import (
	"archive/zip"
	"context"
	"encoding/binary"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strconv"
	"strings"

	"tradedesk/model/refusal"
	"tradedesk/model/text"
)

// Bounds of a workbook. A part of more than freePart bytes that is packed
// tighter than maxRatio is a bomb: real sheets reach a tenth of it.
const (
	maxParts    = 10_000
	maxPartSize = 4 << 30
	freePart    = 4 << 20
	maxRatio    = 150
	maxSheets   = 500
	maxStyles   = 70_000
)

var errBomb = notThat(errTooTight)

// workbook is an XLSX file (ECMA-376), open for reading.
type workbook struct {
	parts    map[string]*zip.File // by their path, in lower case
	sheets   []sheetPart
	from1904 bool
	styles   []numberStyle // by the number that a cell has
	strings  sharedStrings
}

// sheetPart is where a sheet is.
type sheetPart struct {
	name   string
	path   string
	hidden bool
}

// openWorkbook reads what the sheets of a workbook have in common.
func openWorkbook(ctx context.Context, file io.ReaderAt, size int64) (*workbook, error) {
	if err := checkDirectory(file, size); err != nil {
		return nil, err
	}
	archive, err := zip.NewReader(file, size)
	if err != nil {
		return nil, notThat(errDamagedZip.For(err))
	}
	b := &workbook{parts: make(map[string]*zip.File, len(archive.File))}
	for _, part := range archive.File {
		b.parts[strings.ToLower(strings.ReplaceAll(part.Name, `\`, "/"))] = part
	}
	main, err := b.mainPart(ctx)
	if err != nil {
		return nil, err
	}
	related, err := b.relations(ctx, main)
	if err != nil {
		return nil, err
	}
	if err := b.readMain(ctx, main, related); err != nil {
		return nil, err
	}
	for _, r := range related {
		switch r.kind {
		case "styles":
			err = b.readStyles(ctx, r.target)
		case "sharedStrings":
			err = b.readStrings(ctx, r.target)
		}
		if err != nil {
			return nil, err
		}
	}
	return b, nil
}

// checkDirectory refuses an archive of too many parts before its directory is
// read into memory.
func checkDirectory(file io.ReaderAt, size int64) error {
	const endSize = 22
	tail := make([]byte, min(size, endSize+1<<16))
	if _, err := file.ReadAt(tail, size-int64(len(tail))); err != nil && err != io.EOF {
		return err
	}
	end := strings.LastIndex(string(tail), "PK\x05\x06")
	if end < 0 || len(tail)-end < endSize {
		return notThat(errCutZip)
	}
	// A directory too large for these numbers is counted elsewhere.
	parts, bytes := binary.LittleEndian.Uint16(tail[end+10:]), binary.LittleEndian.Uint32(tail[end+12:])
	offset := binary.LittleEndian.Uint32(tail[end+16:])
	if parts > maxParts || bytes > 4<<20 || offset == 1<<32-1 {
		return notThat(errManyParts.With(atMost(maxParts)))
	}
	return nil
}

// mainPart finds the workbook within the archive, or says what it is instead.
func (b *workbook) mainPart(ctx context.Context) (string, error) {
	roots, err := b.relations(ctx, "")
	if err != nil {
		return "", err
	}
	for _, r := range roots {
		if r.kind == "officeDocument" && b.parts[r.target] != nil && strings.HasSuffix(r.target, "workbook.xml") {
			return r.target, nil
		}
	}
	const usual = "xl/workbook.xml"
	if b.parts[usual] != nil {
		return usual, nil
	}
	for _, other := range []struct{ part, what string }{
		{"xl/workbook.bin", "a binary workbook (.xlsb): save it as .xlsx first"},
		{"word/document.xml", "a Word document"},
		{"ppt/presentation.xml", "a presentation"},
		{"content.xml", "an OpenDocument file: save it as .xlsx or .csv first"},
		{"index/document.iwa", "a Numbers file: save it as .xlsx or .csv first"},
	} {
		if b.parts[other.part] != nil {
			return "", notThat(errIsOther.With(refusal.Parts{"What": other.what}))
		}
	}
	return "", notThat(errIsZip)
}

// relation is what a part of a workbook refers to.
type relation struct{ id, kind, target string }

// relations reads what a part refers to; "" is the whole file.
func (b *workbook) relations(ctx context.Context, of string) ([]relation, error) {
	dir, name := path.Split(of)
	part := b.parts[dir+"_rels/"+name+".rels"]
	if part == nil {
		return nil, nil
	}
	var out []relation
	err := b.elements(ctx, part, func(_ *xmlReader, e xml.StartElement) error {
		if e.Name.Local != "Relationship" || attribute(e, "TargetMode") == "External" || len(out) > maxParts {
			return nil
		}
		target := strings.ReplaceAll(attribute(e, "Target"), `\`, "/")
		if !strings.HasPrefix(target, "/") {
			target = path.Join(dir, target)
		}
		kind := attribute(e, "Type")
		out = append(out, relation{
			id: attribute(e, "Id"), kind: kind[strings.LastIndexByte(kind, '/')+1:],
			target: strings.ToLower(strings.TrimPrefix(path.Clean(target), "/")),
		})
		return nil
	})
	return out, err
}

func (b *workbook) readMain(ctx context.Context, main string, related []relation) error {
	err := b.elements(ctx, b.parts[main], func(_ *xmlReader, e xml.StartElement) error {
		switch e.Name.Local {
		case "workbookPr":
			date := attribute(e, "date1904")
			b.from1904 = b.from1904 || date == "1" || date == "true"
		case "sheet":
			if len(b.sheets) == maxSheets {
				return notThat(errManySheets.With(atMost(maxSheets)))
			}
			state := attribute(e, "state")
			for _, r := range related {
				if r.id == relationID(e) && r.kind == "worksheet" && b.parts[r.target] != nil {
					b.sheets = append(b.sheets, sheetPart{attribute(e, "name"), r.target, state == "hidden" || state == "veryHidden"})
				}
			}
		}
		return nil
	})
	if err == nil && len(b.sheets) == 0 {
		err = notThat(errNoCells)
	}
	return err
}

// relationID gives the id in an attribute such as r:id.
func relationID(e xml.StartElement) string {
	for _, a := range e.Attr {
		if a.Name.Local == "id" && a.Name.Space != "" {
			return a.Value
		}
	}
	return ""
}

// readStyles reads which number formats the cells' styles have.
func (b *workbook) readStyles(ctx context.Context, target string) error {
	part := b.parts[target]
	if part == nil {
		return nil
	}
	custom := map[int]numberStyle{}
	inCells := false
	return b.elements(ctx, part, func(_ *xmlReader, e xml.StartElement) error {
		switch e.Name.Local {
		case "numFmt":
			if id, err := strconv.Atoi(attribute(e, "numFmtId")); err == nil && len(custom) < maxStyles {
				custom[id] = parseStyle(attribute(e, "formatCode"))
			}
		case "cellXfs":
			inCells = true
		case "cellStyleXfs", "cellStyles", "dxfs":
			inCells = false
		case "xf":
			if !inCells || len(b.styles) >= maxStyles {
				return nil
			}
			id, _ := strconv.Atoi(attribute(e, "numFmtId")) // without one it is plain
			style, ok := custom[id]
			if !ok {
				style = builtInStyle(id)
			}
			b.styles = append(b.styles, style)
		}
		return nil
	})
}

// elements calls each with every start tag of a part.
func (b *workbook) elements(ctx context.Context, part *zip.File, each func(x *xmlReader, e xml.StartElement) error) error {
	in, err := b.open(ctx, part)
	if err != nil {
		return err
	}
	defer in.Close()
	x := newXMLReader(in)
	for {
		token, err := x.next()
		if err == io.EOF {
			return nil
		}
		if err == nil {
			if e, ok := token.(xml.StartElement); ok {
				err = each(x, e)
			}
		}
		if err != nil {
			return damaged(part.Name, err)
		}
	}
}

// damaged says which part of a workbook could not be read.
func damaged(part string, err error) error {
	if errors.Is(err, ErrFormat) || errors.Is(err, context.Canceled) {
		return err
	}
	return notThat(errBadPart.With(refusal.Parts{"Part": text.Clean(part, 80)}).For(err))
}

// open unpacks a part, unless its sizes say that it is a bomb: then nothing of it
// is unpacked.
func (b *workbook) open(ctx context.Context, part *zip.File) (io.ReadCloser, error) {
	if size := part.UncompressedSize64; size > maxPartSize || size > freePart && size/maxRatio > part.CompressedSize64 {
		return nil, errBomb
	}
	in, err := part.Open()
	if err != nil {
		return nil, damaged(part.Name, err)
	}
	return &partReader{ctx: ctx, in: in, left: int64(part.UncompressedSize64)}, nil
}

// partReader unpacks a part and refuses one that is larger than it says.
type partReader struct {
	ctx  context.Context
	in   io.ReadCloser
	left int64
}

func (p *partReader) Read(into []byte) (int, error) {
	if err := p.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := p.in.Read(into)
	if p.left -= int64(n); p.left < 0 {
		return 0, errBomb
	}
	return n, err
}

func (p *partReader) Close() error { return p.in.Close() }
