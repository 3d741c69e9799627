package mail

import "strings"

// Address is one of a list of addresses. Either part may be missing.
type Address struct {
	Name    string
	Address string // as it is written, without angles
}

// maxAddresses bounds a list: who writes to more writes to nobody in particular.
const maxAddresses = 200

// readAddresses reads a list of addresses as far as it is one: names with commas in
// quotes, comments, groups, semicolons where commas should be.
func readAddresses(raw string) []Address {
	var out []Address
	for _, part := range splitAddresses(raw) {
		if a, ok := readAddress(part); ok && len(out) < maxAddresses {
			out = append(out, a)
		}
	}
	return out
}

// splitAddresses cuts a list at its commas and semicolons, outside of quotes, angles
// and comments.
func splitAddresses(raw string) []string {
	var out []string
	from, quoted, depth := 0, false, 0
	for i := 0; i < len(raw); i++ {
		switch b := raw[i]; {
		case b == '\\':
			i++
		case b == '"':
			quoted = !quoted
		case quoted:
		case b == '<' || b == '(':
			depth++
		case b == '>' || b == ')':
			depth = max(depth-1, 0)
		case (b == ',' || b == ';') && depth == 0:
			out = append(out, raw[from:i])
			from = i + 1
		}
	}
	return append(out, raw[from:])
}

func readAddress(part string) (a Address, ok bool) {
	part = strings.TrimSpace(part)
	if open := strings.LastIndexByte(part, '<'); open >= 0 {
		address, _, _ := strings.Cut(part[open+1:], ">")
		a.Address = strings.Join(strings.Fields(strings.TrimPrefix(strings.TrimSpace(address), "mailto:")), "")
		a.Name = plainName(part[:open])
	} else if strings.ContainsRune(part, '@') {
		name := ""
		if open := strings.IndexByte(part, '('); open >= 0 { // the old way: address (name)
			name = strings.TrimRight(part[open+1:], ") ")
			part = part[:open]
		}
		if colon := strings.LastIndexByte(part, ':'); colon >= 0 { // the name of a group
			part = part[colon+1:]
		}
		a.Address, a.Name = strings.Trim(strings.TrimSpace(part), `"'`), plainName(name)
	} else {
		a.Name = plainName(strings.TrimRight(part, ": "))
	}
	return a, a != Address{}
}

// plainName gives a name without its quotes.
func plainName(raw string) string {
	raw = strings.TrimSpace(raw)
	if len(raw) >= 2 && raw[0] == '"' && raw[len(raw)-1] == '"' {
		raw = strings.ReplaceAll(strings.ReplaceAll(raw[1:len(raw)-1], `\"`, `"`), `\\`, `\`)
	}
	return strings.TrimSpace(decodeWords(raw))
}

// String writes an address as mail programs show it.
func (a Address) String() string {
	if a.Name == "" || a.Address == "" {
		return a.Name + a.Address
	}
	return a.Name + " <" + a.Address + ">"
}

// List writes addresses one behind the other.
func List(addresses []Address) string {
	texts := make([]string, len(addresses))
	for i, a := range addresses {
		texts[i] = a.String()
	}
	return strings.Join(texts, ", ")
}
