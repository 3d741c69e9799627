package reference

import "sync"

var freeMail = sync.OnceValue(loadFreeMail)

func loadFreeMail() map[string]bool {
	domains := map[string]bool{}
	eachLine("freemail", 1, func(f []string) { domains[f[0]] = true })
	return domains
}

// FreeMail reports whether a mail domain in lower case gives mailboxes to
// anybody, and so says nothing about a company.
func FreeMail(domain string) bool { return freeMail()[domain] }
