package search

import "sync"

// session is who types: what they typed last narrows what is looked at for the next key.
type session struct {
	name string
	of   *held
	mu   sync.Mutex // held while a scan uses it
	*narrowing
}

// sessions is how many are remembered.
const sessions = 4

// session gives who types, for a segment, to one scan at a time; nil when another has it.
func (x *Index) session(name string, of *held) (s *session, done func()) {
	if name == "" || of == nil {
		return nil, func() {}
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	for i, t := range x.typing {
		if t.name == name && t.of == of {
			x.typing[0], x.typing[i] = x.typing[i], x.typing[0]
			if !t.mu.TryLock() {
				return nil, func() {}
			}
			return t, t.mu.Unlock
		}
	}
	s = &session{name: name, of: of, narrowing: newNarrowing(of.records())}
	s.mu.Lock()
	x.typing = append([]*session{s}, x.typing...)
	x.typing = x.typing[:min(len(x.typing), sessions)]
	return s, s.mu.Unlock
}
