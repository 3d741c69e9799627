package exchange

import (
	"fmt"
	"slices"
	"strings"

	"tradedesk/exchange/chat"
	"tradedesk/model"
	"tradedesk/model/refusal"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

// chatParty is whom a chat is with: the record of the thread, and how its people are
// called in the chat.
type chatParty struct {
	id    model.ID
	names []string // folded; of others than the desk's own people
	own   []string // folded
}

// direction says which way a message went, by who wrote it.
func (p chatParty) direction(from string) model.Direction {
	name := text.Fold(from)
	switch {
	case from == "":
		return model.DirectionNote
	case slices.Contains(p.names, name):
		return model.DirectionIn
	case slices.Contains(p.own, name) || len(p.names) == 1 && len(p.own) == 0:
		return model.DirectionOut
	}
	return model.DirectionIn
}

// partyOfChat finds whose thread a chat belongs to: what was asked for, whom the file
// is named after, or the one in it whom the desk knows.
func (s *session) partyOfChat(c *chat.Chat) (chatParty, error) {
	speakers := speakersOf(c)
	other := chat.OtherOf(s.req.Name)
	p := chatParty{id: s.req.Thread}
	if me := text.Fold(s.req.Me); me != "" {
		p.own = []string{me}
	}
	sought := slices.DeleteFunc(slices.Clone(speakers), func(name string) bool {
		return name == other || slices.Contains(p.own, text.Fold(name))
	})
	if other != "" {
		sought = slices.Insert(sought, 0, other)
	}
	for _, name := range sought {
		found, err := s.partyNamed(name)
		if err != nil {
			return p, err
		}
		if found.IsZero() || !p.id.IsZero() && found != p.id {
			continue
		}
		p.id = found
		if slices.Contains(speakers, name) {
			p.names = append(p.names, text.Fold(name))
		}
	}
	if p.id.IsZero() {
		return p, errNoParty.With(refusal.Parts{"Names": strings.Join(sought, ", ")})
	}
	if len(p.names) == 0 && other != "" && slices.Contains(speakers, other) {
		p.names = []string{text.Fold(other)}
	}
	return p, nil
}

// maxSpeakers bounds those in a chat who are looked for.
const maxSpeakers = 30

func speakersOf(c *chat.Chat) []string {
	var out []string
	for _, m := range c.Messages {
		if m.From != "" && len(out) < maxSpeakers && !slices.Contains(out, m.From) {
			out = append(out, m.From)
		}
	}
	return out
}

// partyNamed finds the lead, supplier or contact with a telephone number, or with a
// name as it stands in an address book.
func (s *session) partyNamed(name string) (model.ID, error) {
	fail := func(err error) (model.ID, error) {
		return model.ID{}, fmt.Errorf("looking for %.60q: %w", name, err)
	}
	if chat.IsNumber(name) {
		phone, err := value.ParsePhone(name, s.req.Home)
		if err != nil {
			return model.ID{}, nil // it is none, and nobody has it
		}
		id, err := s.partyOf(&model.Lead{Phone: phone}, &model.Supplier{Phone: phone}, &model.Contact{Phone: phone})
		if err != nil {
			return fail(err)
		}
		return id, nil
	}
	for _, in := range []struct {
		kind  model.Kind
		field string
	}{
		{model.KindLead, "contact"}, {model.KindLead, "company"}, {model.KindSupplier, "name"}, {model.KindSupplier, "contact"}, {model.KindContact, "name"},
	} {
		found, err := s.target.Having(s.ctx, in.kind, in.field, []string{name}, 2)
		if err != nil {
			return fail(err)
		}
		if len(found[0]) != 1 { // of two with one name none is taken
			continue
		}
		return partyBehind(found[0][0]), nil
	}
	return model.ID{}, nil
}

// partyBehind gives the lead or supplier that a contact is of, or the record itself.
func partyBehind(r model.Record) model.ID {
	if c, ok := r.(*model.Contact); ok {
		switch {
		case !c.Lead.IsZero():
			return c.Lead
		case !c.Supplier.IsZero():
			return c.Supplier
		}
	}
	return r.Header().ID
}
