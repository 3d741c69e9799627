package pdf

import (
	"bytes"
	"image"
	"image/png"
	"testing"
)

// What a picture says of itself costs no more than a picture may.
func FuzzPicture(f *testing.F) {
	var whole bytes.Buffer
	if err := png.Encode(&whole, image.NewGray16(image.Rect(0, 0, 3, 3))); err != nil {
		f.Fatal(err)
	}
	f.Add(whole.Bytes())
	f.Add([]byte("\xff\xd8\xff\xe0"))
	f.Fuzz(func(t *testing.T, content []byte) {
		file := New(Info{})
		n, width, height, err := file.AddPicture(content)
		if err == nil && (n != 0 || width*height > maxPixels || len(file.pictures) != 1) {
			t.Errorf("picture %d of %d × %d", n, width, height)
		}
	})
}
