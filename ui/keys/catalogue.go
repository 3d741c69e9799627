package keys

import "tradedesk/model"

// The actions.
const (
	Quit    ID = "quit"
	Suspend ID = "suspend"
	Refresh ID = "refresh"

	Help        ID = "help"
	Palette     ID = "palette"
	Search      ID = "search"
	Undo        ID = "undo"
	Redo        ID = "redo"
	Back        ID = "back"
	Pane        ID = "pane"
	Import      ID = "import"
	Export      ID = "export"
	Sample      ID = "sample"
	GoInbox     ID = "go.inbox"
	GoLeads     ID = "go.leads"
	GoSupply    ID = "go.suppliers"
	GoRFQs      ID = "go.rfqs"
	GoAgenda    ID = "go.agenda"
	GoFair      ID = "go.fair"
	GoKind      ID = "go.kind"
	Leave       ID = "leave"
	Up          ID = "up"
	Down        ID = "down"
	PageUp      ID = "page_up"
	PageDown    ID = "page_down"
	First       ID = "first"
	Last        ID = "last"
	Open        ID = "open"
	Pick        ID = "pick"
	PickAll     ID = "pick_all"
	Filter      ID = "filter"
	Create      ID = "new"
	Edit        ID = "edit"
	Delete      ID = "delete"
	Note        ID = "note"
	Tag         ID = "tag"
	Move        ID = "move"
	Qualify     ID = "qualify"
	Junk        ID = "junk"
	Lost        ID = "lost"
	Snooze      ID = "snooze"
	Assign      ID = "assign"
	NextStep    ID = "next"
	AgendaDone  ID = "agenda.done"
	AgendaDay   ID = "agenda.day"
	AgendaLater ID = "agenda.later"
	AgendaOpen  ID = "agenda.open"
	AgendaShow  ID = "agenda.show"
	ScrollUp    ID = "scroll_up"
	ScrollDn    ID = "scroll_down"
	ScrollPU    ID = "scroll_page_up"
	ScrollPD    ID = "scroll_page_down"
	ScrollTop   ID = "scroll_first"
	ScrollEnd   ID = "scroll_last"
	TextUp      ID = "text.up"
	TextDown    ID = "text.down"
	TextPick    ID = "text.choose"
	TextErase   ID = "text.erase"
	TextBack    ID = "text.close"
	ReadUp      ID = "read.up"
	ReadDown    ID = "read.down"
	ReadPU      ID = "read.page_up"
	ReadPD      ID = "read.page_down"
	ReadBack    ID = "read.close"
	StartDemo   ID = "start.sample"
	StartFile   ID = "start.import"
	StartSync   ID = "start.connect"
	StartUp     ID = "start.up"
	StartDown   ID = "start.down"
	StartDo     ID = "start.choose"
	StopRead    ID = "import.stop"
	ReadMap     ID = "read.map"
	MapUp       ID = "mapping.up"
	MapDown     ID = "mapping.down"
	MapPageUp   ID = "mapping.page_up"
	MapPageDown ID = "mapping.page_down"
	MapField    ID = "mapping.field"
	MapIgnore   ID = "mapping.ignore"
	MapKeep     ID = "mapping.keep"
	MapDecimal  ID = "mapping.decimal"
	MapDates    ID = "mapping.dates"
	MapKind     ID = "mapping.kind"
	MapSheet    ID = "mapping.sheet"
	MapTry      ID = "mapping.try"
	MapImport   ID = "mapping.import"
	MapSave     ID = "mapping.save"
	MapStop     ID = "mapping.cancel"
	FormNext    ID = "form.next"
	FormPrev    ID = "form.previous"
	FormSave    ID = "form.save"
	FormStop    ID = "form.cancel"
	MenuMove    ID = "menu.move"
	MenuDo      ID = "menu.choose"
	MenuStop    ID = "menu.cancel"
)

func withRow(s State) (bool, string) {
	if !s.Row && s.Picked == 0 {
		return false, "why.no_row"
	}
	return true, ""
}

// toStage allows what the table of stages allows. Of several leads those that
// cannot are left as they are, so a pick is always allowed.
func toStage(to model.Stage) func(State) (bool, string) {
	return func(s State) (bool, string) {
		if ok, why := withRow(s); !ok || s.Picked > 0 {
			return ok, why
		}
		if s.Stage == to {
			return false, "why.already"
		}
		if model.Move(model.KindLead, s.Stage, to) != nil {
			return false, "why.stage." + string(to)
		}
		return true, ""
	}
}

func withStages(s State) (bool, string) {
	if s.Inbox {
		return false, "why.inbox_is_new"
	}
	if model.Stages(s.Kind) == nil {
		return false, "why.no_stages"
	}
	return true, ""
}

func movable(s State) (bool, string) {
	if ok, why := withRow(s); !ok {
		return false, why
	}
	if model.Stages(s.Kind) == nil {
		return false, "why.no_stages"
	}
	if s.Picked == 0 && len(model.NextStages(s.Kind, s.Stage)) == 0 {
		return false, "why.final"
	}
	return true, ""
}

func notImporting(s State) (bool, string) {
	if s.Importing {
		return false, "why.importing"
	}
	return true, ""
}

// Catalogue gives every action with its default keys.
func Catalogue() []Action {
	var all []Action
	for _, part := range [][]Action{everywhere(), inLists(), onRecords(), onLeads(), onRelated(), inMatch(), inComparison(), onOffers(), onMessages(), inOutbox(), inQueue(), onParts(), onAgenda(), atFair(), onDrafts(), onDuplicates(), onSync(), inDetail(), inSearch(), inOverlays(), onColumns(), inTables(), atStart(), acrossLists(), inListOverlays()} {
		all = append(all, part...)
	}
	return all
}

func everywhere() []Action {
	return []Action{
		{ID: Quit, Scope: ScopeAlways, Keys: []string{"ctrl+c"}},
		{ID: Suspend, Scope: ScopeAlways, Keys: []string{"ctrl+z"}},
		{ID: Refresh, Scope: ScopeAlways, Keys: []string{"ctrl+l"}},
		{ID: Help, Scope: ScopeAlways, Keys: []string{"?", "f1"}, Hint: 75},
		{ID: Search, Scope: ScopeGlobal, Keys: []string{"/", "f3"}, Hint: 70},
		{ID: Palette, Scope: ScopeGlobal, Keys: []string{"ctrl+p", ":", "f2"}, Hint: 80},
		{ID: Undo, Scope: ScopeGlobal, Keys: []string{"u", "f9"}, Hint: 60},
		{ID: Redo, Scope: ScopeGlobal, Keys: []string{"ctrl+r", "f10"}},
		{ID: Back, Scope: ScopeGlobal, Keys: []string{"esc"}},
		{ID: Pane, Scope: ScopeGlobal, Keys: []string{"tab", "shift+tab"}, Hint: 85},
		{ID: GoInbox, Scope: ScopeGlobal, Keys: []string{"1", "g i", "f5"}},
		{ID: GoLeads, Scope: ScopeGlobal, Keys: []string{"2", "g l", "f6"}},
		{ID: GoSupply, Scope: ScopeGlobal, Keys: []string{"3", "g s", "f7"}},
		{ID: GoRFQs, Scope: ScopeGlobal, Keys: []string{"4", "g r", "f8"}},
		{ID: GoAgenda, Scope: ScopeGlobal, Keys: []string{"5", "g a", "f11"}},
		{ID: GoFair, Scope: ScopeGlobal, Keys: []string{"6", "g f", "f12"}},
		{ID: GoKind, Scope: ScopeGlobal, Keys: []string{"g k", "alt+k"}},
		{ID: GoSync, Scope: ScopeGlobal, Keys: []string{"8", "g n"}},
		{ID: Import, Scope: ScopeGlobal, Keys: []string{"i", "ctrl+o"}, Enabled: notImporting},
		{ID: Export, Scope: ScopeGlobal, Keys: []string{"W", "alt+w"}},
		{ID: Leave, Scope: ScopeGlobal, Keys: []string{"q"}, Hint: 90},
	}
}

func inLists() []Action {
	return []Action{
		{ID: Open, Scope: ScopeMove, Keys: []string{"enter", "o"}, Hint: 10, Enabled: withRow},
		{ID: Up, Scope: ScopeMove, Keys: []string{"up", "k"}, Counted: true},
		{ID: Down, Scope: ScopeMove, Keys: []string{"down", "j"}, Counted: true},
		{ID: PageUp, Scope: ScopeMove, Keys: []string{"pgup", "ctrl+b"}, Counted: true},
		{ID: PageDown, Scope: ScopeMove, Keys: []string{"pgdown", "ctrl+f"}, Counted: true},
		{ID: First, Scope: ScopeMove, Keys: []string{"home", "g g"}, Counted: true},
		{ID: Last, Scope: ScopeMove, Keys: []string{"end", "G"}, Counted: true},
		{ID: Pick, Scope: ScopeMove, Keys: []string{"space", "insert"}, Counted: true, Hint: 50, Enabled: withRow},
		{ID: PickAll, Scope: ScopeMove, Keys: []string{"*", "ctrl+a"}, Enabled: withRow},
		{ID: Filter, Scope: ScopeMove, Keys: []string{"f", "f4"}, Enabled: withStages},
	}
}

func onRecords() []Action {
	return []Action{
		{ID: Create, Scope: ScopeRecord, Keys: []string{"c", "ctrl+n"}, Hint: 45},
		{ID: Edit, Scope: ScopeRecord, Keys: []string{"e", "ctrl+e"}, Hint: 40, Enabled: withRow},
		{ID: Delete, Scope: ScopeRecord, Keys: []string{"d", "delete"}, Enabled: withRow},
		{ID: Note, Scope: ScopeRecord, Keys: []string{"m", "alt+m"}, Hint: 36, Enabled: withRow},
		{ID: Tag, Scope: ScopeRecord, Keys: []string{"t", "ctrl+t"}, Hint: 34, Enabled: withRow},
		{ID: Move, Scope: ScopeRecord, Keys: []string{"s", "ctrl+s"}, Hint: 38, Enabled: movable},
		{ID: NextStep, Scope: ScopeRecord, Keys: []string{"n", "alt+n"}, Hint: 35, Enabled: withRow},
	}
}

func onLeads() []Action {
	return []Action{
		{ID: Qualify, Scope: ScopeLead, Keys: []string{"y", "ctrl+y"}, Hint: 20, Enabled: toStage(model.LeadQualified)},
		{ID: Junk, Scope: ScopeLead, Keys: []string{"x", "ctrl+x"}, Hint: 22, Enabled: toStage(model.LeadJunk)},
		{ID: Lost, Scope: ScopeLead, Keys: []string{"X", "alt+x"}, Hint: 24, Enabled: toStage(model.LeadLost)},
		{ID: Snooze, Scope: ScopeLead, Keys: []string{"z", "alt+z"}, Hint: 26, Enabled: withRow},
		{ID: Assign, Scope: ScopeLead, Keys: []string{"a", "alt+a"}, Hint: 32, Enabled: withRow},
	}
}

// passing refuses what nobody can do or put off: a deadline is the buyer's, a
// validity the supplier's.
func passing(s State) (bool, string) {
	if ok, why := withRow(s); !ok || s.Picked > 0 {
		return ok, why
	}
	if s.Due.AllDay() {
		return false, "why.passes"
	}
	return true, ""
}

// movableDue refuses to put off what was promised.
func movableDue(s State) (bool, string) {
	if s.Picked == 0 && s.Due == model.DueReply {
		return false, "why.promised"
	}
	return passing(s)
}

func onAgenda() []Action {
	return []Action{
		{ID: AgendaOpen, Scope: ScopeAgenda, Keys: []string{"enter", "o"}, Hint: 10, Enabled: withRow},
		{ID: AgendaDone, Scope: ScopeAgenda, Keys: []string{"x", "ctrl+x"}, Hint: 20, Enabled: passing},
		{ID: AgendaDay, Scope: ScopeAgenda, Keys: []string{"p", "+", "alt+p"}, Hint: 22, Enabled: movableDue},
		{ID: AgendaLater, Scope: ScopeAgenda, Keys: []string{"z", "alt+z"}, Hint: 24, Enabled: movableDue},
		{ID: AgendaShow, Scope: ScopeAgenda, Keys: []string{"f", "f4"}, Hint: 30},
	}
}

func inDetail() []Action {
	return []Action{
		{ID: ScrollUp, Scope: ScopeScroll, Keys: []string{"up", "k"}, Counted: true},
		{ID: ScrollDn, Scope: ScopeScroll, Keys: []string{"down", "j"}, Counted: true},
		{ID: ScrollPU, Scope: ScopeScroll, Keys: []string{"pgup", "ctrl+b"}, Counted: true},
		{ID: ScrollPD, Scope: ScopeScroll, Keys: []string{"pgdown", "ctrl+f", "space"}, Counted: true},
		{ID: ScrollTop, Scope: ScopeScroll, Keys: []string{"home", "g g"}},
		{ID: ScrollEnd, Scope: ScopeScroll, Keys: []string{"end", "G"}},
	}
}

func inOverlays() []Action {
	return []Action{
		{ID: TextPick, Scope: ScopeText, Keys: []string{"enter"}, Hint: 10},
		{ID: TextUp, Scope: ScopeText, Keys: []string{"up", "ctrl+p"}, Hint: 20},
		{ID: TextDown, Scope: ScopeText, Keys: []string{"down", "ctrl+n"}, Hint: 30},
		{ID: TextErase, Scope: ScopeText, Keys: []string{"ctrl+u"}, Hint: 40},
		{ID: TextBack, Scope: ScopeText, Keys: []string{"esc"}, Hint: 50},
		{ID: ReadUp, Scope: ScopeRead, Keys: []string{"up", "k"}, Hint: 10},
		{ID: ReadDown, Scope: ScopeRead, Keys: []string{"down", "j"}, Hint: 20},
		{ID: ReadPU, Scope: ScopeRead, Keys: []string{"pgup"}},
		{ID: ReadPD, Scope: ScopeRead, Keys: []string{"pgdown", "space"}},
		{ID: ReadMap, Scope: ScopeRead, Keys: []string{"m", "f4"}, Hint: 25, Enabled: mappable},
		{ID: ReadBack, Scope: ScopeRead, Keys: []string{"esc", "enter", "q", "?", "f1"}, Hint: 30},
		{ID: FormNext, Scope: ScopeForm, Keys: []string{"tab", "down"}, Hint: 10},
		{ID: FormPrev, Scope: ScopeForm, Keys: []string{"shift+tab", "up"}, Hint: 20},
		{ID: FormSave, Scope: ScopeForm, Keys: []string{"ctrl+s"}, Hint: 30},
		{ID: FormStop, Scope: ScopeForm, Keys: []string{"esc"}, Hint: 40},
		{ID: FormTheirs, Scope: ScopeForm, Keys: []string{"ctrl+t"}, Hint: 4, Enabled: withTheirs},
		{ID: FormLook, Scope: ScopeForm, Keys: []string{"f3", "alt+o"}, Hint: 5, Enabled: alike},
		{ID: FormAlike, Scope: ScopeForm, Keys: []string{"f4", "alt+s"}, Hint: 6, Enabled: alike},
		{ID: MenuMove, Scope: ScopeMenu, Keys: []string{"up", "down"}, Hint: 20},
		{ID: MenuDo, Scope: ScopeMenu, Keys: []string{"enter"}, Hint: 10},
		{ID: MenuStop, Scope: ScopeMenu, Keys: []string{"esc"}, Hint: 30},
	}
}

func mappable(s State) (bool, string) {
	if !s.Mappable {
		return false, "why.no_columns"
	}
	return true, ""
}

func severalSheets(s State) (bool, string) {
	if s.Sheets < 2 {
		return false, "why.one_sheet"
	}
	return true, ""
}

func onColumns() []Action {
	return []Action{
		{ID: MapField, Scope: ScopeMapping, Keys: []string{"enter", "e"}, Hint: 10},
		{ID: MapIgnore, Scope: ScopeMapping, Keys: []string{"x", "delete"}, Hint: 12},
		{ID: MapKeep, Scope: ScopeMapping, Keys: []string{"c"}, Hint: 14},
		{ID: MapDecimal, Scope: ScopeMapping, Keys: []string{"d", "f6"}, Hint: 16},
		{ID: MapDates, Scope: ScopeMapping, Keys: []string{"o", "f7"}, Hint: 18},
		{ID: MapKind, Scope: ScopeMapping, Keys: []string{"t", "f8"}, Hint: 20},
		{ID: MapSheet, Scope: ScopeMapping, Keys: []string{"g", "f9"}, Enabled: severalSheets},
		{ID: MapTry, Scope: ScopeMapping, Keys: []string{"w", "f5"}, Hint: 22},
		{ID: MapImport, Scope: ScopeMapping, Keys: []string{"i", "ctrl+o"}, Hint: 6, Enabled: notImporting},
		{ID: MapSave, Scope: ScopeMapping, Keys: []string{"s", "ctrl+s"}, Hint: 8, Enabled: notImporting},
		{ID: MapUp, Scope: ScopeMapping, Keys: []string{"up", "k"}},
		{ID: MapDown, Scope: ScopeMapping, Keys: []string{"down", "j"}},
		{ID: MapPageUp, Scope: ScopeMapping, Keys: []string{"pgup"}},
		{ID: MapPageDown, Scope: ScopeMapping, Keys: []string{"pgdown", "space"}},
		{ID: MapStop, Scope: ScopeMapping, Keys: []string{"esc", "q"}, Hint: 30},
	}
}

func atStart() []Action {
	return []Action{
		{ID: StartDemo, Scope: ScopeStart, Keys: []string{"s"}, Hint: 10},
		{ID: StartFile, Scope: ScopeStart, Keys: []string{"i", "ctrl+o"}, Hint: 20},
		{ID: StartSync, Scope: ScopeStart, Keys: []string{"c"}},
		{ID: StartUp, Scope: ScopeStart, Keys: []string{"up", "k"}},
		{ID: StartDown, Scope: ScopeStart, Keys: []string{"down", "j"}},
		{ID: StartDo, Scope: ScopeStart, Keys: []string{"enter"}, Hint: 5},
		{ID: Sample, Scope: ScopeGlobal, Keys: []string{"g d"}},
		{ID: StopRead, Scope: ScopeImport, Keys: []string{"esc"}, Hint: 10},
	}
}
