package post

import "tradedesk/model/refusal"

// Why a message was not taken, or may not have been. Answers of servers and programs stand in
// the place {Why} as they are.
var (
	errBroke         = refusal.New("post.broke", "{Host}: the connection broke: {Why}")
	errBrokeInside   = refusal.New("post.broke_inside", "{Host}: the connection broke before the end of the message")
	errBrokeBefore   = refusal.New("post.broke_before", "{Host}: the connection broke before the server answered: {Why}")
	errUnreached     = refusal.New("post.unreached", "{Host}: cannot be reached: {Why}")
	errUnready       = refusal.New("post.unready", "{Host}: {Why}")
	errCertificate   = refusal.New("post.certificate", "{Host}: its certificate is not trusted: {Why}")
	errTLS           = refusal.New("post.tls", "{Host}: cannot be spoken to by TLS: {Why}")
	errLogin         = refusal.New("post.login", "{Host}: does not take the user or the password: {Why}")
	errRefused       = refusal.New("post.refused", "{Host}: does not take the message: {Why}")
	errNoStartTLS    = refusal.New("post.no_starttls", "{Host}: has no STARTTLS, so that anybody on the way could read along; smtps:// may work, or ?tls=none if you know the way")
	errEarly         = refusal.New("post.early", "{Host}: speaks before TLS begins, as somebody on the way would")
	errSlow          = refusal.New("post.slow", "it takes too long")
	errNobodyThere   = refusal.New("post.nobody_there", "connection refused")
	errNoMachine     = refusal.New("post.no_machine", "lookup {Host}: no such host")
	errNoPassword    = refusal.New("post.no_password", "there is no password for {User}: `tradedesk outbox password` keeps it")
	errFrom          = refusal.New("post.from", "from {Address}: {Why}")
	errTo            = refusal.New("post.to", "to {Address}: {Why}")
	errNotStarted    = refusal.New("post.not_started", "starting {Program}: {Why}")
	errNotEnded      = refusal.New("post.not_ended", "{Program} did not end in time and was stopped")
	errEnded         = refusal.New("post.ended", "{Program} ended with {Code}: {Why}")
	errPasswordIn    = refusal.New("post.password_in", "leave the password out: `tradedesk outbox password` keeps it, or TRADEDESK_MAIL_PASSWORD")
	errNoOption      = refusal.New("post.no_option", "?{Name}: only ?tls=none of smtp:// is known")
	errNoCertificate = refusal.New("post.no_certificate", "there is no certificate in the file of certificates")
	errQuote         = refusal.New("post.quote", "a quote is not closed")
	errBcc           = refusal.New("post.bcc", "bcc \"{Address}\" cannot stand in the header of a message")
	errBccShown      = refusal.New("post.bcc_shown", "{Program} is not called with -t, which keeps Bcc from those who get the message: set mail.send to such as \"msmtp -t\", or leave Bcc empty")
)
