package model

import "cmp"

// Timing gives the part of a record's excerpt that Due and ReplyDue go by: no more,
// as they are asked whenever a record is written.
func Timing(r Record) Excerpt {
	h := r.Header()
	e := Excerpt{Kind: r.Kind(), Deleted: h.Deleted, At: h.CreatedAt}
	switch r := r.(type) {
	case *Lead:
		e.Stage, e.At = r.Stage, cmp.Or(r.ReceivedAt, h.CreatedAt)
		e.DueAt, e.Snoozed, e.RepliedAt = r.DueAt, r.SnoozedUntil, r.RepliedAt
	case *Task:
		if r.DoneAt.IsZero() {
			e.DueAt = r.DueAt
		}
	case *RFQ:
		e.Stage, e.DueAt = r.Stage, noon(r.Deadline)
	case *Supplier:
		_, until := r.NextCertificate()
		e.DueAt = noon(until)
	case *Offer:
		e.Stage, e.DueAt = r.Stage, noon(r.ValidUntil)
	case *Quote:
		e.Stage, e.DueAt = r.Stage, noon(r.ValidUntil)
	}
	return e
}
