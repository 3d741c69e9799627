package store

import (
	"sync"

	"github.com/fxamacker/cbor/v2"
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
