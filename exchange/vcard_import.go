package exchange

import (
	"fmt"
	"strings"

	"tradedesk/model"
)

// ownUID is how the UID of a card begins that carries a record's id (RFC 9562).
const ownUID = "urn:uuid:"

// maxProperties bounds a card, like maxColumns a row.
const maxProperties = 2000

// card is the properties of one card.
type card struct {
	line  int
	props []property
	size  int
	fault *rowFault
	agent *card // a card within this one, while it is read
}

// inner gives the card that is being read: the last that was opened.
func (c *card) inner() *card {
	if c.agent != nil {
		return c.agent
	}
	return c
}

// importCards reads address cards, one after the other.
func (s *session) importCards() error {
	if s.req.Kind == "" {
		s.req.Kind = model.KindContact
	}
	s.report.Kind = s.req.Kind
	if model.SchemaOf(s.req.Kind) == nil {
		return fmt.Errorf("cards cannot be read as %.40q", s.req.Kind)
	}
	lines := &cardLines{src: s.src}
	var open *card
	for {
		line, ok := lines.next()
		if !ok {
			if err := s.src.failed(); err != nil {
				return err
			}
			return s.endCard(open, false)
		}
		var err error
		if open, err = s.takeLine(open, line); err != nil {
			return err
		}
		lines.old = open != nil && (lines.old || is21(line.text))
	}
}

func is21(line []byte) bool {
	return hasPrefixFold(line, "VERSION:") && strings.TrimSpace(string(line[len("VERSION:"):])) == "2.1"
}

// takeLine adds a line to the open card, or opens or ends one.
func (s *session) takeLine(open *card, line cardLine) (*card, error) {
	switch begin, end := isMark(line, "BEGIN"), isMark(line, "END"); {
	case begin && open != nil && open.agent == nil && open.awaitsAgent():
		open.agent = &card{line: line.line}
	case begin:
		if err := s.endCard(open, false); err != nil {
			return nil, err
		}
		return &card{line: line.line}, nil
	case end && open != nil && open.agent != nil:
		open.endAgent()
	case end:
		return nil, s.endCard(open, true)
	case open == nil:
		if !line.skip {
			s.warn(RowError{Line: line.line, Message: "is outside of any card: a line BEGIN:VCARD is missing"})
		}
	case line.skip || open.fault != nil:
	default:
		s.addProperty(open, line)
	}
	return open, nil
}

// awaitsAgent reports whether the card has just announced another one, of the
// person's assistant (vCard 2.1).
func (c *card) awaitsAgent() bool {
	n := len(c.props)
	return n > 0 && c.props[n-1].name == "AGENT" && c.props[n-1].value == ""
}

// endAgent keeps the name of the assistant, whose card is none of its own.
func (c *card) endAgent() {
	for _, e := range nameEntries(c.agent.props) {
		if e.role == rolePerson && e.text != "" {
			c.props[len(c.props)-1].value = escapeText(e.text)
		}
	}
	c.agent = nil
}

// isMark reports whether a line begins or ends a card, also when a byte order
// mark of files that were joined stands before it.
func isMark(line cardLine, name string) bool {
	text := strings.TrimPrefix(string(line.text[:min(len(line.text), 40)]), utf8BOM)
	before, after, _ := strings.Cut(text, ":")
	return strings.EqualFold(strings.TrimSpace(before), name) && strings.EqualFold(strings.TrimSpace(after), "VCARD")
}

func (s *session) addProperty(open *card, line cardLine) {
	name := propertyName(line.text)
	open.size += len(line.text)
	to := open.inner()
	switch {
	case line.over:
		open.fault = &rowFault{line: line.line, message: fmt.Sprintf("%.40s is longer than %d MiB", name, maxPropertyBytes>>20)}
	case open.size > maxRecordBytes:
		open.fault = &rowFault{line: line.line, message: fmt.Sprintf("the card is longer than %d MiB", maxRecordBytes>>20)}
	case len(to.props) == maxProperties:
		open.fault = &rowFault{line: line.line, message: fmt.Sprintf("the card has more than %d properties", maxProperties)}
	default:
		p, err := parseProperty(line, s.cardCharset())
		if err != nil {
			s.warn(RowError{Line: line.line, Message: err.Error() + ": it was left out"})
			return
		}
		if p.broken {
			s.warn(RowError{Line: line.line, Field: p.name, Message: "holds bytes that are no text: they were replaced"})
		}
		to.props = append(to.props, p)
	}
}

// cardCharset is how bytes that are no UTF-8 are read where a property does not
// say it: as was asked for, or as the file looks.
func (s *session) cardCharset() string {
	if s.req.Charset != "" {
		return s.req.Charset
	}
	return s.text.name
}

// endCard takes the open card in; whole says that its END was there.
func (s *session) endCard(open *card, whole bool) error {
	if open == nil {
		return nil
	}
	switch {
	case open.fault != nil:
		s.rejectFault(open.fault)
	case len(open.props) == 0:
		s.reject(RowError{Line: open.line, Message: "the card is empty"})
	default:
		if !whole {
			s.warn(RowError{Line: open.line, Message: "the card has no END:VCARD: what is there was taken"})
		}
		if err := s.takeCard(open); err != nil {
			return err
		}
	}
	return s.readOne()
}

func (s *session) takeCard(c *card) error {
	d := newDraft(s.req.Kind, s.parseContext(), s.warn)
	d.lenient = true
	origin := ""
	if uid := first(c.props, "UID"); uid != nil && uid.text() != "" {
		origin = originVCard + shorten(uid.text(), 500)
	}
	for _, e := range cardEntries(c.props) {
		if wrong := d.put(e); wrong != nil {
			s.reject(*wrong)
			return nil
		}
	}
	record := d.finish()
	record.Header().Origin = origin
	own, err := s.ownCard(record)
	if err != nil {
		return err
	}
	return s.take(candidate{record: record, line: c.line, size: c.size, own: own})
}

// ownCard finds the record that this desk itself wrote the card of, by its UID.
// A card does not say its kind, so the id is only taken when it is known here.
func (s *session) ownCard(r model.Record) (bool, error) {
	h := r.Header()
	id, err := model.ParseID(strings.TrimPrefix(h.Origin, originVCard+ownUID))
	if err != nil {
		return false, nil
	}
	known, found, err := s.target.ByID(s.ctx, id)
	if err != nil {
		return false, fmt.Errorf("looking for the record of a card: %w", err)
	}
	if !found || known.Kind() != r.Kind() {
		return false, nil
	}
	h.ID = id
	return true, nil
}

func shorten(s string, n int) string { return s[:min(len(s), n)] }

func first(props []property, name string) *property {
	for i := range props {
		if props[i].name == name {
			return &props[i]
		}
	}
	return nil
}
