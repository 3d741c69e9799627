// Package keys is the catalogue of actions: what can be done where, with which
// keys, and why not when it cannot. The footer, the help, the palette and
// docs/keys.md are all made from it.
package keys

import (
	"slices"
	"sync"

	"tradedesk/model"
)

// ID names an action. Settings and tests rely on it.
type ID string

// Scope is a part of the interface whose bindings hold together.
type Scope string

// The scopes.
const (
	ScopeAlways   Scope = "always"   // everywhere, text fields too
	ScopeGlobal   Scope = "global"   // wherever no text is typed
	ScopeMove     Scope = "move"     // in a list
	ScopeRecord   Scope = "record"   // on a record of any kind
	ScopeLead     Scope = "lead"     // on a lead
	ScopeRFQ      Scope = "rfq"      // on an RFQ
	ScopeAgenda   Scope = "agenda"   // on what is due
	ScopeFair     Scope = "fair"     // in the line of the fair
	ScopeCaptured Scope = "captured" // on what was captured at the fair
	ScopePart     Scope = "part"     // on a part of the detail
	ScopeScroll   Scope = "scroll"   // in the detail
	ScopeText     Scope = "text"     // in the search and the palette
	ScopeSearch   Scope = "search"   // in the search
	ScopeSearched Scope = "searched" // on a line that was saved or searched for
	ScopeRead     Scope = "read"     // in a help page or a report
	ScopeStart    Scope = "start"    // on the page of an empty desk
	ScopeImport   Scope = "import"   // while a file is read
	ScopeMapping  Scope = "mapping"  // on the columns of a file
	ScopeForm     Scope = "form"     // in a form
	ScopeMenu     Scope = "menu"     // in a menu, a prompt or the file picker
	ScopeTable    Scope = "table"    // in a table of a form
	ScopeChoose   Scope = "choose"   // where several records are picked by their names

	ScopeFilter  Scope = "filter"  // in the line that narrows a list
	ScopeSaved   Scope = "saved"   // in the menu of saved filters
	ScopeLetter  Scope = "letter"  // where a letter is asked for
	ScopeConfirm Scope = "confirm" // before a bulk action
	ScopeBulk    Scope = "bulk"    // while a bulk action is carried out
)

// Scopes lists the scopes in the order of the documentation.
func Scopes() []Scope {
	return []Scope{ScopeAlways, ScopeGlobal, ScopeMove, ScopeRecord, ScopeLead, ScopeRFQ, ScopeOffer, ScopeDeal, ScopeMessage, ScopeAgenda, ScopeFair, ScopeCaptured, ScopePart, ScopeScroll,
		ScopePairs, ScopeMerge, ScopeSame, ScopeMatch, ScopeCompare, ScopeSync, ScopeQueue, ScopeConflict, ScopeLogin, ScopeUntold, ScopeDrafts, ScopeOutbox,
		ScopeSearch, ScopeSearched, ScopeText, ScopeRead, ScopeStart, ScopeImport, ScopeMapping, ScopeForm, ScopeMenu, ScopeTable, ScopeChoose,
		ScopeFilter, ScopeSaved, ScopeLetter, ScopeConfirm, ScopeBulk}
}

// Place is where a person is: its scopes, the inner ones first. Text is typed
// there when Text is set, so that only bindings which type nothing count.
type Place struct {
	Name   string // word id of its title
	Scopes []Scope
	Text   bool
}

// Has reports whether the bindings of a scope count here.
func (p Place) Has(s Scope) bool { return slices.Contains(p.Scopes, s) }

// Places lists every place there is.
func Places() []Place { return slices.Clone(places()) }

var places = sync.OnceValue(func() []Place {
	return []Place{
		{Name: "place.leads", Scopes: []Scope{ScopeLead, ScopeRecord, ScopeMove, ScopeGlobal, ScopeAlways}},
		{Name: "place.lead", Scopes: []Scope{ScopeScroll, ScopeLead, ScopeRecord, ScopeGlobal, ScopeAlways}},
		{Name: "place.lead_part", Scopes: []Scope{ScopePart, ScopeScroll, ScopeLead, ScopeRecord, ScopeGlobal, ScopeAlways}},
		{Name: "place.rfqs", Scopes: []Scope{ScopeRFQ, ScopeRecord, ScopeMove, ScopeGlobal, ScopeAlways}},
		{Name: "place.rfq", Scopes: []Scope{ScopeScroll, ScopeRFQ, ScopeRecord, ScopeGlobal, ScopeAlways}},
		{Name: "place.rfq_part", Scopes: []Scope{ScopePart, ScopeScroll, ScopeRFQ, ScopeRecord, ScopeGlobal, ScopeAlways}},
		{Name: "place.offers", Scopes: []Scope{ScopeOffer, ScopeRecord, ScopeMove, ScopeGlobal, ScopeAlways}},
		{Name: "place.offer", Scopes: []Scope{ScopeScroll, ScopeOffer, ScopeRecord, ScopeGlobal, ScopeAlways}},
		{Name: "place.offer_part", Scopes: []Scope{ScopePart, ScopeScroll, ScopeOffer, ScopeRecord, ScopeGlobal, ScopeAlways}},
		{Name: "place.deals", Scopes: []Scope{ScopeDeal, ScopeRecord, ScopeMove, ScopeGlobal, ScopeAlways}},
		{Name: "place.deal", Scopes: []Scope{ScopeScroll, ScopeDeal, ScopeRecord, ScopeGlobal, ScopeAlways}},
		{Name: "place.deal_part", Scopes: []Scope{ScopePart, ScopeScroll, ScopeDeal, ScopeRecord, ScopeGlobal, ScopeAlways}},
		{Name: "place.messages", Scopes: []Scope{ScopeMessage, ScopeRecord, ScopeMove, ScopeGlobal, ScopeAlways}},
		{Name: "place.message", Scopes: []Scope{ScopeScroll, ScopeMessage, ScopeRecord, ScopeGlobal, ScopeAlways}},
		{Name: "place.message_part", Scopes: []Scope{ScopePart, ScopeScroll, ScopeMessage, ScopeRecord, ScopeGlobal, ScopeAlways}},
		{Name: "place.records", Scopes: []Scope{ScopeRecord, ScopeMove, ScopeGlobal, ScopeAlways}},
		{Name: "place.record", Scopes: []Scope{ScopeScroll, ScopeRecord, ScopeGlobal, ScopeAlways}},
		{Name: "place.record_part", Scopes: []Scope{ScopePart, ScopeScroll, ScopeRecord, ScopeGlobal, ScopeAlways}},
		{Name: "place.agenda", Scopes: []Scope{ScopeAgenda, ScopeMove, ScopeGlobal, ScopeAlways}},
		{Name: "place.due", Scopes: []Scope{ScopeScroll, ScopeAgenda, ScopeGlobal, ScopeAlways}},
		{Name: "place.due_part", Scopes: []Scope{ScopePart, ScopeScroll, ScopeAgenda, ScopeGlobal, ScopeAlways}},
		{Name: "place.fair", Scopes: []Scope{ScopeFair, ScopeGlobal, ScopeAlways}, Text: true},
		{Name: "place.captured", Scopes: []Scope{ScopeCaptured, ScopeMove, ScopeGlobal, ScopeAlways}},
		{Name: "place.drafts", Scopes: []Scope{ScopeDrafts, ScopeAlways}},
		{Name: "place.outbox", Scopes: []Scope{ScopeOutbox, ScopeAlways}},
		{Name: "place.pairs", Scopes: []Scope{ScopePairs, ScopeSame, ScopeAlways}},
		{Name: "place.merge", Scopes: []Scope{ScopeMerge, ScopeSame, ScopeAlways}},
		{Name: "place.match", Scopes: []Scope{ScopeMatch, ScopeAlways}},
		{Name: "place.compare", Scopes: []Scope{ScopeCompare, ScopeAlways}},
		{Name: "place.sync", Scopes: []Scope{ScopeSync, ScopeGlobal, ScopeAlways}},
		{Name: "place.queue", Scopes: []Scope{ScopeQueue, ScopeAlways}},
		{Name: "place.conflict", Scopes: []Scope{ScopeConflict, ScopeAlways}},
		{Name: "place.untold", Scopes: []Scope{ScopeUntold, ScopeAlways}},
		{Name: "place.login", Scopes: []Scope{ScopeLogin, ScopeAlways}, Text: true},
		{Name: "place.search", Scopes: []Scope{ScopeSearch, ScopeText, ScopeAlways}, Text: true},
		{Name: "place.searched", Scopes: []Scope{ScopeSearched, ScopeSearch, ScopeText, ScopeAlways}, Text: true},
		{Name: "place.text", Scopes: []Scope{ScopeText, ScopeAlways}, Text: true},
		{Name: "place.read", Scopes: []Scope{ScopeRead, ScopeAlways}},
		{Name: "place.start", Scopes: []Scope{ScopeStart, ScopeGlobal, ScopeAlways}},
		{Name: "place.import", Scopes: []Scope{ScopeImport, ScopeAlways}},
		{Name: "place.mapping", Scopes: []Scope{ScopeMapping, ScopeAlways}},
		{Name: "place.form", Scopes: []Scope{ScopeForm, ScopeAlways}, Text: true},
		{Name: "place.table", Scopes: []Scope{ScopeTable, ScopeAlways}, Text: true},
		{Name: "place.choose", Scopes: []Scope{ScopeChoose, ScopeAlways}, Text: true},
		{Name: "place.menu", Scopes: []Scope{ScopeMenu, ScopeAlways}, Text: true},
		{Name: "place.filter", Scopes: []Scope{ScopeFilter, ScopeAlways}, Text: true},
		{Name: "place.saved", Scopes: []Scope{ScopeSaved, ScopeAlways}, Text: true},
		{Name: "place.letter", Scopes: []Scope{ScopeLetter, ScopeAlways}, Text: true},
		{Name: "place.confirm", Scopes: []Scope{ScopeConfirm, ScopeAlways}},
		{Name: "place.bulk", Scopes: []Scope{ScopeBulk, ScopeAlways}},
	}
})

// PlaceOf finds a place by its name.
func PlaceOf(name string) Place {
	for _, p := range places() {
		if p.Name == name {
			return p
		}
	}
	return Place{Name: name, Scopes: []Scope{ScopeAlways}, Text: true}
}

// State is what an action looks at to say whether it can run.
type State struct {
	Kind      model.Kind      // of the page
	Stage     model.Stage     // of the row with the cursor
	Row       bool            // there is a row with the cursor
	Picked    int             // rows picked for a bulk action
	Filtered  bool            // the list is narrowed
	Inbox     bool            // the page is the inbox
	Importing bool            // a file is being read
	Due       model.DueReason // what is due of the row with the cursor, on the agenda
	Typed     bool            // something is typed at the fair or into the search
	Alike     bool            // a record may be the same as what is typed
	Sheets    int             // of the workbook whose columns are mapped
	Mappable  bool            // the file that was read has columns
	Wide      bool            // list and detail stand side by side
	Part      Part            // of the detail, that the cursor is on
	// Related counts the records that the one with the cursor has to do with; nil
	// while that is not known.
	Related   map[model.Kind]int
	Listed    bool // the page is a list of one kind
	Repeats   bool // there is a decision to repeat
	JumpsBack bool // there is a place to go back to
	JumpsOn   bool // there is a place to go forward to
	Sync      SyncState
	Search    SearchState
	Letter    LetterState
}

// Action is one thing that can be done.
type Action struct {
	ID    ID
	Scope Scope
	Keys  []string // each a key ("y", "ctrl+p", "space") or two in turn ("g i")
	Hint  int      // the place in the footer, smaller is earlier; 0: not there
	// Counted says that a number typed before the key means something.
	Counted bool
	// Enabled says whether the action can run now, and if not, the word id of
	// the reason. Nil means always.
	Enabled func(State) (ok bool, why string)
}

// Name is the word id of the short name, as in the footer.
func (a Action) Name() string { return "action." + string(a.ID) }

// Help is the word id of the sentence that says what the action does.
func (a Action) Help() string { return "help." + string(a.ID) }

// Can says whether the action can run in a state, and if not, why.
func (a Action) Can(s State) (ok bool, why string) {
	if a.Enabled == nil {
		return true, ""
	}
	return a.Enabled(s)
}
