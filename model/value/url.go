package value

import (
	"net/url"
	"strconv"
	"strings"

	"tradedesk/model/text"
)

// URL is a web address with http or https, its host in lower case: "https://atlas-argan.ma/fr".
// "" is not given.
type URL string

// maxURLBytes is what browsers and mail programs carry without cutting.
const maxURLBytes = 2048

// ParseURL reads a web address; a bare domain gets https://. Other schemes, user
// names, addresses in numbers and hosts without a dot are refused.
func ParseURL(given string) (URL, error) {
	const what = "web address"
	s, err := prepare(what, given)
	if err != nil {
		return "", err
	}
	refuse := func(code Code, reason string) (URL, error) {
		return "", &Error{Type: what, Text: given, Code: code, Reason: reason, Hint: "write it such as https://company.com"}
	}
	if len(s) > maxURLBytes {
		return refuse(CodeRange, "is longer than 2048 bytes")
	}
	if !text.Cleaned(s) || strings.ContainsAny(s, " \\<>\"\u00a0") {
		return refuse(CodeSyntax, "holds characters that no web address has")
	}
	u, e := url.Parse(withScheme(s))
	switch {
	case e != nil:
		return refuse(CodeSyntax, "is not a web address")
	case u.Scheme != "http" && u.Scheme != "https":
		return refuse(CodeSyntax, "is not http or https")
	case u.User != nil:
		return refuse(CodeSyntax, "holds a user name")
	case u.Opaque != "":
		return refuse(CodeSyntax, "is not a web address")
	}
	host, ok := parseDomain(strings.TrimSuffix(u.Hostname(), "."))
	if !ok {
		return refuse(CodeSyntax, "has no valid domain")
	}
	port, ok := webPort(u)
	if !ok {
		return refuse(CodeSyntax, "has no valid port")
	}
	canonical := u.Scheme + "://" + host + port + afterHost(u)
	if len(canonical) > maxURLBytes || !text.Cleaned(canonical) {
		return refuse(CodeRange, "is longer than 2048 bytes")
	}
	return URL(canonical), nil
}

// afterHost gives path, query and fragment; a lone slash is nothing.
func afterHost(u *url.URL) string {
	rest := u.EscapedPath()
	if u.RawQuery != "" {
		rest += "?" + u.RawQuery
	}
	if u.Fragment != "" {
		rest += "#" + u.EscapedFragment()
	}
	if rest == "/" {
		return ""
	}
	return rest
}

// withScheme puts https:// before a bare domain: atlas.ma, atlas.ma:8080/fr, //atlas.ma.
func withScheme(s string) string {
	if rest, ok := strings.CutPrefix(s, "//"); ok {
		return "https://" + rest
	}
	before, _, colon := strings.Cut(s, ":")
	if !colon || strings.ContainsAny(before, "./?#") {
		return "https://" + s
	}
	return s
}

// webPort gives ":8080", or "" for the scheme's own port.
func webPort(u *url.URL) (string, bool) {
	p := u.Port()
	if p == "" {
		return "", !strings.HasSuffix(u.Host, ":")
	}
	n, err := strconv.ParseUint(p, 10, 16)
	if err != nil || n == 0 {
		return "", false
	}
	if n == 80 && u.Scheme == "http" || n == 443 && u.Scheme == "https" {
		return "", true
	}
	return ":" + strconv.FormatUint(n, 10), true
}

// String gives the address.
func (u URL) String() string { return string(u) }

// IsZero reports whether no address is given.
func (u URL) IsZero() bool { return u == "" }

// Domain gives the host without www. and port: "atlas-argan.ma"; "" when there
// is none.
func (u URL) Domain() string {
	if u == "" {
		return ""
	}
	parsed, err := url.Parse(string(u))
	if err != nil {
		return ""
	}
	host := strings.ToLower(parsed.Hostname())
	if bare, ok := strings.CutPrefix(host, "www."); ok && strings.Contains(bare, ".") {
		return bare
	}
	return host
}
