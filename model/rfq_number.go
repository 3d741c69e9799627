package model

import (
	"fmt"
	"regexp"
	"strings"
	"sync"
	"time"
)

// numberDigits are Crockford's base 32: no letter that is taken for a digit when a
// number is read out on the telephone.
const numberDigits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// numberLength is how many of these digits follow the year: 35 random bits of the id.
// Of 20,000 RFQs a year one pair in 170 such years has the same.
const numberLength = 7

// Number gives what an RFQ is called in letters and subjects, "RFQ-2026-4K7M2QX":
// the year (UTC) in which it was made, and a code of its id. A number that counts
// would be given twice by two desks without a network; this one is known the moment
// that the RFQ is made, never changes, and is kept nowhere.
func (r *RFQ) Number() string {
	if r.ID.IsZero() {
		return ""
	}
	made := r.ID.Time()
	if r.ID[6]>>4 != 7 { // an id of another system says no time
		made = r.CreatedAt.Time().In(time.UTC)
	}
	return fmt.Sprintf("RFQ-%d-%s", made.Year(), numberCode(r.ID))
}

func numberCode(id ID) string {
	bits := uint64(id[11])<<32 | uint64(id[12])<<24 | uint64(id[13])<<16 | uint64(id[14])<<8 | uint64(id[15])
	var code [numberLength]byte
	for i := numberLength - 1; i >= 0; i-- {
		code[i] = numberDigits[bits&31]
		bits >>= 5
	}
	return string(code[:])
}

// NumberEnding gives the last eight hexadecimal digits of the id of every RFQ with
// a number, which must be one that ParseRFQNumber gave.
func NumberEnding(number string) string {
	bits := uint64(0)
	for _, digit := range number[len(number)-numberLength:] {
		bits = bits<<5 | uint64(strings.IndexRune(numberDigits, digit))
	}
	return fmt.Sprintf("%08x", uint32(bits))
}

// rfqNumber takes what mail programs and people make of the hyphens, and the letters
// that Crockford's digits leave out for those that they look like.
var rfqNumber = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)(?:^|[^0-9A-Za-z])RFQ[-–_ #:/.]{0,3}(\d{4})[-–_ /.]{0,3}([0-9A-TV-Z]{7})(?:$|[^0-9A-Za-z])`)
})

// RFQNumbers gives the numbers of RFQs that a text names, such as a subject, as
// Number writes them.
func RFQNumbers(text string) []string {
	if len(text) < len("RFQ20264K7M2QX") {
		return nil
	}
	var out []string
	for _, found := range rfqNumber().FindAllStringSubmatch(text, 8) {
		code := strings.NewReplacer("O", "0", "I", "1", "L", "1").Replace(strings.ToUpper(found[2]))
		out = append(out, "RFQ-"+found[1]+"-"+code)
	}
	return out
}

// ParseRFQNumber reads a number as it is typed.
func ParseRFQNumber(typed string) (number string, ok bool) {
	typed = strings.TrimSpace(typed)
	found := rfqNumber().FindString(typed)
	if found == "" || found != typed {
		return "", false
	}
	return RFQNumbers(typed)[0], true
}
