package desk

import (
	"context"

	"tradedesk/exchange/mail"
)

// MailFolder reads the messages of a directory for Import, in the format "mail".
type MailFolder = mail.Folder

// ErrNoMailFolder is what a directory says that holds no mail.
var ErrNoMailFolder = mail.ErrNoFolder

// OpenMailFolder lists the messages of a directory: a Maildir and the folders in it,
// or one of .eml files.
func OpenMailFolder(ctx context.Context, dir string) (*MailFolder, error) {
	return mail.OpenFolder(ctx, dir)
}
