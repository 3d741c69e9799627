package mail

import (
	"crypto/sha256"
	"encoding/hex"
	"net/mail"
	"slices"
	"strings"
	"time"

	"tradedesk/model/refusal"
)

// Message is what a message says.
type Message struct {
	From       []Address
	To         []Address
	Cc         []Address
	Bcc        []Address // of a copy that its writer kept
	Subject    string
	At         time.Time // zero when it does not say so
	ID         string    // Message-ID, without angles
	InReplyTo  string
	References []string // oldest first, InReplyTo among them
	Labels     []string // that Gmail gave it
	Text       string
	Files      []File
	// Faults says what could not be read as it stands, one thing each.
	Faults []error
}

// File is an attachment. Content is as it was before it was sent.
type File struct {
	Name    string // as the message has it
	Type    string
	Content []byte
}

// ErrNoMessage is what a text says that is no message.
var ErrNoMessage = refusal.New("mail.no_message", "is no message: it has neither sender, date nor subject")

// maxReferences bounds the messages that one says it follows: the last ones count.
const maxReferences = 50

// Parse reads a message. Files point into raw where they were sent as they are.
func Parse(raw []byte) (*Message, error) {
	h, body, broken := readHeader(raw)
	if h.get("From") == "" && h.get("Date") == "" && h.get("Subject") == "" {
		return nil, ErrNoMessage
	}
	m := &Message{
		From: readAddresses(h.get("From")), To: readAddresses(h.get("To")),
		Cc: readAddresses(h.get("Cc")), Bcc: readAddresses(h.get("Bcc")),
		Subject: strings.TrimSpace(decodeWords(h.get("Subject"))),
		ID:      firstID(h.get("Message-ID")), References: references(h), Labels: labels(h.get("X-Gmail-Labels")),
	}
	if len(m.From) == 0 {
		m.From = readAddresses(h.get("Sender"))
	}
	if answered := ids(h.get("In-Reply-To")); len(answered) > 0 {
		m.InReplyTo = answered[0]
	}
	m.At = readDate(h)
	if broken {
		m.fault(errBrokenHeader)
	}
	if h.get("Date") != "" && m.At.IsZero() {
		m.fault(errNoDate.With(refusal.Parts{"Text": shown(h.get("Date"))}))
	}
	r := &partReader{message: m}
	m.Text = r.read(h, body, 0)
	return m, nil
}

// readDate gives when a message was sent; when it does not say so, when the last
// server took it.
func readDate(h header) time.Time {
	for _, text := range []string{h.get("Date"), afterLast(h.get("Received"), ';'), h.get("Delivery-Date")} {
		if at, ok := parseDate(text); ok {
			return at
		}
	}
	return time.Time{}
}

func afterLast(text string, b byte) string {
	return text[strings.LastIndexByte(text, b)+1:]
}

// looseDates are ways in which programs write a date against the rules.
var looseDates = []string{
	time.RFC3339, "Mon Jan _2 15:04:05 2006", "Mon Jan _2 15:04:05 MST 2006", "2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05",
	"2 Jan 06 15:04:05 MST", "Mon, 2 Jan 2006 15.04.05 -0700", "Mon, 2 Jan 2006 15:04:05", "2 Jan 2006 15:04:05", "Mon, _2-Jan-2006 15:04:05 MST",
}

func parseDate(text string) (time.Time, bool) {
	text = strings.TrimSpace(text)
	if text == "" || len(text) > 100 {
		return time.Time{}, false
	}
	if at, err := mail.ParseDate(text); err == nil {
		return at, plausible(at)
	}
	for _, layout := range looseDates {
		if at, err := time.Parse(layout, text); err == nil {
			return at, plausible(at)
		}
	}
	return time.Time{}, false
}

// plausible leaves out the days that clocks without a battery show.
func plausible(at time.Time) bool { return at.Year() >= 1971 && at.Year() <= 9999 }

// maxID bounds a Message-ID that is taken for one.
const maxID = 500

// ids gives the message ids in a field: what stands in angles, else the words with an
// "@".
func ids(value string) []string {
	var out []string
	if !strings.ContainsRune(value, '<') {
		for _, word := range strings.Fields(value) {
			if strings.ContainsRune(word, '@') && len(word) <= maxID {
				out = append(out, word)
			}
		}
		return out
	}
	for {
		_, rest, ok := strings.Cut(value, "<")
		if !ok {
			return out
		}
		id, after, _ := strings.Cut(rest, ">")
		id = strings.Join(strings.Fields(id), "")
		if id != "" && len(id) <= maxID {
			out = append(out, strings.ToValidUTF8(id, "\uFFFD"))
		}
		value = after
	}
}

// firstID gives the id of a message; one without "@" is one too.
func firstID(value string) string {
	if all := ids(value); len(all) > 0 {
		return all[0]
	}
	value = strings.Join(strings.Fields(value), "")
	if len(value) > maxID {
		return ""
	}
	return strings.ToValidUTF8(value, "\uFFFD")
}

func references(h header) []string {
	out := ids(h.get("References"))
	for _, id := range ids(h.get("In-Reply-To")) {
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out[max(0, len(out)-maxReferences):]
}

func labels(value string) []string {
	if value == "" {
		return nil
	}
	var out []string
	for _, label := range strings.Split(decodeWords(value), ",") {
		out = append(out, strings.TrimSpace(label))
	}
	return out
}

// Key tells a message from all others: its Message-ID, or what it says when it has
// none. It is the same whichever file the message is read from.
func (m *Message) Key() string {
	if m.ID != "" {
		return m.ID
	}
	sum := sha256.New()
	for _, part := range []string{List(m.From), List(slices.Concat(m.To, m.Cc)), m.At.UTC().Format(time.RFC3339), m.Subject, strings.Join(strings.Fields(m.Text), " ")} {
		sum.Write([]byte(part))
		sum.Write([]byte{0})
	}
	return hex.EncodeToString(sum.Sum(nil)[:16])
}
