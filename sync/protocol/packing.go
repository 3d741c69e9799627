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

var packers = sync.Pool{New: func() any {
	// One core: what is packed is small, and there is other work.
	w, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedFastest))
	if err != nil {
		panic(err) // the options are not to be had
	}
	return w
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
			w := packers.Get().(*zstd.Encoder)
			defer packers.Put(w)
			return encoding, w.EncodeAll(data, make([]byte, 0, len(data)/4))
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
		r, err := zstd.NewReader(body, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(uint64(max(limit, 1<<20))), zstd.WithDecoderMaxWindow(8<<20))
		if err != nil {
			return nil, fmt.Errorf("unpacking a body: %w", err)
		}
		defer r.Close()
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
