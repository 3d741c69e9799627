package exchange

import (
	"slices"
	"strings"

	"tradedesk/model"
)

// ownAddresses are those of the people at the desk: whole addresses, and domains with
// an "@" before them.
type ownAddresses map[string]bool

func newOwnAddresses(addresses []string) ownAddresses {
	own := ownAddresses{}
	for _, a := range addresses {
		a = strings.TrimSpace(a)
		if strings.HasPrefix(a, "@") {
			own[strings.ToLower(a)] = true
		} else if a != "" {
			own[foldAddress(a)] = true
		}
	}
	return own
}

func (o ownAddresses) has(address string) bool {
	if len(o) == 0 || address == "" {
		return false
	}
	at := strings.LastIndexByte(address, '@')
	return o[foldAddress(address)] || at >= 0 && o[strings.ToLower(address[at:])]
}

// direction says which way a message went, and gives the addresses of whom it is with,
// the likeliest first. Without own addresses every message came in, unless it is known
// better later.
func (o ownAddresses) direction(l *letter) (model.Direction, []string) {
	sender := addressOf(l.From)
	var others []string
	for _, to := range slices.Concat(l.To, l.Cc, l.Bcc) {
		if to.Address != "" && !o.has(to.Address) {
			others = append(others, to.Address)
		}
	}
	if o.has(sender) || slices.Contains(l.Labels, "Sent") {
		return model.DirectionOut, others
	}
	return model.DirectionIn, append([]string{sender}, others...)
}
