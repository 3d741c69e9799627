package protocol

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/klauspost/compress/zstd"
)

// minPacked is from how many bytes on a body is worth packing.
const minPacked = 1 << 10

// Errors of Unpack.
var (
	ErrTooLarge = errors.New("the body is too large")
	ErrEncoding = errors.New("the body is packed in a way that is not known here")
)

// Encodings lists how bodies may be packed, the best first.
func Encodings() []string { return []string{"zstd", "gzip"} }

// packer packs bodies, as many at a time as there are cores. Its memory lasts: made anew
// for each body it cost more than to pack one.
var packer = sync.OnceValue(func() *zstd.Encoder {
	w, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithWindowSize(1<<20), zstd.WithLowerEncoderMem(true))
	if err != nil {
		panic(err) // the options are not to be had
	}
	return w
})

// maxUnpacked bounds every body, whatever its reader takes.
const maxUnpacked = 64 << 20

// unpackers read bodies one at a time each.
var unpackers = sync.Pool{New: func() any {
	r, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(8<<20), zstd.WithDecoderMaxMemory(maxUnpacked))
	if err != nil {
		panic(err) // the options are not to be had
	}
	return r
}}

// Pack packs a body in the best way that the reader accepts; encoding is "" when it
// is left as it is.
func Pack(data []byte, accepted string) (encoding string, packed []byte) {
	if len(data) < minPacked {
		return "", data
	}
	for _, encoding := range Encodings() {
		if !accepts(accepted, encoding) {
			continue
		}
		if encoding == "zstd" {
			return encoding, packer().EncodeAll(data, make([]byte, 0, len(data)/4))
		}
		var buf bytes.Buffer
		w := gzip.NewWriter(&buf)
		_, _ = w.Write(data) // a buffer takes everything
		_ = w.Close()
		return encoding, buf.Bytes()
	}
	return "", data
}

func accepts(accepted, encoding string) bool {
	for part := range strings.SplitSeq(accepted, ",") {
		name, quality, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.TrimSpace(name) == encoding && strings.ReplaceAll(quality, " ", "") != "q=0" {
			return true
		}
	}
	return false
}

// Unpack reads a body of at most limit bytes, unpacked.
func Unpack(body io.Reader, encoding string, limit int64) ([]byte, error) {
	switch encoding {
	case "", "identity":
	case "zstd":
		r := unpackers.Get().(*zstd.Decoder)
		defer func() {
			if r.Reset(nil) == nil { // lets go of the body
				unpackers.Put(r)
			}
		}()
		if err := r.Reset(body); err != nil {
			return nil, fmt.Errorf("unpacking a body: %w", err)
		}
		body = r
	case "gzip":
		r, err := gzip.NewReader(body)
		if err != nil {
			return nil, fmt.Errorf("unpacking a body: %w", err)
		}
		body = r
	default:
		return nil, fmt.Errorf("%w: %.20q", ErrEncoding, encoding)
	}
	data, err := io.ReadAll(io.LimitReader(body, limit+1))
	if errors.Is(err, zstd.ErrDecoderSizeExceeded) || errors.Is(err, zstd.ErrWindowSizeExceeded) {
		return nil, ErrTooLarge
	}
	if err != nil {
		return nil, fmt.Errorf("reading a body: %w", err)
	}
	if int64(len(data)) > limit {
		return nil, ErrTooLarge
	}
	return data, nil
}
