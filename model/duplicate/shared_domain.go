package duplicate

import (
	"strings"
	"sync"

	"tradedesk/model/value"
)

// sharedDomains are hosts and mail domains that many firms have a page or an
// address at: marketplaces, networks, link pages, makers of sites, mail relays.
// To share one says nothing about a firm.
var sharedDomains = sync.OnceValue(func() map[string]bool {
	domains := map[string]bool{}
	for domain := range strings.FieldsSeq(`
		alibaba.com aliexpress.com 1688.com made-in-china.com globalsources.com dhgate.com hktdc.com tradekey.com ec21.com ecplaza.net
		indiamart.com tradeindia.com exportersindia.com go4worldbusiness.com tradewheel.com exporthub.com kompass.com europages.com
		europages.fr wlw.de thomasnet.com faire.com ankorstore.com amazon.com amazon.fr amazon.de amazon.co.uk amazon.ae ebay.com etsy.com
		noon.com jumia.com jumia.ma avito.ma leboncoin.fr
		facebook.com fb.com m.facebook.com instagram.com linkedin.com twitter.com x.com youtube.com tiktok.com pinterest.com wa.me
		api.whatsapp.com whatsapp.com t.me telegram.me viber.com wechat.com weixin.qq.com vk.com snapchat.com
		linktr.ee bio.link beacons.ai bit.ly goo.gl maps.app.goo.gl maps.google.com google.com sites.google.com business.site
		wixsite.com wix.com wordpress.com blogspot.com weebly.com webnode.com jimdo.com squarespace.com myshopify.com shopify.com
		godaddysites.com strikingly.com github.io
		privaterelay.appleid.com mozmail.com duck.com simplelogin.com anonaddy.com`) {
		domains[domain] = true
	}
	return domains
})

// SharedMail reports whether a mail domain, or what it is a part of, is shared by
// many: the relays of a marketplace are parts of its domain.
func SharedMail(domain string) bool {
	for domain != "" {
		if sharedDomains()[domain] {
			return true
		}
		_, domain, _ = strings.Cut(domain, ".")
	}
	return false
}

// nobodys reports whether an address is that of a machine which writes for many
// and reads nothing.
func nobodys(e value.Email) bool {
	name, _, _ := strings.Cut(string(e), "@")
	var room [len("notifications")]byte
	plain := room[:0]
	for i := range len(name) {
		switch c := name[i]; {
		case c == '-' || c == '_' || c == '.':
		case len(plain) == cap(plain):
			return false // longer than any of these
		case 'A' <= c && c <= 'Z':
			plain = append(plain, c+'a'-'A')
		default:
			plain = append(plain, c)
		}
	}
	switch string(plain) {
	case "noreply", "donotreply", "nepasrepondre", "notification", "notifications", "mailerdaemon", "postmaster":
		return true
	}
	return false
}
