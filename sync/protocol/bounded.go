package protocol

import (
	"bytes"
	"encoding/json"
)

// MaxList bounds how many ops or entries one body has, whatever the limits of a server are:
// a body of the smallest elements takes many times its size in memory.
const MaxList = 10_000

// bounded is a list that is read up to MaxList; ErrTooLarge beyond.
type bounded[T any] []T

func (b *bounded[T]) UnmarshalJSON(raw []byte) error {
	if len(raw) == 0 || raw[0] != '[' {
		return json.Unmarshal(raw, (*[]T)(b)) // null, or the usual words for what is no list
	}
	in := json.NewDecoder(bytes.NewReader(raw))
	if _, err := in.Token(); err != nil {
		return err
	}
	out := []T{}
	for in.More() {
		if len(out) == MaxList {
			return ErrTooLarge
		}
		var one T
		if err := in.Decode(&one); err != nil {
			return err
		}
		out = append(out, one)
	}
	*b = out
	return nil
}
