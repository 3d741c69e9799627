package keys

// What is done in the list of all that waits to be sent.
const (
	QueueOpen     ID = "queue.open"
	QueueUp       ID = "queue.up"
	QueueDown     ID = "queue.down"
	QueuePageUp   ID = "queue.page_up"
	QueuePageDown ID = "queue.page_down"
	QueueFirst    ID = "queue.first"
	QueueLast     ID = "queue.last"
	QueueClose    ID = "queue.close"
)

// ScopeQueue is the list of all that waits to be sent.
const ScopeQueue Scope = "queue"

func waiting(s State) (bool, string) {
	if !s.Sync.Waits {
		return false, "why.no_record"
	}
	return true, ""
}

func inQueue() []Action {
	return []Action{
		{ID: QueueOpen, Scope: ScopeQueue, Keys: []string{"enter", "o"}, Hint: 10, Enabled: waiting},
		{ID: QueueUp, Scope: ScopeQueue, Keys: []string{"up", "k"}},
		{ID: QueueDown, Scope: ScopeQueue, Keys: []string{"down", "j"}},
		{ID: QueuePageUp, Scope: ScopeQueue, Keys: []string{"pgup", "ctrl+b"}},
		{ID: QueuePageDown, Scope: ScopeQueue, Keys: []string{"pgdown", "ctrl+f"}},
		{ID: QueueFirst, Scope: ScopeQueue, Keys: []string{"home"}, Hint: 20},
		{ID: QueueLast, Scope: ScopeQueue, Keys: []string{"end"}, Hint: 22},
		{ID: QueueClose, Scope: ScopeQueue, Keys: []string{"esc", "q"}, Hint: 30},
	}
}
