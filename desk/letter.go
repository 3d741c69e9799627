package desk

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"tradedesk/exchange"
	"tradedesk/exchange/mail"
	"tradedesk/model"
	"tradedesk/model/letter"
	"tradedesk/model/refusal"
	"tradedesk/model/value"
)

// Letter says what message is to be written. What is zero is worked out.
type Letter struct {
	Thread model.ID // an RFQ, lead, supplier or contact
	// To is the lead, supplier or contact whom it goes to; zero is whom the thread is
	// with, of an RFQ its lead. Address takes the place of their e-mail address.
	To      model.ID
	Address string
	Cc, Bcc string // addresses
	// Template is a template's id, or its name, of which the one in the language of To is
	// taken, or in Language. Subject and Body, when given, take the place of its own.
	Template string
	Language value.Language
	Subject  string
	Body     string
	Offer    model.ID // for the fields of a template
	Answers  model.ID // the message that this answers; zero is the last from the address
	Files    []model.Attachment
	From     string // "" is MailFrom, then the firm's address
	At       value.Instant
	Today    value.Date
}

// Templates gives the templates that there are: the desk's own, and the shipped ones that
// none of them takes the place of.
func Templates(ctx context.Context, d Desk) ([]*model.Template, error) {
	own, err := readAll[*model.Template](ctx, d, Query{Kind: model.KindTemplate, Sort: "created_at"})
	if err != nil {
		return nil, fmt.Errorf("reading the templates: %w", err)
	}
	return letter.All(own), nil
}

// FindTemplate gives the template that somebody means by an id or a name, of those of one
// name the one in a language.
func FindTemplate(ctx context.Context, d Desk, typed string, lang value.Language) (*model.Template, error) {
	all, err := Templates(ctx, d)
	if err != nil {
		return nil, err
	}
	t, notNamed := letter.Choose(all, typed, lang)
	if notNamed == nil {
		return t, nil
	}
	if id, err := d.Find(ctx, typed); err == nil {
		if r, err := d.Get(ctx, id); err == nil {
			if t, ok := r.(*model.Template); ok && !t.Deleted {
				return t, nil
			}
		}
	}
	return nil, fmt.Errorf("%w: %w", ErrNotFound, notNamed)
}

// Compose writes a message: whom it goes to, its subject with the number of the RFQ, its
// text, what it answers. Nothing is stored; it has an id when ids is given.
func Compose(ctx context.Context, d Desk, l Letter, ids *model.IDs) (*model.Message, error) {
	facts, about, err := letterFacts(ctx, d, l)
	if err != nil {
		return nil, err
	}
	m := &model.Message{Thread: l.Thread, Direction: model.DirectionOut, At: l.At, Attachments: slices.Clone(l.Files), State: model.MailDraft}
	if ids != nil {
		m.ID = ids.New()
	}
	if m.To, err = letterAddress(facts.To, l.Address); err != nil {
		return nil, err
	}
	cc, err := copies("cc", l.Cc)
	if err != nil {
		return nil, err
	}
	bcc, err := copies("bcc", l.Bcc)
	if err != nil {
		return nil, err
	}
	m.Cc, m.Bcc = mail.Join(cc), mail.Join(bcc)
	if m.From, err = letterSender(d, l, facts.Firm); err != nil {
		return nil, err
	}
	m.Subject, m.Body = l.Subject, l.Body
	answered := answeredBy(about.Thread, l.Answers, m.To)
	if l.Template != "" {
		if err := fillLetter(ctx, d, l, facts, m); err != nil {
			return nil, err
		}
	} else if m.Subject == "" && answered != nil {
		m.Subject = model.AnswerSubject(answered.Subject)
	}
	if answered != nil {
		m.InReplyTo = answered.MessageID
	}
	if m.Subject == "" {
		m.Subject = facts.Title(about.Record)
	}
	if facts.RFQ != nil {
		m.Subject = facts.RFQ.InSubject(m.Subject)
	}
	return m, nil
}

// fillLetter takes from a template what was not given.
func fillLetter(ctx context.Context, d Desk, l Letter, facts letter.Facts, m *model.Message) error {
	lang := l.Language
	if lang == "" {
		lang = letter.LanguageFor(facts.To)
	}
	t, err := FindTemplate(ctx, d, l.Template, lang)
	if err != nil {
		return err
	}
	text, err := letter.Write(t, facts, lang)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrInvalid, err)
	}
	if m.Subject == "" {
		m.Subject = text.Subject
	}
	if m.Body == "" {
		m.Body = text.Body
	}
	return nil
}

// letterFacts reads what a letter is about.
func letterFacts(ctx context.Context, d Desk, l Letter) (letter.Facts, Detail, error) {
	facts := letter.Facts{Me: d.Me(), Today: l.Today}
	about, err := d.Detail(ctx, l.Thread)
	if err != nil {
		return facts, about, fmt.Errorf("reading what the message is about: %w", err)
	}
	switch r := about.Record.(type) {
	case *model.RFQ:
		facts.RFQ = r
		facts.Lead, _ = about.Lead.(*model.Lead)
		if facts.Lead != nil {
			facts.To = facts.Lead
		}
	case *model.Lead:
		facts.Lead, facts.To = r, r
	case *model.Supplier, *model.Contact:
		facts.To = r
	default:
		return facts, about, fmt.Errorf("%s %s: %w: %w", r.Kind(), l.Thread.Short(), ErrInvalid, errAbout)
	}
	if !l.To.IsZero() {
		if facts.To, err = d.Get(ctx, l.To); err != nil {
			return facts, about, fmt.Errorf("reading whom the message goes to: %w", err)
		}
	}
	if facts.Offer, err = known[*model.Offer](ctx, d, l.Offer); err != nil {
		return facts, about, fmt.Errorf("reading the offer: %w", err)
	}
	if facts.Secret, err = secretTo(ctx, d, facts); err != nil {
		return facts, about, err
	}
	facts.Firm, err = OurFirm(ctx, d)
	return facts, about, err
}

// letterAddress gives the address of somebody with their name.
func letterAddress(to model.Record, address string) (string, error) {
	name, email, lacks := "", "", error(errNoAddress)
	switch r := to.(type) {
	case *model.Lead:
		name, email = r.Contact, r.Email.String()
	case *model.Supplier:
		name, email = r.Contact, r.Email.String()
	case *model.Contact:
		name, email = r.Name, r.Email.String()
	case nil:
	default:
		return "", fmt.Errorf("%s %s: %w: %w", to.Kind(), to.Header().ID.Short(), ErrInvalid, errGoesTo)
	}
	if to != nil {
		lacks = errNoAddressOf.With(refusal.Parts{"Kind": string(to.Kind()), "Who": model.Title(to)})
	}
	if address == "" && email == "" {
		return "", fmt.Errorf("%w: %w", ErrInvalid, lacks)
	}
	if address == "" {
		return mail.Join([]mail.Address{{Name: name, Address: email}}), nil
	}
	list, err := mail.ParseAddresses(address)
	if err == nil && len(list) == 0 {
		err = errNoAddressIn
	}
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrInvalid, errTo.With(refusal.Parts{"Text": address}).For(err))
	}
	return mail.Join(list), nil
}

func letterSender(d Desk, l Letter, firm *model.Firm) (string, error) {
	from := l.From
	if from == "" {
		from = d.MailFrom()
	}
	if from == "" && firm != nil && firm.Email != "" {
		return mail.Join([]mail.Address{{Name: firm.NameIn(l.Language), Address: firm.Email.String()}}), nil
	}
	if from == "" {
		return "", fmt.Errorf("%w: %w", ErrInvalid, ErrNoSender)
	}
	a, err := mail.ParseAddress(from)
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrInvalid, errFrom.With(refusal.Parts{"Text": from}).For(err))
	}
	return mail.Join([]mail.Address{a}), nil
}

// answeredBy gives the message of a thread that a letter answers: the one that is named,
// else the last that came in from where the letter goes.
func answeredBy(thread []model.Record, named model.ID, to string) *model.Message {
	list, err := mail.ParseAddresses(to)
	var last *model.Message
	for _, r := range thread {
		m, ok := r.(*model.Message)
		switch {
		case !ok:
		case m.ID == named:
			return m
		case named.IsZero() && err == nil && len(list) > 0 && m.Direction == model.DirectionIn &&
			strings.Contains(strings.ToLower(m.From), strings.ToLower(list[0].Address)):
			last = m
		}
	}
	return last
}

// LetterEdit gives the edit that stores a composed message and, unless it is a draft, puts
// it into the outbox when it is done by Do. Several in one action are queued together, and
// one undo takes back those that are not sent yet.
func LetterEdit(m *model.Message, draft bool) (Edit, error) {
	set := model.Fields(m)
	if m.ID.IsZero() {
		return Edit{}, fmt.Errorf("a message to send: %w: it has no id", ErrInvalid)
	}
	if !draft {
		queued, err := queuedSet(m)
		if err != nil {
			return Edit{}, err
		}
		for name, raw := range queued {
			set[name] = raw
		}
	}
	return Edit{Kind: model.KindMessage, ID: m.ID, Create: true, Set: set}, nil
}

// queuedSet gives what a message has from when it is queued on. Its Message-ID is of its
// id, so that it is the same mail however often it is tried; one that comes back in a
// folder of sent mail is known by it.
func queuedSet(m *model.Message) (model.Set, error) {
	from, err := mail.ParseAddress(m.From)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrInvalid, errFrom.With(refusal.Parts{"Text": m.From}).For(err))
	}
	to, err := mail.ParseAddresses(m.To)
	if err == nil && len(to) == 0 {
		err = errNobody
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrInvalid, errTo.With(refusal.Parts{"Text": m.To}).For(err))
	}
	if _, err := copies("cc", m.Cc); err != nil {
		return nil, err
	}
	if _, err := copies("bcc", m.Bcc); err != nil {
		return nil, err
	}
	if strings.TrimSpace(m.Body) == "" && len(m.Attachments) == 0 {
		return nil, fmt.Errorf("%w: %w", ErrInvalid, errSaysNothing)
	}
	set := model.Set{"state": textOrNull(string(model.MailQueued))}
	if m.MessageID == "" {
		_, domain, _ := strings.Cut(from.Address, "@")
		id := m.ID.String() + "@" + strings.ToLower(domain)
		set["message_id"], set["origin"] = textOrNull(id), textOrNull(exchange.MailOrigin(id))
	}
	return set, nil
}
