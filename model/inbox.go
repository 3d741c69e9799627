package model

import "time"

// InInbox reports whether a lead waits for a decision: it is new, not deleted
// and not put off past now.
func InInbox(l *Lead, now time.Time) bool {
	return l.Stage == LeadNew && !l.Deleted && !Snoozed(l, now)
}

// Snoozed reports whether a lead is put off past now.
func Snoozed(l *Lead, now time.Time) bool {
	return !l.SnoozedUntil.IsZero() && l.SnoozedUntil.Time().After(now)
}

// ReplyState says how a lead stands with a reply that is promised within a time
// after it came in: how much of that time is left (negative: overdue), and
// whether a reply is still owed. Nothing is owed once a reply was sent, or once
// the lead left the new stage, which takes a contact or a decision.
func ReplyState(e Excerpt, promised time.Duration, now time.Time) (left time.Duration, waiting bool) {
	owed := e.Kind == KindLead && !e.Deleted && e.Stage == LeadNew
	if !owed || !e.RepliedAt.IsZero() || e.At.IsZero() {
		return 0, false
	}
	return promised - now.Sub(e.At.Time()), true
}
