package exchange

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"tradedesk/model"
	"tradedesk/model/refusal"
	"tradedesk/model/text"
)

// ownUID is how the UID of a card begins that carries a record's id (RFC 9562).
const ownUID = "urn:uuid:"

// maxProperties bounds a card, like maxColumns a row.
const maxProperties = 2000

// card is the properties of one card. A line outside of any is a card of its
// own, that only warns.
type card struct {
	line     int
	props    []property
	size     int
	fault    *rowFault
	warnings warnings
	stray    bool
	agent    *card // a card within this one, while it is read
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
	cards := &cardCutter{lines: &cardLines{src: s.src}, charset: s.cardCharset}
	return s.readAll(func() (portion, error) { return cards.cut(s.pace) })
}

// cardCharset is how bytes that are no UTF-8 are read where a property does not
// say it: as was asked for, or as the file looks, which the reading finds out.
func (s *session) cardCharset() string {
	if s.req.Charset != "" {
		return s.req.Charset
	}
	return s.text.name
}

// cardCutter finds where cards begin and end in a file.
type cardCutter struct {
	lines   *cardLines
	charset func() string
	open    *card
	whole   cards // since the last portion
	size    int   // of these
}

func (c *cardCutter) cut(at pace) (portion, error) {
	for !at.full(len(c.whole), c.size) {
		line, ok := c.lines.next()
		if !ok {
			if err := c.lines.src.failed(); err != nil {
				return c.take(), err
			}
			c.end(false)
			return c.take(), io.EOF
		}
		c.addLine(line)
		c.lines.old = c.open != nil && (c.lines.old || is21(line.text))
	}
	return c.take(), nil
}

func is21(line []byte) bool {
	return hasPrefixFold(line, "VERSION:") && strings.TrimSpace(string(line[len("VERSION:"):])) == "2.1"
}

func (c *cardCutter) take() cards {
	whole := c.whole
	c.whole, c.size = nil, 0
	return whole
}

// addLine adds a line to the open card, or opens or ends one.
func (c *cardCutter) addLine(line cardLine) {
	switch begin, end := isMark(line, "BEGIN"), isMark(line, "END"); {
	case begin && c.open != nil && c.open.agent == nil && c.open.awaitsAgent():
		c.open.agent = &card{line: line.line}
	case begin:
		c.end(false)
		c.open = &card{line: line.line}
	case end && c.open != nil && c.open.agent != nil:
		c.open.endAgent()
	case end:
		c.end(true)
	case c.open == nil:
		if !line.skip {
			stray := &card{stray: true}
			stray.warnings.add(refused(RowError{Line: line.line}, errNoCardBegin))
			c.put(stray)
		}
	case line.skip || c.open.fault != nil:
	default:
		c.open.add(line, c.charset())
	}
}

// end closes the open card; whole says that its END was there.
func (c *cardCutter) end(whole bool) {
	open := c.open
	if open == nil {
		return
	}
	switch {
	case open.fault != nil:
	case len(open.props) == 0:
		open.fault = &rowFault{line: open.line, why: errEmptyCard}
	case !whole:
		open.warnings.add(refused(RowError{Line: open.line}, errNoCardEnd))
	}
	c.open = nil
	c.put(open)
}

func (c *cardCutter) put(whole *card) {
	c.whole = append(c.whole, whole)
	c.size += whole.size
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

func (c *card) add(line cardLine, charset string) {
	c.size += len(line.text)
	to := c.inner()
	switch {
	case line.over:
		c.fault = &rowFault{line: line.line, why: errLongProperty.With(refusal.Parts{"Name": text.Clean(propertyName(line.text), 40), "Most": strconv.Itoa(maxPropertyBytes >> 20)})}
	case c.size > maxRecordBytes:
		c.fault = &rowFault{line: line.line, why: errLongCard.With(atMost(maxRecordBytes >> 20))}
	case len(to.props) == maxProperties:
		c.fault = &rowFault{line: line.line, why: errManyProps.With(atMost(maxProperties))}
	default:
		p, err := parseProperty(line, charset)
		if err != nil {
			c.warnings.add(leftOut(RowError{Line: line.line}, err))
			return
		}
		if p.broken {
			c.warnings.add(refused(RowError{Line: line.line, Field: p.name}, errNoText))
		}
		to.props = append(to.props, p)
	}
}

// cards are some cards of a file.
type cards []*card

func (c cards) read(r *reader) {
	for _, one := range c {
		r.warnings.addAll(one.warnings)
		switch {
		case one.fault != nil:
			r.rejectFault(one.fault)
		case !one.stray:
			r.readCard(one)
		}
	}
}

func (r *reader) readCard(c *card) {
	d := r.newDraft(r.kind)
	d.lenient = true
	origin := ""
	if uid := first(c.props, "UID"); uid != nil && uid.text() != "" {
		origin = originVCard + shorten(uid.text(), 500)
	}
	for _, e := range cardEntries(c.props) {
		if wrong := d.put(e); wrong != nil {
			r.reject(*wrong)
			return
		}
	}
	record := d.finish()
	record.Header().Origin = origin
	r.accept(candidate{record: record, line: c.line, size: c.size, maybe: ownCard(origin)})
}

// ownCard gives the id in the UID of a card that a desk itself wrote, else zero.
// Only when the id is known here is the card of that record.
func ownCard(origin string) model.ID {
	id, err := model.ParseID(strings.TrimPrefix(origin, originVCard+ownUID))
	if err != nil {
		return model.ID{}
	}
	return id
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
