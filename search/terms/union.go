package terms

import "slices"

// maxLists is how many lists are walked side by side; of more, all documents are put
// together first.
const maxLists = 8

// either walks the documents that one of a few parts has.
type either struct {
	parts []iterator
	docs  []uint32 // where each part stands
	more  []bool   // whether it stands anywhere
	begun bool
}

// unite gives the documents of any of parts.
func unite(parts []iterator) iterator {
	switch len(parts) {
	case 0:
		return &sorted{}
	case 1:
		return parts[0]
	}
	return &either{parts: parts, docs: make([]uint32, len(parts)), more: make([]bool, len(parts))}
}

func (e *either) next() (uint32, bool) {
	if !e.begun {
		return e.advance(0)
	}
	doc, ok := e.lowest()
	if !ok {
		return 0, false
	}
	for i, part := range e.parts {
		if e.more[i] && e.docs[i] == doc {
			e.docs[i], e.more[i] = part.next()
		}
	}
	return e.lowest()
}

func (e *either) advance(doc uint32) (uint32, bool) {
	for i, part := range e.parts {
		if !e.begun || e.more[i] && e.docs[i] < doc {
			e.docs[i], e.more[i] = part.advance(doc)
		}
	}
	e.begun = true
	return e.lowest()
}

func (e *either) lowest() (doc uint32, ok bool) {
	for i, more := range e.more {
		if more && (!ok || e.docs[i] < doc) {
			doc, ok = e.docs[i], true
		}
	}
	// A part that failed would be missed without a word.
	return doc, ok && e.fail() == nil
}

func (e *either) estimate() int {
	n := 0
	for _, part := range e.parts {
		n += part.estimate()
	}
	return n
}

func (e *either) fail() error {
	for _, part := range e.parts {
		if err := part.fail(); err != nil {
			return err
		}
	}
	return nil
}

// sorted walks documents in memory, in order and each once.
type sorted struct {
	docs []uint32 // from the one after which next goes on
	any  bool     // docs begins with the one where it stands
}

func (s *sorted) next() (uint32, bool) {
	if s.any && len(s.docs) > 0 {
		s.docs = s.docs[1:]
	}
	s.any = true
	return s.here()
}

func (s *sorted) advance(doc uint32) (uint32, bool) {
	s.any = true
	low, high := 0, 1
	for high < len(s.docs) && s.docs[high] < doc {
		low, high = high, 2*high
	}
	rest := s.docs[low:min(high+1, len(s.docs))]
	skipped, _ := slices.BinarySearch(rest, doc)
	s.docs = s.docs[low+skipped:]
	return s.here()
}

func (s *sorted) here() (uint32, bool) {
	if len(s.docs) == 0 {
		return 0, false
	}
	return s.docs[0], true
}

func (s *sorted) estimate() int { return len(s.docs) }

func (s *sorted) fail() error { return nil }
