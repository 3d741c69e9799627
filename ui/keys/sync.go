package keys

// What is done about the server, and about what people wrote while apart.
const (
	GoSync ID = "go.sync"

	SyncLogin    ID = "sync.login"
	SyncLogout   ID = "sync.logout"
	SyncRecord   ID = "sync.record"
	SyncExport   ID = "sync.export"
	SyncNow      ID = "sync.now"
	SyncMode     ID = "sync.mode"
	SyncOpen     ID = "sync.open"
	SyncRetry    ID = "sync.retry"
	SyncRetryAll ID = "sync.retry_all"
	SyncDrop     ID = "sync.drop"
	SyncUp       ID = "sync.up"
	SyncDown     ID = "sync.down"
	SyncPageUp   ID = "sync.page_up"
	SyncPageDown ID = "sync.page_down"
	SyncFirst    ID = "sync.first"
	SyncLast     ID = "sync.last"
	SyncPart     ID = "sync.part"
	SyncPartBack ID = "sync.part_back"

	ConflictMine   ID = "conflict.mine"
	ConflictTheirs ID = "conflict.theirs"
	ConflictBoth   ID = "conflict.both"
	ConflictUnion  ID = "conflict.union"
	ConflictWrite  ID = "conflict.write"
	ConflictOn     ID = "conflict.on"
	ConflictBack   ID = "conflict.back"
	ConflictNext   ID = "conflict.next"
	ConflictUp     ID = "conflict.up"
	ConflictDown   ID = "conflict.down"
	ConflictUndo   ID = "conflict.undo"
	ConflictLater  ID = "conflict.later"

	FormTheirs ID = "form.theirs"

	LoginNext ID = "login.next"
	LoginPrev ID = "login.previous"
	LoginDo   ID = "login.do"
	LoginStop ID = "login.stop"

	UntoldClose ID = "untold.close"
)

// The scopes of sync.
const (
	ScopeSync     Scope = "sync"     // on the page of the server
	ScopeConflict Scope = "conflict" // on a field with several values
	ScopeLogin    Scope = "login"    // where one signs in to a server
	ScopeUntold   Scope = "untold"   // on what a server was not told
)

// SyncState is what the actions of sync look at.
type SyncState struct {
	Linked      bool // the desk knows a server
	LoggedIn    bool // and has a token that it takes, as far as is known
	Running     bool // a sync that was asked for is not done
	Conflict    bool // the cursor is on a conflict
	Quarantined bool // the cursor is on a change in quarantine
	Waits       bool // the cursor is on a change that waits to be sent
	Unlisted    bool // the cursor is on the line of those that wait and have none
	Joins       bool // both values of the conflict can stand
	Union       bool // what all did to its list can stand together
	Writable    bool // the field of the conflict can be typed
	Several     bool // the record has other conflicts
	Mine        bool // one of the values was written here
	Others      int  // how many of the values were written elsewhere
	Theirs      bool // others wrote into the field of the form that the cursor is in
}

func withServer(s State) (bool, string) {
	if !s.Sync.Linked {
		return false, "why.no_server"
	}
	return true, ""
}

func notSyncing(s State) (bool, string) {
	if s.Sync.Running {
		return false, "why.syncing"
	}
	return withServer(s)
}

func loggedIn(s State) (bool, string) {
	if !s.Sync.LoggedIn {
		return false, "why.logged_out"
	}
	return true, ""
}

// ofRecord allows what is done with the record that a row is about.
func ofRecord(s State) (bool, string) {
	if !s.Sync.Conflict && !s.Sync.Quarantined && !s.Sync.Waits {
		return false, "why.no_record"
	}
	return true, ""
}

// opening allows what stands behind a row to be opened.
func opening(s State) (bool, string) {
	if !s.Sync.Conflict && !s.Sync.Waits && !s.Sync.Unlisted {
		return false, "why.nothing_behind"
	}
	return true, ""
}

func onConflict(s State) (bool, string) {
	if !s.Sync.Conflict {
		return false, "why.no_conflict"
	}
	return true, ""
}

func withMine(s State) (bool, string) {
	if ok, why := onConflict(s); !ok {
		return false, why
	}
	if !s.Sync.Mine {
		return false, "why.no_mine"
	}
	return true, ""
}

func withOther(s State) (bool, string) {
	if ok, why := onConflict(s); !ok {
		return false, why
	}
	if s.Sync.Others == 0 {
		return false, "why.no_other"
	}
	return true, ""
}

func severalOthers(s State) (bool, string) {
	if ok, why := onConflict(s); !ok {
		return false, why
	}
	if s.Sync.Others < 2 {
		return false, "why.one_other"
	}
	return true, ""
}

func inQuarantine(s State) (bool, string) {
	if !s.Sync.Quarantined {
		return false, "why.not_quarantined"
	}
	return true, ""
}

// joining allows both values: texts and lists are joined, numbers are not.
func joining(s State) (bool, string) {
	if ok, why := onConflict(s); !ok {
		return false, why
	}
	if !s.Sync.Joins {
		return false, "why.not_joined"
	}
	return true, ""
}

// uniting allows what all did to a list that all of them had seen.
func uniting(s State) (bool, string) {
	if ok, why := joining(s); !ok {
		return false, why
	}
	if !s.Sync.Union {
		return false, "why.no_union"
	}
	return true, ""
}

func writable(s State) (bool, string) {
	if ok, why := onConflict(s); !ok {
		return false, why
	}
	if !s.Sync.Writable {
		return false, "why.not_written"
	}
	return true, ""
}

func withTheirs(s State) (bool, string) {
	if !s.Sync.Theirs {
		return false, "why.no_theirs"
	}
	return true, ""
}

func severalConflicts(s State) (bool, string) {
	if !s.Sync.Several {
		return false, "why.one_conflict"
	}
	return true, ""
}

func onSync() []Action {
	return []Action{
		{ID: SyncLogin, Scope: ScopeGlobal, Keys: []string{"g c"}},
		{ID: SyncLogout, Scope: ScopeGlobal, Keys: []string{"g x"}, Enabled: loggedIn},
		{ID: SyncOpen, Scope: ScopeSync, Keys: []string{"enter"}, Hint: 10, Enabled: opening},
		{ID: SyncRecord, Scope: ScopeSync, Keys: []string{"o", "alt+o"}, Hint: 11, Enabled: ofRecord},
		{ID: SyncRetry, Scope: ScopeSync, Keys: []string{"r", "alt+r"}, Hint: 12, Enabled: inQuarantine},
		{ID: SyncRetryAll, Scope: ScopeSync, Keys: []string{"R", "f5"}, Enabled: inQuarantine},
		{ID: SyncDrop, Scope: ScopeSync, Keys: []string{"x", "delete"}, Hint: 14, Enabled: inQuarantine},
		{ID: SyncExport, Scope: ScopeSync, Keys: []string{"w", "alt+w"}, Hint: 16, Enabled: inQuarantine},
		{ID: SyncNow, Scope: ScopeSync, Keys: []string{"s", "ctrl+s"}, Hint: 20, Enabled: notSyncing},
		{ID: SyncMode, Scope: ScopeSync, Keys: []string{"a", "alt+a"}, Hint: 22, Enabled: withServer},
		{ID: SyncPart, Scope: ScopeSync, Keys: []string{"tab"}, Hint: 24},
		{ID: SyncPartBack, Scope: ScopeSync, Keys: []string{"shift+tab"}},
		{ID: SyncUp, Scope: ScopeSync, Keys: []string{"up", "k"}},
		{ID: SyncDown, Scope: ScopeSync, Keys: []string{"down", "j"}},
		{ID: SyncPageUp, Scope: ScopeSync, Keys: []string{"pgup", "ctrl+b"}},
		{ID: SyncPageDown, Scope: ScopeSync, Keys: []string{"pgdown", "ctrl+f"}},
		{ID: SyncFirst, Scope: ScopeSync, Keys: []string{"home"}},
		{ID: SyncLast, Scope: ScopeSync, Keys: []string{"end"}},

		{ID: ConflictMine, Scope: ScopeConflict, Keys: []string{"m", "alt+m"}, Hint: 10, Enabled: withMine},
		{ID: ConflictTheirs, Scope: ScopeConflict, Keys: []string{"t", "alt+t"}, Hint: 12, Enabled: withOther},
		{ID: ConflictOn, Scope: ScopeConflict, Keys: []string{"right", "l"}, Hint: 13, Enabled: severalOthers},
		{ID: ConflictBack, Scope: ScopeConflict, Keys: []string{"left", "h"}, Enabled: severalOthers},
		{ID: ConflictBoth, Scope: ScopeConflict, Keys: []string{"b", "alt+b"}, Hint: 14, Enabled: joining},
		{ID: ConflictUnion, Scope: ScopeConflict, Keys: []string{"enter"}, Enabled: uniting},
		{ID: ConflictWrite, Scope: ScopeConflict, Keys: []string{"e", "ctrl+e"}, Hint: 16, Enabled: writable},
		{ID: ConflictNext, Scope: ScopeConflict, Keys: []string{"tab"}, Hint: 20, Enabled: severalConflicts},
		{ID: ConflictUp, Scope: ScopeConflict, Keys: []string{"up", "k"}},
		{ID: ConflictDown, Scope: ScopeConflict, Keys: []string{"down", "j"}},
		{ID: ConflictUndo, Scope: ScopeConflict, Keys: []string{"u", "f9"}, Hint: 60},
		{ID: ConflictLater, Scope: ScopeConflict, Keys: []string{"esc", "q"}, Hint: 30},

		{ID: LoginDo, Scope: ScopeLogin, Keys: []string{"enter", "ctrl+s"}, Hint: 10},
		{ID: LoginNext, Scope: ScopeLogin, Keys: []string{"tab", "down"}, Hint: 20},
		{ID: LoginPrev, Scope: ScopeLogin, Keys: []string{"shift+tab", "up"}},
		{ID: LoginStop, Scope: ScopeLogin, Keys: []string{"esc"}, Hint: 30},

		{ID: UntoldClose, Scope: ScopeUntold, Keys: []string{"enter", "esc", "q"}, Hint: 10},
	}
}
