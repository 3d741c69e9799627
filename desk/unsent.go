package desk

import (
	"context"
	"fmt"
	"time"

	"tradedesk/model"
	"tradedesk/model/value"
)

// LetterDraft is a message that is written and in no outbox: a person has yet to say so.
const LetterDraft LetterState = "draft"

// mostDrafts bounds the drafts that are listed, the newest first.
const mostDrafts = 500

// Unsent gives what is written and not sent: what the outbox holds, then the drafts of
// messages since a day, the newest first.
func Unsent(ctx context.Context, d Desk, since time.Time) ([]Outgoing, error) {
	out, err := d.Outbox(ctx)
	if err != nil {
		return nil, err
	}
	drafts, err := readAll[*model.Message](ctx, d, Query{
		Kind: model.KindMessage, Sort: "at", Desc: true, Limit: mostDrafts,
		Where: []Cond{
			{Field: "direction", Op: OpEqual, Text: string(model.DirectionOut)},
			{Field: "state", Op: OpEqual, Text: string(model.MailDraft)},
			{Field: "at", Op: OpAtLeast, Text: since.UTC().Format(time.RFC3339)},
		},
	})
	if err != nil {
		return nil, fmt.Errorf("reading the drafts of messages: %w", err)
	}
	for _, m := range drafts {
		out = append(out, Outgoing{ID: m.ID, Thread: m.Thread, To: m.To, Subject: m.Subject, State: LetterDraft, Queued: draftedAt(m)})
	}
	return out, nil
}

// draftedAt gives when a message was written.
func draftedAt(m *model.Message) value.Instant {
	if m.At.IsZero() {
		return m.CreatedAt
	}
	return m.At
}
