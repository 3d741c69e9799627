package protocol

import (
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"time"
)

// Clock is a hybrid logical clock: 48 bits of milliseconds since 1970, 16 that count
// within one. In JSON it is sixteen hexadecimal digits, whose order is that of time.
type Clock uint64

// Time gives the moment, to the millisecond.
func (c Clock) Time() time.Time { return time.UnixMilli(int64(c >> 16)).UTC() }

// MarshalJSON writes sixteen digits.
func (c Clock) MarshalJSON() ([]byte, error) { return c.append(nil), nil }

func (c Clock) append(out []byte) []byte {
	var raw [8]byte
	binary.BigEndian.PutUint64(raw[:], uint64(c))
	return append(hex.AppendEncode(append(out, '"'), raw[:]), '"')
}

// UnmarshalJSON reads sixteen digits.
func (c *Clock) UnmarshalJSON(data []byte) error {
	var text string
	if err := json.Unmarshal(data, &text); err != nil {
		return fmt.Errorf("reading a clock: %w", err)
	}
	n, err := strconv.ParseUint(text, 16, 64)
	if err != nil || len(text) != 16 {
		return fmt.Errorf("reading a clock: %.20q is not sixteen hexadecimal digits", text)
	}
	*c = Clock(n)
	return nil
}
