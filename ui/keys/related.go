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
	Attach      ID = "attach"
	Done        ID = "task.done"
	FormEditor  ID = "form.editor"
	TableNext   ID = "table.next"
	TableRow    ID = "table.row"
	TableCarry  ID = "table.carry"
	TableDelete ID = "table.delete"
	TableSave   ID = "table.save"
	TableStop   ID = "table.cancel"
	ChooseMark  ID = "choose.mark"
	ChooseUp    ID = "choose.up"
	ChooseDown  ID = "choose.down"
	ChooseSave  ID = "choose.save"
	ChooseStop  ID = "choose.cancel"
)

func onRelated() []Action {
	return []Action{
		{ID: OpenRFQ, Scope: ScopeLead, Keys: []string{"F"}, Hint: 28, Enabled: oneLead},
		{ID: Reply, Scope: ScopeRecord, Keys: []string{"r"}, Hint: 30, Enabled: one},
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

// inTables are the keys of a table, and of picking several records by their names.
func inTables() []Action {
	return []Action{
		{ID: FormEditor, Scope: ScopeForm, Keys: []string{"ctrl+o"}, Hint: 35},
		{ID: TableNext, Scope: ScopeTable, Keys: []string{"tab", "enter"}, Hint: 10},
		{ID: TableRow, Scope: ScopeTable, Keys: []string{"down", "up"}, Hint: 20},
		{ID: TableCarry, Scope: ScopeTable, Keys: []string{"alt+up", "alt+down", "ctrl+up", "ctrl+down"}, Hint: 40},
		{ID: TableDelete, Scope: ScopeTable, Keys: []string{"ctrl+x"}, Hint: 50},
		{ID: TableSave, Scope: ScopeTable, Keys: []string{"ctrl+s"}, Hint: 30},
		{ID: TableStop, Scope: ScopeTable, Keys: []string{"esc"}, Hint: 60},
		{ID: ChooseMark, Scope: ScopeChoose, Keys: []string{"enter", "tab"}, Hint: 10},
		{ID: ChooseUp, Scope: ScopeChoose, Keys: []string{"up", "ctrl+p"}, Hint: 20},
		{ID: ChooseDown, Scope: ScopeChoose, Keys: []string{"down", "ctrl+n"}, Hint: 30},
		{ID: ChooseSave, Scope: ScopeChoose, Keys: []string{"ctrl+s"}, Hint: 15},
		{ID: ChooseStop, Scope: ScopeChoose, Keys: []string{"esc"}, Hint: 40},
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

func of(why string, kinds ...model.Kind) func(State) (bool, string) {
	return func(s State) (bool, string) {
		for _, kind := range kinds {
			if s.Kind == kind {
				return one(s)
			}
		}
		return false, why
	}
}

func onTask(s State) (bool, string) { return of("why.task_only", model.KindTask)(s) }
func onCompany(s State) (bool, string) {
	return of("why.company_only", model.KindLead, model.KindSupplier)(s)
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
