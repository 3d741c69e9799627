package mail

import (
	"net/mail"
	"strconv"
	"strings"

	"tradedesk/model/refusal"
)

// ParseAddress reads one address as people write it, with or without a name; it must be
// one that mail can be sent to.
func ParseAddress(written string) (Address, error) {
	a, ok := readAddress(written)
	if !ok || controlled(written) {
		return Address{}, errNoAddress.With(refusal.Parts{"Text": written})
	}
	_, err := writeAddress(a)
	return a, err
}

// ParseAddresses reads a list of such addresses.
func ParseAddresses(written string) ([]Address, error) {
	var out []Address
	for _, part := range splitAddresses(written) {
		if strings.TrimSpace(part) == "" {
			continue
		}
		a, err := ParseAddress(part)
		if err != nil {
			return nil, err
		}
		if len(out) == maxAddresses {
			return nil, errManyAddresses.With(refusal.Parts{"Most": strconv.Itoa(maxAddresses)})
		}
		out = append(out, a)
	}
	return out, nil
}

// Join writes addresses so that ParseAddresses gives them again, whatever their names are.
func Join(list []Address) string {
	all := make([]string, len(list))
	for i, a := range list {
		name := strings.Join(strings.Fields(strings.Map(visible, a.Name)), " ")
		if strings.ContainsAny(name, `,;:<>()[]"@\`) {
			name = `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(name) + `"`
		}
		all[i] = Address{name, a.Address}.String()
	}
	return strings.Join(all, ", ")
}

// writeAddress writes an address of ASCII, which is what every server takes.
func writeAddress(a Address) (string, error) {
	local, domain, ok := strings.Cut(a.Address, "@")
	plain := func(s string) bool {
		return s != "" && strings.IndexFunc(s, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune(`()<>[]:;@\,"`, r) }) < 0
	}
	if !ok || !plain(local) || !plain(domain) || len(a.Address) > 254 {
		return "", errNoTarget.With(refusal.Parts{"Text": a.Address})
	}
	if parsed, err := mail.ParseAddress(a.Address); err != nil || parsed.Address != a.Address {
		return "", errNoTarget.With(refusal.Parts{"Text": a.Address})
	}
	if controlled(a.Name) {
		return "", errOfName.With(refusal.Parts{"Text": a.Name}).For(ErrHeader)
	}
	switch {
	case a.Name == "":
		return a.Address, nil
	case !asItIs(a.Name):
		return encoded(a.Name) + " <" + a.Address + ">", nil
	}
	return (&mail.Address{Name: a.Name, Address: a.Address}).String(), nil
}
