package desk

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"tradedesk/model"
	"tradedesk/model/cost"
	"tradedesk/model/refusal"
	"tradedesk/model/text"
	"tradedesk/model/value"
	"tradedesk/search"
	"tradedesk/search/query"
)

// SearchQuery is a line as a person typed it, filters in it, and how it is answered.
type SearchQuery struct {
	Text  string     `json:"text"`
	Kind  model.Kind `json:"kind,omitempty"`  // "" means every kind
	Limit int        `json:"limit,omitempty"` // 0 means 100
	Me    string     `json:"me,omitempty"`    // whom owner:me means; "" is who asks
	// Count counts all that match; else Total may be what was found so far.
	Count bool `json:"count,omitempty"`
	// Budget is how long to look: what was found by then is marked Partial. 0 is for as
	// long as it takes.
	Budget time.Duration `json:"budget,omitempty"`
	// Session names who types; "" for a line that is searched once.
	Session string `json:"session,omitempty"`
}

// SearchResult is what was found.
type SearchResult struct {
	search.Result
	// Problems are filters that could not be read as they were probably meant.
	Problems []SearchProblem `json:"problems,omitempty"`
	// Making says how far the index is that is being made, nil when it is there.
	Making *IndexMaking `json:"making,omitempty"`
	// Unmade says why there is no index and none is being made, such as a full disk: all
	// records were looked through.
	Unmade string `json:"unmade,omitempty"`
}

// IndexMaking says how many records were read of those that there are.
type IndexMaking struct {
	Read  int64 `json:"read"`
	Total int64 `json:"total"`
}

// SearchProblem is a part of the line that says nothing, from and to in bytes.
type SearchProblem struct {
	From int        `json:"from"`
	To   int        `json:"to"`
	Code query.Code `json:"code"`
	// Filter, Typed, Nearest and There are as in query.Problem.
	Filter  query.Name    `json:"filter,omitempty"`
	Typed   string        `json:"typed,omitempty"`
	Nearest string        `json:"nearest,omitempty"`
	There   []string      `json:"there,omitempty"`
	Why     string        `json:"why,omitempty"`     // a value is refused
	Refusal query.Refusal `json:"refusal,omitempty"` // the same as a code, where it has one
	Told    *refusal.Told `json:"told,omitempty"`    // the same for who has words of their own
	Says    string        `json:"says"`              // all of it in English
}

// ProblemFilter is the code of a name that no filter has, ProblemRates of an amount in a
// currency that nothing is known of: what it says holds as far as it can.
const (
	ProblemFilter = query.CodeFilter
	ProblemRates  = query.CodeRates
	ProblemMany   = query.CodeMany // more filters than a line may have
	ProblemLong   = query.CodeLong // behind what is read of a line
)

// Completion is what can stand at the cursor of a search line.
type Completion = query.Completion

func (w *owner) Search(ctx context.Context, q SearchQuery) (SearchResult, error) {
	return during(ctx, w, func(ctx context.Context) (SearchResult, error) {
		read := w.reader(ctx, q.Me).Parse(q.Text)
		result, err := w.index.find(ctx, w, w.searchQuery(q, read))
		if err != nil {
			return result, err
		}
		for _, p := range read.Problems {
			result.Problems = append(result.Problems, problemOf(p))
		}
		return result, nil
	})
}

func problemOf(p query.Problem) SearchProblem {
	out := SearchProblem{From: p.From, To: p.To, Code: p.Code, Filter: p.Filter, Typed: p.Typed, Nearest: p.Nearest, There: p.There, Says: p.Error()}
	if p.Err != nil {
		out.Why, out.Told = p.Err.Error(), toldOf(p.Err)
		errors.As(p.Err, &out.Refusal)
	}
	return out
}

// Complete gives what can stand at the cursor, a byte of the line.
func (w *owner) Complete(ctx context.Context, line string, cursor int) (Completion, error) {
	return during(ctx, w, func(ctx context.Context) (Completion, error) {
		return w.reader(ctx, "").Complete(line, cursor), ctx.Err()
	})
}

func (w *owner) searchQuery(q SearchQuery, read query.Query) search.Query {
	s := search.Query{Query: read, Me: q.Me, Kind: q.Kind, Limit: q.Limit, Count: q.Count, Budget: q.Budget, Session: q.Session}
	if s.Me == "" {
		s.Me = w.o.Me
	}
	s.Phone, _ = read.Phone(w.o.Home)
	return s
}

// reader gives what a line is read with.
func (w *owner) reader(ctx context.Context, me string) query.Reader {
	if me == "" {
		me = w.o.Me
	}
	return query.Reader{
		Now: w.o.Now(), Me: me, Home: w.o.Home,
		Events: func(name string) []model.ID { return w.eventsCalled(ctx, name) },
		Known:  func(of query.Name, typed string) []query.Choice { return w.known(ctx, of, typed) },
		Rates:  func() []cost.Rate { return w.rates(ctx) },
	}
}

// maxSearchedDays are the days of rates that a search looks through, the latest.
const maxSearchedDays = 40

// rates gives the exchange rates that hold today; none when they cannot be read: a line is
// read all the same, and says that it knows none.
func (w *owner) rates(ctx context.Context) []cost.Rate {
	date := value.Date(w.o.Now().Format(time.DateOnly))
	var days []*model.Rate
	err := w.store.Records(ctx, ratesUntil(date, maxSearchedDays), func(r model.Record) error {
		if day, ok := r.(*model.Rate); ok {
			days = append(days, day)
		}
		return nil
	})
	if err != nil {
		return nil
	}
	return holding(days, date)
}

// mostEvents is how many fairs are looked through.
const mostEvents = 2000

// events gives the fairs, newest first; none when they cannot be read: a line is read all
// the same.
func (w *owner) events(ctx context.Context) []Row {
	page, err := w.store.List(ctx, Query{Kind: model.KindEvent, Limit: mostEvents, Desc: true})
	if err != nil {
		return nil
	}
	return page.Rows
}

func (w *owner) eventsCalled(ctx context.Context, name string) (ids []model.ID) {
	folded := text.Fold(name)
	for _, e := range w.events(ctx) {
		if strings.HasPrefix(text.Fold(e.Title), folded) {
			ids = append(ids, e.ID)
		}
	}
	return ids
}

// mostKnown is how many values are offered.
const mostKnown = 50

// known gives values that records have, those first that most have.
func (w *owner) known(ctx context.Context, of query.Name, typed string) (choices []query.Choice) {
	if of == query.ByEvent {
		folded := text.Fold(typed)
		for _, e := range w.events(ctx) {
			if strings.HasPrefix(text.Fold(e.Title), folded) && len(choices) < mostKnown {
				choices = append(choices, query.Choice{Text: e.Title, Label: e.Detail})
			}
		}
		return choices
	}
	for _, value := range w.index.values(ctx, of, typed, mostKnown) {
		choices = append(choices, query.Choice{Text: value})
	}
	return slices.Clip(choices)
}
