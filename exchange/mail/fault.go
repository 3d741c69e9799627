package mail

import (
	"strconv"

	"tradedesk/model/refusal"
)

// What is wrong with a message, and what was done about it.
var (
	errBrokenHeader = refusal.New("mail.broken_header", "its header is broken: lines that are none were passed over")
	errNoDate       = refusal.New("mail.no_date", "its date cannot be read: {Text}")
	errDeep         = refusal.New("mail.deep", "has more than {Most} parts, or parts more than {Levels} levels deep: the rest was left out")
	errBrokenText   = refusal.New("mail.broken_text", "a part of it is broken: what could be read of its text was taken")
	errBrokenFile   = refusal.New("mail.broken_file", "a part of it is broken: what could be read of {File} was taken")
	errLongText     = refusal.New("mail.long_text", "its text is longer than {Most} KiB: the rest was left out")
	errNotItsUTF8   = refusal.New("mail.is_utf8", "its text says that it is in {Charset} and is in UTF-8")
	errNoUTF8       = refusal.New("mail.no_utf8", "its text says that it is in UTF-8 and is not: read as it looks")
	errNoCharset    = refusal.New("mail.no_charset", "its text is in a charset that is not known, {Charset}: read as it looks")
	errGuessedParts = refusal.New("mail.guessed_parts", "does not say rightly where its parts begin: they were found by their lines")
	errNoParts      = refusal.New("mail.no_parts", "says that it has parts and has none: it was read as one text")
	errNoEnd        = refusal.New("mail.no_end", "its end is missing: what is there was taken")
	errWithin       = refusal.New("mail.within", "the message within it {Why}")
	errWinmail      = refusal.New("mail.winmail", "holds {File}, which only Outlook reads: it was kept as it is")
	errEncrypted    = refusal.New("mail.encrypted", "is encrypted: it was kept as it is")
)

// fault notes what is wrong, once.
func (m *Message) fault(what error) {
	for _, noted := range m.Faults {
		if noted.Error() == what.Error() {
			return
		}
	}
	if len(m.Faults) < 20 {
		m.Faults = append(m.Faults, what)
	}
}

// atMost names a bound.
func atMost(n int) refusal.Parts { return refusal.Parts{"Most": strconv.Itoa(n)} }
