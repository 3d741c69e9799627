package ui

import "tradedesk/ui/keys"

// scrolled is a cursor on n lines of which some are in sight.
type scrolled struct {
	at, top, shown, n int
}

// move does a key that moves the cursor; false when id is none.
func (s *scrolled) move(id keys.ID) bool {
	switch id {
	case keys.SameUp, keys.SyncUp, keys.OutboxUp, keys.QueueUp:
		s.at--
	case keys.SameDown, keys.SyncDown, keys.OutboxDown, keys.QueueDown:
		s.at++
	case keys.SamePageUp, keys.SyncPageUp, keys.OutboxPageUp, keys.QueuePageUp:
		s.at -= s.shown
	case keys.SamePageDown, keys.SyncPageDown, keys.OutboxPageDown, keys.QueuePageDown:
		s.at += s.shown
	case keys.SameFirst, keys.SyncFirst, keys.OutboxFirst, keys.QueueFirst:
		s.at = 0
	case keys.SameLast, keys.SyncLast, keys.OutboxLast, keys.QueueLast:
		s.at = s.n - 1
	default:
		return false
	}
	s.clamp()
	return true
}

func (s *scrolled) clamp() { s.at = max(min(s.at, s.n-1), 0) }

// window sets what there is and how much of it is in sight, and gives the part
// that holds the cursor.
func (s *scrolled) window(n, shown int) (from, to int) {
	s.n, s.shown = n, max(shown, 1)
	s.clamp()
	s.top = max(min(s.top, s.at, s.n-s.shown), s.at-s.shown+1, 0)
	return s.top, min(s.top+s.shown, n)
}
