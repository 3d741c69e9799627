package keys

// What is done with the mail as a whole, and with a message that is a page's own, as with
// one in a thread.
const (
	Post        ID = "post"
	MessageMail ID = "message.mail"
	MessageCopy ID = "message.copy"
)

// ScopeMessage is on a message.
const ScopeMessage Scope = "message"

func onMessages() []Action {
	return []Action{
		{ID: Post, Scope: ScopeGlobal, Keys: []string{"g p"}},
		{ID: MessageMail, Scope: ScopeMessage, Keys: []string{"m", "alt+m"}, Hint: 11, Enabled: one},
		{ID: MessageCopy, Scope: ScopeMessage, Keys: []string{"Y", "alt+y"}, Hint: 12, Enabled: one},
	}
}
