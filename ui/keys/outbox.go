package keys

// What is done with the messages that are not sent.
const (
	GoOutbox       ID = "go.outbox"
	OutboxOpen     ID = "outbox.open"
	OutboxSend     ID = "outbox.send"
	OutboxDrop     ID = "outbox.drop"
	OutboxMore     ID = "outbox.more"
	OutboxNow      ID = "outbox.now"
	OutboxMark     ID = "outbox.mark"
	OutboxMarkAll  ID = "outbox.mark_all"
	OutboxUndo     ID = "outbox.undo"
	OutboxUp       ID = "outbox.up"
	OutboxDown     ID = "outbox.down"
	OutboxPageUp   ID = "outbox.page_up"
	OutboxPageDown ID = "outbox.page_down"
	OutboxFirst    ID = "outbox.first"
	OutboxLast     ID = "outbox.last"
	OutboxClose    ID = "outbox.close"
)

// ScopeOutbox is the list of the messages that are not sent.
const ScopeOutbox Scope = "outbox"

// LetterState is what the actions of the outbox look at.
type LetterState struct {
	Listed bool // the cursor is on a message, or some are marked
	Sends  bool // the desk knows how to send
}

func onLetter(s State) (bool, string) {
	if !s.Letter.Listed {
		return false, "why.no_letter"
	}
	return true, ""
}

func onSendable(s State) (bool, string) {
	if ok, why := onLetter(s); !ok {
		return false, why
	}
	if !s.Letter.Sends {
		return false, "why.mail_not_set"
	}
	return true, ""
}

func inOutbox() []Action {
	return []Action{
		{ID: GoOutbox, Scope: ScopeGlobal, Keys: []string{"g b"}},
		{ID: OutboxSend, Scope: ScopeOutbox, Keys: []string{"r", "alt+r"}, Hint: 10, Enabled: onSendable},
		{ID: OutboxDrop, Scope: ScopeOutbox, Keys: []string{"x", "delete"}, Hint: 12, Enabled: onLetter},
		{ID: OutboxMore, Scope: ScopeOutbox, Keys: []string{"m", "alt+m"}, Hint: 22, Enabled: onLetter},
		{ID: OutboxMark, Scope: ScopeOutbox, Keys: []string{"space", "insert"}, Hint: 14, Enabled: onLetter},
		{ID: OutboxMarkAll, Scope: ScopeOutbox, Keys: []string{"*", "ctrl+a"}, Enabled: onLetter},
		{ID: OutboxOpen, Scope: ScopeOutbox, Keys: []string{"enter", "o"}, Hint: 16, Enabled: onLetter},
		{ID: OutboxNow, Scope: ScopeOutbox, Keys: []string{"s", "ctrl+s"}, Hint: 24},
		{ID: OutboxUndo, Scope: ScopeOutbox, Keys: []string{"u", "f9"}, Hint: 60},
		{ID: OutboxUp, Scope: ScopeOutbox, Keys: []string{"up", "k"}},
		{ID: OutboxDown, Scope: ScopeOutbox, Keys: []string{"down", "j"}},
		{ID: OutboxPageUp, Scope: ScopeOutbox, Keys: []string{"pgup", "ctrl+b"}},
		{ID: OutboxPageDown, Scope: ScopeOutbox, Keys: []string{"pgdown", "ctrl+f"}},
		{ID: OutboxFirst, Scope: ScopeOutbox, Keys: []string{"home"}},
		{ID: OutboxLast, Scope: ScopeOutbox, Keys: []string{"end"}},
		{ID: OutboxClose, Scope: ScopeOutbox, Keys: []string{"esc", "q"}, Hint: 18},
	}
}
