package store

import (
	"errors"
	"fmt"
	"sync"

	"github.com/fxamacker/cbor/v2"
	"go.etcd.io/bbolt"

	"tradedesk/model"
)

// reader decodes what this package wrote, text that is not UTF-8 too.
var reader = sync.OnceValue(func() cbor.DecMode {
	mode, err := cbor.DecOptions{UTF8: cbor.UTF8DecodeInvalid}.DecMode()
	if err != nil {
		panic(err)
	}
	return mode
})

// writer encodes equal values to equal bytes.
var writer = sync.OnceValue(func() cbor.EncMode {
	mode, err := cbor.CoreDetEncOptions().EncMode()
	if err != nil {
		panic(err)
	}
	return mode
})

func encode(v any) ([]byte, error) { return writer().Marshal(v) }

func decode(data []byte, v any) error { return reader().Unmarshal(data, v) }

var errNoExcerpt = errors.New("damaged: an excerpt without a kind; run check")

// encodeExcerpt puts the kind first, so that it is known without decoding.
func encodeExcerpt(e model.Excerpt) ([]byte, error) {
	kind := e.Kind
	e.Kind = ""
	data, err := encode(e)
	if err != nil {
		return nil, fmt.Errorf("encoding the excerpt of %s: %w", e.ID, err)
	}
	out := make([]byte, 0, 1+len(kind)+len(data))
	out = append(out, byte(len(kind)))
	out = append(out, kind...)
	return append(out, data...), nil
}

// maxKind bounds the name of a kind, in bytes: one byte says its length.
const maxKind = 255

func splitExcerpt(raw []byte) (model.Kind, []byte, error) {
	if len(raw) == 0 || len(raw) < 1+int(raw[0]) {
		return "", nil, errNoExcerpt
	}
	n := 1 + int(raw[0])
	return model.Kind(raw[1:n]), raw[n:], nil
}

func decodeExcerpt(raw []byte) (model.Excerpt, error) {
	var e model.Excerpt
	kind, data, err := splitExcerpt(raw)
	if err != nil {
		return e, err
	}
	if err := decode(data, &e); err != nil {
		return e, fmt.Errorf("decoding an excerpt: %w", err)
	}
	e.Kind = kind
	return e, nil
}

func readExcerpt(tx *bbolt.Tx, id model.ID) (model.Excerpt, error) {
	raw := get(tx, bucketExcerpt, id[:])
	if raw == nil {
		return model.Excerpt{}, fmt.Errorf("record %s: %w", id, ErrNotFound)
	}
	return decodeExcerpt(raw)
}

// kindOf gives the kind of the record with an id, "" when there is none.
func kindOf(tx *bbolt.Tx, id model.ID) model.Kind {
	kind, _, err := splitExcerpt(get(tx, bucketExcerpt, id[:]))
	if err != nil {
		return ""
	}
	return kind
}

func readRecord(tx *bbolt.Tx, kind model.Kind, id model.ID) (model.Record, error) {
	raw := get(tx, viewBucket(kind), id[:])
	if raw == nil {
		return nil, fmt.Errorf("%s %s: %w", kind, id, ErrNotFound)
	}
	return model.DecodeCBOR(kind, raw)
}
