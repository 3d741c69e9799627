package model

import (
	"fmt"
	"strings"
)

// Sight is a thing that a reason saw in a lead: a code, for who words it in another
// language, and what it is, such as a domain or a number of days.
type Sight struct {
	Code string `json:"code"`
	What string `json:"what,omitempty"`
}

// The codes of what reasons see. They are stable, as those of reasons are.
const (
	SightHS             = "hs"              // What: the code that our suppliers offer
	SightWords          = "words"           // What: words of the product that they offer
	SightQuantity       = "quantity"        // is named, as are the next three
	SightPort           = "port"            //
	SightIncoterm       = "incoterm"        //
	SightDate           = "date"            //
	SightAbout          = "about"           // What: an amount and its currency
	SightNotCompared    = "not_compared"    // the currency is in no band
	SightCompanyDomain  = "company_domain"  // What: the domain, the company's own
	SightBusinessDomain = "business_domain" // What: the domain, not of free mail
	SightAgreement      = "agreement"       // What: its name; to be verified
	SightDays           = "days"            // What: how many days ago it came in
	SightFair           = "fair"            // the buyer was met there
	SightInTouch        = "in_touch"        //
	SightPhone          = "phone"           // was given
	SightAtLength       = "at_length"       // the buyer wrote so
	SightFreeMail       = "free_mail"       // What: the domain
	SightNoCompany      = "no_company"      //
	SightCopied         = "copied"          // What: the words by which it shows
)

// sightWords say in English what was seen; %s is what it is.
var sightWords = map[string]string{
	SightHS: "our suppliers offer HS %s", SightWords: "our suppliers offer %s",
	SightQuantity: "quantity", SightPort: "port", SightIncoterm: "Incoterm", SightDate: "date",
	SightAbout: "about %s", SightNotCompared: "a currency that is not compared",
	SightCompanyDomain: "%s is the company's", SightBusinessDomain: "%s is a business address",
	SightAgreement: "%s; verify", SightDays: "came in %s days ago",
	SightFair: "met at a fair", SightInTouch: "in touch", SightPhone: "gave a phone number", SightAtLength: "wrote at length",
	SightFreeMail: "address at %s", SightNoCompany: "no company is named", SightCopied: "reads as if sent to many: %q",
}

// detailOf says in English what a reason saw.
func detailOf(code string, seen []Sight) string {
	said := make([]string, len(seen))
	for i, s := range seen {
		switch said[i] = sightWords[s.Code]; {
		case s.Code == SightDays && s.What == "0":
			said[i] = "came in today"
		case s.Code == SightDays && s.What == "1":
			said[i] = "came in a day ago"
		case s.What != "":
			said[i] = fmt.Sprintf(said[i], s.What)
		}
	}
	detail := strings.Join(said, ", ")
	if code == ReasonSpecific {
		return "names " + detail
	}
	return detail
}
