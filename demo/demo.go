// Package demo makes a believable desk out of a seed: Moroccan exporters, buyers
// in fifty countries, their enquiries, RFQs, quotes and threads. Every firm,
// person and address is made up; e-mail domains end in .example.
package demo

import (
	"fmt"
	"math/rand/v2"
	"time"

	"tradedesk/model"
	"tradedesk/model/value"
)

// Options say how much is made. Zero values have defaults.
type Options struct {
	Seed      uint64
	Leads     int       // default 120
	Suppliers int       // default 60, and from 6,000 leads on one for a hundred
	RFQs      int       // default one for ten leads, at most 1,000
	Threads   int       // how many of the newest leads come with their mail; default 2,000. An RFQ's lead always does
	Now       time.Time // everything happened before; default the time of the call
	IDs       *model.IDs
	Me        string // the broker who owns most of it; default "salma"
	// Planted, when set, is told of every duplicate that was made on purpose: the
	// lead that came first, and the one that is the same buyer again.
	Planted func(first, again model.ID)
	// At, when set, is told the time of what is yielded next; times only grow.
	At func(time.Time)
}

// days is how far back enquiries go.
const days = 21

func (o Options) withDefaults() Options {
	if o.Leads <= 0 {
		o.Leads = 120
	}
	if o.Suppliers <= 0 {
		o.Suppliers = max(60, o.Leads/100)
	}
	if o.RFQs <= 0 {
		o.RFQs = min(o.Leads/10, 1000)
	}
	if o.Threads <= 0 {
		o.Threads = 2000
	}
	o.RFQs = min(o.RFQs, o.Leads/2)
	if o.Now.IsZero() {
		o.Now = time.Now()
	}
	o.Now = o.Now.UTC().Truncate(time.Second)
	if o.Me == "" {
		o.Me = "salma"
	}
	return o
}

// generator makes records and hands them on.
type generator struct {
	Options
	clock time.Time // of the id that is made next
	yield func(model.Record) error
	err   error // of yield; nothing is yielded after it

	event     *model.Event
	rates     []*model.Rate
	lanes     []*model.Lane
	suppliers []seller
	selling   map[value.HS][]int    // who offers what: places in suppliers
	named     map[string]int        // firms by naming so far
	phones    map[value.Country]int // numbers by country so far
	arrivals  arrivals
	recent    []*model.Lead // who a duplicate may be of
}

// seller is what is remembered of a supplier.
type seller struct {
	id       model.ID
	record   *model.Supplier
	name     string
	email    value.Email
	port     value.Port
	products []product
}

// Generate yields records in the order in which they came to be: the same for
// the same options, ids too unless IDs is given. It ends with the first error
// of yield. Memory is bounded by the suppliers.
func Generate(o Options, yield func(model.Record) error) error {
	o = o.withDefaults()
	g := &generator{Options: o, yield: yield, named: map[string]int{}, phones: map[value.Country]int{}, selling: map[value.HS][]int{}}
	if g.IDs == nil {
		g.IDs = model.NewIDs(func() time.Time { return g.clock }, seeded(o.Seed))
	}
	g.arrivals = newArrivals(o.Now)
	g.makeFirm()
	g.makeTemplates()
	g.makeEvent()
	g.makeLanes()
	g.makeWayToPort()
	for n := range o.Suppliers {
		g.makeSupplier(n)
	}
	g.makeRates()
	for n := range o.Leads {
		g.makeLead(n)
		if g.err != nil {
			break
		}
	}
	if g.err != nil {
		return fmt.Errorf("making demo data: %w", g.err)
	}
	return nil
}

// seeded is the source of the random part of ids.
func seeded(seed uint64) *rand.ChaCha8 {
	var key [32]byte
	for i := range 8 {
		key[i] = byte(seed >> (8 * i))
	}
	return rand.NewChaCha8(key)
}

// put gives a record its head and yields it. Ids and times of creation only grow.
func (g *generator) put(r model.Record, at time.Time) {
	if g.err != nil {
		return
	}
	if at.After(g.clock) {
		g.clock = at
	}
	if g.At != nil {
		g.At(g.clock)
	}
	h := r.Header()
	if h.ID.IsZero() {
		h.ID = g.IDs.New()
	}
	if m, ok := r.(*model.Message); ok && m.Direction == model.DirectionOut {
		m.MessageID = "<" + h.ID.String() + "@brokers.example>" // it was sent
	}
	h.CreatedAt, h.UpdatedAt, h.UpdatedBy = value.At(g.clock), value.At(g.clock), g.Me
	g.err = g.yield(r)
}

func (g *generator) makeEvent() {
	starts := g.Now.AddDate(0, 0, -17)
	g.event = &model.Event{
		Name: "Salon des saveurs d'Agadir", Venue: "Parc des expositions", City: "Agadir", Country: "MA",
		Starts: value.Date(starts.Format(time.DateOnly)), Ends: value.Date(starts.AddDate(0, 0, 3).Format(time.DateOnly)),
		Notes: "Stand C12. Badge scans and notes taken at the stand.", Tags: []string{"fair"},
	}
	g.put(g.event, g.Now.AddDate(0, -14, 0))
}

// broker gives who looks after a lead: mostly the one who sits here.
func (g *generator) broker(d dice) string {
	if d.in(70) {
		return g.Me
	}
	return pick(d, []string{"youssef", "nadia", "hicham"})
}
