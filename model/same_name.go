package model

import (
	"slices"
	"strings"
	"unicode/utf8"

	"tradedesk/model/text"
)

// Letters that are enough to tell a name: of one said shorter than the other, and the
// consonants of a word that is compared by its sound, in two scripts and in one.
const (
	tellingLetters = 6
	soundScripts   = 3
	soundSpelling  = 4
)

// SameName reports whether two firms or people are called the same, in whatever letters
// and order: Karkoubi and شركة الكرقوبي للتوزيع are. That makes no duplicate of them, as
// many are called alike; who types one may want to know of the other.
func SameName(a, b string) bool {
	a, b = text.Name(firstRunes(a, maxTitle)), text.Name(firstRunes(b, maxTitle))
	if a == "" || b == "" || otherNumbers(a, b) {
		return false
	}
	short, long := strings.Fields(a), strings.Fields(b)
	if len(short) > len(long) {
		short, long = long, short
	}
	matched, letters := 0, 0
	left := slices.Clone(long)
	for _, word := range short {
		at := slices.IndexFunc(left, func(other string) bool { return sameWordOrSound(word, other) })
		if at < 0 {
			continue
		}
		matched++
		letters += min(utf8.RuneCountInString(word), utf8.RuneCountInString(left[at]))
		left = slices.Delete(left, at, at+1)
	}
	switch {
	case matched == len(long), matched == len(short) && letters >= tellingLetters:
		return true
	case 200*matched >= sameName*(len(short)+len(long)):
		return true
	}
	// "Soft Tech" and "Softtech", بن جلون and "Benjelloun".
	return joined(short, long) > 0 || sameSound(strings.Join(short, ""), strings.Join(long, ""))
}

// sameWordOrSound reports whether two folded words are one, spelled or written otherwise.
func sameWordOrSound(a, b string) bool {
	return a == b || jaroWinkler(a, b) >= sameWord && !strings.ContainsFunc(a+b, isDigit) || sameSound(a, b)
}

func sameSound(a, b string) bool {
	enough := soundScripts
	if sameScript(a, b) {
		enough = soundSpelling
	}
	sound := text.Skeleton(a)
	return len(sound) >= enough && sound == text.Skeleton(b)
}

// WithIdentity gives a record of another kind by which that one is found when it is known
// as such, too: with the addresses and numbers of a lead, a supplier or a contact, and of
// firms the name and the place. It is nil for kinds that have none.
func WithIdentity(kind Kind, r Record) Record {
	var as Supplier
	switch r := r.(type) {
	case *Lead:
		as = Supplier{Name: r.Company, Country: r.Country, City: r.City, Email: r.Email, Phone: r.Phone, Website: r.Website, OtherEmails: r.OtherEmails, OtherPhones: r.OtherPhones}
	case *Supplier:
		as = *r
	case *Contact:
		as = Supplier{Email: r.Email, Phone: r.Phone, Website: r.Website, OtherEmails: r.OtherEmails, OtherPhones: r.OtherPhones}
	default:
		return nil
	}
	switch kind {
	case KindLead:
		return &Lead{Company: as.Name, Country: as.Country, City: as.City, Email: as.Email, Phone: as.Phone, Website: as.Website, OtherEmails: as.OtherEmails, OtherPhones: as.OtherPhones}
	case KindSupplier:
		return &Supplier{Name: as.Name, Country: as.Country, City: as.City, Email: as.Email, Phone: as.Phone, Website: as.Website, OtherEmails: as.OtherEmails, OtherPhones: as.OtherPhones}
	case KindContact:
		return &Contact{Email: as.Email, Phone: as.Phone, Website: as.Website, OtherEmails: as.OtherEmails, OtherPhones: as.OtherPhones}
	}
	return nil
}
