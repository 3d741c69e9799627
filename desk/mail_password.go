package desk

import (
	"context"
	"fmt"
)

// mailPassword is the password of the account that messages are sent by: given from
// outside, or kept where the server's token is.
type mailPassword struct {
	dir    string
	inFile bool
	given  string
}

const (
	mailSecretName = "mail.password"
	mailAccount    = " mail" // behind the directory in the keyring
)

func (m mailPassword) secret() *tokens {
	return &tokens{dir: m.dir, inFile: m.inFile, name: mailSecretName, account: mailAccount}
}

// get gives the password, "" when there is none. It is read anew for each message: a
// command may have changed it.
func (m mailPassword) get(ctx context.Context) (string, error) {
	if m.given != "" {
		return m.given, nil
	}
	return m.secret().get(ctx)
}

// maxPassword bounds a password, in bytes.
const maxPassword = 1024

// KeepMailPassword keeps the password of the mail account of the desk in a directory: in
// the system's keyring, else (or when inFile says so) in a file for this user alone. ""
// forgets it.
func KeepMailPassword(ctx context.Context, dir string, inFile bool, password string) error {
	if len(password) > maxPassword {
		return fmt.Errorf("keeping the password: %w: it has more than %d bytes", ErrInvalid, maxPassword)
	}
	p, err := newPlace(dir)
	if err != nil {
		return err
	}
	secret := mailPassword{dir: p.dir, inFile: inFile}.secret()
	if password == "" {
		return secret.drop(ctx)
	}
	return secret.set(ctx, password)
}
