package text

import (
	"slices"
	"sync"
	"unicode"
	"unicode/utf8"
)

// AppendFold puts Fold(s) behind what is in to.
func AppendFold(to []byte, s string) []byte {
	to = slices.Grow(to, len(s))
	var pages foldPages
	for i := 0; i < len(s); {
		if s[i] < utf8.RuneSelf {
			n := asciiRun(s[i:])
			to = appendASCII(to, s[i:i+n])
			i += n
			continue
		}
		// Latin with accents, Arabic: two bytes.
		if s[i] >= 0xc2 && s[i] < 0xe0 && i+1 < len(s) && s[i+1]&0xc0 == 0x80 {
			to = pages.append(to, rune(s[i]&0x1f)<<6|rune(s[i+1]&0x3f))
			i += 2
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		to = pages.append(to, r)
		i += size
	}
	return to
}

// asciiRun counts the ASCII bytes that s begins with.
func asciiRun(s string) int {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return i
		}
	}
	return len(s)
}

// appendASCII folds a run of ASCII; what it drops, the controls, is rare.
func appendASCII(to []byte, run string) []byte {
	from := len(to)
	to = append(to, run...)
	written := to[from:]
	kept := 0
	for _, c := range written {
		if key := asciiKeys[c&0x7f]; key != 0 {
			written[kept] = key
			kept++
		}
	}
	return to[:from+kept]
}

// asciiKeys has what each ASCII byte folds to, 0 for nothing.
var asciiKeys = func() (keys [utf8.RuneSelf]byte) {
	for c := range keys {
		switch {
		case unicode.IsSpace(rune(c)):
			keys[c] = ' '
		case c >= ' ':
			keys[c] = lowerASCII(byte(c))
		}
	}
	return keys
}()

// foldKey is the key of a rune: up to three bytes of it, as nearly all have.
type foldKey struct {
	size  uint8
	bytes [3]byte
}

// longKey marks a key that is worked out each time: ligatures and fractions.
const longKey = 0xff

// foldPage has the keys of 256 runes one after the other.
type foldPage [256]foldKey

const foldPageCount = 0x10000 / 256

// foldTable makes a page when a rune of it is first folded.
var foldTable = func() (pages [foldPageCount]func() *foldPage) {
	for number := range pages {
		pages[number] = sync.OnceValue(func() *foldPage { return makeFoldPage(rune(number) * 256) })
	}
	return pages
}()

func makeFoldPage(first rune) *foldPage {
	page := new(foldPage)
	for i := range page {
		key := computeFold(first + rune(i))
		if len(key) > len(page[i].bytes) {
			page[i].size = longKey
			continue
		}
		page[i].size = uint8(len(key))
		copy(page[i].bytes[:], key)
	}
	return page
}

// foldPages folds the runes of one text: it has the page of the last one at hand.
type foldPages struct {
	number rune
	page   *foldPage
}

// lowerASCII takes the one control that Fold has always made a space, DEL.
func lowerASCII(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c + 'a' - 'A'
	}
	if c == 0x7f {
		return ' '
	}
	return c
}

func (p *foldPages) append(to []byte, r rune) []byte {
	if p.page == nil || r>>8 != p.number {
		if r >= foldPageCount<<8 {
			return append(to, computeFold(r)...)
		}
		p.number, p.page = r>>8, foldTable[r>>8]()
	}
	switch key := &p.page[r&0xff]; key.size {
	case 0:
		return to
	case 1:
		return append(to, key.bytes[0])
	case 2:
		return append(to, key.bytes[0], key.bytes[1])
	case 3:
		return append(to, key.bytes[0], key.bytes[1], key.bytes[2])
	}
	return append(to, computeFold(r)...)
}
