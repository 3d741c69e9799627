package exchange

import (
	"fmt"
	"strings"

	"tradedesk/exchange/mail"
	"tradedesk/model"
	"tradedesk/model/text"
	"tradedesk/model/value"
)

// enquiry makes a lead of a sender whom nobody knows, or says why not.
func (f *filer) enquiry(m *model.Message, l *letter, c candidate) (finding, model.ID, error) {
	no := func(why error) (finding, model.ID, error) {
		return finding{rejected: newRefused(RowError{Line: c.line}, why)}, model.ID{}, nil
	}
	if m.Direction == model.DirectionOut {
		return no(errToNobody)
	}
	if f.s.req.NoLeads {
		return no(errFromNobody)
	}
	lead := &model.Lead{Message: m.Body, ReceivedAt: m.At, Source: "e-mail"}
	if len(l.From) > 0 {
		lead.Contact = text.Clean(l.From[0].Name, model.MaxText)
	}
	address := addressOf(l.From)
	email, err := value.ParseEmail(address)
	if err != nil {
		// Mail that hides its sender still has one.
		lead.Contact = joinWords(lead.Contact, text.Clean(address, model.MaxText))
	}
	lead.Email = email
	if lead.Contact == "" && lead.Email == "" {
		lead.Contact = "unknown sender"
	}
	lead.Origin = originSender + strings.ToLower(text.Clean(address, 300))
	there, err := f.s.target.ByOrigins(f.s.ctx, model.KindLead, []string{lead.Origin})
	if err != nil {
		return finding{}, model.ID{}, fmt.Errorf("looking for the lead of a message: %w", err)
	}
	if there[0] != nil {
		return finding{}, there[0].Header().ID, nil
	}
	lead.ID = f.s.req.IDs.New()
	r := f.s.newReader(nil)
	r.accept(candidate{record: lead, line: c.line, size: len(lead.Message)})
	return r.found[0], lead.ID, nil
}

func addressOf(list []mail.Address) string {
	if len(list) == 0 {
		return ""
	}
	return list[0].Address
}
