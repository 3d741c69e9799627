package duplicate

import (
	"tradedesk/model"
	"tradedesk/model/likeness"
	"tradedesk/model/text"
)

// Key is a key that records which may be the same have in common. A
// shared key only makes them candidates: Compare decides.
type Key struct {
	Level Level
	Key   string
}

// Keys gives the keys under which a lead, a supplier or a contact is
// found by others that may be the same, without repeats; nil for other kinds:
// "e:" e-mail address, "p:" phone in E.164 with its extension, "d:" domain that
// few share, "n:" skeleton of the name and city, and again with the country.
func Keys(r model.Record) []Key {
	var keys []Key
	var m KeyMaker
	m.Each(r, func(level Level, key []byte) { keys = append(keys, Key{level, string(key)}) })
	return keys
}

// KeyMaker makes the keys of one record after the other in the same memory.
// Its zero value is ready; it is for one goroutine.
type KeyMaker struct {
	id        identity
	key, name []byte
}

// Each calls yield with what Keys gives; a key is valid during the call.
func (m *KeyMaker) Each(r model.Record, yield func(level Level, key []byte)) {
	id := &m.id
	*id = identity{emails: id.emails[:0], phones: id.phones[:0], domains: id.domains[:0]}
	if !id.read(r) {
		return
	}
	tell := func(level Level, sign, value string) {
		m.key = append(append(m.key[:0], sign...), value...)
		yield(level, m.key)
	}
	for _, email := range id.emails {
		tell(Certain, "e:", email)
	}
	for _, phone := range id.phones {
		tell(Certain, "p:", phone)
	}
	for _, domain := range id.domains {
		tell(Likely, "d:", domain)
	}
	if m.name = text.AppendName(m.name[:0], id.shown); len(m.name) == 0 {
		return
	}
	m.key = append(likeness.AppendSkeleton(append(m.key[:0], "n:"...), m.name), '|')
	name := len(m.key)
	if m.key = text.AppendPlainWords(m.key, id.city); len(m.key) > name {
		yield(Possible, m.key)
	}
	// The country too, since one of the two may not know its city.
	if id.country != "" {
		m.key = append(m.key[:name], id.country...)
		yield(Possible, m.key)
	}
}
