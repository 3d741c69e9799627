// Package mail reads messages and mailboxes as mail programs leave them: mbox in its
// dialects, Maildir, single messages, MIME however broken. It reads as far as a
// message goes and says what was wrong with it. Nothing that it gives is larger than
// what it was given, but for a few words per part.
package mail
