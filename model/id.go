package model

import (
	"bufio"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/google/uuid"
)

// ID is a UUIDv7 (RFC 9562): 16 bytes whose order is the order of creation.
// The zero ID means "none".
type ID [16]byte

// ParseID reads the 36-character form of a UUID of any version.
func ParseID(text string) (ID, error) {
	if len(text) != 36 {
		return ID{}, errID.With(textPart(text[:min(len(text), 160)]))
	}
	u, err := uuid.Parse(text)
	if err != nil {
		return ID{}, errBadID.With(textPart(text)).For(err)
	}
	return ID(u), nil
}

// IsZero reports whether id is the zero ID.
func (id ID) IsZero() bool { return id == ID{} }

// String gives the 36-character form, or "" for the zero ID.
func (id ID) String() string {
	if id.IsZero() {
		return ""
	}
	return uuid.UUID(id).String()
}

// Short gives the last eight hexadecimal digits, the part that differs most.
func (id ID) Short() string { return hex.EncodeToString(id[12:]) }

// Time gives the moment of creation that a UUIDv7 carries, to the millisecond.
func (id ID) Time() time.Time {
	ms := int64(id[0])<<40 | int64(id[1])<<32 | int64(id[2])<<24 | int64(id[3])<<16 | int64(id[4])<<8 | int64(id[5])
	return time.UnixMilli(ms).UTC()
}

// Append puts String() behind what is in to.
func (id ID) Append(to []byte) []byte {
	if id.IsZero() {
		return to
	}
	to = append(hex.AppendEncode(to, id[:4]), '-')
	to = append(hex.AppendEncode(to, id[4:6]), '-')
	to = append(hex.AppendEncode(to, id[6:8]), '-')
	to = append(hex.AppendEncode(to, id[8:10]), '-')
	return hex.AppendEncode(to, id[10:])
}

// MarshalText writes the 36-character form; the zero ID is empty.
func (id ID) MarshalText() ([]byte, error) { return id.Append(make([]byte, 0, 36)), nil }

// UnmarshalText reads the 36-character form; empty is the zero ID.
func (id *ID) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*id = ID{}
		return nil
	}
	if len(text) == 36 {
		if u, err := uuid.ParseBytes(text); err == nil {
			*id = ID(u)
			return nil
		}
	}
	_, err := ParseID(string(text))
	return err
}

// IDs makes ids that only grow, even when the clock stands still or goes back.
// It is safe for use by several goroutines.
type IDs struct {
	now    func() time.Time
	random io.Reader

	mu   sync.Mutex
	ms   int64
	tick uint16
}

// NewIDs makes an id source from a clock and a source of random bytes; nil
// random means crypto/rand.
func NewIDs(now func() time.Time, random io.Reader) *IDs {
	if random == nil {
		random = bufio.NewReaderSize(rand.Reader, 512) // asked for half an id at a time it is slow
	}
	return &IDs{now: now, random: random}
}

// New gives the next id. It panics when the random source fails, since no id
// can then be trusted to be unique.
func (s *IDs) New() ID {
	s.mu.Lock()
	defer s.mu.Unlock()
	var id ID
	if _, err := io.ReadFull(s.random, id[8:]); err != nil {
		panic(fmt.Errorf("making an id: %w", err))
	}
	if ms := s.now().UnixMilli(); ms > s.ms {
		s.ms, s.tick = ms, 0
	} else if s.tick++; s.tick > 0xfff {
		s.ms, s.tick = s.ms+1, 0
	}
	for i := range 6 {
		id[i] = byte(s.ms >> (40 - 8*i))
	}
	id[6] = 0x70 | byte(s.tick>>8)
	id[7] = byte(s.tick)
	id[8] = 0x80 | id[8]&0x3f
	return id
}
