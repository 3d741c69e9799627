package keys

import "tradedesk/model"

// The ways from a record to those it has to do with, and what is made of one.
const (
	GoLead      ID = "go.lead"
	GoPeople    ID = "go.people"
	GoTheirRFQs ID = "go.their_rfqs"
	GoOffering  ID = "go.offering"
	OpenRFQ     ID = "rfq.open"
	Lines       ID = "rfq.lines"
	AddQuote    ID = "rfq.quote"
	AddSample   ID = "rfq.sample"
	Invite      ID = "rfq.invite"
	AddPerson   ID = "contact.add"
	Reply       ID = "reply"
	Write       ID = "write"
	Attach      ID = "attach"
	Done        ID = "task.done"
)

func onRelated() []Action {
	return []Action{
		{ID: OpenRFQ, Scope: ScopeLead, Keys: []string{"F"}, Hint: 28, Enabled: oneLead},
		{ID: Reply, Scope: ScopeRecord, Keys: []string{"r"}, Hint: 30, Enabled: one},
		{ID: Write, Scope: ScopeRecord, Keys: []string{"H", "alt+h"}, Enabled: one},
		{ID: Lines, Scope: ScopeRFQ, Keys: []string{"l"}, Hint: 11, Enabled: one},
		{ID: AddQuote, Scope: ScopeRFQ, Keys: []string{"p"}, Hint: 12, Enabled: one},
		{ID: Invite, Scope: ScopeRFQ, Keys: []string{"I"}, Hint: 13, Enabled: one},
		{ID: AddSample, Scope: ScopeRFQ, Keys: []string{"b"}, Enabled: one},
		{ID: Done, Scope: ScopeRecord, Keys: []string{"T"}, Enabled: onTask},
		{ID: AddPerson, Scope: ScopeRecord, Keys: []string{"K"}, Enabled: onCompany},
		{ID: Attach, Scope: ScopeRecord, Keys: []string{"A"}, Enabled: withFiles},
		{ID: GoLead, Scope: ScopeRecord, Keys: []string{"L"}, Enabled: related(model.KindLead)},
		{ID: GoPeople, Scope: ScopeRecord, Keys: []string{"C"}, Enabled: related(model.KindContact)},
		{ID: GoOffering, Scope: ScopeRecord, Keys: []string{"P"}, Enabled: related(model.KindSupplier)},
		{ID: GoTheirRFQs, Scope: ScopeRecord, Keys: []string{"R"}, Enabled: related(model.KindRFQ)},
	}
}

// one refuses what is about one record when several are picked.
func one(s State) (bool, string) {
	switch {
	case s.Picked > 1:
		return false, "why.one"
	case !s.Row && s.Picked == 0:
		return false, "why.no_row"
	}
	return true, ""
}

func oneLead(s State) (bool, string) {
	if ok, why := one(s); !ok {
		return false, why
	}
	if _, ok := model.StagesToRFQ(s.Stage); !ok {
		return false, "why.reopen_first"
	}
	return true, ""
}

// onKind allows an action on one record of some kinds.
func onKind(why string, kinds ...model.Kind) func(State) (bool, string) {
	return func(s State) (bool, string) {
		for _, kind := range kinds {
			if s.Kind == kind {
				return one(s)
			}
		}
		return false, why
	}
}

func onTask(s State) (bool, string) { return onKind("why.task_only", model.KindTask)(s) }
func onCompany(s State) (bool, string) {
	return onKind("why.company_only", model.KindLead, model.KindSupplier)(s)
}

func withFiles(s State) (bool, string) {
	if _, ok := model.FilesField(s.Kind); !ok {
		return false, "why.no_files"
	}
	return one(s)
}

// related refuses a way that leads nowhere. What belongs to a record is known
// once it was read.
func related(kind model.Kind) func(State) (bool, string) {
	return func(s State) (bool, string) {
		if ok, why := one(s); !ok {
			return false, why
		}
		if s.Related != nil && s.Related[kind] == 0 {
			return false, "why.related." + string(kind)
		}
		return true, ""
	}
}
