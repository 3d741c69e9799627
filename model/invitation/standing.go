package invitation

import (
	"bytes"
	"cmp"
	"slices"
	"time"

	"tradedesk/model"
	"tradedesk/model/value"
)

// State is how a supplier stands with an RFQ.
type State string

// The states. Asked and Late wait for an answer; Late is to be reminded.
const (
	Asked    State = "asked"
	Late     State = "late"
	Answered State = "answered"
	Quoted   State = "quoted" // answered with a quote
)

// Standing is how one supplier stands with an RFQ.
type Standing struct {
	Supplier   model.ID
	State      State
	AskedAt    value.Instant // 0 when the RFQ names the supplier and no message says when
	AskedBy    string
	Reminders  int
	RemindedAt value.Instant // the last time
	AnsweredAt value.Instant // the first time since, by a message or a quote
	Answer     model.ID      // what that was
	// Before says that a quote stood before anybody asked, and no answer came since: it is
	// AnsweredAt and Answer, and says nothing of how fast they answer.
	Before bool
	// Took is how long the answer took; 0 when Before, and when nobody knows since when.
	Took time.Duration
	// RemindAt is when to ask again, while no answer is there.
	RemindAt value.Instant
}

// Waits reports whether no answer is there.
func (s Standing) Waits() bool { return s.State == Asked || s.State == Late }

// Thread is what is known of an RFQ.
type Thread struct {
	RFQ       *model.RFQ
	Messages  []*model.Message // in any order
	Quotes    []*model.Quote
	Suppliers map[model.ID]*model.Supplier // for their addresses; may lack some
	Now       time.Time                    // its location says when a deadline's day is over
}

// Standings gives how each supplier stands who was asked for a quote: by a message that
// invites, or by the RFQ's own list, which older records have alone. One whose invitation
// was withdrawn and who did not answer is not among them. They come in the order in which they were
// asked, then by id.
func Standings(t Thread) []Standing {
	all := map[model.ID]*Standing{}
	t.Messages, t.Quotes = slices.Clone(t.Messages), slices.Clone(t.Quotes)
	slices.SortFunc(t.Messages, func(a, b *model.Message) int {
		return cmp.Or(cmp.Compare(whenOf(a), whenOf(b)), bytes.Compare(a.ID[:], b.ID[:]))
	})
	slices.SortFunc(t.Quotes, func(a, b *model.Quote) int {
		return cmp.Or(cmp.Compare(a.CreatedAt, b.CreatedAt), bytes.Compare(a.ID[:], b.ID[:]))
	})
	for _, id := range t.RFQ.Invited {
		all[id] = &Standing{Supplier: id}
	}
	t.noteAsked(all)
	t.noteAnswers(all)
	out := make([]Standing, 0, len(all))
	for _, s := range all {
		t.settle(s)
		out = append(out, *s)
	}
	slices.SortFunc(out, func(a, b Standing) int {
		return cmp.Or(cmp.Compare(a.AskedAt, b.AskedAt), bytes.Compare(a.Supplier[:], b.Supplier[:]))
	})
	return out
}

// noteAsked takes invitations, reminders and withdrawals in, as they followed each other.
// An invitation counts from its first time on.
func (t Thread) noteAsked(all map[model.ID]*Standing) {
	for _, m := range t.Messages {
		if m.Deleted || m.Asking == "" {
			continue
		}
		for _, id := range m.Suppliers {
			s := all[id]
			switch {
			case m.Asking == model.AskWithdrawn:
				delete(all, id)
				continue
			case s == nil:
				s = &Standing{Supplier: id}
				all[id] = s
			}
			switch {
			case s.AskedAt == 0:
				s.AskedAt, s.AskedBy = whenOf(m), m.UpdatedBy
			case m.Asking == model.AskReminded:
				s.Reminders++
				s.RemindedAt = whenOf(m)
			}
		}
	}
}

// Timed reports whether it is known how long the answer took.
func (s Standing) Timed() bool { return s.AnsweredAt != 0 && s.AskedAt != 0 && !s.Before }

// noteAnswers finds the first answer of each supplier: a quote for the RFQ, or a message
// that came in from them. Of what came before anybody asked a quote counts when nothing
// came since, and a message never.
func (t Thread) noteAnswers(all map[model.ID]*Standing) {
	answered := func(id, answer model.ID, at value.Instant, state State) {
		s := all[id]
		before := s != nil && at < s.AskedAt
		if s == nil || before && state == Answered {
			return
		}
		if state == Quoted || s.State == "" {
			s.State = state
		}
		switch first := s.AnsweredAt == 0; {
		case first, s.Before && !before, s.Before == before && at < s.AnsweredAt:
			s.AnsweredAt, s.Answer, s.Before = at, answer, before
		}
	}
	for _, q := range t.Quotes {
		if !q.Deleted && q.Stage != model.QuoteDraft {
			answered(q.Supplier, q.ID, q.CreatedAt, Quoted)
		}
	}
	senders := sendersOf(all, t.Suppliers)
	for _, m := range t.Messages {
		if m.Deleted || m.Direction != model.DirectionIn {
			continue
		}
		for _, id := range senders.of(m) {
			answered(id, m.ID, whenOf(m), Answered)
		}
	}
}

// settle works out what follows from what was noted.
func (t Thread) settle(s *Standing) {
	if s.AnsweredAt != 0 {
		if s.Timed() {
			s.Took = s.AnsweredAt.Time().Sub(s.AskedAt.Time())
		}
		return
	}
	s.State = Asked
	s.RemindAt = RemindAt(max(s.AskedAt, s.RemindedAt), t.RFQ.Deadline, t.Now.Location())
	if s.RemindAt != 0 && !t.Now.Before(s.RemindAt.Time()) {
		s.State = Late
	}
}

// whenOf gives when a message was: one that does not say so, when it was made.
func whenOf(m *model.Message) value.Instant {
	if m.At != 0 {
		return m.At
	}
	return m.CreatedAt
}

// Patience is how long a supplier has before being reminded; a deadline that comes sooner
// leaves less, and never less than leastPatience.
const (
	Patience      = 72 * time.Hour
	leastPatience = 24 * time.Hour
)

// RemindAt gives when to ask again who was last asked at a moment: after Patience, or a
// day before the deadline's end when that is sooner, but not within a day. 0 when it is
// not known when they were asked.
func RemindAt(asked value.Instant, deadline value.Date, in *time.Location) value.Instant {
	if asked == 0 {
		return 0
	}
	at := asked.Time().Add(Patience)
	if !deadline.IsZero() {
		if before := deadline.Time(in); before.Before(at) { // the start of the last day
			at = before
		}
	}
	if least := asked.Time().Add(leastPatience); at.Before(least) {
		at = least
	}
	return value.At(at)
}
