package causal

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"tradedesk/model"
)

// Hash is the hash of a log up to an entry.
type Hash [sha256.Size]byte

// Next gives the hash up to the next entry, of which line is the canonical JSON:
// h(n) = SHA-256(h(n-1) ‖ entry n).
func (h Hash) Next(line []byte) Hash {
	d := sha256.New()
	d.Write(h[:])
	d.Write(line)
	var out Hash
	d.Sum(out[:0])
	return out
}

// MarshalText writes base64 without padding that is safe in a URL.
func (h Hash) MarshalText() ([]byte, error) {
	return base64.RawURLEncoding.AppendEncode(nil, h[:]), nil
}

// UnmarshalText reads what MarshalText writes.
func (h *Hash) UnmarshalText(text []byte) error {
	raw, err := base64.RawURLEncoding.AppendDecode(nil, text)
	if err != nil || len(raw) != len(h) {
		return fmt.Errorf("reading a hash: %.50q is not one", text)
	}
	copy(h[:], raw)
	return nil
}

// Cursor says how far a log was read: in which epoch, up to which entry, and the hash
// up to it.
type Cursor struct {
	Epoch model.ID
	Seq   uint64
	Hash  Hash
}

// cursorForm is the version of the written form.
const cursorForm = "c1"

// ErrCursor is what ParseCursor says of what is no cursor.
var ErrCursor = errors.New("not a cursor")

// String gives "c1.EPOCH.SEQ.HASH".
func (c Cursor) String() string {
	hash, _ := c.Hash.MarshalText()
	return cursorForm + "." + c.Epoch.String() + "." + strconv.FormatUint(c.Seq, 10) + "." + string(hash)
}

// ParseCursor reads what String gives.
func ParseCursor(text string) (Cursor, error) {
	parts := strings.Split(text, ".")
	if len(parts) != 4 || parts[0] != cursorForm {
		return Cursor{}, fmt.Errorf("%w: %.80q", ErrCursor, text)
	}
	var c Cursor
	var err error
	if c.Epoch, err = model.ParseID(parts[1]); err != nil {
		return Cursor{}, fmt.Errorf("%w: its epoch: %w", ErrCursor, err)
	}
	if c.Seq, err = strconv.ParseUint(parts[2], 10, 53); err != nil {
		return Cursor{}, fmt.Errorf("%w: its number: %w", ErrCursor, err)
	}
	if err := c.Hash.UnmarshalText([]byte(parts[3])); err != nil {
		return Cursor{}, fmt.Errorf("%w: %w", ErrCursor, err)
	}
	return c, nil
}

// MarshalText writes what String gives, nothing for a log of which nothing was read.
func (c Cursor) MarshalText() ([]byte, error) {
	if c == (Cursor{}) {
		return nil, nil
	}
	return []byte(c.String()), nil
}

// UnmarshalText reads what MarshalText writes.
func (c *Cursor) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*c = Cursor{}
		return nil
	}
	parsed, err := ParseCursor(string(text))
	if err == nil {
		*c = parsed
	}
	return err
}
