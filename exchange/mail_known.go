package exchange

import (
	"fmt"
	"slices"

	"tradedesk/model"
	"tradedesk/model/text"
)

// thereAlready gives the record of each message that was imported before.
func (f *filer) thereAlready(found []finding) ([]*model.Message, error) {
	origins := make([]string, len(found))
	for i := range found {
		if found[i].candidate.letter != nil {
			origins[i] = found[i].candidate.record.Header().Origin
		}
	}
	records, err := f.s.target.ByOrigins(f.s.ctx, model.KindMessage, origins)
	if err != nil {
		return nil, lookingFailed(found, err)
	}
	were := make([]*model.Message, len(found))
	for i, r := range records {
		were[i], _ = r.(*model.Message)
	}
	return were, nil
}

// lookAhead looks the threads of all messages that these answer up at once, and of
// those that answer them.
func (f *filer) lookAhead(found []finding, were []*model.Message) error {
	if !f.s.req.Thread.IsZero() {
		return nil
	}
	var answered, own []string
	for i := range found {
		l := found[i].candidate.letter
		if l == nil || were[i] != nil {
			continue
		}
		for _, id := range lastOf(l.References, 10) {
			if !f.known.has(keyMessage, id) {
				answered = append(answered, id)
			}
		}
		if l.ID != "" && !f.known.has(keyMessage, l.ID) {
			own = append(own, l.ID)
		}
	}
	if err := f.learnByOrigin(answered); err != nil {
		return err
	}
	answered = slices.DeleteFunc(answered, func(id string) bool { return f.known.has(keyMessage, id) })
	if err := f.learn("message_id", answered); err != nil {
		return err
	}
	return f.learn("in_reply_to", own)
}

// learnByOrigin learns the threads of messages that were imported.
func (f *filer) learnByOrigin(ids []string) error {
	origins := make([]string, len(ids))
	for i, id := range ids {
		origins[i] = originMail + text.Clean(id, 500)
	}
	there, err := f.s.target.ByOrigins(f.s.ctx, model.KindMessage, origins)
	if err != nil {
		return fmt.Errorf("looking for the messages that others answer: %w", err)
	}
	for i, r := range there {
		if m, ok := r.(*model.Message); ok && !m.Deleted {
			f.known.put(keyMessage, ids[i], m.Thread)
		}
	}
	return nil
}

// learn learns the threads of messages whose field is one of the ids.
func (f *filer) learn(field string, ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	found, err := f.s.target.Having(f.s.ctx, model.KindMessage, field, ids, 3)
	if err != nil {
		return fmt.Errorf("looking for messages by %s: %w", field, err)
	}
	for i, records := range found {
		for _, r := range records {
			m, ok := r.(*model.Message)
			if ok && (field == "message_id" && m.MessageID == ids[i] || field == "in_reply_to" && m.InReplyTo == ids[i]) {
				f.known.put(keyMessage, ids[i], m.Thread)
				break
			}
		}
	}
	return nil
}

// remember keeps in mind where a message is, and so where what it answers would be.
func (f *filer) remember(l *letter, thread model.ID) {
	if l.ID != "" {
		f.known.put(keyMessage, l.ID, thread)
	}
	for _, id := range lastOf(l.References, 10) {
		if !f.known.has(keyMessage, id) {
			f.known.put(keyMessage, id, thread)
		}
	}
}

func lastOf(ids []string, n int) []string { return ids[max(0, len(ids)-n):] }
