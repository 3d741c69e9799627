package desk

import (
	"net/url"
	"strings"

	"tradedesk/exchange/mail"
	"tradedesk/model"
)

// Mailto gives the address by which a mail program opens a message (RFC 6068), for a desk
// that does not send by itself. Files cannot be in it.
func Mailto(m *model.Message) string {
	var to []string
	if list, err := mail.ParseAddresses(m.To); err == nil {
		for _, a := range list {
			to = append(to, url.PathEscape(a.Address))
		}
	}
	query := "subject=" + mailtoText(m.Subject) + "&body=" + mailtoText(strings.ReplaceAll(m.Body, "\n", "\r\n"))
	for _, copies := range []struct{ name, list string }{{"cc", m.Cc}, {"bcc", m.Bcc}} {
		if list, err := mail.ParseAddresses(copies.list); err == nil && len(list) > 0 {
			addresses := make([]string, len(list))
			for i, a := range list {
				addresses[i] = a.Address
			}
			query += "&" + copies.name + "=" + mailtoText(strings.Join(addresses, ","))
		}
	}
	if m.InReplyTo != "" {
		query += "&in-reply-to=" + mailtoText("<"+m.InReplyTo+">")
	}
	return "mailto:" + strings.Join(to, ",") + "?" + query
}

// mailtoText encodes a text; mail programs take a plus for a plus.
func mailtoText(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }
