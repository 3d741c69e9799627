package pdf

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"image"
	"image/color"
	_ "image/jpeg" // the formats that a picture may have
	_ "image/png"
)

// maxPixels bounds a picture, so that a small file cannot ask for much memory.
const maxPixels = 8 << 20

// Why a picture is not taken.
var (
	ErrPicture = errors.New("is no picture in PNG or JPEG")
	ErrPixels  = fmt.Errorf("has more than %d million pixels", maxPixels>>20)
)

// picture is one as a file has it.
type picture struct {
	width, height int
	entries       string // its colours and filter
	data          []byte // compressed
	mask          []byte // how opaque it is, compressed; nil when wholly
}

// AddPicture reads a PNG or JPEG and gives its number and its size in pixels.
func (f *File) AddPicture(content []byte) (number, width, height int, err error) {
	config, format, err := image.DecodeConfig(bytes.NewReader(content))
	if err != nil || config.Width < 1 || config.Height < 1 {
		return 0, 0, 0, ErrPicture
	}
	if config.Width > maxPixels || config.Height > maxPixels || config.Width*config.Height > maxPixels {
		return 0, 0, 0, ErrPixels
	}
	decoded, _, err := image.Decode(bytes.NewReader(content)) // a JPEG too: it may be whole only at its beginning
	if err != nil {
		return 0, 0, 0, ErrPicture
	}
	p := picture{width: config.Width, height: config.Height}
	if p.entries = jpegColors(config.ColorModel); format == "jpeg" && p.entries != "" {
		p.data = content
	} else {
		p.take(decoded)
	}
	f.pictures = append(f.pictures, p)
	return len(f.pictures) - 1, p.width, p.height, nil
}

// jpegColors gives how PDF names the colours of a JPEG that it can hold as it is.
func jpegColors(model color.Model) string {
	switch model {
	case color.YCbCrModel:
		return "/ColorSpace/DeviceRGB/Filter/DCTDecode"
	case color.GrayModel:
		return "/ColorSpace/DeviceGray/Filter/DCTDecode"
	}
	return ""
}

// take holds the colours of a picture and how opaque they are.
func (p *picture) take(decoded image.Image) {
	colors, mask := make([]byte, 0, 3*p.width*p.height), make([]byte, 0, p.width*p.height)
	opaque := true
	for y := range p.height {
		for x := range p.width {
			at := decoded.Bounds().Min
			c := color.NRGBAModel.Convert(decoded.At(at.X+x, at.Y+y)).(color.NRGBA)
			colors, mask = append(colors, c.R, c.G, c.B), append(mask, c.A)
			opaque = opaque && c.A == 0xFF
		}
	}
	p.entries, p.data = "/ColorSpace/DeviceRGB/Filter/FlateDecode", deflated(colors)
	if !opaque {
		p.mask = deflated(mask)
	}
}

func (p picture) write(w *writer) int {
	entries := fmt.Sprintf("/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8", p.width, p.height)
	mask := ""
	if p.mask != nil {
		mask = fmt.Sprintf("/SMask %d 0 R", w.packed(entries+"/ColorSpace/DeviceGray/Filter/FlateDecode", p.mask))
	}
	return w.packed(entries+p.entries+mask, p.data)
}

// deflated compresses data.
func deflated(data []byte) []byte {
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	// A buffer takes all that it is given.
	_, _ = z.Write(data)
	_ = z.Close()
	return packed.Bytes()
}
