package invitation

import (
	"strings"

	"tradedesk/model"
	"tradedesk/model/value"
)

// senders says which supplier mail came from.
type senders struct {
	asked   map[model.ID]*Standing
	address map[string][]model.ID
	domain  map[string][]model.ID
}

// sendersOf makes the addresses of those who were asked ready. A firm's own domain is
// theirs whoever writes; one that anyone can have an address at is not.
func sendersOf(asked map[model.ID]*Standing, suppliers map[model.ID]*model.Supplier) senders {
	out := senders{asked: asked, address: map[string][]model.ID{}, domain: map[string][]model.ID{}}
	for id := range asked {
		s := suppliers[id]
		if s == nil {
			continue
		}
		for _, email := range append([]value.Email{s.Email}, s.OtherEmails...) {
			if email == "" {
				continue
			}
			address := strings.ToLower(email.String())
			out.address[address] = append(out.address[address], id)
			if domain := strings.ToLower(email.Domain()); domain != "" && !email.FreeMail() {
				out.domain[domain] = append(out.domain[domain], id)
			}
		}
	}
	return out
}

// of gives the suppliers that a message came from: those it names, or who writes from
// their address, or, if that is one supplier alone, from their domain.
func (s senders) of(m *model.Message) []model.ID {
	if len(m.Suppliers) > 0 {
		return m.Suppliers
	}
	address := addressIn(m.From)
	if found := s.address[address]; len(found) > 0 {
		return found
	}
	_, domain, _ := strings.Cut(address, "@")
	if found := s.domain[domain]; len(found) > 0 && all(found, found[0]) {
		return found[:1]
	}
	return nil
}

func all(ids []model.ID, id model.ID) bool {
	for _, other := range ids {
		if other != id {
			return false
		}
	}
	return true
}

// addressIn gives the address of "Name <a@b.example>" or "a@b.example", in small
// letters.
func addressIn(from string) string {
	if open := strings.LastIndexByte(from, '<'); open >= 0 {
		from = from[open+1:]
		if end := strings.IndexByte(from, '>'); end >= 0 {
			from = from[:end]
		}
	}
	return strings.ToLower(strings.TrimSpace(from))
}
