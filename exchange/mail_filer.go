package exchange

import (
	"fmt"
	"slices"
	"strings"

	"tradedesk/exchange/mail"
	"tradedesk/model"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

// filer finds the thread of each message: of the RFQ whose number its subject names,
// of a message that it answers or that answers it, of one with the same subject
// between the same people, of the lead, supplier or contact whose address it is from
// or to.
type filer struct {
	s     *session
	own   ownAddresses
	known *recent // the thread of a message, a subject and an address
}

func newFiler(s *session) *filer {
	return &filer{s: s, own: newOwnAddresses(s.req.Addresses), known: newRecent()}
}

// file gives the findings with the thread of every message set, and before a message
// from somebody unknown the lead that it makes.
func (f *filer) file(found []finding) ([]finding, error) {
	were, err := f.thereAlready(found)
	if err != nil {
		return nil, err
	}
	if err := f.lookAhead(found, were); err != nil {
		return nil, err
	}
	out := make([]finding, 0, len(found))
	for i, one := range found {
		l := one.candidate.letter
		if one.rejected != nil || l == nil {
			out = append(out, one)
			continue
		}
		m := one.candidate.record.(*model.Message)
		if was := were[i]; was != nil {
			// What a person made of it stays: only its files may be new here.
			one.candidate.record = model.Clone(was)
			f.s.keepFiles(m, l.files)
			f.remember(l, was.Thread)
			out = append(out, one)
			continue
		}
		more, err := f.fileOne(m, l, one)
		if err != nil {
			return nil, err
		}
		out = append(out, more...)
	}
	return out, nil
}

// fileOne finds the thread of a new message, or makes the lead that it is from.
func (f *filer) fileOne(m *model.Message, l *letter, one finding) ([]finding, error) {
	var others []string // whom it is with, the sender first
	m.Direction, others = f.own.direction(l)
	if err := f.guessDirection(m, others); err != nil {
		return nil, err
	}
	thread, err := f.threadOf(l, others)
	if err != nil {
		return nil, err
	}
	var out []finding
	if thread.IsZero() {
		made, id, err := f.enquiry(m, l, one.candidate)
		if err != nil {
			return nil, err
		}
		if made.rejected != nil {
			return []finding{made}, nil
		}
		if thread = id; made.candidate.record != nil {
			out = append(out, made)
		}
		others = append(others, addressOf(l.From))
		f.known.put(keyAddress, foldAddress(addressOf(l.From)), thread)
	}
	m.Thread = thread
	f.remember(l, thread)
	if base, _ := mail.BaseSubject(l.Subject); base != "" {
		for _, other := range others {
			f.known.put(keySubject, subjectKey(base, other), thread)
		}
	}
	f.s.keepFiles(m, l.files)
	return append(out, one), nil
}

// threadOf finds what a message belongs to; the zero ID when nobody knows.
func (f *filer) threadOf(l *letter, others []string) (model.ID, error) {
	if !f.s.req.Thread.IsZero() {
		return f.s.req.Thread, nil
	}
	if id, err := f.numbered(l.Subject); err != nil || !id.IsZero() {
		return id, err
	}
	if l.ID != "" {
		if id, ok := f.known.get(keyMessage, l.ID); ok {
			return id, nil
		}
	}
	for _, id := range slices.Backward(lastOf(l.References, 10)) {
		if thread, ok := f.known.get(keyMessage, id); ok {
			return thread, nil
		}
	}
	if id, err := f.bySubject(l.Subject, others); err != nil || !id.IsZero() {
		return id, err
	}
	for _, other := range others {
		if id, err := f.ofAddress(other); err != nil || !id.IsZero() {
			return id, err
		}
	}
	return model.ID{}, nil
}

// guessDirection is for a desk that does not say which addresses are its own: what is
// from nobody known to somebody known went out.
func (f *filer) guessDirection(m *model.Message, others []string) error {
	if len(f.own) > 0 || m.Direction == model.DirectionOut {
		return nil
	}
	for i, other := range others {
		id, err := f.ofAddress(other)
		if err != nil {
			return err
		}
		if !id.IsZero() {
			if i > 0 {
				m.Direction = model.DirectionOut
			}
			return nil
		}
	}
	return nil
}

// numbered finds the RFQ that a subject names. Of two with one number none is taken.
func (f *filer) numbered(subject string) (model.ID, error) {
	numbers := model.RFQNumbers(subject)
	if len(numbers) == 0 {
		return model.ID{}, nil
	}
	found, err := f.s.target.Numbered(f.s.ctx, numbers)
	if err != nil {
		return model.ID{}, err
	}
	for _, ids := range found {
		if len(ids) == 1 {
			return ids[0], nil
		}
	}
	return model.ID{}, nil
}

// subjectsLooked bounds the messages of one subject that are looked through.
const subjectsLooked = 50

// bySubject finds the thread of an answer that does not say what it answers: of the
// last message of the same subject with the same person.
func (f *filer) bySubject(subject string, others []string) (model.ID, error) {
	base, answers := mail.BaseSubject(subject)
	if !answers || base == "" {
		return model.ID{}, nil
	}
	for _, other := range others {
		if id, ok := f.known.get(keySubject, subjectKey(base, other)); ok {
			return id, nil
		}
	}
	written := []string{base, "Re: " + base, text.Clean(subject, model.MaxText)}
	found, err := f.s.target.Having(f.s.ctx, model.KindMessage, "subject", written, subjectsLooked)
	if err != nil {
		return model.ID{}, fmt.Errorf("looking for messages by their subject: %w", err)
	}
	for _, r := range slices.Concat(found...) {
		m, ok := r.(*model.Message)
		if !ok {
			continue
		}
		there, _ := mail.BaseSubject(m.Subject)
		with := foldAddress(m.From + " " + m.To + " " + m.Cc + " " + m.Bcc)
		if strings.EqualFold(there, base) && slices.ContainsFunc(others, func(other string) bool {
			return other != "" && strings.Contains(with, foldAddress(other))
		}) {
			return m.Thread, nil
		}
	}
	return model.ID{}, nil
}

// ofAddress finds the record of an address: a lead first, then a supplier, then a
// contact, or the lead or supplier that the contact is of.
func (f *filer) ofAddress(address string) (model.ID, error) {
	email, err := value.ParseEmail(address)
	if err != nil {
		return model.ID{}, nil // it is none, and nobody has it
	}
	key := email.Key()
	if id, ok := f.known.get(keyAddress, key); ok {
		return id, nil
	}
	id, err := f.s.partyOf(&model.Lead{Email: email}, &model.Supplier{Email: email}, &model.Contact{Email: email})
	if err != nil {
		return model.ID{}, fmt.Errorf("looking for %s: %w", email, err)
	}
	f.known.put(keyAddress, key, id) // also that there is none
	return id, nil
}

// partyOf finds the first of several that the desk knows by what is set in it.
func (s *session) partyOf(probes ...model.Record) (model.ID, error) {
	for _, probe := range probes {
		found, err := s.target.Likely(s.ctx, probe)
		if err != nil || len(found) == 0 {
			if err != nil {
				return model.ID{}, err
			}
			continue
		}
		if probe.Kind() != model.KindContact {
			return found[0], nil
		}
		records, err := s.target.ByIDs(s.ctx, found[:1])
		if err != nil || records[0] == nil {
			return found[0], err
		}
		return partyBehind(records[0]), nil
	}
	return model.ID{}, nil
}

func foldAddress(address string) string {
	if email, err := value.ParseEmail(address); err == nil {
		return email.Key()
	}
	return strings.ToLower(address)
}

func subjectKey(base, other string) string { return text.Fold(base) + "\x00" + foldAddress(other) }
