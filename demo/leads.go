package demo

import (
	"strings"
	"time"

	"tradedesk/model"
	"tradedesk/model/value"
)

// remembered is how many leads a planted duplicate may be of.
const remembered = 40

// enquiry is what hangs together in a lead, beside the lead itself.
type enquiry struct {
	market  market
	product product
	at      time.Time
	lead    *model.Lead
}

// makeLead makes the n-th enquiry with all that follows from it. About 3 % are
// the same buyer again.
func (g *generator) makeLead(n int) {
	d := throw(g.Seed, "lead", n)
	at := g.arrivals.at((float64(n) + 0.5) / float64(g.Leads))
	wanted := g.wantsRFQ(n)
	if !wanted && len(g.recent) > 0 && d.in(3) {
		g.makeAgain(d, at)
		return
	}
	e := enquiry{market: d.market(), product: pick(d, products()), at: at}
	e.lead = g.newLead(d, e)
	g.stage(d, e.lead, at, wanted)
	g.follow(d, e.lead, at)
	g.put(e.lead, at)
	if wanted || n >= g.Leads-g.Threads {
		g.makeThread(d, e)
	}
	if e.lead.DueAt != 0 && d.in(30) {
		g.makeTask(d, e)
	}
	if wanted {
		g.makeRFQ(d, e)
	}
	if len(g.recent) < remembered {
		g.recent = append(g.recent, e.lead)
	} else {
		g.recent[n%remembered] = e.lead
	}
}

// wantsRFQ spreads the RFQs over the older three quarters of the leads.
func (g *generator) wantsRFQ(n int) bool {
	older := g.Leads * 3 / 4
	if older == 0 {
		return false
	}
	nth := func(n int) int { return n * g.RFQs / older }
	return n < older && nth(n) != nth(n+1)
}

// newLead says who asks for what.
func (g *generator) newLead(d dice, e enquiry) *model.Lead {
	m, p := e.market, e.product
	names := namings()[m.names]
	f := names.firm(g.named[m.names])
	g.named[m.names]++
	first, last := pick(d, names.first), pick(d, names.last)
	l := &model.Lead{
		Company: f.name, Contact: shown(first) + " " + shown(last), Country: m.country, City: pick(d, m.cities),
		Phone: value.Phone(numbered(m.phones, g.phones[m.country])), Language: m.language, ReceivedAt: value.At(e.at),
	}
	g.phones[m.country]++
	domain := slug(f.latin, 40) + "." + strings.ToLower(string(m.country)) + ".example"
	l.Email = value.Email(pick(d, []string{slug(latin(first), 12) + "." + slug(latin(last), 14), "info", "purchasing", "import", slug(latin(first), 12)}) + "@" + domain)
	if d.in(25) {
		l.Website = value.URL("https://" + domain)
	}
	g.want(d, l, m, p)
	g.source(d, l, e.at)
	switch {
	case d.in(6): // private persons; no such mailbox can exist: the provider allows no underscore
		l.Website = ""
		l.Email = value.Email(slug(latin(first), 12) + "_" + slug(latin(last), 14) + decimal(d.IntN(90)+10).String() + "@gmail.com")
		if d.in(60) {
			l.Company = ""
		}
	case d.in(5): // a text sent to many
		l.Product, l.HS, l.Quantity, l.Unit, l.TargetPrice, l.Currency, l.Incoterm, l.Port = "", "", "", "", "", "", "", ""
	}
	l.Message = letter(d, l, g.Now)
	return l
}

// want says what is asked for, not everything always.
func (g *generator) want(d dice, l *model.Lead, m market, p product) {
	l.Product = p.name(m.language)
	l.Quantity, l.Unit = decimal(d.amount(p.order)), p.unit
	if d.in(60) {
		l.HS = p.hs
	}
	if d.in(65) {
		l.TargetPrice, l.Currency = money(d.between(p.price[0]*85/100, p.price[1]), m.currency), m.currency
	}
	switch at := d.IntN(100); {
	case at < 40:
		l.Incoterm, l.Port = "FOB", p.port
	case at < 65:
		l.Incoterm, l.Port = "CIF", value.Port(pick(d, m.ports))
	case at < 78:
		l.Incoterm, l.Port = "CFR", value.Port(pick(d, m.ports))
	case at < 84:
		l.Incoterm = "EXW"
	case at < 90:
		l.Incoterm = "DAP"
	}
}

func (g *generator) source(d dice, l *model.Lead, at time.Time) {
	l.Source = pick(d, []string{"website", "website", "Alibaba", "email", "referral", "LinkedIn", "WhatsApp", "Europages"})
	opened := g.event.Starts.Time(time.UTC)
	if at.After(opened) && at.Before(opened.AddDate(0, 0, 4)) && d.in(45) {
		l.Source, l.Event = "fair", g.event.ID
	}
	if d.in(30) {
		l.Tags = some(d, []string{"organic", "urgent", "private label", "repeat buyer", "samples first", "halal", "large account"}, 1, 2)
	}
}

// stage says how far the lead has come: most of the newest wait for a decision.
func (g *generator) stage(d dice, l *model.Lead, at time.Time, wanted bool) {
	age := g.Now.Sub(at)
	stillNew := 15
	switch {
	case age < 2*24*time.Hour:
		stillNew = 93
	case age < 5*24*time.Hour:
		stillNew = 62
	case age < 10*24*time.Hour:
		stillNew = 34
	}
	switch {
	case wanted:
		l.Stage = pick(d, []model.Stage{model.LeadRFQOpen, model.LeadRFQOpen, model.LeadNegotiating, model.LeadWon})
	case d.in(stillNew):
		l.Stage = model.LeadNew
	case l.Product == "":
		l.Stage = model.LeadJunk
	default:
		l.Stage = pick(d, []model.Stage{
			model.LeadContacted, model.LeadContacted, model.LeadContacted, model.LeadQualified, model.LeadQualified,
			model.LeadNurture, model.LeadLost, model.LeadJunk,
		})
	}
	switch l.Stage {
	case model.LeadLost:
		l.Reason = pick(d, []string{"price too high", "bought from Türkiye", "no answer after three tries", "volume too small", "certificate missing"})
	case model.LeadJunk:
		l.Reason = pick(d, []string{"spam", "asks for samples only", "not a buyer", "sells the same product"})
	}
}

// follow says what was done about the lead and what is next.
func (g *generator) follow(d dice, l *model.Lead, at time.Time) {
	if l.Stage != model.LeadNew || d.in(25) {
		l.Owner = g.broker(d)
	}
	if l.Stage != model.LeadNew && l.Stage != model.LeadJunk {
		l.RepliedAt = value.At(d.within(at, 20*time.Minute, 30*time.Hour, g.Now))
	}
	morning := g.Now.Truncate(24 * time.Hour).Add(9 * time.Hour)
	switch l.Stage {
	case model.LeadContacted, model.LeadQualified, model.LeadNegotiating, model.LeadRFQOpen:
		if d.in(60) {
			l.NextAction = pick(d, []string{"call about volumes", "send price list", "send sample by courier", "ask for their specification", "follow up on the offer", "check certificate with the supplier"})
			l.DueAt = value.At(morning.AddDate(0, 0, d.between(-1, 7)))
		}
	}
	switch l.Stage {
	case model.LeadNew, model.LeadContacted, model.LeadNurture:
		if d.in(5) {
			l.SnoozedUntil = value.At(morning.AddDate(0, 0, d.between(1, 8)))
		}
	}
}

// makeAgain makes an enquiry of a buyer who asked before, written otherwise, as
// happens: the same address, the same firm by another person, the same firm
// without an address.
func (g *generator) makeAgain(d dice, at time.Time) {
	first := pick(d, g.recent)
	again := *first
	again.Head = model.Head{}
	again.ReceivedAt, again.Stage, again.Reason, again.Owner = value.At(at), model.LeadNew, "", ""
	again.RepliedAt, again.DueAt, again.SnoozedUntil, again.NextAction = 0, 0, 0, ""
	again.Source, again.Event, again.Tags, again.Website = pick(d, []string{"Alibaba", "email", "website"}), model.ID{}, nil, ""
	again.Quantity = ""
	again.Unit = ""
	switch domain := first.Email.Domain(); {
	case first.Company == "" || d.in(45):
		again.Company = strings.ToUpper(first.Company)
		again.Phone = ""
	case strings.HasSuffix(domain, ".example") && d.in(60):
		again.Email, again.Phone = value.Email(pick(d, []string{"sales", "office", "contact"})+"@"+domain), ""
		again.Contact = ""
		again.Company = first.Company + " " + first.City
	default:
		again.Email, again.Phone, again.Contact = "", "", ""
	}
	again.Message = letter(d, &again, g.Now)
	g.put(&again, at)
	if g.Planted != nil && g.err == nil {
		g.Planted(first.ID, again.ID)
	}
}

func (g *generator) makeTask(d dice, e enquiry) {
	who := e.lead.Company
	if who == "" {
		who = e.lead.Contact
	}
	t := &model.Task{
		Title: pick(d, []string{"Call ", "Send documents to ", "Ask for payment terms: ", "Rappeler "}) + who,
		About: e.lead.ID, DueAt: e.lead.DueAt, Owner: e.lead.Owner,
	}
	if d.in(20) {
		t.DoneAt = value.At(d.within(e.at, 24*time.Hour, 72*time.Hour, g.Now))
	}
	g.put(t, e.at)
}
